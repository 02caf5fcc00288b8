/**
 * Which server's documents are read in direct messages, as its asker sees it: a menu, and a quiet line over each answer. It
 * stands alone because nowhere else does an answer depend on anything but where it is asked.
 */
import { type APIActionRowComponent, type APIStringSelectComponent, ComponentType } from 'discord-api-types/v10';
import { isAside } from './aside.js';
import { encode } from './controls.js';
import { escaped, isolated, plain } from './escape.js';
import { notice } from './layout.js';
import { LIMITS } from './limits.js';
import { clipped } from './shorten.js';
import type { MessageView } from './view.js';
import { ENGLISH, type Words } from './words.js';

export interface NamedServer {
  readonly guildId: string;
  readonly name: string;
}

export interface ServerChoice {
  /** All that could be chosen, at least one. */
  readonly servers: readonly NamedServer[];
  /** Id of the one whose documents are read now. */
  readonly chosen?: string | undefined;
  readonly words?: Words;
  /** A question that is asked as soon as one is chosen; with its name where it is remembered, else in the message replied to. */
  readonly waits?: { readonly exchangeId?: string } | undefined;
}

/** Says whose documents are read, and lets another be chosen, where there are several. */
export function serverMenu({ servers, chosen, words = ENGLISH, waits }: ServerChoice): MessageView {
  const named = servers.find(({ guildId }) => guildId === chosen);
  const said =
    named === undefined
      ? words.text(waits === undefined ? 'direct.choose' : 'direct.chooseToAnswer')
      : words.text(waits === undefined ? 'direct.chosen' : 'direct.chosenToAnswer', { server: shownName(named) });
  if (servers.length < 2) return notice(said);
  const sorted = [...servers].sort((one, other) => one.name.localeCompare(other.name, words.locale));
  const options = sorted.slice(0, LIMITS.menuOptions).map(({ guildId, name }) => ({
    label: clipped(plain(name).trim() || guildId, LIMITS.menuText),
    value: guildId,
    ...(guildId === chosen && { default: true }),
  }));
  const left = sorted.length - options.length;
  const more = left > 0 ? `\n-# ${words.text('list.more', { count: left })}` : '';
  const menu: APIActionRowComponent<APIStringSelectComponent> = {
    type: ComponentType.ActionRow,
    components: [
      {
        type: ComponentType.StringSelect,
        custom_id: encode({ kind: 'servers', ...(waits?.exchangeId !== undefined && { waiting: waits.exchangeId }) }),
        placeholder: words.text('direct.placeholder'),
        options,
      },
    ],
  };
  return { ...notice(`${said}${more}`), components: [menu] };
}

/** The same messages, the first of which says whose documents it draws on. */
export function drawnFrom(
  views: readonly MessageView[],
  server: NamedServer,
  words: Words = ENGLISH,
): readonly MessageView[] {
  const [first, ...others] = views;
  if (first === undefined || isAside(first)) return views;
  const line = `-# ${words.text('direct.from', { server: shownName(server) })}`;
  return [{ ...first, content: line }, ...others];
}

function shownName({ name, guildId }: NamedServer): string {
  return `**${isolated(escaped(clipped(name, LIMITS.menuText)).trim()) || guildId}**`;
}
