/**
 * The emulated Discord as a test holds it: what users and the network do, and what came of it. Alone because it is
 * the whole interface between tests and emulator; the work is done by the parts it is made of.
 */
import type { APIApplicationCommand, APIMessage, APIUser } from 'discord-api-types/v10';
import { type Component, walk } from './component-limits.js';
import { guildCreateJson, memberJson } from './factories.js';
import { matches, type RequestFilter } from './faults.js';
import type { Gateway } from './gateway.js';
import type { Interaction } from './interaction-handle.js';
import { deleteMessage } from './messages.js';
import type { RecordedRequest, RestServer } from './rest.js';
import { tellOfChannel } from './routes/channels.js';
import { directChannel } from './routes/identity.js';
import { firstResponseMs } from './routes/interactions.js';
import { tokenLifeMs } from './routes/webhooks.js';
import { addChannel, addGuild, addUser, type GuildSeed, type Seeded } from './seed.js';
import type { ChannelRight, World } from './state.js';
import { type CommandUse, type Place, UserActions } from './user-actions.js';
import { editByUser, type Said, say } from './user-messages.js';

interface Parts {
  readonly seeded: Seeded;
  readonly gateway: Gateway;
  readonly rest: RestServer;
  readonly token: string;
  readonly mistakes: readonly unknown[];
  readonly stop: () => Promise<void>;
}

/** Which component of a message: by its `custom_id`, or by the text on it. */
export type Pressed = Place & { readonly message: APIMessage } & (
    | { readonly customId: string; readonly label?: never }
    | { readonly label: string; readonly customId?: never }
  );

export class Discord {
  readonly bot: APIUser;
  /** A member of every guild without special rights; whoever acts when a test names nobody. */
  readonly user: APIUser;
  /** A member with Manage Server. */
  readonly moderator: APIUser;
  readonly guildId: string;
  /** The first channel of the first guild. */
  readonly channelId: string;
  readonly token: string;
  readonly gateway: Gateway;
  readonly #world: World;
  readonly #rest: RestServer;
  readonly #actions: UserActions;

