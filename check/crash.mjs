#!/usr/bin/env node
// Kills the program with SIGKILL, again and again, and counts what is lost.
//
//   npm run build && node check/crash.mjs [--kills 200] [--seed N] [--sample] [--dist DIR] [--phase NAME]
//
// A real process ingests, reindexes, removes, saves graphs, compacts and changes its model; it is killed at a random
// instant of that, or exactly before, after or in the middle of its n-th write. After each kill, on a copy: SQLite finds
// the file sound; every document is whole, as it was before or as it is after; each whose line was printed is as after;
// every search agrees with a plain scan of the texts. Then the same command runs again, is killed again or comes to its
// end, and rows, searches, answers and recall must be those of an index built from scratch. Exit code 1 on any violation,
// and when a phase was not killed at all.
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Aims } from './crash/aims.mjs';
import { seeded } from './crash/corpus.mjs';
import { Life } from './crash/life.mjs';
import { PHASES } from './crash/phases.mjs';
import { DEFAULT_DIST, product } from './crash/product.mjs';
import { childSurface, terminalSurface } from './crash/surfaces.mjs';
import { Tally } from './crash/tally.mjs';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '200' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    dist: { type: 'string', default: DEFAULT_DIST },
    phase: { type: 'string' },
    sample: { type: 'boolean', default: false },
    sabotage: { type: 'string' },
  },
});
const kills = Number(values.kills);
const seed = Number(values.seed);
/** Rounds of one index before a new one begins. */
const LIFETIME = 24;

/** Kills in one round, at most. */
const PER_ROUND = 3;
/** Kills between two lines that say how far it is. */
const TOLD_EVERY = 25;
/** A few of each in `npm test`: kills by phase, in this order. */
const SAMPLE = { ingest: 2, 'graph saving': 3, remove: 2, compaction: 2, 'model swap': 2, reindex: 1 };

const OLDEST = new URL('../test/index/fixtures/schema-1.sql', import.meta.url);

const program = await product(values.dist);
const random = seeded(seed);
const aims = new Aims({ random, exactOnly: values.sample });
const tally = new Tally({ kills, phases: phasesToKill() });
const root = mkdtempSync(join(tmpdir(), 'verbatim-crash-'));
console.log(`seed ${seed}`);
try {
  await (values.sample ? sample() : all());
} finally {
  rmSync(root, { recursive: true, force: true });
}
console.log(tally.table());
process.exitCode = tally.violations > 0 || tally.missing.length > 0 ? 1 : 0;

function phasesToKill() {
  const wanted = (name) => (values.sample ? name in SAMPLE : values.phase === undefined || name === values.phase);
  const names = Object.keys(PHASES).filter(wanted);
  return names.map((name) => ({ name, weight: PHASES[name].weight }));
}

async function sample() {
  const life = new Life({ program, root, random, surface: childSurface(values) });
  for (const [phase, wanted] of Object.entries(SAMPLE)) {
    if (!tally.missing.includes(phase)) continue;
    await runRound(life, phase, wanted);
    if (values.sabotage !== undefined) break;
  }
}

async function all() {
  const lives = { child: undefined, terminal: undefined };
  const modelsDir = join(values.dist, '../models');
  for (let round = 0; !tally.isDone; round++) {
    if (round % LIFETIME === 0) {
      lives.child?.end();
      lives.child = begin(join(root, String(round)), childSurface(values));
    }
    const phase = tally.next(random);
    if (PHASES[phase].fromFixture) {
      await migrate(join(root, `fixture-${round}`), phase);
      continue;
    }
    if (PHASES[phase].isTerminal) {
      lives.terminal ??= begin(join(root, 'terminal'), await terminalSurface({ dist: values.dist, modelsDir }));
    }
    const life = PHASES[phase].isTerminal ? lives.terminal : lives.child;
    // An index has to be there before anything else can be done to it; that there is none is killed as well.
    if (life.truth === undefined) await killSome(life, PHASES[phase].isTerminal ? 'verbatim ingest' : 'ingest');
    const before = tally.kills;
    await killSome(life, phase);
    if (Math.floor(tally.kills / TOLD_EVERY) > Math.floor(before / TOLD_EVERY)) {
      console.error(`${tally.kills} kills, ${tally.violations} violations`);
    }
  }
  await lives.terminal?.surface.close();
}

async function migrate(folder, phase) {
  const life = begin(folder, childSurface({ ...values, saltOf: () => 'one' }));
  await life.loadFixture(readFileSync(OLDEST, 'utf8'));
  await killSome(life, phase);
  life.end();
}

/** The folder and its index, for looking into. */
function keep({ root: folder }) {
  const kept = mkdtempSync(join(tmpdir(), 'verbatim-crash-kept-'));
  cpSync(folder, kept, { recursive: true });
  return kept;
}

function begin(folder, surface) {
  return new Life({ program, root: folder, random, surface });
}

/** What was never seen to its end has no known length to aim into. */
function killSome(life, phase) {
  return runRound(life, phase, aims.knows(phase) ? 1 + random.below(PER_ROUND) : 0);
}

async function runRound(life, phase, most) {
  let left = most;
  await life.round(phase, {
    aimOf: () => (left-- > 0 ? aims.next(phase) : undefined),
    onRun: ({ run, aim, promises, faults }) => {
      if (!run.killed) aims.learn(phase, run);
      tally.count(phase, { run, aim, promises, faults });
      for (const fault of faults) console.log(`VIOLATION ${phase} ${JSON.stringify({ aim, at: run.last })}: ${fault}`);
      if (faults.length > 0 && values.sabotage === undefined) console.log(`  kept in ${keep(life)}`);
    },
  });
}
