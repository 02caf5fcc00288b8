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

/** Longer lists are cut, with how many more there are. */
const MOST_LISTED = 25;
/** Roles or channels named in one line. */
const MOST_NAMED = 8;

export interface ConfigState extends Pick<Caller, 'guildId' | 'settings'> {
  /** Every collection that the server knows. */
  readonly known: readonly CollectionRef[];
  readonly server?: ServerFacts | undefined;
  /** What was done just now, in markdown. */
  readonly done?: string | undefined;
  /** What to beware of, in markdown. */
  readonly warnings?: readonly string[];
  readonly words?: Words | undefined;
}

export function configState(state: ConfigState): MessageView[] {
  const { words = ENGLISH, done, warnings = [] } = state;
  const said = [...(done === undefined ? [] : [done]), ...warnings.map((each) => `⚠️ ${each}`)];
  const heading = (key: 'config.access' | 'config.others') => `**${words.text(key)}**`;
  return pack(
    [
      ...(said.length === 0 ? [] : [{ markdown: said.join('\n') }]),
      ...blocksOf([heading('config.access'), ...accessLines(state, words)]),
      { markdown: [heading('config.others'), ...otherLines(state, words)].map(listed).join('\n') },
    ],
    { title: words.text('config.title'), colour: COLOURS.information, words },
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

function accessLines({ known, settings, guildId }: ConfigState, words: Words): string[] {
  const lines = known.slice(0, MOST_LISTED).map((collection) => {
    const who = whoSees(accessNow(collection, settings, guildId), guildId, words);
    return `- ${collectionShown(collection, words)}: ${who}`;
  });
  const more = known.length - lines.length;
  return more > 0 ? [...lines, `- ${words.text('list.more', { count: more })}`] : lines;
}

function whoSees({ roles, channels }: CollectionAccess, guildId: string, words: Words): string {
  if (roles.includes(guildId)) return words.text('config.everyone');
  const shownRoles = named(roles, (role) => roleShown(role, guildId, words), words);
  const shownChannels = named(channels, channelShown, words);
  const names = [...shownRoles, words.text('config.moderators')].join(', ');
  if (shownChannels.length === 0) return names;
  return words.text('config.alsoIn', { names, channels: shownChannels.join(', ') });
}

function otherLines({ settings, guildId, server }: ConfigState, words: Words): string[] {
  const { moderatorRoles, auditChannelId, threadAfter, retentionDays, limits, caution } = settings;
  const roles = named(moderatorRoles, (role) => roleShown(role, guildId, words), words);
  const moderators = [words.text('config.manageServer'), ...roles].join(', ');
  const { userMinute, userDay, userAtOnce, guildMinute, guildDay, guildAtOnce } = limits;
  return [
    words.text('config.line.moderators', { names: moderators }),
    auditLine(auditChannelId, server, words),
    words.text('config.line.threads', { count: threadAfter }),
    words.text('config.line.retention', { count: retentionDays }),
    words.text('config.line.limitsUser', { minute: userMinute, day: userDay, once: userAtOnce }),
    words.text('config.line.limitsGuild', { minute: guildMinute, day: guildDay, once: guildAtOnce }),
    words.text('config.line.caution', { caution: caution ?? 'unset' }),
  ];
}

function auditLine(channelId: string | undefined, server: ServerFacts | undefined, words: Words): string {
  if (channelId === undefined) return words.text('config.line.auditOff');
  const channel = channelShown(channelId);
  const mayPost = server?.channel(channelId)?.mayPost ?? server === undefined;
  return words.text(mayPost ? 'config.line.audit' : 'config.line.auditBroken', { channel });
}

function named(ids: readonly string[], shown: (id: string) => string, words: Words): string[] {
  const more = ids.length - MOST_NAMED;
  const names = ids.slice(0, MOST_NAMED).map(shown);
  return more > 0 ? [...names, words.text('list.more', { count: more })] : names;
}

/** Lines together as long as a message has room for them. */
function blocksOf(lines: readonly string[]): Block[] {
  const blocks: string[][] = [];
  let room = 0;
  for (const line of lines) {
    room -= line.length + 1;
    if (room < 0) {
      blocks.push([]);
      room = ROOM - line.length;
    }
    blocks.at(-1)?.push(line);
  }
  return blocks.map((each) => ({ markdown: each.join('\n') }));
}

function listed(line: string, at: number): string {
  return at === 0 ? line : `- ${line}`;
}
