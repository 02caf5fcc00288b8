/**
 * What must hold of every message, whatever is in the documents: Discord takes it, nobody is pinged, our layout is ours, each
 * quote is the document's. Problems are sentences, so that a test can gather those of thousands of messages.
 */
import { ComponentType } from 'discord-api-types/v10';
import { decode, documentKey } from '../../src/message/controls.js';
import { linkAddress, plain, plainLines } from '../../src/message/escape.js';
import { check } from '../../src/message/limits.js';
import type { MessageView } from '../../src/message/view.js';
import { LANGUAGES, words } from '../../src/message/words.js';
import type { Document } from '../../src/model.js';
import type { QuoteAddress } from '../../src/records.js';
import { rendered, visible } from '../support/discord-markdown.js';
import { checkMessage } from '../support/emulator/limits.js';
import { shapeProblems } from '../support/emulator/schema.js';

/** What our own layout makes of a description; no heading, spoiler, mention, emoji, timestamp or bare link is ever ours. */
const OURS = new Set(['bold', 'italic', 'strike', 'code', 'link', 'subtext', 'list', 'blockquote']);
/** Reorders, hides or splits what is around it. First strong isolates and their ends are ours, and counted apart. */
const DECEIVING =
  /(?!\n)\p{Cc}|[\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2067\u206a-\u206f\u3164\ufeff\ufff9-\ufffb]/u;

export interface Library {
  readonly documents: readonly Document[];
  readonly byKey: ReadonlyMap<string, readonly Document[]>;
  readonly addresses: ReadonlySet<string>;
  /** Those that we write ourselves: of whoever acted. */
  readonly mentions: ReadonlySet<string>;
  /** As a reader would see each, whole; made when first asked for. */
  readonly texts: () => readonly string[];
}

export function library(
  documents: readonly Document[],
  { mentions = [] }: { readonly mentions?: readonly string[] } = {},
): Library {
  const byKey = new Map<string, Document[]>();
  for (const document of documents) {
    const key = documentKey(document.id);
    byKey.set(key, [...(byKey.get(key) ?? []), document]);
  }
  const addresses = documents.flatMap(({ url }) => (url === undefined ? [] : (linkAddress(url) ?? [])));
  let made: readonly string[] | undefined;
  const texts = () => {
    made ??= documents.map(({ text }) => bare(plainLines(text)));
    return made;
  };
  return { documents, byKey, addresses: new Set(addresses), mentions: new Set(mentions), texts };
}

/** Everything that is wrong with a message; empty when nothing is. */
export function problemsOf(view: MessageView, from: Library): string[] {
  const body = JSON.parse(JSON.stringify(view)) as Parameters<typeof checkMessage>[0];
  return [
    ...check(view),
    ...shapeProblems('MessageCreateRequestSchema', body).map((problem) => JSON.stringify(problem)),
    ...refusedBy(() => checkMessage(body)),
    ...pingProblems(view),
    ...textsOf(view).flatMap(deceptions),
    ...(view.embeds ?? []).flatMap((embed) => layoutProblems(embed.title ?? '', embed.description ?? '', from)),
    ...quoteProblems(view, from),
  ];
}

function refusedBy(act: () => void): string[] {
  try {
    act();
    return [];
  } catch (thrown) {
    return [`the emulator refuses it: ${JSON.stringify(thrown)}`];
  }
}

/** Discord looks for pings in `content` only, whatever `allowed_mentions` says; ours says no, and there is nothing to find. */
function pingProblems({ content = '', allowed_mentions: allowed }: MessageView): string[] {
  const denied = allowed.parse.length === 0 && allowed.replied_user === false && Object.keys(allowed).length === 2;
  const made = rendered(content).made.filter(({ kind }) => kind === 'mention');
  return [...(denied ? [] : ['mentions are allowed']), ...made.map(({ text }) => `a ping in the content: ${text}`)];
}

