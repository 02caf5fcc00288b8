/**
 * What keeps the index quick, in steps that give way to other work: merging postings, taking out what nobody sees,
 * bringing graphs up to date. Each step is whole by itself, so that it can end after any of them.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { compactSome, hiddenPreparations, shortenTouched } from './compaction.js';
import { dropGraphFile, forgetModels, hasOtherModels } from './graph-files.js';
import { settleGraphs } from './graphs.js';
import { readNumber } from './meta.js';
import { mergePostings, unmerged } from './postings.js';
import { type Database, prepared } from './statements.js';
import { hasMuchTouched } from './touched.js';

export interface HousekeepingOptions {
  readonly database: Database;
  readonly dataDir: string;
  /** The id of the writer's own model, 0 while it has none. */
  readonly model: () => number;
  /** Runs its work in one transaction. */
  readonly write: <T>(work: () => T) => Promise<T>;
  readonly smallestGraph: number;
  /** See `WriterOptions`. */
  readonly leastCompaction: number;
  readonly longestTail: number;
}

export class Housekeeping {
  readonly #options: HousekeepingOptions;
  readonly #stop = new AbortController();
  readonly #proven = new Set<string>();
  #running: Promise<void> | undefined;
  #again = false;

  constructor(options: HousekeepingOptions) {
    this.#options = options;
  }

  /** Resolves when nothing is left to do. A call while it runs makes it look once more. */
  async settle(): Promise<void> {
    this.#again = true;
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  /** Graphs of the writer's own model, which may not answer yet. */
  async settleGraphs(): Promise<void> {
    await this.#running?.catch(() => undefined);
    await this.#graphs(this.#options.model());
  }

  /** Ends after the step at hand. */
  async close(): Promise<void> {
    this.#stop.abort();
    await this.#running?.catch(() => undefined);
  }

  async #run(): Promise<void> {
    while (this.#again && !this.#stop.signal.aborted) {
      this.#again = false;
      await this.#merge();
      await this.#compact();
      await this.#graphs(readNumber(this.#options.database, 'model'));
    }
  }

  async #merge(): Promise<void> {
    const { database, write, longestTail } = this.#options;
    while (unmerged(database) >= longestTail && !this.#stop.signal.aborted) {
      if (!(await write(() => mergePostings(database)))) return;
      await nextTurn();
    }
  }

  async #compact(): Promise<void> {
    const { database, dataDir, write, model, leastCompaction } = this.#options;
    let left = hiddenPreparations(database, model(), leastCompaction);
    while (left.length > 0 && !this.#stop.signal.aborted) {
      const rest = left;
      left = await write(() => compactSome(database, rest));
      await nextTurn();
    }
    if (hasMuchTouched(database)) await write(() => shortenTouched(database));
    const inUse = [model(), readNumber(database, 'model')];
    if (!hasOtherModels(database, inUse)) return;
    for (const file of await write(() => forgetModels(database, inUse))) dropGraphFile(dataDir, file);
  }

  async #graphs(modelId: number): Promise<void> {
    const { database, dataDir, smallestGraph, write } = this.#options;
    const find = prepared(database, 'SELECT id, dimensions FROM model WHERE id = ?');
    const model = find.get(modelId) as { readonly id: number; readonly dimensions: number } | undefined;
    if (model === undefined) return;
    const [proven, stop] = [this.#proven, this.#stop.signal];
    await settleGraphs({ database, dataDir, model, smallest: smallestGraph, write, proven, stop });
  }
}
