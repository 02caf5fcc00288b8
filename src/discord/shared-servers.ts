/**
 * The servers that somebody shares with the bot, and their roles there, for direct messages, of which Discord tells nothing. It
 * stands alone because it is the one place where who may see what has to be asked for. Which servers are shared is kept for
 * minutes; what somebody is there is asked each time, so that a role that was taken away opens nothing.
 */
import { type APIGuildMember, type Client, DiscordAPIError, Routes } from 'discord.js';
import { asVerbatimError } from '../errors.js';
import type { NamedServer } from '../message/servers.js';
import type { Log } from '../ops/log.js';
import type { Clock } from './clock.js';
import { MODERATOR_PERMISSION } from './permissions.js';
import type { Rest } from './rest.js';

/** A server that the bot is in. */
export interface KnownServer extends NamedServer {
  readonly ownerId: string;
  /** Roles whose members may manage the server. */
  readonly managing: readonly string[];
}

/** What somebody is in a server that they share with the bot. */
export interface SharedServer extends NamedServer {
  readonly roles: readonly string[];
  readonly mayManage: boolean;
}

export interface SharedServersOptions {
  readonly rest: Pick<Rest, 'get'>;
  readonly log: Log;
  readonly clock: Clock;
  readonly servers: () => readonly KnownServer[];
}

/** A server that somebody joined is noticed after so long at the latest. */
export const KEPT_MS = 5 * 60_000;
/** Each costs a request. */
export const MOST_CHECKED = 50;
const MOST_PEOPLE = 1_000;

interface Kept {
  /** The servers that the bot was in. */
  readonly among: string;
  readonly atMs: number;
  readonly servers: Promise<readonly SharedServer[]>;
}

export class SharedServers {
  /** By user, the one looked up longest ago first. */
  readonly #kept = new Map<string, Kept>();

  constructor(private readonly options: SharedServersOptions) {}

  /** Looked up anew when the bot has joined or left one meanwhile. At most 50 are looked at, `first` before any other. Never rejects: a server that cannot be asked is left out. */
  of(userId: string, first?: string): Promise<readonly SharedServer[]> {
    const nowMs = this.options.clock.nowMs();
    const kept = this.#kept.get(userId);
    const among = this.options
      .servers()
      .map(({ guildId }) => guildId)
      .join();
    if (kept?.among === among && nowMs - kept.atMs < KEPT_MS) return this.#anew(userId, kept.servers);
    const asked = this.#ask(userId, first);
    const servers = asked.then(({ found }) => found);
    this.#kept.delete(userId);
    this.#kept.set(userId, { among, atMs: nowMs, servers });
    for (const [oldest, { atMs }] of this.#kept) {
      if (this.#kept.size <= MOST_PEOPLE && nowMs - atMs < KEPT_MS) break;
      this.#kept.delete(oldest);
    }
    void asked.then(({ isSure }) => {
      if (!isSure && this.#kept.get(userId)?.servers === servers) this.#kept.delete(userId);
    });
    return servers;
  }

  /** What somebody is now in the servers that they shared a moment ago. */
  async #anew(userId: string, kept: Kept['servers']): Promise<readonly SharedServer[]> {
    const shared = new Set((await kept).map(({ guildId }) => guildId));
    const among = this.options.servers().filter(({ guildId }) => shared.has(guildId));
    const asked = await Promise.all(among.map((server) => this.#membership(server, userId)));
    return asked.filter((each) => each !== undefined && each !== 'unknown');
  }

  /** Drops what is kept of somebody. */
  forget(userId: string): void {
    this.#kept.delete(userId);
  }

  async #ask(userId: string, first: string | undefined) {
    const all = [...this.options.servers()].sort(
      (one, other) => Number(other.guildId === first) - Number(one.guildId === first),
    );
    const asked = await Promise.all(all.slice(0, MOST_CHECKED).map((server) => this.#membership(server, userId)));
    const found = asked.filter((each) => each !== undefined && each !== 'unknown');
    return { found, isSure: !asked.includes('unknown') };
  }

  async #membership(server: KnownServer, userId: string): Promise<SharedServer | 'unknown' | undefined> {
    const { guildId, name, ownerId, managing } = server;
    try {
      const { roles } = (await this.options.rest.get(Routes.guildMember(guildId, userId))) as APIGuildMember;
      // Everybody has the role of the server's own id.
      const mayManage = userId === ownerId || [guildId, ...roles].some((role) => managing.includes(role));
      return { guildId, name, roles, mayManage };
    } catch (thrown) {
      if (thrown instanceof DiscordAPIError && thrown.status === 404) return undefined;
      this.options.log.warn({ guild: guildId, err: asVerbatimError(thrown) }, 'A membership could not be looked up');
      return 'unknown';
    }
  }
}

/** From discord.js's memory. */
export function knownServers(client: Client): readonly KnownServer[] {
  return client.guilds.cache.map(({ id, name, ownerId, roles }) => ({
    guildId: id,
    name,
    ownerId,
    managing: roles.cache.filter((role) => role.permissions.has(MODERATOR_PERMISSION, true)).map((role) => role.id),
  }));
}
