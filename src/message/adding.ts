/**
 * Makes documents of what a moderator hands over: a file, a pasted text, a message. It stands alone because what such a
 * document is called, and where its quotes will lead back to, is decided here.
 */
import type { AddRequest, Upload } from '../engine.js';
import { asVerbatimError } from '../errors.js';
import type { CollectionRef, Metadata } from '../model.js';
import type { AttachedFile, CommandContext, CommandOptions, TargetMessage } from './command.js';
import { text } from './command-options.js';
import { addedReport } from './documents-added.js';
import { escaped, isolated, plain } from './escape.js';
import { notice } from './layout.js';
import { firstLine, metadataOf, readable } from './message-text.js';
import { progress } from './report.js';
import { clipped } from './shorten.js';
import { COLLECTION_NAME } from './suggestions.js';
import type { MessageView } from './view.js';
import { ENGLISH } from './words.js';

/** Endings of files that a parser reads; with `.jsonl`, whose lines are documents of their own. */
export const READABLE_ENDINGS: readonly string[] = ['.txt', '.text', '.md', '.markdown', '.html', '.htm'];

/** Of a file name made from a title. */
const LONGEST_NAME = 150;

/** `/add` with a file, or with what was typed into its form. */
export async function addGiven(context: CommandContext): Promise<MessageView[]> {
  const { options, files, words = ENGLISH } = context;
  const collection = chosenCollection(context);
  if (collection === undefined) return [notice(words.text('added.collectionName'))];
  const metadata = statedIn(options);
  const file = files?.['file'];
  if (file !== undefined) {
    const read = await fetched(file, context);
    const source = `attachment:${file.name}`;
    if ('problem' in read) return notAdded({ collection, source, reason: read.problem }, context);
    return add({ collection, uploads: [{ source, ...read, metadata }] }, context);
  }
  const pasted = text(options, 'text').trim();
  // What nobody sees names nothing.
  const title = [metadata.title ?? '', firstLine(pasted)].find((each) => plain(each).trim() !== '');
  if (plain(pasted).trim() === '' || title === undefined) return [notice(words.text('added.needsText'))];
  const fileName = `${title.slice(0, LONGEST_NAME)}.md`;
  const upload = { source: `pasted:${title}`, fileName, bytes: utf8(pasted), metadata: { ...metadata, title } };
  return add({ collection, uploads: [upload] }, context);
}

/** "Add as document": the message and its readable files as one document, whose quotes lead back to the message. */
export async function addMessage(context: CommandContext): Promise<MessageView[]> {
  const { target, additions, words = ENGLISH } = context;
  if (target === undefined) return [notice(words.text('notice.unknown'))];
  const content = readable(target.content);
  const readables = target.attachments.filter(({ name }) => isReadable(name));
  const read = await Promise.all(readables.map((file) => fetched(file, context)));
  const parts = [
    ...(content === '' ? [] : [{ fileName: 'message.md', bytes: utf8(content) }]),
    ...read.flatMap((each) => ('bytes' in each ? [each] : [])),
  ];
  const leftOut = [
    ...read.flatMap((each) => ('problem' in each ? [each.problem] : [])),
    ...unread(target).map((name) => words.text('added.leftOut', { name })),
  ];
  const [first, ...attached] = parts;
  if (first === undefined) {
    const hint = words.text('added.messageEmpty', { endings: READABLE_ENDINGS.join(', ') });
    return [notice([hint, ...leftOut.map((line) => `-# ${isolated(escaped(clipped(line, 400)))}`)].join('\n'))];
  }
  const upload = {
    source: target.url,
    ...first,
    metadata: metadataOf(target, content),
    ...(attached.length > 0 && { attached }),
  };
  return add({ collection: additions, uploads: [upload], leftOut }, context);
}

type Fetched = { readonly fileName: string; readonly bytes: Uint8Array } | { readonly problem: string };

/** What cannot be fetched is told beside what can. */
async function fetched(file: AttachedFile, { fetchFile, words = ENGLISH }: CommandContext): Promise<Fetched> {
  if (fetchFile === undefined) return { problem: words.text('added.noFiles') };
  try {
    return { fileName: file.name, bytes: await fetchFile(file) };
  } catch (thrown) {
    const { code, message } = asVerbatimError(thrown);
    if (code !== 'unreadable' && code !== 'too-large') throw thrown;
    return { problem: message };
  }
}

interface Addition {
  readonly collection: CollectionRef;
  readonly uploads: readonly Upload[];
  readonly leftOut?: readonly string[];
}

async function add({ collection, uploads, leftOut = [] }: Addition, context: CommandContext): Promise<MessageView[]> {
  const { engine, actor, words = ENGLISH } = context;
  const request: AddRequest = { collection, actor, uploads };
  const report = await engine.add(request, (step) => context.update(progress(step, words)));
  const stored = [...report.added, ...report.changed].map(({ documentId }) => documentId);
  if (stored.length > 0) {
    await context.collectionsChanged?.();
    await context.audit?.('add', `${stored.join(', ')} to ${collection.name}`);
  }
  const kept = [...stored, ...report.unchanged.map(({ documentId }) => documentId)];
  const titles = await titlesOf(kept, collection, context);
  return addedReport({ ...context, report, collection, titles, leftOut, words });
}

function notAdded(
  failed: { readonly collection: CollectionRef; readonly source: string; readonly reason: string },
  context: CommandContext,
): MessageView[] {
  const { collection, source, reason } = failed;
  const change = { documentId: source, source, passages: 0, reason };
  const report = { added: [], changed: [], removed: [], unchanged: [], failed: [change] };
  return addedReport({ ...context, report, collection, titles: new Map(), words: context.words ?? ENGLISH });
}

/** Of the one that is shown in full. */
async function titlesOf(
  ids: readonly string[],
  collection: CollectionRef,
  { engine }: CommandContext,
): Promise<ReadonlyMap<string, string>> {
  const [only, ...others] = ids;
  if (only === undefined || others.length > 0) return new Map();
  const documents = await engine.sources({ visible: [collection], filter: only });
  const title = documents.find(({ id }) => id === only)?.title;
  return title === undefined ? new Map() : new Map([[only, title]]);
}

/** One of the server's own, or a new one; undefined for a name that none may have. */
function chosenCollection({ options, changeable, additions }: CommandContext): CollectionRef | undefined {
  const name = text(options, 'collection').trim();
  if (name === '') return additions;
  const own = changeable.filter(({ owner }) => owner === additions.owner);
  const known = [...own, additions].find((each) => each.name.toLowerCase() === name.toLowerCase());
  return known ?? (COLLECTION_NAME.test(name) ? { owner: additions.owner, name } : undefined);
}

function statedIn(options: CommandOptions): Metadata {
  const stated = { title: 'title', url: 'url', publishedAt: 'date', publisher: 'publisher' } as const;
  const entries = Object.entries(stated).map(([field, option]) => [field, text(options, option).trim()]);
  return Object.fromEntries(entries.filter(([, value]) => value !== '')) as Metadata;
}

function isReadable(name: string): boolean {
  return READABLE_ENDINGS.some((ending) => name.toLowerCase().endsWith(ending));
}

function unread({ attachments }: TargetMessage): string[] {
  return attachments.map(({ name }) => name).filter((name) => !isReadable(name));
}

function utf8(content: string): Uint8Array {
  return new TextEncoder().encode(content);
}
