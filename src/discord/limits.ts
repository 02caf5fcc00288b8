/**
 * How many questions may be asked: by a person and by a server, in a minute, in a day and at one time. It stands alone
 * because it is arithmetic over moments: sliding windows in memory, which a restart empties, decided without waiting.
 */
import type { Limits } from '../records.js';

export interface Question {
  readonly guildId: string;
  readonly userId: string;
  /** Most, as the server chose. */
  readonly limits: Limits;
  /** What it counts for: 1, or part of it. Above 0. Default 1. */
  readonly weight?: number;
}

/** Which limit is reached, and when it will let one more through. */
export interface LimitReached {
  readonly limit: keyof Limits;
  readonly most: number;
  /** From now; absent where it depends on when an answer is done. */
  readonly waitMs?: number;
}

export type Verdict =
  /** `done` is to be called once, when the answer is. */
  { readonly reached?: never; readonly done: () => void } | { readonly reached: LimitReached; readonly done?: never };

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** How often what is a day old is thrown away. */
const SWEEP_MS = 10 * MINUTE_MS;

/** What one person in one server, or one server, has asked. */
interface Asked {
  /** Oldest first. */
  past: { readonly atMs: number; readonly weight: number }[];
  atOnce: number;
}

export class QuestionLimits {
  readonly #nowMs: () => number;
  readonly #asked = new Map<string, Asked>();
  readonly #told = new Map<string, number>();
  #sweptMs = Number.NEGATIVE_INFINITY;

  constructor(clock: { nowMs(): number }) {
    this.#nowMs = () => clock.nowMs();
  }

  /** Counts a question and lets it through, or says which limit is reached and counts nothing. */
  begin({ guildId, userId, limits, weight = 1 }: Question): Verdict {
    const nowMs = this.#nowMs();
    this.#sweep(nowMs);
    const person = this.#of(`${guildId} ${userId}`);
    const guild = this.#of(guildId);
    const { userMinute, userDay, userAtOnce, guildMinute, guildDay, guildAtOnce } = limits;
    const found =
      overAtOnce(person, 'userAtOnce', userAtOnce) ??
      over(person, { limit: 'userDay', most: userDay, windowMs: DAY_MS }, { nowMs, weight }) ??
      over(person, { limit: 'userMinute', most: userMinute, windowMs: MINUTE_MS }, { nowMs, weight }) ??
      overAtOnce(guild, 'guildAtOnce', guildAtOnce) ??
      over(guild, { limit: 'guildDay', most: guildDay, windowMs: DAY_MS }, { nowMs, weight }) ??
      over(guild, { limit: 'guildMinute', most: guildMinute, windowMs: MINUTE_MS }, { nowMs, weight });
    if (found !== undefined) return { reached: found };
    for (const each of [person, guild]) {
      each.past.push({ atMs: nowMs, weight });
      each.atOnce += 1;
    }
    return {
      done: onlyOnce(() => {
        person.atOnce -= 1;
        guild.atOnce -= 1;
      }),
    };
  }

  /** Whether somebody may be told now that they have to wait: once a minute, since everyone reads it. */
  mayTell(guildId: string, userId: string): boolean {
    const key = `${guildId} ${userId}`;
    const nowMs = this.#nowMs();
    const lastMs = this.#told.get(key) ?? Number.NEGATIVE_INFINITY;
    if (nowMs - lastMs < MINUTE_MS) return false;
    this.#told.set(key, nowMs);
    return true;
  }

  /** Forgets when a person asked. What a server asked in all stays counted: it names nobody. */
  forget(userId: string): void {
    for (const [key, { atOnce }] of this.#asked) {
      if (!key.endsWith(` ${userId}`)) continue;
      if (atOnce === 0) this.#asked.delete(key);
      else this.#of(key).past = [];
    }
    for (const key of this.#told.keys()) if (key.endsWith(` ${userId}`)) this.#told.delete(key);
  }

  #of(key: string): Asked {
    const known = this.#asked.get(key);
    if (known !== undefined) return known;
    const fresh: Asked = { past: [], atOnce: 0 };
    this.#asked.set(key, fresh);
    return fresh;
  }

  #sweep(nowMs: number): void {
    if (nowMs - this.#sweptMs < SWEEP_MS) return;
    this.#sweptMs = nowMs;
    for (const [key, asked] of this.#asked) {
      asked.past = asked.past.filter(({ atMs }) => nowMs - atMs < DAY_MS);
      if (asked.past.length === 0 && asked.atOnce === 0) this.#asked.delete(key);
    }
    for (const [key, atMs] of this.#told) if (nowMs - atMs >= MINUTE_MS) this.#told.delete(key);
  }
}

function overAtOnce({ atOnce }: Asked, limit: keyof Limits, most: number): LimitReached | undefined {
  return atOnce < most ? undefined : { limit, most };
}

/** Reached when one more would go past `most` within the window: until so many of the oldest have left it. */
function over(
  { past }: Asked,
  { limit, most, windowMs }: { limit: keyof Limits; most: number; windowMs: number },
  { nowMs, weight }: { nowMs: number; weight: number },
): LimitReached | undefined {
  let room = most - weight;
  for (let at = past.length - 1; at >= 0; at -= 1) {
    const each = past[at];
    if (each === undefined || nowMs - each.atMs >= windowMs) return undefined;
    room -= each.weight;
    if (room < 0) return { limit, most, waitMs: each.atMs + windowMs - nowMs };
  }
  return undefined;
}

function onlyOnce(work: () => void): () => void {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    work();
  };
}
