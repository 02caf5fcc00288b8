/**
 * A message as the text and the facts of a document. It stands alone because Discord's own signs must become what people
 * saw, and because where a quote of it will lead back to is decided here.
 */
import type { Metadata } from '../model.js';
import type { TargetMessage } from './command.js';
import { plain } from './escape.js';
import { clipped } from './shorten.js';

const LONGEST_TITLE = 150;

/** Called after its first line, or after who wrote it, where and when; published when it was sent. */
export function metadataOf(target: TargetMessage, content: string): Metadata {
  const { url, sentAt, author, channel, server } = target;
  const publisher = server ?? channel;
  const name = [author, ...(channel === undefined ? [] : [`#${channel}`]), sentAt.slice(0, 10)].join(', ');
  const stated = { title: firstLine(content) || name, url, publishedAt: sentAt, author };
  return publisher === undefined ? stated : { ...stated, publisher };
}

/** As Discord shows it: emoji by name, moments as dates, commands as typed, and a new line for each line. */
export function readable(content: string): string {
  return apart(content)
    .replace(/<a?(:\w{1,40}:)\d{1,20}>/g, '$1')
    .replace(/<t:(-?\d{1,12})(?::[tTdDfFR])?>/g, (sign, seconds) => isoOf(Number(seconds)) ?? sign)
    .replace(/<(\/[^:>]{1,100}):\d{1,20}>/g, '$1')
    .trim();
}

/** Markdown joins lines that no empty line parts, and a headline would become the beginning of a sentence. */
function apart(content: string): string {
  let isCode = false;
  const lines = content.split('\n').map((line) => {
    if (line.trimStart().startsWith('```')) isCode = !isCode;
    return isCode ? line : `${line}\n`;
  });
  return lines.join('\n');
}

function isoOf(seconds: number): string | undefined {
  const moment = new Date(seconds * 1_000);
  return Number.isNaN(moment.getTime()) ? undefined : `${moment.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** The first line with words, without the marks that make it a heading, a quotation or bold; empty when there is none. */
export function firstLine(content: string): string {
  const lines = content.slice(0, 4_000).split('\n');
  const shown = lines.map((line) => plain(line.replace(/^[\s>#*+-]+|[*_~`|]{1,3}/g, '')).trim());
  const first = shown.find((line) => line !== '') ?? '';
  return first.length <= LONGEST_TITLE ? first : clipped(first, LONGEST_TITLE);
}
