// One index and its folder over many rounds. A round changes the folder, kills the command that follows as often as
// asked, looks at what is left each time, lets the command come to its end, and compares with an index built from scratch.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import BetterSqlite from 'better-sqlite3';
import { Corpus } from './corpus.mjs';
import { differences } from './dump.mjs';
import { faultsAfterKill, faultsAtEnd, filesHolding, STRAY_GRAPHS } from './faults.mjs';
import { look } from './look.mjs';
import { PHASES } from './phases.mjs';
import { lookAtScratch } from './scratch.mjs';

/** So small that everything the program does to large indexes happens. */
const SIZES = { smallestGraph: 30, leastCompaction: 30, longestTail: 40 };
const EMPTY = { dump: { fingerprint: '', size: 0, documents: {} }, rows: { tombstones: [], targets: [] } };
/** `added a.md (3 passages)`, as the terminal and the child say it. */
const PROMISE = /^(?:added|changed|removed|unchanged) (.+?)(?: \(\d+ passages?\))?$/;
/** A command that never ends must not hang the check. */
const MOST_RUNS = 12;

export class Life {
  tombstones = new Set();
  /** What was last seen at the end of a round; undefined before the first. */
  truth = undefined;
  #model = 0;

  /** `surface`: what runs the commands, and `embedder(model)`, the models it has. */
  constructor({ program, root, random, surface }) {
    Object.assign(this, { program, root, random, surface });
    mkdirSync(root, { recursive: true });
    this.dataDir = join(root, 'data');
    this.corpus = new Corpus(join(root, 'docs'), random);
  }

  /** Documents at first; about twice as many later. */
  get size() {
    return this.surface.documents;
  }

  get embedder() {
    return this.surface.embedder(this.#model);
  }

  nextModel() {
    this.#model += 1;
  }

  /** The folder as days go by. */
  stir({ withLines = true } = {}) {
    this.corpus.change(5);
    this.corpus.add(5);
    const kept = withLines ? [] : this.corpus.ids.filter((id) => id.startsWith('line-'));
    const surplus = this.corpus.ids.length - this.size * 2;
    this.corpus.drop(Math.max(2, surplus), new Set([...this.tombstones, ...kept]));
  }

  chooseIds(count) {
    const ids = Object.keys(this.truth.dump.documents);
    return Array.from({ length: Math.min(count, ids.length - 3) }, () => {
      return ids.splice(this.random.below(ids.length), 1)[0];
    });
  }

  /** Starts from an index that an earlier program wrote, as the statements that make it. */
  async loadFixture(sql) {
    mkdirSync(this.dataDir);
    const database = new BetterSqlite(join(this.dataDir, 'verbatim.db'));
    database.exec(sql);
    database.close();
    this.truth = await this.#look();
  }

  /** What an index holds that never saw any of this. */
  scratch() {
    const { program, embedder, root, corpus, tombstones } = this;
    return lookAtScratch(program, { dataDir: join(root, 'scratch'), embedder, corpus, tombstones, sizes: SIZES });
  }

  /** Runs a command to its end. */
  async quietly(operations, sizes) {
    const run = await this.#run({ operations, sizes }, {});
    if (run.code !== 0) throw new Error(`${JSON.stringify(operations)} failed: ${run.stderr}`);
    this.truth = await this.#look();
  }

  /**
   * One round of `phase`; `aimOf()` gives the next instant, or nothing when enough were killed. `onRun` is told of every
   * run with the violations found after it.
   */
  async round(phase, { aimOf, onRun }) {
    const { prepare, once } = PHASES[phase];
    const earlier = this.embedder;
    const plan = await prepare(this);
    const before = this.truth ?? EMPTY;
    const after = plan.after ?? (await this.scratch());
    const promised = new Set();
    let embedded = 0;
    for (let runs = 1; ; runs++) {
      const aim = runs > MOST_RUNS ? {} : (aimOf() ?? {});
      const run = await this.#run(plan, aim);
      notePromises(promised, run.lines);
      embedded += passagesEmbedded(run.lines);
      const seen = await this.#look([this.embedder, earlier]);
      const isDone = !run.killed || (once && differences(after.dump, seen.dump).length === 0);
      const faults = isDone
        ? this.#endFaults({ run, runs, embedded, plan, after, seen })
        : faultsAfterKill({ before, between: plan.between, after, promised, seen });
      onRun({ run, aim, promises: promised.size, faults });
      if (!isDone) continue;
      this.truth = seen;
      break;
    }
    if (plan.restore !== undefined) await this.quietly(plan.restore);
  }

  end() {
    rmSync(this.root, { recursive: true, force: true });
  }

  #endFaults({ run, runs, embedded, plan, after, seen }) {
    const end = run.isStuck ? 'came to no end' : 'failed';
    const failed = run.killed || run.code === 0 ? [] : [`the command ${end}: ${run.stderr.trim().slice(-600)}`];
    const warned = run.lines.filter((line) => line.startsWith('warned'));
    const left = plan.erased === undefined ? [] : filesHolding(this.dataDir, plan.erased);
    const leaks = left.map((file) => `erased words still stand in ${file}`);
    // Each kill may cost what was under way and not stored.
    const mostLost = (runs - 1) * this.program.AHEAD.documents * largestOf(after);
    const isWasteful = embedded > (plan.embedsAtMost ?? Infinity) + mostLost;
    const wasted = isWasteful ? [`${embedded} passages were embedded, where ${plan.embedsAtMost} are stored`] : [];
    // What a killed process left of a graph goes with the next one that writes, and none has come yet.
    const atEnd = faultsAtEnd({ after, seen }).filter((fault) => !(run.killed && fault.startsWith(STRAY_GRAPHS)));
    return [...failed, ...warned, ...leaks, ...wasted, ...atEnd];
  }

  #look(embedders = [this.embedder]) {
    return look(this.program, { dataDir: this.dataDir, embedders });
  }

  #run({ operations, sizes }, aim) {
    const { dataDir, root } = this;
    return this.surface.run({ dataDir, root, operations, aim, model: this.#model, sizes: { ...SIZES, ...sizes } });
  }
}

/** What was printed of documents is promised. */
function notePromises(promised, lines) {
  for (const line of lines) {
    const [, id] = PROMISE.exec(line) ?? [];
    if (id !== undefined) promised.add(id);
  }
}

function passagesEmbedded(lines) {
  return lines.reduce((sum, line) => sum + Number(/^embed (\d+)$/.exec(line)?.[1] ?? 0), 0);
}

function largestOf({ dump }) {
  return Math.max(0, ...Object.values(dump.documents).map(({ passages }) => passages.length));
}
