/**
 * A naive model of how Discord's client reads markdown, for tests: what a reader sees, and what was made of it.
 *
 * The rules follow the client's (a simple-markdown grammar: at each position the first rule that matches wins, and text
 * runs up to the next character that is no letter, digit or space). It errs on the side of reading layout into a text.
 */

export type Kind =
  | 'bold'
  | 'italic'
  | 'underline'
  | 'strike'
  | 'spoiler'
  | 'code'
  | 'link'
  | 'autolink'
  | 'mention'
  | 'emoji'
  | 'timestamp'
  | 'heading'
  | 'subtext'
  | 'list'
  | 'blockquote';

export interface Rendered {
  /** The words on the screen. */
  readonly text: string;
  /** Everything the client would have done beside showing words, in order. */
  readonly made: readonly { readonly kind: Kind; readonly text: string; readonly to?: string }[];
}

const LINE_RULES: readonly (readonly [Kind, RegExp])[] = [
  ['blockquote', /^ *>(?:>>)? /],
  ['subtext', /^ *-# +(?=\S)/],
  ['heading', /^ *#{1,3} +(?=\S)/],
  ['list', /^ *(?:[-*+]|\d+\.) +(?=\S)/],
];

const SPANS: readonly (readonly [Kind, RegExp])[] = [
  ['code', /^```([\s\S]+?)```/],
  ['code', /^(?:``([\s\S]*?[^`])``|`([^`]+)`)(?!`)/],
  ['bold', /^\*\*((?:\\[\s\S]|[^\\])+?)\*\*(?!\*)/],
  ['underline', /^__((?:\\[\s\S]|[^\\])+?)__(?!_)/],
  ['italic', /^_((?:__|\\[\s\S]|[^\\_])+?)_(?![A-Za-z0-9_])/],
  ['italic', /^\*(?=\S)((?:\*\*|\\[\s\S]|\s+(?:\\[\s\S]|[^\s*\\]|\*\*)|[^\s*\\])+?)\*(?!\*)/],
  ['strike', /^~~((?:\\[\s\S]|[^\\])+?)~~(?!_)/],
  ['spoiler', /^\|\|((?:\\[\s\S]|[^\\])+?)\|\|/],
];

const TOKENS: readonly (readonly [Kind, RegExp])[] = [
  ['mention', /^<(?:@[!&]?|#)\d+>/],
  ['mention', /^<(?:id:[a-z]+|\/[^>\n]+:\d+)>/],
  ['mention', /^@(?:everyone|here)/],
  ['emoji', /^<a?:\w+:\d+>/],
  ['emoji', /^:[^\s:]+:/],
  ['timestamp', /^<t:-?\d+(?::[a-zA-Z])?>/],
  ['autolink', /^<[^\s:<>]+:[^\s<>]+>/],
  ['autolink', /^https?:\/\/[^\s<]+/i],
];

/** A closing bracket may stand in a label when another one follows before any opening one, escaped or not. */
const LINK = /^\[((?:\[[^\]]*\]|[^[\]]|\](?=[^[]*\]))*)\]\(\s*<?([^\s()<>]*)>?\s*\)/;
const TEXT = /^[\s\S]+?(?=[^0-9A-Za-z\s\u00c0-\uffff]|\n|\w+:\S|$)/;

/** What a reader sees of this markdown, and what beside words it became. */
export function rendered(markdown: string): Rendered {
  const made: Rendered['made'][number][] = [];
  const lines = markdown.split('\n').map((line) => {
    let rest = line;
    for (let found = lineStart(rest); found !== undefined; found = lineStart(rest)) {
      made.push({ kind: found.kind, text: rest.slice(found.length) });
      rest = rest.slice(found.length);
    }
    return rest;
  });
  // Emphasis may run over line ends, so lines are joined before it is read.
  return { text: inline(lines.join('\n'), made), made };
}

/** The words on the screen. */
export function visible(markdown: string): string {
  return rendered(markdown).text;
}

function lineStart(line: string): { kind: Kind; length: number } | undefined {
  for (const [kind, rule] of LINE_RULES) {
    const match = rule.exec(line);
    if (match !== null) return { kind, length: match[0].length };
  }
  return undefined;
}

function inline(source: string, made: Rendered['made'][number][]): string {
  let rest = source;
  let shown = '';
  while (rest !== '') {
    const [text, length] = step(rest, made);
    shown += text;
    rest = rest.slice(length);
  }
  return shown;
}

function step(rest: string, made: Rendered['made'][number][]): [shown: string, length: number] {
  const shielded = /^\\([^0-9A-Za-z\s])/.exec(rest);
  if (shielded !== null) return [shielded[1] ?? '', shielded[0].length];
  const link = LINK.exec(rest);
  if (link !== null) {
    // Discord shows backslashes in a label, but reads emphasis there.
    const text = inline((link[1] ?? '').replaceAll('\\', '\\\\'), made);
    made.push({ kind: 'link', text, to: link[2] ?? '' });
    return [text, link[0].length];
  }
  for (const [kind, rule] of TOKENS) {
    const match = rule.exec(rest);
    if (match === null) continue;
    made.push({ kind, text: match[0] });
    return [`⟦${kind}⟧`, match[0].length];
  }
  for (const [kind, rule] of SPANS) {
    const match = rule.exec(rest);
    if (match === null) continue;
    const within = match.slice(1).find((group) => group !== undefined) ?? '';
    const text = kind === 'code' ? within : inline(within, made);
    made.push({ kind, text });
    return [text, match[0].length];
  }
  const [text] = TEXT.exec(rest) ?? [];
  const length = Math.max(1, text?.length ?? 1);
  return [rest.slice(0, length), length];
}
