/**
 * Removing, erasing and undoing: a moderator names a document, is told what will be gone, and it is done. It stands alone
 * because each of these takes something away, so each says what, from where, and how it comes back or why it does not.
 */
import { type APIActionRowComponent, type APIButtonComponent, ButtonStyle, ComponentType } from 'discord-api-types/v10';
import type { Engine } from '../engine.js';
import { asVerbatimError } from '../errors.js';
import type { CollectionRef } from '../model.js';
import { collectionsByKey } from './collection-choice.js';
import type { Caller, Powers } from './command.js';
import { type DocumentControl, type EraseControl, erasable } from './control-documents.js';
import { collectionKey } from './controls.js';
import { type FoundDocument, findDocument, findDocuments, shownDocument } from './documents-found.js';
import { actorShown, momentShown } from './documents-shown.js';
import { escaped, strong } from './escape.js';
import { button, COLOURS, notice, pack } from './layout.js';
import { stopReindex } from './reindexing.js';
import { changeReport, reportCounts } from './report.js';
import { clipped } from './shorten.js';
import type { MessageView } from './view.js';
import { ENGLISH, type Words } from './words.js';

/** Who acts, and on what. */
export interface Acting extends Caller, Powers {
  readonly engine: Engine;
  readonly words?: Words | undefined;
}

/** What they named: a document, and the collection where it stands in several. */
export interface NamedDocument {
  readonly document: string;
  /** Empty: any that they may change. */
  readonly collection: string;
}

/** Servers in which somebody is undoing: two at once would take back two changes where each meant the last. */
const undoing = new WeakMap<Engine, Set<string>>();

export async function removeDocument(named: NamedDocument, acting: Acting): Promise<MessageView[]> {
  const { engine, actor, words = ENGLISH } = acting;
  const looked = await lookUp(named, acting);
  if ('unclear' in looked) return [looked.unclear];
  const { collection, documentId } = looked.found;
  await engine.remove({ collection, actor, documentId });
  await acting.audit?.('remove', `${documentId} from ${collection.name}`);
  await acting.collectionsChanged?.();
  const line = words.text('removed.line', placed(looked.found, words));
  const title = words.text('removed.title');
  return pack([{ markdown: `${line}\n-# ${words.text('undo.hint')}` }], { title, colour: COLOURS.answer, words });
}

/** What will be gone, with a button that does it. */
export async function confirmErasing(named: NamedDocument, acting: Acting): Promise<MessageView[]> {
  const { words = ENGLISH } = acting;
  const looked = await lookUp(named, acting);
  if ('unclear' in looked) return [removedBefore(looked.unclear, named, acting)];
  const { collection, documentId } = looked.found;
  const blocks = [
    { markdown: words.text('erase.what', placed(looked.found, words)) },
    { markdown: `${words.text('erase.consequences')}\n${words.text('erase.posted')}` },
  ];
  const views = pack(blocks, { title: words.text('erase.title'), colour: COLOURS.failure, words });
  const components = eraseButtons(collection, documentId, words);
  return views.map((view, at) => (at === views.length - 1 ? { ...view, components } : view));
}

/** A removed document is listed nowhere, and its text is still kept: whoever knows its id may erase it. */
function removedBefore(view: MessageView, { document }: NamedDocument, acting: Acting): MessageView {
  const { additions, words = ENGLISH } = acting;
  const documentId = document.trim();
  const [embed] = view.embeds ?? [];
  const isWhole = erasable({ owner: additions.owner, documentId }) === `=${documentId}` && documentId !== '';
  if (!isWhole || embed === undefined) return view;
  const description = [embed.description, words.text('erase.removed'), words.text('erase.posted')].join('\n');
  return { ...view, embeds: [{ ...embed, description }], components: eraseButtons(additions, documentId, words) };
}

function eraseButtons(
  collection: CollectionRef,
  documentId: string,
  words: Words,
): APIActionRowComponent<APIButtonComponent>[] {
  const document = erasable({ owner: collection.owner, documentId });
  const erase = button(words.text('button.erase'), {
    kind: 'erase',
    collectionKey: collectionKey(collection),
    document,
  });
  const keep = button(words.text('button.keep'), { kind: 'keep' });
  return [{ type: ComponentType.ActionRow, components: [{ ...erase, style: ButtonStyle.Danger }, keep] }];
}