  constructor(private readonly parts: Parts) {
    const { seeded, gateway, rest, token } = parts;
    this.#world = seeded.world;
    this.#rest = rest;
    this.gateway = gateway;
    this.token = token;
    this.bot = seeded.world.bot;
    this.user = seeded.user;
    this.moderator = seeded.moderator;
    this.guildId = seeded.guilds[0]?.guild.id ?? '';
    this.channelId = seeded.guilds[0]?.channels[0]?.id ?? '';
    this.#actions = new UserActions(
      seeded.world,
      { user: seeded.user, channelId: this.channelId },
      () => gateway.hasSession,
    );
  }

  /** For DISCORD_API: the base, without version or final slash. */
  get url(): string {
    return `${this.#world.origin}/api`;
  }

  /** For DISCORD_CDN_HOSTS: `127.0.0.1:PORT`. */
  get host(): string {
    return new URL(this.#world.origin).host;
  }

  // What came in

  /** Every REST request, oldest first. */
  get requests(): readonly RecordedRequest[] {
    return this.#rest.requests;
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
    return this.#world.commands.get(guildId ?? 'global') ?? [];
  }

  /** Messages of a channel as everybody sees them (nothing private), oldest first. */
  messages(channelId = this.channelId): readonly APIMessage[] {
    return [...this.#world.messages.values()]
      .filter((record) => !record.deleted && record.onlyFor === undefined)
      .map(({ message }) => message)
      .filter((message) => message.channel_id === channelId);
  }

  /** Threads of a channel, as ids in order of creation. */
  threads(channelId = this.channelId): readonly string[] {
    return [...this.#world.channels.values()].flatMap(({ id, parentId }) => (parentId === channelId ? [id] : []));
  }

  // Waiting

  /** Resolves when `predicate` holds, looking again at every change. `what` names it if it never does. */
  async waitFor(predicate: () => boolean, what = 'a condition', timeoutMs?: number): Promise<void> {
    await this.#world.changes.until(() => (predicate() ? true : undefined), what, timeoutMs);
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
    return this.#world.changes.until(read, `a message of the bot in channel ${channelId}`);
  }

  // What users do

  /** Uses a slash command, or with `kind` 2 or 3 a command on a user or message (`targetId`). */
  interact(use: CommandUse): Interaction {
    return this.#actions.command(use);
  }

  autocomplete(use: CommandUse & { readonly focused: string }): Interaction {
    return this.#actions.autocomplete(use);
  }

  /** Presses a button. */
  press(pressed: Pressed): Interaction {
    const { label, customId, ...rest } = pressed;
    return this.#actions.component({
      ...rest,
      customId: customId ?? labelled(this.current(pressed.message), label ?? ''),
    });
  }

  /** Chooses from a menu. */
  select(
    use: Place & { readonly message: APIMessage; readonly customId: string; readonly values: string[] },
  ): Interaction {
    return this.#actions.component(use);
  }

  modalSubmit(
    use: Place & { readonly asked: Interaction; readonly fields: Readonly<Record<string, string>> },
  ): Interaction {
    return this.#actions.modal(use);
  }

  /** A user's message, in the default channel by the default user unless `said` says otherwise. */
  say(said: Said): APIMessage {
    return say(this.#world, { channelId: this.channelId, author: this.user, ...said });
  }

  /** A user changes what they said. */
  edit(message: APIMessage, content: string): APIMessage {
    return editByUser(this.#world, message, content);
  }

  /** Somebody deletes a message, the bot's or a user's. */
  delete(message: APIMessage): void {
    const record = this.#world.messages.get(message.id);
    if (record !== undefined && !record.deleted) deleteMessage(this.#world, record);
  }

  /** The message as it stands now. */
  current(message: APIMessage): APIMessage {
    return this.#world.messages.get(message.id)?.message ?? message;
  }

  // The world

  /** The channel of direct messages between a user and the bot. */
  directMessages(user: APIUser = this.user): string {
    return directChannel(this.#world, user.id).id;
  }

  /** A new user, member of the default guild. */
  addUser(username: string): APIUser {
    const user = addUser(this.#world, username);
    const guild = this.#world.guilds.get(this.guildId);
    guild?.members.set(user.id, memberJson(user, [], this.#world.timestamp()));
    return user;
  }

  /** A new text channel, in the default guild unless another is named. */
  addChannel(name: string, guildId = this.guildId): string {
    const channel = addChannel(this.#world, guildId, name);
    tellOfChannel(this.#world, 'CHANNEL_CREATE', channel);
    return channel.id;
  }

  /** The bot is invited to another guild: its id and its channels' ids. */
  addGuild(guild: GuildSeed): { readonly guildId: string; readonly channelIds: readonly string[] } {
    const made = addGuild(this.#world, guild, this.parts.seeded);
    const data = () => guildCreateJson(this.#world, made.guild);
    this.#world.publish({ event: 'GUILD_CREATE', intents: 1, data });
    return { guildId: made.guild.id, channelIds: made.channels.map(({ id }) => id) };
  }

  /** Takes rights in a channel from the bot; without any named gives all back. */
  deny(channelId: string, ...rights: readonly ChannelRight[]): void {
    const channel = this.#world.channel(channelId);
    channel.denied.clear();
    for (const right of rights) channel.denied.add(right);
    tellOfChannel(this.#world, channel.thread === undefined ? 'CHANNEL_UPDATE' : 'THREAD_UPDATE', channel);
  }

  // Time and trouble

  /** Lets time pass on the emulator's clock: interactions grow old, ids grow. */
  advance(ms: number): void {
    this.#world.aheadMs += ms;
  }

  /** Lets the 3 s for the first response (`response`) or the 15 min of the token (`token`) be over. */
  expireInteraction({ token }: Interaction, limit: 'response' | 'token' = 'token'): void {
    const record = this.#world.interactions.get(token);
    if (record === undefined) throw new Error('That interaction was not made here.');
    record.createdAt -= (limit === 'response' ? firstResponseMs : tokenLifeMs) + 1;
  }

  /** Cuts the gateway's connections. The session may be resumed. */
  dropGateway(): void {
    this.gateway.drop();
  }

  /** Op 7. */
  requestReconnect(): void {
    this.gateway.requestReconnect();
  }

  /** Op 9. */
  invalidateSession(resumable: boolean): void {
    this.gateway.invalidate(resumable);
  }

  /** Answers the next matching requests with 429. `retryAfter` in seconds. */
  rateLimitNext(options: { route?: RequestFilter; retryAfter: number; global?: boolean; times?: number }): void {
    const { route, retryAfter, global = false, times = 1 } = options;
    this.#rest.faults.plan({ kind: 'rate-limit', retryAfterSeconds: retryAfter, isGlobal: global }, route, times);
  }

  /** Answers the next matching requests with an error. Default body: `{message, code: 0}`. */
  failNext(options: { route?: RequestFilter; status: number; times?: number; body?: Record<string, unknown> }): void {
    const { route, status, times = 1, body = { message: `${status}: emulated failure`, code: 0 } } = options;
    this.#rest.faults.plan({ kind: 'status', status, body }, route, times);
  }

  /** Cuts the connection of the next matching requests instead of answering. */
  hangUpNext(options: { route?: RequestFilter; times?: number } = {}): void {
    this.#rest.faults.plan({ kind: 'hang-up' }, options.route, options.times ?? 1);
  }

  /** Holds matching requests back until the returned function is called. */
  hold(route: RequestFilter): () => void {
    return this.#rest.faults.hold(route);
  }

  /** Ends everything. Throws a mistake of the emulator's own, if there was one. */
  async close(): Promise<void> {
    this.gateway.close();
    this.#world.changes.close();
    await this.parts.stop();
    if (this.parts.mistakes.length > 0) throw this.parts.mistakes[0];
  }
}

function labelled(message: APIMessage, label: string): string {
  const components = (message.components ?? []) as unknown as readonly Component[];
  const all = walk(components, []).map(({ component }) => component);
  const found = all.find((component) => component.label === label)?.custom_id;
  if (found !== undefined && found !== null) return found;
  const labels = all.flatMap((component) => component.label ?? []).join(', ') || 'none';
  throw new Error(`No button of that message says "${label}"; there are: ${labels}.`);
}
