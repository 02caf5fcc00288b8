/**
 * The end of what is kept: questions past their time are deleted every hour, and so is all that belongs to a server which
 * was left a week ago. It stands alone because forgetting must happen whether or not anybody asks anything.
 */
import type { Engine } from '../engine.js';
import { asVerbatimError } from '../errors.js';
import type { Log } from '../ops/log.js';
import { type Clock, every } from './clock.js';
import type { Guilds } from './guilds.js';

const HOUR_MS = 60 * 60 * 1_000;
/** Between leaving a server and deleting what is kept of it: being thrown out by mistake must cost nothing. */
export const DAYS_AFTER_LEAVING = 7;

export interface HousekeepingOptions {
  readonly engine: Pick<Engine, 'purge' | 'presentIn' | 'eraseLeft' | 'record'>;
  readonly guilds: Pick<Guilds, 'refresh'>;
  /** Every server that the bot is in now, those that are down for the moment included. */
  readonly guildIds: () => readonly string[];
  readonly clock: Clock;
  readonly now: () => Date;
  readonly log: Log;
}

export class Housekeeping {
  readonly #options: HousekeepingOptions;
  readonly #stop: () => void;
  /** One after the other: what a server left is not deleted while it is being noted that the bot is back. */
  #last: Promise<void>;

  /** Begins at once; call it when every server is known, since one that is not counts as left. */
  constructor(options: HousekeepingOptions) {
    this.#options = options;
    this.#last = this.#round();
    this.#stop = every(options.clock, HOUR_MS, () => this.#next(() => this.#round()));
  }

  /** Resolves when what was begun is done. Never rejects: failures are logged, and tried again within the hour. */
  get done(): Promise<void> {
    return this.#last;
  }

  /** The bot was added to a server: a countdown of it ends. */
  joined(): void {
    this.#next(() => this.#notePresence());
  }

  /** The bot left a server, or was thrown out. Nothing is deleted yet. */
  left(guildId: string): void {
    const { engine, log, now } = this.#options;
    log.info({ guild: guildId, days: DAYS_AFTER_LEAVING }, 'What is kept of a server that was left is deleted then');
    const line = { guildId, actor: 'bot', act: 'left', detail: '', at: now().toISOString() } as const;
    this.#next(async () => {
      await this.#tried('An audit line could not be stored', () => engine.record(line));
      await this.#notePresence();
    });
  }

  stop(): void {
    this.#stop();
  }

  #next(work: () => Promise<unknown>): void {
    this.#last = this.#last.then(async () => void (await work()));
  }

  async #round(): Promise<void> {
    const { engine, guilds, log } = this.#options;
    // Before deleting: a server that the bot came back to while it was not running is not left any more.
    if (!(await this.#notePresence())) return;
    await this.#tried('What is past its time could not be deleted', async () => {
      const questions = await engine.purge();
      if (questions > 0) log.info({ questions }, 'Deleted questions that were past their time');
    });
    await this.#tried('What belongs to servers that were left could not be deleted', async () => {
      const erased = await engine.eraseLeft({ days: DAYS_AFTER_LEAVING });
      if (erased.length === 0) return;
      log.info({ guilds: erased }, 'Deleted all that belonged to servers that were left');
      await guilds.refresh();
    });
  }

  #notePresence(): Promise<boolean> {
    const { engine, guildIds } = this.#options;
    return this.#tried('It could not be noted which servers the bot is in', () => engine.presentIn(guildIds()));
  }

  /** True when it worked. */
  async #tried(what: string, work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (thrown) {
      this.#options.log.error({ err: asVerbatimError(thrown) }, what);
      return false;
    }
  }
}
