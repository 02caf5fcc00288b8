/**
 * What a message replies to, as the exchange and the turns that its question may lean on. It stands alone because nothing
 * depends on it: what cannot be had is left out, and the question is asked as it stands.
 */
import { type APIMessage, ComponentType, type Message, MessageReferenceType, Routes } from 'discord.js';
import { asVerbatimError } from '../errors.js';
import { decode } from '../message/controls.js';
import { type Conversation, conversationUpTo } from '../message/turns.js';
import type { CollectionRef } from '../model.js';
import type { Surface } from './surface.js';

export interface Earlier extends Conversation {
  /** Name of the exchange that the message goes on from. */
  readonly previous?: string;
}

export interface Replying {
  /** The bot's own id. */
  readonly selfId: string;
  /** What the answer may draw on: no words of anything else are among the turns. */
  readonly visible: readonly CollectionRef[];
  /** How many exchanges to count. */
  readonly counted: number;
}

const NOTHING: Earlier = Object.freeze({ turns: [], exchanges: 0 });

/** The conversation that the bot's replied-to message ends, as far as it is remembered. Never rejects. */
export async function earlierConversation(
  { channelId, reference }: Pick<Message, 'channelId' | 'reference'>,
  { selfId, visible, counted }: Replying,
  { rest, engine, log }: Pick<Surface, 'rest' | 'engine' | 'log'>,
): Promise<Earlier> {
  if (reference?.messageId === undefined || reference.type === MessageReferenceType.Forward) return NOTHING;
  try {
    const repliedTo = (await rest.get(Routes.channelMessage(channelId, reference.messageId))) as APIMessage;
    const previous = repliedTo.author.id === selfId ? exchangeOf(repliedTo) : undefined;
    if (previous === undefined) return NOTHING;
    const conversation = await conversationUpTo(previous, { engine, visible, counted });
    return conversation.exchanges === 0 ? NOTHING : { ...conversation, previous };
  } catch (thrown) {
    log.debug({ channel: channelId, err: asVerbatimError(thrown) }, 'What was replied to could not be read');
    return NOTHING;
  }
}

/** The name of the remembered exchange, which the buttons that close an answer carry. */
function exchangeOf({ components = [] }: APIMessage): string | undefined {
  for (const row of components) {
    if (row.type !== ComponentType.ActionRow) continue;
    for (const component of row.components) {
      const control = 'custom_id' in component ? decode(component.custom_id) : undefined;
      if (control !== undefined && 'exchangeId' in control) return control.exchangeId;
    }
  }
  return undefined;
}