function textsOf({ content = '', embeds = [], components = [] }: MessageView): string[] {
  const shown = embeds.flatMap(({ title = '', description = '', footer, author, fields = [] }) => [
    ...[title, description, footer?.text ?? '', author?.name ?? ''],
    ...fields.flatMap(({ name, value }) => [name, value]),
  ]);
  const controls = components.flatMap((row) =>
    row.components.flatMap((each) => {
      if (each.type === ComponentType.Button) return 'label' in each ? [each.label ?? ''] : [];
      return [each.placeholder ?? '', ...each.options.flatMap(({ label, description = '' }) => [label, description])];
    }),
  );
  return [content, ...shown, ...controls];
}

function deceptions(text: string): string[] {
  const found = DECEIVING.exec(text)?.[0];
  const stray = text.split('\n').some((line) => {
    const depth = [...line].reduce((sum, each) => sum + (each === '\u2068' ? 1 : each === '\u2069' ? -1 : 0), 0);
    return depth !== 0;
  });
  return [
    ...(found === undefined ? [] : [`shows U+${found.codePointAt(0)?.toString(16)}: ${text.slice(0, 80)}`]),
    ...(/\p{Surrogate}/u.test(text) ? [`half a character: ${text.slice(0, 80)}`] : []),
    ...(stray ? [`an isolate that does not end with its line: ${text.slice(0, 80)}`] : []),
  ];
}

/** Nothing in a title; in a description our kinds of layout only, each line one that we write, each link a document's own. */
function layoutProblems(title: string, description: string, { addresses, mentions }: Library): string[] {
  // A moment of ours is always written in full; the documents' own are not.
  const isOwn = (text: string) => mentions.has(text) || /^<t:\d+:f>$/.test(text);
  const made = rendered(description).made.filter(({ text }) => !isOwn(text));
  const links = made.filter(({ kind }) => kind === 'link');
  return [
    ...rendered(title).made.map(({ kind, text }) => `the title makes a ${kind}: ${text}`),
    ...made.filter(({ kind }) => !OURS.has(kind)).map(({ kind, text }) => `a forged ${kind}: ${text.slice(0, 80)}`),
    ...links.filter(({ to = '' }) => !addresses.has(to)).map(({ to }) => `a link to no document: ${to}`),
    ...description
      .split('\n')
      .flatMap((line) => (isOurs(line, mentions) ? [] : [`a line that is not ours: ${line.slice(0, 80)}`])),
  ];
}

