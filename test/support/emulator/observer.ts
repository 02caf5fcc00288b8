/**
 * What a test sees of the emulated Discord: requests, messages, commands, and waiting for them. Alone because looking
 * changes nothing; what users and the network do is in `discord.ts`, which builds on this.
 */
import type { APIApplicationCommand, APIMessage, APIUser } from 'discord-api-types/v10';
import { matches, type RequestFilter } from './faults.js';
import type { Gateway } from './gateway.js';
import type { RecordedRequest, RestServer } from './rest.js';
import type { Seeded } from './seed.js';
import type { World } from './state.js';

export interface Parts {
  readonly seeded: Seeded;
  readonly gateway: Gateway;
  readonly rest: RestServer;
  readonly token: string;
  /** Mistakes of the emulator's own, which `close` throws. */
  readonly mistakes: readonly unknown[];
  readonly stop: () => Promise<void>;
}

export class Observer {
  readonly bot: APIUser;
  /** A member of every guild without special rights; whoever acts when a test names nobody. */
  readonly user: APIUser;
  /** A member with Manage Server. */
  readonly moderator: APIUser;
  /** Owns every guild. */
  readonly owner: APIUser;
  readonly guildId: string;
  /** The first channel of the first guild. */
  readonly channelId: string;
  readonly token: string;
  readonly gateway: Gateway;
  protected readonly world: World;
  protected readonly rest: RestServer;

  constructor(protected readonly parts: Parts) {
    const { seeded, gateway, rest, token } = parts;
    this.world = seeded.world;
    this.rest = rest;
    this.gateway = gateway;
    this.token = token;
    this.bot = seeded.world.bot;
    this.user = seeded.user;
    this.moderator = seeded.moderator;
    this.owner = seeded.owner;
    this.guildId = seeded.guilds[0]?.guild.id ?? '';
    this.channelId = seeded.guilds[0]?.channels[0]?.id ?? '';
  }

  /** For DISCORD_API: the base, without version or final slash. */
  get url(): string {
    return `${this.world.origin}/api`;
  }

  /** For DISCORD_CDN_HOSTS: `127.0.0.1:PORT`. */
  get host(): string {
    return new URL(this.world.origin).host;
  }

  // What came in

  /** Every REST request, oldest first. */
  get requests(): readonly RecordedRequest[] {
    return this.rest.requests;
  }

  requestsTo(route: RequestFilter): readonly RecordedRequest[] {
    return this.requests.filter(({ method, path }) => matches(`${method} ${path}`, route));
  }

  /** Requests that were answered with 400 or more. */
  get refusals(): readonly RecordedRequest[] {
    return this.requests.filter(({ status }) => status >= 400);
  }

  get identifies(): number {
    return this.gateway.identifies;
  }

  get resumes(): number {
    return this.gateway.resumes;
  }

  /** Commands registered in a guild, or globally without one. */
  commands(guildId?: string): readonly APIApplicationCommand[] {
    return this.world.commands.get(guildId ?? 'global') ?? [];
  }

  /** Messages of a channel as everybody sees them (nothing private), oldest first. */
  messages(channelId = this.channelId): readonly APIMessage[] {
    return [...this.world.messages.values()]
      .filter((record) => !record.deleted && record.onlyFor === undefined)
      .map(({ message }) => message)
      .filter((message) => message.channel_id === channelId);
  }

  /** Threads of a channel, as ids in order of creation. */
  threads(channelId = this.channelId): readonly string[] {
    return [...this.world.channels.values()].flatMap(({ id, parentId }) => (parentId === channelId ? [id] : []));
  }

  // Waiting

  /** Resolves when `predicate` holds, looking again at every change. `what` names it if it never does. */
  async waitFor(predicate: () => boolean, what = 'a condition', timeoutMs?: number): Promise<void> {
    await this.world.changes.until(() => (predicate() ? true : undefined), what, timeoutMs);
  }

  /** Resolves once a bot has identified or resumed and hears events. */
  connected(timeoutMs?: number): Promise<void> {
    return this.waitFor(() => this.gateway.isConnected, 'a bot to connect', timeoutMs);
  }

  /** Resolves once no bot is connected. */
  disconnected(timeoutMs?: number): Promise<void> {
    return this.waitFor(() => !this.gateway.isConnected, 'the bot to leave', timeoutMs);
  }

  /** Resolves once a command of that name is registered, in the default guild or globally. */
  registered(name: string, timeoutMs?: number): Promise<void> {
    const all = () => [...this.commands(), ...this.commands(this.guildId)];
    return this.waitFor(() => all().some((command) => command.name === name), `the command "${name}"`, timeoutMs);
  }

  /** The bot's first public message in the channel that satisfies `predicate`, now or later; only those after `after`. */
  nextMessage(
    channelId: string,
    predicate: (message: APIMessage) => boolean = () => true,
    after?: { readonly id: string },
  ): Promise<APIMessage> {
    const oldest = BigInt(after?.id ?? 0);
    const read = () =>
      this.messages(channelId).find(
        (message) => message.author.id === this.bot.id && BigInt(message.id) > oldest && predicate(message),
      );
    return this.world.changes.until(read, `a message of the bot in channel ${channelId}`);
  }
}