/** A button of a moderator was pressed. Whether its presser is one is the caller's to check. */
export async function handleDocuments(control: DocumentControl, acting: Acting): Promise<MessageView[]> {
  const { words = ENGLISH } = acting;
  if (control.kind === 'stop') return stopReindex(control.run, acting);
  return control.kind === 'erase' ? eraseDocument(control, acting) : [notice(words.text('erase.kept'))];
}

/** The button was pressed. What it names is looked up anew, among what its presser may change now. */
async function eraseDocument(control: EraseControl, acting: Acting): Promise<MessageView[]> {
  const { engine, actor, words = ENGLISH } = acting;
  const document = await erasedBy(control, acting);
  const gone = [notice(words.text('erase.gone'))];
  if (document === undefined) return gone;
  const { collection, documentId } = document;
  try {
    await engine.erase({ collection, actor, documentId });
  } catch (thrown) {
    if (asVerbatimError(thrown).code === 'not-found') return gone;
    throw thrown;
  }
  await acting.audit?.('erase', `${documentId} from ${collection.name}`);
  await acting.collectionsChanged?.();
  const done = words.text('erase.done', placed(document, words));
  return [notice([done, words.text('erase.posted')].join('\n'), COLOURS.answer)];
}

async function erasedBy(
  control: EraseControl,
  { engine, changeable, additions }: Acting,
): Promise<FoundDocument | undefined> {
  const named = control.document.slice(1);
  const collections = collectionsByKey(changeable, control.collectionKey);
  const [collection] = collections;
  if (collection === undefined) return undefined;
  const found = await findDocuments(named, { engine, collections });
  // A title like the id of a document that is gone must not stand in for it.
  const standing = found.find((each) => erasable({ ...each, owner: each.collection.owner }) === control.document);
  // What was removed stands nowhere. The host's is left alone then: other servers may have it in other collections.
  const isOwn = collection.owner === additions.owner && control.document.startsWith('=');
  return standing ?? (isOwn ? { collection, documentId: named } : undefined);
}

/** Takes back the last change of whichever collection changed last. */
export async function undoLast(acting: Acting): Promise<MessageView[]> {
  const { engine, guildId, words = ENGLISH } = acting;
  const busy = undoing.get(engine) ?? new Set<string>();
  undoing.set(engine, busy);
  if (busy.has(guildId)) return [notice(words.text('undo.busy'))];
  busy.add(guildId);
  try {
    return await undo(acting);
  } finally {
    busy.delete(guildId);
  }
}

async function undo({ engine, actor, changeable, words = ENGLISH, ...powers }: Acting): Promise<MessageView[]> {
  const last = await engine.lastChange(changeable);
  if (last === undefined) return [notice(words.text('undo.nothing'), COLOURS.abstention)];
  const { collection } = last;
  const report = await engine.undo({ collection, actor });
  const { kind, actor: by, at } = report.undone ?? last.change;
  await powers.audit?.('undo', `${kind} of ${at} in ${collection.name}: ${reportCounts(report, ENGLISH)}`);
  await powers.collectionsChanged?.();
  const values = {
    kind,
    who: actorShown(by, words),
    when: momentShown(at),
    collection: strong(collection.name, words),
  };
  return changeReport(report, words, { title: words.text('undo.title'), notes: [words.text('undo.what', values)] });
}

async function lookUp(
  { document, collection }: NamedDocument,
  { engine, changeable, words = ENGLISH }: Acting,
): Promise<{ readonly found: FoundDocument } | { readonly unclear: MessageView }> {
  const wanted = collection.trim().toLowerCase();
  const collections = wanted === '' ? changeable : changeable.filter(({ name }) => name.toLowerCase() === wanted);
  if (collections.length > 0) return findDocument(document, { engine, collections }, words);
  const name = escaped(clipped(collection, 64)).trim();
  return { unclear: notice(words.text('collection.unknown', { name })) };
}

function placed(found: FoundDocument, words: Words): { readonly document: string; readonly collection: string } {
  const { collection }: { readonly collection: CollectionRef } = found;
  return { document: shownDocument(found, words), collection: strong(collection.name, words) };
}
