/**
 * One interaction as a test follows it: what the bot answered first, what stands there now, what came after. Alone
 * because a handle only reads the world and waits; whoever made the interaction is done with it.
 */
import type { APIInteraction, APIMessage } from 'discord-api-types/v10';
import type { FirstResponse, InteractionRecord, World } from './state.js';

export class Interaction {
  constructor(
    private readonly world: World,
    private readonly record: InteractionRecord,
  ) {}

  get id(): string {
    return this.record.id;
  }

  get token(): string {
    return this.record.token;
  }

  /** As the gateway sent it. */
  get payload(): APIInteraction {
    return this.record.payload;
  }

  /** The first response that Discord accepted, once there is one. */
  firstResponse(timeoutMs?: number): Promise<FirstResponse> {
    return this.#until(() => this.record.first, 'a first response', timeoutMs);
  }

  /** `@original` as it stands now; undefined before the first response and after its deletion. */
  original(): APIMessage | undefined {
    return this.record.originalId === undefined ? undefined : this.#standing(this.record.originalId);
  }

  /** Follow-ups that stand, oldest first. */
  get followups(): readonly APIMessage[] {
    return this.record.followupIds.flatMap((id) => this.#standing(id) ?? []);
  }

  /** What the user sees of this interaction: the original, then the follow-ups. Nothing that is still "thinking". */
  messages(): readonly APIMessage[] {
    const shown = [this.original(), ...this.followups];
    return shown.flatMap((message) => (message === undefined || this.isThinking(message) ? [] : message));
  }

  /** Whether Discord shows "thinking" in place of this message. */
  isThinking(message: APIMessage): boolean {
    return this.world.messages.get(message.id)?.loading ?? false;
  }

  /** Whether only its user sees the message. */
  isPrivate(message: APIMessage): boolean {
    return this.world.messages.get(message.id)?.onlyFor !== undefined;
  }

  /** The first of `messages()` that satisfies `predicate`, now or once it does. */
  settled(predicate: (message: APIMessage) => boolean = () => true, timeoutMs?: number): Promise<APIMessage> {
    return this.#until(() => this.messages().find(predicate), 'a message that settles it', timeoutMs);
  }

  /** The choices that the bot offered to an autocomplete interaction. */
  async choices(): Promise<readonly { readonly name: string; readonly value: string | number }[]> {
    const { data } = await this.firstResponse();
    return (data['choices'] ?? []) as readonly { name: string; value: string | number }[];
  }

  #standing(id: string): APIMessage | undefined {
    const record = this.world.messages.get(id);
    return record === undefined || record.deleted ? undefined : record.message;
  }

  #until<T>(read: () => T | undefined, what: string, timeoutMs?: number): Promise<T> {
    const { payload } = this.record;
    const name = payload.type === 2 ? `"${payload.data.name}"` : `type ${payload.type}`;
    return this.world.changes.until(read, `${what} to interaction ${name}`, timeoutMs);
  }
}