/** A document's words stand behind a label or a block quote's bar, in a quiet line or a list; all else begins with our words. */
function isOurs(line: string, mentions: ReadonlySet<string>): boolean {
  if (line === '' || /^(?:-# |> |- |\*\*\d{1,4}\*\* )/.test(line)) return true;
  // A numbered question; the counts of a report; a title on a line of its own, all in bold.
  if (/^\*\*(?:\d+\.\*\* |[\d.,\s]+ [^*]+\*\*$)/u.test(line) || isAllBold(line)) return true;
  // An error in its one grammar, which no text here has.
  if (/^\u2068?\p{Lu}.*\. Expected /u.test(line)) return true;
  // What was done to a document, by its name in bold or its id as code, and who did it: text alone makes neither.
  if (/^(?:\*\*(?:\\.|[^*\\])+\*\*|`[^`]+`) /u.test(line) || mentions.has(line.split(' · ')[0] ?? '')) return true;
  return BEGINNINGS.some((beginning) => line.startsWith(beginning));
}

function isAllBold(line: string): boolean {
  const { text, made } = rendered(line);
  return made.filter(({ kind }) => kind === 'bold').some((bold) => bold.text === text);
}

/** How our messages begin, up to their first value. */
const BEGINNINGS = Object.values(LANGUAGES).flatMap((messages) =>
  Object.values(messages).flatMap((message) => {
    const start = message.split('{')[0] ?? '';
    return start.trim().length < 2 ? [] : [start, `*${start}`, `**${start}`, `*(${start}`];
  }),
);

interface Shown {
  readonly label: string;
  readonly markdown: string;
  /** Behind the bar of a block quote, which shows where it ends. */
  readonly barred: boolean;
}

/** Each label once, its button in the same message, its words those of the stored text between the button's offsets. */
function quoteProblems(view: MessageView, from: Library): string[] {
  const lines = (view.embeds ?? []).flatMap(({ description = '' }) => description.split('\n'));
  const shown = lines.flatMap((line): Shown[] => {
    const [, bar, label, markdown] = /^(> )?\*\*(\d+)\*\* (.*)$/u.exec(line) ?? [];
    if (label === undefined || markdown === undefined || !/^(?:… |\u2068?“|\*\()/u.test(markdown)) return [];
    return [{ label, markdown, barred: bar !== undefined }];
  });
  const buttons = contextButtons(view);
  if (buttons.length !== shown.length) return [`${shown.length} quotes, ${buttons.length} buttons`];
  return shown.flatMap((each, at) => {
    const button = buttons[at];
    return button === undefined ? [] : falsehoods(each, button, from);
  });
}

function contextButtons(view: MessageView): { label: string; address: QuoteAddress }[] {
  return (view.components ?? []).flatMap((row) =>
    row.components.flatMap((each) => {
      if (each.type !== ComponentType.Button || !('custom_id' in each)) return [];
      const control = decode(each.custom_id);
      return control?.kind === 'context' ? [{ label: String(control.which), address: control.address }] : [];
    }),
  );
}

function falsehoods(shown: Shown, button: { label: string; address: QuoteAddress }, from: Library): string[] {
  const { address } = button;
  if (button.label !== shown.label) return [`label ${shown.label} beside the button of ${button.label}`];
  const document = from.byKey.get(address.documentKey)?.find(({ version }) => version.startsWith(address.version));
  if (document === undefined) return [`a quote of no stored document: ${shown.markdown.slice(0, 80)}`];
  if (isNotShown(shown.markdown)) return [];
  const quote = document.text.slice(address.start, address.end);
  const [, said] = /^(?:… )?“(.*)”(?: …)?$/su.exec(bare(visible(shown.markdown))) ?? [];
  return [
    ...(said === undefined || !bare(quote).includes(said.trim())
      ? [`a false quote: ${shown.markdown.slice(0, 200)}`]
      : []),
    ...(said !== undefined && !shown.barred && endsEarly(said) ? [`it seems to end early: ${said.slice(0, 120)}`] : []),
  ];
}

function isNotShown(markdown: string): boolean {
  return Object.keys(LANGUAGES).some((language) => markdown === `*(${words(language).text('quote.cannotBeShown')})*`);
}

/** Whether a reader would take a mark within for the one that ends the quote: none within opened it, or it has no pair. */
export function endsEarly(said: string): boolean {
  let depth = 0;
  let straight = 0;
  for (const each of said) {
    if ('“„❝〝'.includes(each)) depth += 1;
    if ('”‟❞〞'.includes(each)) depth -= 1;
    if ('"″ʺ〃＂'.includes(each)) straight += 1;
    if (depth < 0) return true;
  }
  return straight % 2 === 1;
}

/** What "In context" shows stands so in the stored text. */
export function contextProblems(view: MessageView, { texts }: Library): string[] {
  const description = view.embeds?.[0]?.description ?? '';
  const lines = description.split('\n').filter((line) => line.startsWith('> '));
  if (lines.length === 0) return [];
  const shown = lines.map((line) => visible(line.slice(2))).join('\n');
  const [, said] = /^(?:… )?“([\s\S]*)”(?: …)?$/u.exec(shown.trim()) ?? [];
  const words = said === undefined ? undefined : bare(said).trim();
  const isTrue = words !== undefined && texts().some((text) => text.includes(words));
  return isTrue ? [] : [`a false context: ${shown.slice(0, 200)}`];
}

/** What a reader sees, without the joiners and isolates that shape it, on one line. */
function bare(text: string): string {
  return plain(text)
    .replace(/\u200c|\u200d|[\u2066-\u2069]/g, '')
    .replace(/\s+/g, ' ');
}
