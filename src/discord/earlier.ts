/**
 * What a message replies to, as turns that its question may lean on. It stands alone because nothing depends on it: what
 * cannot be had is left out, and the question is asked as it stands.
 */
import { type APIMessage, ComponentType, type Message, MessageReferenceType, Routes } from 'discord.js';
import type { Turn } from '../engine.js';
import { asVerbatimError } from '../errors.js';
import { decode } from '../message/controls.js';
import type { Surface } from './surface.js';

/** The question that the bot's replied-to message answers, as far as it is remembered. Never rejects. */
export async function earlierTurns(
  { channelId, reference }: Pick<Message, 'channelId' | 'reference'>,
  selfId: string,
  { rest, engine, log }: Surface,
): Promise<readonly Turn[]> {
  if (reference?.messageId === undefined || reference.type === MessageReferenceType.Forward) return [];
  try {
    const repliedTo = (await rest.get(Routes.channelMessage(channelId, reference.messageId))) as APIMessage;
    const exchangeId = repliedTo.author.id === selfId ? exchangeOf(repliedTo) : undefined;
    const exchange = exchangeId === undefined ? undefined : await engine.recall(exchangeId);
    return exchange === undefined ? [] : [{ speaker: 'user', text: exchange.question }];
  } catch (thrown) {
    log.debug({ channel: channelId, err: asVerbatimError(thrown) }, 'What was replied to could not be read');
    return [];
  }
}

/** The name of the remembered question, which the button for more passages carries. */
function exchangeOf({ components = [] }: APIMessage): string | undefined {
  for (const row of components) {
    if (row.type !== ComponentType.ActionRow) continue;
    for (const component of row.components) {
      const control = 'custom_id' in component ? decode(component.custom_id) : undefined;
      if (control?.kind === 'more' || control?.kind === 'turn') return control.exchangeId;
    }
  }
  return undefined;
}
