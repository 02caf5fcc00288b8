/**
 * The servers as memory: what each chose and which collections it knows, kept in step with the engine, so that who may
 * see what is decided without waiting for anything. It stands alone because nobody else may keep a copy that grows old.
 */
import type { Engine } from '../engine.js';
import type { CollectionRef } from '../model.js';
import { DEFAULT_SETTINGS, type GuildSettings } from '../records.js';
import { type HostBindings, homeOf, hostCollections } from './bindings.js';
import { type GuildMemory, isSame, ownCollection } from './visibility.js';

export interface GuildsOptions {
  readonly engine: Pick<Engine, 'settings' | 'collections' | 'configure'>;
  readonly bindings: HostBindings;
  /** Every server that the bot is in now, those that are down for the moment included. */
  readonly guildIds: () => readonly string[];
}

export class Guilds {
  readonly #options: GuildsOptions;
  #settings: ReadonlyMap<string, GuildSettings> = new Map();
  #collections: readonly CollectionRef[] = [];
  /** Stores settings and reads anew one after the other, so that an older reading cannot undo a newer choice. */
  #last: Promise<void> = Promise.resolve();

  constructor(options: GuildsOptions) {
    this.#options = options;
  }

  /** A server as it is remembered. One that is not known has its own collection, and nothing in it. */
  of(guildId: string): GuildMemory {
    const { bindings, guildIds } = this.#options;
    const all = guildIds();
    const own = ownCollection(guildId);
    const others = this.#collections.filter((each) => each.owner === guildId && !isSame(each, own));
    return {
      guildId,
      known: [...hostCollections(guildId, bindings, all), own, ...others],
      isHome: homeOf(bindings, all) === guildId,
      settings: this.#settings.get(guildId) ?? DEFAULT_SETTINGS,
    };
  }

  /** The server that looks after the host's `default`. */
  home(): string | undefined {
    return homeOf(this.#options.bindings, this.#options.guildIds());
  }

  /** Reads everything anew. Call after a change that may have made or ended a collection. Rejects as the engine does. */
  refresh(): Promise<void> {
    return this.#inTurn(async () => {
      const { engine } = this.#options;
      const [settings, collections] = await Promise.all([engine.settings(), engine.collections()]);
      this.#settings = new Map(settings.map(({ guildId, settings: chosen }) => [guildId, chosen]));
      this.#collections = collections;
    });
  }

  /**
   * Stores settings; they are in force when the promise resolves. When those that they were made out of, `from`, are not in
   * force any more, nothing is stored and it gives those that are: of two moderators who choose at once neither undoes the other.
   * Rejects as the engine does, and then nothing changed.
   */
  configure(guildId: string, settings: GuildSettings, from?: GuildSettings): Promise<GuildSettings | undefined> {
    return this.#inTurn(async () => {
      const inForce = this.of(guildId).settings;
      if (from !== undefined && from !== inForce) return inForce;
      await this.#options.engine.configure({ guildId, settings });
      this.#settings = new Map(this.#settings).set(guildId, settings);
      return undefined;
    });
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work);
    this.#last = done.then(
      () => undefined,
      () => undefined,
    );
    return done;
  }
}
