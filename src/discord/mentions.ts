/**
 * Messages that mention the bot, or reply to it with the ping left on. Discord sends their content without the Message
 * Content intent; of all others it is blank, and they are not looked at. The answer is that of `/ask`.
 */
import { DiscordAPIError, type Message, Routes } from 'discord.js';
import { asVerbatimError } from '../errors.js';
import { notice } from '../message/layout.js';
import { limitReached } from '../message/limit-reached.js';
import type { MessageView } from '../message/view.js';
import type { Words } from '../message/words.js';
import { askerOfMessage, callerOf } from './caller.js';
import { counted } from './counting.js';
import { earlierTurns } from './earlier.js';
import { incident } from './incident.js';
import { languageOfServer } from './languages.js';
import { PERMISSIONS } from './permissions.js';
import { powersOf } from './powers.js';
import type { Surface } from './surface.js';

/** What of a discord.js message is read. */
export type HeardMessage = Pick<
  Message,
  | 'id'
  | 'channelId'
  | 'channel'
  | 'guildId'
  | 'content'
  | 'author'
  | 'member'
  | 'webhookId'
  | 'system'
  | 'mentions'
  | 'reference'
>;

/** Answers one message, or leaves it alone. Never rejects. */
export async function onMessage(message: HeardMessage, selfId: string, surface: Surface): Promise<void> {
  if (!isForUs(message, selfId)) return;
  const { id, channelId, guildId, author } = message;
  const doing = { message: id, user: author.id, guild: guildId, channel: channelId };
  try {
    const words = languageOfServer(surface.localeOf(guildId));
    const views = await viewsFor(message, { selfId, words }, surface).catch((thrown: unknown) => [
      incident(thrown, { doing, words }, surface),
    ]);
    await send(views, { message, words }, surface);
  } catch (thrown) {
    surface.log.error({ ...doing, err: asVerbatimError(thrown) }, 'A mention could not be answered');
  }
}

/** People who name the bot itself, not `@everyone` or a role; in a direct message, any person. */
export function isForUs(message: HeardMessage, selfId: string): boolean {
  if (message.author.bot || message.webhookId !== null || message.system) return false;
  return message.guildId === null || message.mentions.users.has(selfId);
}

/** The words beside the bot's mention. */
export function questionIn(content: string, selfId: string): string {
  return content
    .replace(new RegExp(`<@!?${selfId}>`, 'g'), ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

async function viewsFor(
  message: HeardMessage,
  { selfId, words }: { selfId: string; words: Words },
  surface: Surface,
): Promise<readonly MessageView[]> {
  const asker = askerOfMessage(message);
  if (asker === undefined) return [notice(words.text('notice.noDocumentsHere'))];
  const question = questionIn(message.content, selfId);
  const ask = surface.commands.get('ask');
  if (question === '' || ask === undefined) return [notice(words.text('notice.howToAsk'))];
  const { reached, done } = counted(asker, 1, surface);
  if (reached !== undefined) {
    // Everyone reads it: whoever goes on asking is not told again and again.
    return surface.limits.mayTell(asker.guildId, asker.userId) ? [limitReached(reached, words)] : [];
  }
  showTyping(message, surface);
  const { engine, now } = surface;
  const options = { question };
  // Typing stands for progress here: a message of the bot's own is sent once.
  const update = () => {};
  const history = await earlierTurns(message, selfId, surface);
  const caller = callerOf(asker, 'public', surface);
  const context = { ...caller, ...powersOf(caller, surface), engine, options, now: now(), history, words, update };
  return ask.execute(context).finally(done);
}

/** Not waited for: whether it shows or not, the answer comes. */
function showTyping({ channelId }: HeardMessage, { rest, log }: Surface): void {
  rest
    .post(Routes.channelTyping(channelId))
    .catch((err: unknown) => log.debug({ channel: channelId, err }, 'Typing could not be shown'));
}

interface Addressed {
  readonly message: HeardMessage;
  readonly words: Words;
}

async function send(views: readonly MessageView[], to: Addressed, surface: Surface): Promise<void> {
  const { message } = to;
  const route = Routes.channelMessages(message.channelId);
  const reference = { message_reference: { message_id: message.id, fail_if_not_exists: false } };
  for (const [at, view] of views.entries()) {
    const body = at === 0 ? { ...view, ...reference } : view;
    try {
      await surface.rest.post(route, { body });
    } catch (thrown) {
      if (!(await sendPlainer(thrown, { view, isFirst: at === 0, ...to }, surface))) return;
    }
  }
}

const CANNOT_REPLY_WITHOUT_HISTORY = 160_002;
const MISSING: ReadonlySet<number | string> = new Set([50_001, 50_013]);

/** When a permission is missing: without what needs it, if anything may be said at all. True to go on. */
async function sendPlainer(
  thrown: unknown,
  { view, isFirst, message, words }: Addressed & { view: MessageView; isFirst: boolean },
  { rest, log }: Surface,
): Promise<boolean> {
  if (!(thrown instanceof DiscordAPIError)) throw thrown;
  const route = Routes.channelMessages(message.channelId);
  if (thrown.code === CANNOT_REPLY_WITHOUT_HISTORY && isFirst) {
    await rest.post(route, { body: view });
    return true;
  }
  if (!MISSING.has(thrown.code)) throw thrown;
  const needed = PERMISSIONS.map((permission) => permission.name).join(', ');
  const fields = { channel: message.channelId, guild: message.guildId, needed };
  log.warn(
    { ...fields, err: asVerbatimError(thrown) },
    'The bot may not answer in this channel: a permission is missing',
  );
  const { allowed_mentions } = view;
  const names = PERMISSIONS.map(({ key }) => words.text(key)).join(', ');
  await rest
    .post(route, { body: { content: words.text('notice.missingPermissions', { names }), allowed_mentions } })
    .catch((err: unknown) => log.debug({ ...fields, err }, 'The bot may say nothing in this channel'));
  return false;
}
