/**
 * The question that a menu of servers stands under, and its answer once one is chosen. It stands alone because the question
 * lies in no memory of the bot's: it is in the message that the menu replies to, or in a remembered exchange, and either may be gone.
 */
import { type APIMessage, type MessageComponentInteraction, Routes } from 'discord.js';
import { asVerbatimError } from '../errors.js';
import type { ServersControl } from '../message/control-servers.js';
import { limitReached } from '../message/limit-reached.js';
import { drawnFrom } from '../message/servers.js';
import type { MessageView } from '../message/view.js';
import type { Words } from '../message/words.js';
import { counted } from './counting.js';
import { chooseServer, writerOf } from './direct.js';
import { asksForServers, questionIn, showTyping } from './mentions.js';
import type { Surface } from './surface.js';
import { answerWritten, type Written } from './written.js';

export interface Choice {
  readonly control: ServersControl;
  readonly words: Words;
}

/** The menu as it is after the choice, and the answer to what was asked before it. */
export async function afterChoice(
  interaction: MessageComponentInteraction,
  { control, words }: Choice,
  surface: Surface,
): Promise<readonly MessageView[]> {
  const guildId = interaction.isStringSelectMenu() ? interaction.values[0] : undefined;
  const question = await waitingQuestion(interaction, { control, words }, surface);
  const waits = question && { ...(control.waiting !== undefined && { exchangeId: control.waiting }) };
  const { view, asker, among } = await chooseServer(writerOf(interaction), { guildId, words, waits }, surface);
  if (question === undefined || asker === undefined || among === undefined) return [view];
  const { reached, done } = counted(asker, 1, surface);
  if (reached !== undefined) return [view, limitReached(reached, words)];
  showTyping(interaction, surface);
  const { views } = await answerWritten(question, { asker, audience: 'private' }, surface).finally(done);
  return [view, ...drawnFrom(views, among, words)];
}

/** Undefined when there is none, or none any more. */
function waitingQuestion(
  interaction: MessageComponentInteraction,
  { control, words }: Choice,
  surface: Surface,
): Promise<Written | undefined> {
  const { message, channelId, client, user } = interaction;
  const asked = { channelId, selfId: client.user.id, words };
  const { waiting } = control;
  if (waiting !== undefined) return rememberedQuestion(waiting, { asked, userId: user.id }, surface);
  const messageId = message.reference?.messageId;
  if (messageId === undefined) return Promise.resolve(undefined);
  return writtenQuestion(messageId, { asked, userId: user.id }, surface);
}

interface Whose {
  readonly asked: Pick<Written, 'channelId' | 'selfId' | 'words'>;
  readonly userId: string;
}

async function rememberedQuestion(
  exchangeId: string,
  { asked, userId }: Whose,
  { engine }: Pick<Surface, 'engine'>,
): Promise<Written | undefined> {
  const exchange = await engine.recall(exchangeId);
  if (exchange === undefined || exchange.userId !== userId) return undefined;
  const { question, options } = exchange;
  const collection = options?.['collection'];
  return { ...asked, question, reference: null, ...(typeof collection === 'string' && { collection }) };
}

async function writtenQuestion(
  messageId: string,
  { asked, userId }: Whose,
  { rest, log }: Pick<Surface, 'rest' | 'log'>,
): Promise<Written | undefined> {
  const { channelId, selfId } = asked;
  try {
    const message = (await rest.get(Routes.channelMessage(channelId, messageId))) as APIMessage;
    const question = questionIn(message.content, selfId);
    if (message.author.id !== userId || question === '' || asksForServers(question)) return undefined;
    return { ...asked, question, reference: referenceOf(message) };
  } catch (thrown) {
    log.debug({ channel: channelId, err: asVerbatimError(thrown) }, 'The question before a choice could not be read');
    return undefined;
  }
}

function referenceOf({ message_reference: of }: APIMessage): Written['reference'] {
  if (of === undefined) return null;
  const { channel_id: channelId, guild_id: guildId, message_id: messageId, type = 0 } = of;
  return { channelId, guildId, messageId, type };
}
