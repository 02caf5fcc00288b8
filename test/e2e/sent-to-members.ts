/**
 * What a command sends to each of three members, and how it is compared. Alone because every test of a command says the same:
 * the role and the moderator are sent this JSON, others nothing of the papers.
 */
import type { APIMessage, APIUser } from 'discord-api-types/v10';
import { expect } from 'vitest';
import type { MessageView } from '../../src/message/view.js';
import type { Discord } from '../support/emulator/discord.js';
import type { Interaction } from '../support/emulator/interaction-handle.js';
import { tellsOfTheGun } from './fog-gun-papers.js';
import { sentViews } from './harbour-bot.js';
import type { Options, ThreeMembers } from './three-members.js';

/** First responses, which carry nothing. */
export const PRIVATELY = { type: 5, data: { flags: 64 } };
export const OPENLY = { type: 5 };
export const DENIED = { parse: [], replied_user: false };
/** Buttons under what is remembered. */
export const UNDER = ['More passages', 'Sources', '👍', '👎'];

export const inContext = (count: number): string[] =>
  Array.from({ length: count }, (_, at) => `${at + 1} · In context`);

/** One message, with each age as AGE, without colours and ids. */
export interface Sent {
  /** The body of the first response. */
  readonly first: unknown;
  readonly title?: string | undefined;
  readonly text?: string | undefined;
  readonly footer?: string | undefined;
  /** The words on its buttons, row after row. */
  readonly buttons: readonly string[];
}

/** Uses a command, and gives the one message that is sent for it. */
export function sent({ discord }: ThreeMembers, user: APIUser, name: string, options: Options): Promise<Sent> {
  return sentFor(discord, discord.interact({ name, options, user }));
}

/** The same in direct messages. */
export function sentDirectly({ discord }: ThreeMembers, user: APIUser, name: string, options: Options): Promise<Sent> {
  return sentFor(discord, discord.interact({ name, options, user, channelId: discord.directMessages(user) }));
}

/** The one message that is sent for what somebody did. */
export async function sentFor(discord: Discord, asked: Interaction): Promise<Sent> {
  await asked.settled();
  const request = discord.requests.find(({ path }) => path.includes(asked.token) && path.endsWith('/callback'));
  const views = sentViews(discord, asked);
  expect(views).toHaveLength(1);
  expect(views[0]).toMatchObject({ content: '', allowed_mentions: DENIED });
  return { first: request?.body, ...partsOf(views[0]) };
}

/** What a reader sees of a message, as JSON. */
export function partsOf(
  view: Pick<MessageView, 'embeds' | 'components'> | APIMessage | undefined,
): Omit<Sent, 'first'> {
  const [{ title, description, footer } = {}] = view?.embeds ?? [];
  const labels = JSON.stringify(view?.components ?? []).matchAll(/"label":"([^"]*)"/g);
  const text = description?.replaceAll(/\d+ years? ago/g, 'AGE');
  return { title, text, footer: footer?.text, buttons: [...labels].map(([, label = '']) => label) };
}

export interface Case {
  readonly options: Options;
  /** Default: privately. */
  readonly first?: unknown;
  /** To those of the role, and moderators. */
  readonly shown: Partial<Sent>;
  /** To others. Without it: nothing of the papers, whatever else. */
  readonly hidden?: Partial<Sent>;
}

/** The role and the moderator are sent the same; whoever has no role is sent nothing of the papers. */
export async function checkSent(three: ThreeMembers, name: string, { options, ...expected }: Case): Promise<void> {
  const { first = PRIVATELY, shown, hidden = {} } = expected;
  const [nobody, pilot, moderator] = three.members;
  const toPilot = await sent(three, pilot, name, options);
  expect(toPilot).toMatchObject({ first, ...shown });
  expect(await sent(three, moderator, name, options)).toEqual(toPilot);
  const toNobody = await sent(three, nobody, name, options);
  expect(toNobody).toMatchObject({ first, ...hidden });
  expect(tellsOfTheGun(withoutEcho(toNobody, options))).toBe(false);
}

/** Without the words that its reader typed. */
export function withoutEcho(shown: Sent, options: Options): string {
  const typed = Object.values(options).filter((value) => typeof value === 'string');
  return typed.reduce((json, words) => json.replaceAll(words, ''), JSON.stringify(shown));
}
