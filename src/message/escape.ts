/**
 * Document text as Discord markdown that shows exactly its words: it cannot forge layout, links, emoji or pings. It
 * stands alone because every renderer needs it, and because "the reader sees the words that stand in the document" is
 * the one promise here that a test can state for any text.
 *
 * Discord takes a backslash before any character but a letter, a digit or a space as "show the next one as it is", in
 * running text. Inside the label of a masked link it does not: there backslashes are shown, so titles that would need
 * one are not made links (discord/discord-api-docs issue 6185).
 */
import { isLinkAddress } from './limits.js';
import { ENGLISH, type Words } from './words.js';

/** Joiners that shape Persian, Indic scripts and emoji; kept between such characters only. */
const SHAPING_JOINER =
  /(?<=[\p{L}\p{M}\p{Extended_Pictographic}\p{Emoji_Modifier}])[\u200C\u200D](?=[\p{L}\p{M}\p{Extended_Pictographic}])/u;
/** Flags of England, Scotland and Wales: a black flag spelt out in tag characters. */
const FLAG_TAG = /(?<=\u{1F3F4}[\u{E0020}-\u{E007F}]{0,6})[\u{E0020}-\u{E007F}]/u;
const VARIATION = /[\uFE00-\uFE0F\u{E0100}-\u{E01EF}\u180B-\u180D\u180F\u034F\u115F\u1160]/u;
/** Shows nothing itself, but hides, reorders or splits what is around it; and control characters. */
const INVISIBLE = /(?![\n\t])[\p{Default_Ignorable_Code_Point}\p{Cc}\uFFF9-\uFFFB]/u;
const REMOVED = new RegExp(
  `(?!${SHAPING_JOINER.source})(?!${FLAG_TAG.source})(?!${VARIATION.source})${INVISIBLE.source}`,
  'gu',
);
const LINE_END = /\r\n?|[\v\f\u0085\u2028\u2029]/g;
const RIGHT_TO_LEFT =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u;

/** Any character that `escaped` may put a backslash before, wherever it stands. */
const ESCAPABLE = /[\\*_~`|<>[\](@:#+\-.]/g;

/** The text as a reader sees it, on one line: nothing invisible, no broken surrogates, each run of spaces one space. */
export function plain(text: string): string {
  return withoutInvisible(text).replace(/\s+/g, ' ');
}

/** As `plain`, but lines stay lines and paragraphs stay apart by one empty line. */
export function plainLines(text: string): string {
  return withoutInvisible(text)
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n');
}

/** Markdown that shows `plain(text)`. Safe at the start of a line and between our own `**` and `~~`. */
export function escaped(text: string): string {
  return escapeMarkdown(plain(text));
}

/** Markdown that shows `plainLines(text)`. */
export function escapedLines(text: string): string {
  return escapeMarkdown(plainLines(text));
}

/** At least the length of `escaped(text)` in whatever place it stands; for planning what fits. */
export function escapedLengthAtMost(text: string): number {
  return text.length + (text.match(ESCAPABLE)?.length ?? 0);
}

/** Keeps right-to-left words from reordering the line around them (Unicode bidi isolates); others come back as they are. */
export function isolated(markdown: string): string {
  return RIGHT_TO_LEFT.test(markdown) ? `\u2068${markdown}\u2069` : markdown;
}

/** Bold markdown that shows `plain(text)`; “untitled” for nothing visible, since empty bold shows stray asterisks. */
export function strong(text: string, words: Words = ENGLISH): string {
  return `**${escapeMarkdown(plain(text).trim() || words.text('quote.untitled'))}**`;
}

/**
 * A title that leads to its page. Where the address is no plain http(s) link, only the title; where the title cannot be
 * a link's label unaltered, the title and a link of our own words. Never empty.
 */
export function linked(title: string, url: string | undefined, words: Words = ENGLISH): string {
  const shown = plain(title).trim() || words.text('quote.untitled');
  const address = url === undefined ? undefined : linkAddress(url);
  if (address === undefined) return isolated(escapeMarkdown(shown));
  const label = /^[-+#>]|[\\*_~`|<>[\]@]|:\S/.test(shown) ? undefined : shown;
  if (label === undefined) return `${isolated(escapeMarkdown(shown))} ([${words.text('quote.open')}](${address}))`;
  return isolated(`[${label}](${address})`);
}

/** The address, encoded so that no character of it can end a masked link; undefined for anything but http(s). */
export function linkAddress(url: string): string | undefined {
  if (!isLinkAddress(url)) return undefined;
  const parsed = new URL(url);
  // A name before the host makes one site look like another.
  if (parsed.username !== '' || parsed.password !== '') return undefined;
  const encoded = parsed.href.replace(/[()[\]\\<>*_~`|\s]/g, (each) => (isUnreserved(each) ? each : percent(each)));
  return isLinkAddress(encoded) ? encoded : undefined;
}

function isUnreserved(character: string): boolean {
  return /[_~]/.test(character);
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}

function withoutInvisible(text: string): string {
  return text
    .replace(/\p{Surrogate}/gu, '\uFFFD')
    .replace(LINE_END, '\n')
    .replace(REMOVED, '');
}

function escapeMarkdown(text: string): string {
  return (
    text
      // A label may go on over an escaped `]`, from a link of ours before it: so `](` never stands together.
      .replace(/[\\*_~`|<[\]@]|(?<=\])\(|:(?!\s)/g, '\\$&')
      .replace(/^([^\S\n]*)([-+#>])/gm, '$1\\$2')
      .replace(/^([^\S\n]*\d+)\./gm, '$1\\.')
  );
}
