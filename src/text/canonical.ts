/**
 * Canonical text: the one form in which a document's words are stored and to which every span refers. It stands alone
 * because it is defined once, by a fixpoint, and nothing may edit a text afterwards.
 *
 * NFC; newlines are `\n`, every other space is one plain space, none at the ends of a line, at most one empty line in a
 * row, none at the ends of the text. Characters without width are gone: soft hyphens, zero-width spaces and joiners, byte
 * order marks, tag characters, and the controls of ASCII. Kept, since they are spelling there: joiners between letters of
 * cursive and Indic scripts, joiners between emoji, tags of a flag. Direction marks and overrides stay, and so do the
 * controls above ASCII that wrongly decoded text is full of: a quote must stand in its source as it is. Matching ignores
 * them, and what shows a text (`message/escape`, `cli/layout`) takes them out. Typographic quotes and dashes stay.
 */

/** Above this many combining marks in a row, the rest is dropped: no language stacks them so, and ordering them is quadratic. */
const MAX_MARKS = 64;

const NEWLINE = /\r\n?|[\v\f\u0085\u2028\u2029]/g;
/** Every space but the plain one. Spelled out, since a class that matches plain spaces too costs ten times as much. */
const OTHER_SPACE = /[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g;
const LONE_SURROGATE = /\p{Surrogate}/gu;
/** Ranges of characters that nobody sees, all in the basic plane. */
const UNSEEN = [
  '\\x00-\\x08\\x0e-\\x1f\\x7f', // controls of ASCII but those that are spaces or newlines
  '\\u00ad\\u034f', // soft hyphen, combining grapheme joiner
  '\\u200b\\u2060-\\u2064\\u206a-\\u206f\\ufeff', // zero-width space and joiner, invisible operators, byte order mark
  '\\ufff9-\\ufffc', // annotations, placeholder of an object
];
const INVISIBLE = new RegExp(`[${UNSEEN.join('')}]`, 'g');
/** Tags spell a flag after a black flag (England: `gbeng`); anywhere else they only hide text. */
const TAGS = /(\u{1f3f4}[\u{e0030}-\u{e0039}\u{e0061}-\u{e007a}]{3,6}\u{e007f})|[\u{e0000}-\u{e007f}]/gu;
const MARK_RUN = new RegExp(`\\p{M}{${MAX_MARKS + 1},}`, 'gu');

/** Scripts (ISO 15924) in which a joiner changes the shape, and so the spelling, of a word. */
const JOINING_SCRIPTS =
  'Arab Syrc Mand Nkoo Mong Phag Adlm Rohg Deva Beng Guru Gujr Orya Taml Telu Knda Mlym Sinh Khmr Mymr'.split(' ');
const JOINING_LETTER = `(?=\\p{L})[${JOINING_SCRIPTS.map((script) => `\\p{scx=${script}}`).join('')}]`;
const JOINER = /[\u200c\u200d]/;
const STRAY_JOINER = new RegExp(
  `(?<!${JOINING_LETTER}\\p{M}*)(?<!\\p{Extended_Pictographic}[\\ufe0f\\p{Emoji_Modifier}]*)[\\u200c\\u200d]` +
    `|[\\u200c\\u200d](?!\\p{M}|${JOINING_LETTER}|\\p{Extended_Pictographic})`,
  'gu',
);

/**
 * `raw` in canonical form. Lone surrogates become U+FFFD. Idempotent, and linear in the length of `raw`; the result is
 * empty when nothing visible is in it.
 */
export function canonicalise(raw: string): string {
  let text = raw;
  let settled = settle(text);
  // Removing a character can bring together what composes or reorders, so one pass is not always the last.
  while (settled !== text) {
    text = settled;
    settled = settle(text);
  }
  return text;
}

function settle(raw: string): string {
  const visible = raw
    .replace(NEWLINE, '\n')
    .replace(LONE_SURROGATE, '\ufffd')
    .replace(INVISIBLE, '')
    .replace(TAGS, '$1')
    .replace(OTHER_SPACE, ' ')
    .replace(MARK_RUN, shortened);
  const joined = JOINER.test(visible) ? visible.replace(STRAY_JOINER, '') : visible;
  return trimmedLines(joined.normalize('NFC'));
}

/** Decomposed before it is cut, because some marks are two once normalised. */
function shortened(marks: string): string {
  const first = Array.from(marks.slice(0, 2 * MAX_MARKS)).slice(0, MAX_MARKS);
  return Array.from(first.join('').normalize('NFD')).slice(0, MAX_MARKS).join('');
}

function trimmedLines(text: string): string {
  return text
    .replace(/ {2,}/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .replace(/^[ \n]+/, '')
    .replace(/(?<![ \n])[ \n]+$/, '');
}
