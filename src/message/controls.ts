/**
 * What a button remembers, as its `custom_id`, so that it still works after a restart and on another machine. It stands
 * alone because the text is a format of ours: versioned, at most 100 characters, and refused when it is not understood.
 *
 *     v1:ctx:<documentKey>:<first 32 digits of version>:<start>:<end>:<which>    In context
 *     v1:more:<exchangeId>:<offset>                                             More passages, in a new message
 *     v1:turn:<exchangeId>:<offset>                                             more passages, in the message pressed
 *     v1:src:<page>:<collectionKey or nothing>:<filter>                         Sources by title, another page
 *     v1:srt:<page>:<n or o>:<collectionKey or nothing>:<filter>                Sources by date, the newest or oldest first
 *
 * Numbers are written to base 36.
 */
import { createHash } from 'node:crypto';
import type { CollectionRef, Quote } from '../model.js';
import type { QuoteAddress } from '../records.js';
import { type ConfigControl, decodeConfig, encodeConfig } from './control-config.js';
import { type DocumentControl, decodeDocuments, encodeDocuments } from './control-documents.js';
import { decodeExchange, type ExchangeControl, encodeExchange } from './control-exchange.js';
import { decodeForget, encodeForget, type ForgetControl } from './control-forget.js';
import { decodeGaps, encodeGaps, type GapsControl } from './control-gaps.js';
import { decodeServers, encodeServers, type ServersControl } from './control-servers.js';
import { LIMITS } from './limits.js';

/** The paragraph around one quote. `which` only keeps two buttons for the same quote apart. */
export interface ContextControl {
  readonly kind: 'context';
  readonly address: QuoteAddress;
  readonly which: number;
}

/** The passages of a remembered question, from `offset` (0 and up): opened (`more`), or another page of them (`turn`). */
export interface MoreControl {
  readonly kind: 'more' | 'turn';
  readonly exchangeId: string;
  readonly offset: number;
}

/** A page of the list of sources. */
export interface SourcesControl {
  readonly kind: 'sources';
  /** From 0. */
  readonly page: number;
  /** At most `MAX_FILTER` characters. */
  readonly filter?: string;
  /** As `collectionKey` makes it; every visible collection when absent. */
  readonly collectionKey?: string;
  /** By date of publication, those without one last. Default: by title. */
  readonly sort?: 'newest' | 'oldest';
}

export type Control =
  | ContextControl
  | MoreControl
  | SourcesControl
  | GapsControl
  | DocumentControl
  | ExchangeControl
  | ServersControl
  | ConfigControl
  | ForgetControl;

/** Longest filter that a button of the sources list can carry. */
export const MAX_FILTER = 75;

const NUMBER = '(0|[1-9a-z][0-9a-z]{0,9})';
const CONTEXT = new RegExp(`^v1:ctx:([0-9a-f]{8}):([0-9a-f]{16,32}):${NUMBER}:${NUMBER}:${NUMBER}$`);
const MORE = new RegExp(`^v1:(more|turn):([A-Za-z0-9_-]{1,32}):${NUMBER}$`);
const SOURCES = new RegExp(`^v1:(?:src:${NUMBER}|srt:${NUMBER}:([no])):([0-9a-f]{8})?:(.*)$`, 's');

/** First 8 hexadecimal digits of SHA-256 of the document's id. */
export function documentKey(documentId: string): string {
  return createHash('sha256').update(documentId).digest('hex').slice(0, 8);
}

/** First 8 hexadecimal digits of SHA-256 of the collection's owner and name. */
export function collectionKey({ owner, name }: CollectionRef): string {
  return createHash('sha256').update(`${owner}\n${name}`).digest('hex').slice(0, 8);
}

/** What names a quote without its words. */
export function addressOf({ documentId, version, start, end }: Quote): QuoteAddress {
  return { documentKey: documentKey(documentId), version: version.slice(0, 32), start, end };
}

/** The `custom_id` of a control: 1 to 100 characters. `decode` gives the control back. */
export function encode(control: Control): string {
  switch (control.kind) {
    case 'context': {
      const { documentKey: key, version, start, end } = control.address;
      return `v1:ctx:${key}:${version}:${[start, end, control.which].map(base36).join(':')}`;
    }
    case 'more':
    case 'turn':
      return `v1:${control.kind}:${control.exchangeId}:${base36(control.offset)}`;
    case 'gaps':
    case 'gap':
    case 'gap-to':
    case 'gap-no':
    case 'gap-menu':
      return encodeGaps(control);
    case 'erase':
    case 'keep':
    case 'stop':
      return encodeDocuments(control);
    case 'vote':
    case 'behind':
    case 'page':
      return encodeExchange(control);
    case 'forget':
      return encodeForget(control);
    case 'servers':
      return encodeServers(control);
    case 'config':
      return encodeConfig(control);
    case 'sources':
      return `${sorted(control)}:${control.collectionKey ?? ''}:${control.filter ?? ''}`;
  }
}

/** The control that a `custom_id` stands for; undefined for one that is not ours, malformed, or from another version. */
export function decode(customId: string): Control | undefined {
  if (customId.length > LIMITS.customId) return undefined;
  return (
    decodeContext(customId) ??
    decodeMore(customId) ??
    decodeSources(customId) ??
    decodeGaps(customId) ??
    decodeDocuments(customId) ??
    decodeExchange(customId) ??
    decodeServers(customId) ??
    decodeConfig(customId) ??
    decodeForget(customId)
  );
}

function decodeContext(customId: string): ContextControl | undefined {
  const [, key, version, ...numbers] = CONTEXT.exec(customId) ?? [];
  if (key === undefined || version === undefined) return undefined;
  const [start = Number.NaN, end = Number.NaN, which = Number.NaN] = numbers.map(fromBase36);
  if (![start, end, which].every(Number.isSafeInteger) || end < start) return undefined;
  return { kind: 'context', address: { documentKey: key, version, start, end }, which };
}

function decodeMore(customId: string): MoreControl | undefined {
  const [, kind, exchangeId, offset] = MORE.exec(customId) ?? [];
  if (exchangeId === undefined || offset === undefined || !Number.isSafeInteger(fromBase36(offset))) return undefined;
  return { kind: kind === 'turn' ? 'turn' : 'more', exchangeId, offset: fromBase36(offset) };
}

function sorted({ page, sort }: SourcesControl): string {
  return sort === undefined ? `v1:src:${base36(page)}` : `v1:srt:${base36(page)}:${sort === 'newest' ? 'n' : 'o'}`;
}

function decodeSources(customId: string): SourcesControl | undefined {
  const [, byTitle, byDate, order, key, filter] = SOURCES.exec(customId) ?? [];
  const page = fromBase36(byTitle ?? byDate ?? '');
  if (filter === undefined || filter.length > MAX_FILTER || !Number.isSafeInteger(page)) return undefined;
  return {
    kind: 'sources',
    page,
    ...(filter === '' ? {} : { filter }),
    ...(key === undefined ? {} : { collectionKey: key }),
    ...(order === undefined ? {} : { sort: order === 'n' ? 'newest' : 'oldest' }),
  };
}

function base36(number: number): string {
  return number.toString(36);
}

function fromBase36(digits: string): number {
  return Number.parseInt(digits, 36);
}
