/**
 * Erasing a document for good: what it means is said first, and it is done when a button was pressed. It stands alone because
 * it is the one act that nothing takes back.
 */
import { type APIActionRowComponent, type APIButtonComponent, ButtonStyle, ComponentType } from 'discord-api-types/v10';
import { asVerbatimError } from '../errors.js';
import type { CollectionRef } from '../model.js';
import { collectionsByKey } from './collection-choice.js';
import { type EraseControl, erasable } from './control-documents.js';
import { collectionKey } from './controls.js';
import { type Acting, lookUp, type NamedDocument, placed } from './document-named.js';
import { type FoundDocument, findDocuments } from './documents-found.js';
import { button, COLOURS, notice, pack } from './layout.js';
import type { MessageView } from './view.js';
import { ENGLISH, type Words } from './words.js';

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

/** The button was pressed. What it names is looked up anew, among what its presser may change now. */
export async function eraseDocument(control: EraseControl, acting: Acting): Promise<MessageView[]> {
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
