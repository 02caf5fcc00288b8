/**
 * The reindexes that run, and the last one of each server, in memory. It stands alone because a run outlives the message that
 * began it: another moderator may want to know of it or to cancel it, and after 15 minutes Discord takes no more edits of that
 * message. After a restart nothing runs, and that is what an empty memory says.
 */
import { randomUUID } from 'node:crypto';
import type { Engine, Progress } from '../engine.js';
import type { ChangeReport, CollectionRef } from '../model.js';

export interface ReindexRun {
  /** 8 characters of `[0-9a-f]`. */
  readonly id: string;
  readonly guildId: string;
  readonly actor: string;
  readonly begunAt: Date;
  readonly collections: readonly CollectionRef[];
  /** The last that was told of it. */
  latest?: Progress;
  /** Who cancelled it. */
  cancelledBy?: string;
  /** How it ended: with everything done, or before. Absent while it runs. */
  end?: { readonly report: ChangeReport; readonly isWhole: boolean };
}

export class ReindexRuns {
  readonly #last = new Map<string, ReindexRun>();

  /** The one that runs in a server. */
  running(guildId: string): ReindexRun | undefined {
    const last = this.#last.get(guildId);
    return last?.end === undefined ? last : undefined;
  }

  /** The last one that was begun in a server since the bot was started, running or not. */
  last(guildId: string): ReindexRun | undefined {
    return this.#last.get(guildId);
  }

  /** To be called only where none is running. */
  begin(of: Pick<ReindexRun, 'guildId' | 'actor' | 'begunAt' | 'collections'>): ReindexRun {
    const run: ReindexRun = { ...of, id: randomUUID().slice(0, 8) };
    this.#last.set(of.guildId, run);
    return run;
  }
}

const runs = new WeakMap<Engine, ReindexRuns>();

/** Those of one engine. */
export function runsOf(engine: Engine): ReindexRuns {
  const known = runs.get(engine) ?? new ReindexRuns();
  runs.set(engine, known);
  return known;
}
