/**
 * What is stored, a page at a time: title, publisher, date and the id that other commands take. It stands alone because
 * a list of documents quotes nothing and pages by number, not by rank.
 */
import type { APIButtonComponentWithCustomId } from 'discord-api-types/v10';
import type { DocumentInfo } from '../model.js';
import { dateAndAge } from './age.js';
import { MAX_FILTER, type SourcesControl } from './controls.js';
import { escaped, isolated, linked, plain } from './escape.js';
import { type Block, button, COLOURS, pack } from './layout.js';
import { clipped } from './shorten.js';
import type { MessageView } from './view.js';
import { ENGLISH, type Words } from './words.js';

export const SOURCES_A_PAGE = 10;

/** Of an id, as it is shown: characters of markdown. */
const LONGEST_ID = 200;

export interface SourcesPage {
  readonly now: Date;
  /** From 0; a page past the last shows the last. */
  readonly page: number;
  /** The words the list was narrowed by. */
  readonly filter?: string | undefined;
  /** The collection the list was narrowed to. */
  readonly collectionKey?: string | undefined;
  /** By date of publication, those without one last. Default: as given, by title. */
  readonly sort?: SourcesControl['sort'];
  /** Our own words. Default: English. */
  readonly words?: Words | undefined;
}

/** One page of all the documents given. */
export function sourcesList(given: readonly DocumentInfo[], options: SourcesPage): MessageView[] {
  const documents = options.sort === undefined ? given : byDate(given, options.sort);
  const { words = ENGLISH } = options;
  const pages = Math.max(1, Math.ceil(documents.length / SOURCES_A_PAGE));
  const page = Math.min(Math.max(0, options.page), pages - 1);
  const shown = documents.slice(page * SOURCES_A_PAGE, (page + 1) * SOURCES_A_PAGE);
  const filtered = options.filter !== undefined && options.filter.trim() !== '';
  const none = words.text(filtered ? 'sources.noMatch' : 'sources.none');
  const place = words.text('sources.page', { page: page + 1, pages });
  return pack(
    shown.length === 0 ? [{ markdown: none }] : shown.map((each) => documentBlock(each, options.now, words)),
    {
      title: filtered ? words.text('sources.filtered', { filter: options.filter ?? '' }) : words.text('sources.title'),
      colour: COLOURS.information,
      footer: shown.length === 0 ? undefined : `${counted(documents.length, words)} · ${place}`,
      closing: paging(options, { page, pages }, words),
      words,
    },
  );
}

function byDate(documents: readonly DocumentInfo[], sort: 'newest' | 'oldest'): DocumentInfo[] {
  const sign = sort === 'newest' ? -1 : 1;
  return [...documents].sort((one, other) => {
    if (one.publishedAt === undefined || other.publishedAt === undefined) {
      return Number(one.publishedAt === undefined) - Number(other.publishedAt === undefined);
    }
    return sign * one.publishedAt.localeCompare(other.publishedAt);
  });
}

/** "1 document", "1,204 documents". */
export function counted(count: number, words: Words): string {
  return words.text('sources.documents', { count });
}

/** An id to copy: in a code span, or in bold where it has a backtick itself. Always in our own marks: it may begin a line. */
export function shownId(id: string): string {
  const words = plain(clipped(id, LONGEST_ID)).trim();
  if (words === '') return '';
  return words.includes('`') ? `**${escaped(words)}**` : `\`${words}\``;
}

function documentBlock(document: DocumentInfo, now: Date, words: Words): Block {
  const { id, title, publisher, publishedAt, url } = document;
  const stated = clipped(title ?? '', 200);
  const name = plain(stated).trim() === '' ? clipped(id, 200) : stated;
  const details = [
    publisher === undefined ? undefined : isolated(escaped(clipped(publisher, 100))),
    dateAndAge(publishedAt, now, words),
    shownId(id),
  ].filter((part) => part !== undefined && part.trim() !== '');
  return { markdown: `**${linked(name, url, words)}**\n-# ${details.join(' · ')}` };
}

function paging(
  options: SourcesPage,
  { page, pages }: { page: number; pages: number },
  words: Words,
): APIButtonComponentWithCustomId[] {
  const { filter, collectionKey, sort } = options;
  // A longer filter has no room in a button; the footer still tells that there are more pages.
  if (filter !== undefined && filter.length > MAX_FILTER) return [];
  const to = (target: number, label: string) =>
    button(label, {
      kind: 'sources',
      page: target,
      ...(filter === undefined || filter === '' ? {} : { filter }),
      ...(collectionKey === undefined ? {} : { collectionKey }),
      ...(sort === undefined ? {} : { sort }),
    });
  return [
    ...(page > 0 ? [to(page - 1, words.text('button.previous'))] : []),
    ...(page < pages - 1 ? [to(page + 1, words.text('button.next'))] : []),
  ];
}
