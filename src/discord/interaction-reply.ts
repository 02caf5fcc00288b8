/**
 * The ways to answer one interaction, as REST calls with plain JSON, so that a `MessageView` goes out as it is.
 * Apart from the handlers, because the rules of order and privacy are Discord's: one first response within 3 s, which
 * fixes privacy for good; then edits of it and follow-ups for 15 minutes. Where the connection breaks before Discord has
 * answered, what may be done twice is tried once more; a follow-up is not, since it might stand there twice.
 */
import {
  type APIModalInteractionResponseCallbackData,
  InteractionResponseType,
  MessageFlags,
  Routes,
} from 'discord.js';
import type { Choices } from '../message/command.js';
import type { MessageView } from '../message/view.js';
import { isAcknowledged, isUnanswered } from './refusals.js';
import type { Rest } from './rest.js';

/** What names an interaction. A discord.js interaction is one. */
export interface InteractionAddress {
  readonly id: string;
  readonly applicationId: string;
  readonly token: string;
}

/** How the first response looks: a placeholder for all, one for the caller only, or none (the message stays). */
export type Acknowledgement = 'public' | 'private' | 'keep-message';

export class InteractionReply {
  readonly #rest: Rest;
  readonly #address: InteractionAddress;

  constructor(rest: Rest, address: InteractionAddress) {
    this.#rest = rest;
    this.#address = address;
  }

  /** First response: the answer follows. */
  async acknowledge(kind: Acknowledgement): Promise<void> {
    if (kind === 'keep-message') return this.#first({ type: InteractionResponseType.DeferredMessageUpdate });
    const type = InteractionResponseType.DeferredChannelMessageWithSource;
    await this.#first(kind === 'private' ? { type, data: { flags: MessageFlags.Ephemeral } } : { type });
  }

  /** First response: the whole answer, seen by the caller only. */
  async tell(view: MessageView): Promise<void> {
    const data = { ...view, flags: MessageFlags.Ephemeral };
    await this.#first({ type: InteractionResponseType.ChannelMessageWithSource, data });
  }

  /** First response: a form to be filled in. */
  async ask(form: APIModalInteractionResponseCallbackData): Promise<void> {
    await this.#first({ type: InteractionResponseType.Modal, data: form });
  }

  /** First response to an autocompletion: at most 25. */
  async suggest(choices: Choices): Promise<void> {
    await this.#first({ type: InteractionResponseType.ApplicationCommandAutocompleteResult, data: { choices } });
  }

  /** Replaces the first response, or the message whose button was pressed. What the view leaves out is cleared. */
  async edit(view: MessageView): Promise<void> {
    const { applicationId, token } = this.#address;
    const body = { content: '', embeds: [], components: [], ...view };
    const route = Routes.webhookMessage(applicationId, token, '@original');
    await againIfUnanswered(() => this.#rest.patch(route, { body, auth: false }));
  }

  async followUp(view: MessageView, isPrivate: boolean): Promise<void> {
    const { applicationId, token } = this.#address;
    const body = isPrivate ? { ...view, flags: MessageFlags.Ephemeral } : view;
    await this.#rest.post(Routes.webhook(applicationId, token), { body, auth: false });
  }

  // Without `auth: false` a 401 for an expired interaction token would make discord.js drop the bot's own token.
  async #first(body: object): Promise<void> {
    const { id, token } = this.#address;
    const respond = () => this.#rest.post(Routes.interactionCallback(id, token), { body, auth: false });
    await againIfUnanswered(respond, isAcknowledged);
  }
}

/**
 * Rejects as the last attempt does.
 * @param isDone whether the second one's refusal says that the first one had got through.
 */
async function againIfUnanswered(
  attempt: () => Promise<unknown>,
  isDone: (thrown: unknown) => boolean = () => false,
): Promise<void> {
  try {
    await attempt();
  } catch (thrown) {
    if (!isUnanswered(thrown)) throw thrown;
    await attempt().catch((second: unknown) => {
      if (!isDone(second)) throw second;
    });
  }
}
