/** A day in the town: many acts by many people, judged as they go. Alone because the test of the test runs it as well. */
import { Acts } from './acts.js';
import { Judge, type Leak } from './judge.js';
import { Random } from './random.js';
import { Town } from './town.js';

export interface DayOptions {
  readonly seed: number;
  /** How many things people do. */
  readonly acts: number;
  /** Stops at the first leak. Default false. */
  readonly untilLeak?: boolean;
}

export interface Day {
  readonly leaks: readonly Leak[];
  readonly counts: ReadonlyMap<string, number>;
  /** Texts that were read, and those of them that held a secret. */
  readonly read: number;
  readonly telling: number;
  /** What the bot logged as errors. */
  readonly troubles: readonly unknown[];
  readonly refusals: readonly {
    readonly path: string;
    readonly status: number;
    readonly body: unknown;
    readonly response: unknown;
  }[];
}

/** So many read side by side, so that equal questions of unequal people meet. */
const TOGETHER = 6;
/** Of the rounds; in each of the others so many read. */
const CHANGE_SHARE = 0.45;
/** Acts between two restarts of the bot with other settings, and between two times that documents are brought back. */
const RESTART_EVERY = 900;
const RESTORE_EVERY = 250;

export async function spendDay({ seed, acts: total, untilLeak = false }: DayOptions): Promise<Day> {
  const random = new Random(seed);
  const town = await Town.found(random);
  const judge = new Judge(town);
  const acts = new Acts(town, judge, random);
  await judge.look();
  try {
    for (let done = 0; done < total; ) {
      const before = town.changes;
      const isChange = random.chance(CHANGE_SHARE);
      const together = isChange ? [acts.change()] : Array.from({ length: TOGETHER }, () => acts.read());
      await Promise.all(together);
      await town.idle.reached();
      if (isChange || town.changes !== before) await judge.look();
      judge.judge();
      const last = done;
      done += together.length;
      if (crosses(last, done, RESTORE_EVERY)) await restored(town, judge);
      if (crosses(last, done, RESTART_EVERY)) await restarted(town, judge);
      if (untilLeak && judge.leaks.length > 0) break;
    }
    const { leaks, read, telling } = judge;
    const { troubles, discord } = town;
    const refusals = discord.refusals.map(({ path, status, body, response }) => ({ path, status, body, response }));
    return { leaks, counts: acts.counts, read, telling, troubles, refusals };
  } finally {
    await town.end();
  }
}

function crosses(from: number, to: number, every: number): boolean {
  return Math.floor(from / every) !== Math.floor(to / every);
}

async function restored(town: Town, judge: Judge): Promise<void> {
  await town.papers.restore(town.collections);
  await judge.look();
}

/** Everything that was shown before goes on working, and everybody may see something else. */
async function restarted(town: Town, judge: Judge): Promise<void> {
  await town.close();
  await town.choose();
  await town.open();
  await judge.look();
}
