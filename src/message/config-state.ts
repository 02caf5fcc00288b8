/**
 * A server's settings as a person reads them: who sees what, who moderates, what is kept and how much may be asked. It stands
 * alone because every reply of `/config` ends with it, so that nobody has to guess what a change did.
 */
import type { CollectionRef } from '../model.js';
import type { CollectionAccess } from '../records.js';
import type { Caller, ServerFacts } from './command.js';
import { accessNow } from './config-access.js';
import { strong } from './escape.js';
import { type Block, COLOURS, pack, ROOM } from './layout.js';
import { clipped } from './shorten.js';
import type { MessageView } from './view.js';
import { ENGLISH, type Words } from './words.js';

/** Of names in one line. */
const BETWEEN = ', ';

export interface ConfigState extends Pick<Caller, 'guildId' | 'settings'> {
  /** Every collection that the server knows. */
  readonly known: readonly CollectionRef[];
  readonly server?: ServerFacts | undefined;
  /** What was done just now, in markdown. */
  readonly done?: string | undefined;
  /** What to beware of, in markdown. */
  readonly warnings?: readonly string[];
  /** From 0. */
  readonly page?: number;
  readonly words?: Words | undefined;
}

/** One page of them, as one message with buttons to the pages beside it. */
export function configState(state: ConfigState): MessageView[] {
  const { words = ENGLISH, done, warnings = [], page = 0 } = state;
  const said = [...(done === undefined ? [] : [done]), ...warnings.map((each) => `⚠️ ${each}`)];
  const heading = (key: 'config.access' | 'config.others') => `**${words.text(key)}**`;
  return pack(
    [
      ...(said.length === 0 ? [] : [{ markdown: said.join('\n') }]),
      ...blocksOf([heading('config.access'), ...accessLines(state, words)]),
      ...blocksOf([heading('config.others'), ...otherLines(state, words)]),
    ],
    {
      title: words.text('config.title'),
      colour: COLOURS.information,
      words,
      page: { at: page, to: (turned) => ({ kind: 'config', page: turned }) },
    },
  );
}

/** `<@&id>`: the name is shown and, since mentions are denied, nobody pinged. The server's own id is everyone. */
export function roleShown(roleId: string, guildId: string, words: Words): string {
  return roleId === guildId ? words.text('config.everyone') : `<@&${roleId}>`;
}

export function channelShown(channelId: string): string {
  return `<#${channelId}>`;
}

/** The name, and whose it is where that is not the server. */
export function collectionShown({ owner, name }: CollectionRef, words: Words): string {
  const shown = strong(clipped(name, 64), words);
  return owner === 'host' ? words.text('config.ofHost', { name: shown }) : shown;
}

function accessLines(state: ConfigState, words: Words): string[] {
  const { known, settings, guildId } = state;
  return known.map((collection) => {
    const who = whoSees(accessNow(collection, settings, guildId), state, words);
    return `- ${collectionShown(collection, words)}: ${who}`;
  });
}

function whoSees({ roles, channels }: CollectionAccess, { guildId, server }: ConfigState, words: Words): string {
  if (roles.includes(guildId)) return words.text('config.everyone');
  const names = [...rolesShown(roles, { guildId, server }, words), words.text('config.moderators')].join(BETWEEN);
  const shownChannels = channelsShown(channels, server, words);
  if (shownChannels.length === 0) return names;
  return words.text('config.alsoIn', { names, channels: shownChannels.join(BETWEEN) });
}

/** Those that were deleted have no name any more, and are counted at the end: nobody has them. */
function rolesShown(
  ids: readonly string[],
  { guildId, server }: Pick<ConfigState, 'guildId' | 'server'>,
  words: Words,
) {
  const there = ids.filter((id) => server?.hasRole(id) !== false);
  const count = ids.length - there.length;
  const gone = count === 0 ? [] : [words.text('config.deletedRoles', { count })];
  return [...there.map((id) => roleShown(id, guildId, words)), ...gone];
}

/** As `rolesShown`. */
function channelsShown(ids: readonly string[], server: ServerFacts | undefined, words: Words): string[] {
  const there = ids.filter((id) => server === undefined || server.channel(id) !== undefined);
  const count = ids.length - there.length;
  const gone = count === 0 ? [] : [words.text('config.deletedChannels', { count })];
  return [...there.map(channelShown), ...gone];
}

function otherLines({ settings, guildId, server }: ConfigState, words: Words): string[] {
  const { moderatorRoles, auditChannelId, threadAfter, retentionDays, limits, caution } = settings;
  const roles = rolesShown(moderatorRoles, { guildId, server }, words);
  const moderators = [words.text('config.manageServer'), ...roles].join(BETWEEN);
  const { userMinute, userDay, userAtOnce, guildMinute, guildDay, guildAtOnce } = limits;
  return [
    words.text('config.line.moderators', { names: moderators }),
    auditLine(auditChannelId, server, words),
    words.text('config.line.threads', { count: threadAfter }),
    words.text('config.line.retention', { count: retentionDays }),
    words.text('config.line.limitsUser', { minute: userMinute, day: userDay, once: userAtOnce }),
    words.text('config.line.limitsGuild', { minute: guildMinute, day: guildDay, once: guildAtOnce }),
    words.text('config.line.caution', { caution: caution ?? 'unset' }),
  ].map((line) => `- ${line}`);
}

function auditLine(channelId: string | undefined, server: ServerFacts | undefined, words: Words): string {
  if (channelId === undefined) return words.text('config.line.auditOff');
  const isGone = server !== undefined && server.channel(channelId) === undefined;
  const channel = isGone ? words.text('config.deletedChannels', { count: 1 }) : channelShown(channelId);
  const mayPost = server?.channel(channelId)?.mayPost ?? server === undefined;
  return words.text(mayPost ? 'config.line.audit' : 'config.line.auditBroken', { channel });
}

/** Lines together as long as a message has room for them. */
function blocksOf(lines: readonly string[]): Block[] {
  const blocks: string[][] = [];
  let room = 0;
  for (const line of lines.flatMap(wrapped)) {
    room -= line.length + 1;
    if (room < 0) {
      blocks.push([]);
      room = ROOM - line.length;
    }
    blocks.at(-1)?.push(line);
  }
  return blocks.map((each) => ({ markdown: each.join('\n') }));
}

/** A line with too many names for one message, cut between names. */
function wrapped(line: string): string[] {
  const lines: string[] = [];
  let left = line;
  while (left.length > ROOM) {
    const at = left.lastIndexOf(BETWEEN, ROOM - BETWEEN.length);
    if (at <= 0) break;
    lines.push(left.slice(0, at + 1));
    left = `- … ${left.slice(at + BETWEEN.length)}`;
  }
  return [...lines, left];
}
