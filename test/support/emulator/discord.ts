/**
 * The emulated Discord as a test holds it: what users do, how the world changes, and what goes wrong on demand. Alone
 * because it is the interface between tests and emulator; the work is done by the parts it is made of.
 */
import type { APIMessage, APIUser } from 'discord-api-types/v10';
import { type Component, walk } from './component-limits.js';
import type { RequestFilter } from './faults.js';
import type { Interaction } from './interaction-handle.js';
import { deleteMessage } from './messages.js';
import type { Parts } from './observer.js';
import { directChannel } from './routes/identity.js';
import { firstResponseMs } from './routes/interactions.js';
import { tokenLifeMs } from './routes/webhooks.js';
import { Server } from './server.js';
import { type CommandUse, type Place, UserActions } from './user-actions.js';
import { editByUser, type Said, say } from './user-messages.js';

/** Which component of a message: by its `custom_id`, or by the text on it. */
export type Pressed = Place & { readonly message: APIMessage } & (
    | { readonly customId: string; readonly label?: never }
    | { readonly label: string; readonly customId?: never }
  );

export class Discord extends Server {
  readonly #actions: UserActions;

  constructor(parts: Parts) {
    super(parts);
    const defaults = { user: this.user, channelId: this.channelId };
    this.#actions = new UserActions(this.world, defaults, () => this.gateway.hasSession);
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
    return say(this.world, { channelId: this.channelId, author: this.user, ...said });
  }

  /** A user changes what they said. */
  edit(message: APIMessage, content: string): APIMessage {
    return editByUser(this.world, message, content);
  }

  /** Somebody deletes a message, the bot's or a user's. */
  delete(message: APIMessage): void {
    const record = this.world.messages.get(message.id);
    if (record !== undefined && !record.deleted) deleteMessage(this.world, record);
  }

  /** The message as it stands now. */
  current(message: APIMessage): APIMessage {
    return this.world.messages.get(message.id)?.message ?? message;
  }

  /** The channel of direct messages between a user and the bot. */
  directMessages(user: APIUser = this.user): string {
    return directChannel(this.world, user.id).id;
  }

  // Time and trouble

  /** Lets time pass on the emulator's clock: interactions grow old, ids grow. */
  advance(ms: number): void {
    this.world.aheadMs += ms;
  }

  /** Lets the 3 s for the first response (`response`) or the 15 min of the token (`token`) be over. */
  expireInteraction({ token }: Interaction, limit: 'response' | 'token' = 'token'): void {
    const record = this.world.interactions.get(token);
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

  /** Answers the next matching requests with 429. `retryAfter` in seconds; without it nothing says until when. */
  rateLimitNext(options: { route?: RequestFilter; retryAfter?: number; global?: boolean; times?: number }): void {
    const { route, retryAfter, global = false, times = 1 } = options;
    this.rest.faults.plan({ kind: 'rate-limit', retryAfterSeconds: retryAfter, isGlobal: global }, route, times);
  }

  /** Answers the next matching requests with an error. Default body: `{message, code: 0}`. */
  failNext(options: { route?: RequestFilter; status: number; times?: number; body?: Record<string, unknown> }): void {
    const { route, status, times = 1, body = { message: `${status}: emulated failure`, code: 0 } } = options;
    this.rest.faults.plan({ kind: 'status', status, body }, route, times);
  }

  /** Cuts the connection of the next matching requests instead of answering; with `isDone` after doing what they ask. */
  hangUpNext({
    route,
    times = 1,
    isDone = false,
  }: {
    route?: RequestFilter;
    times?: number;
    isDone?: boolean;
  } = {}): void {
    this.rest.faults.plan({ kind: 'hang-up', isDone }, route, times);
  }

  /** Holds matching requests back until the returned function is called. */
  hold(route: RequestFilter): () => void {
    return this.rest.faults.hold(route);
  }

  /** Ends everything. Throws a mistake of the emulator's own, if there was one. */
  async close(): Promise<void> {
    this.gateway.close();
    this.world.changes.close();
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
