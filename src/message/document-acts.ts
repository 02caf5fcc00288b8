/**
 * Removing and undoing, and the buttons under moderators' document commands. It stands alone because each act here takes
 * something away, so each says what, from where, and how it comes back.
 */
import type { Engine } from '../engine.js';
import type { DocumentControl } from './control-documents.js';
import { type Acting, lookUp, type NamedDocument, placed } from './document-named.js';
import { actorShown, momentShown } from './documents-shown.js';
import { eraseDocument } from './erasing.js';
import { strong } from './escape.js';
import { COLOURS, notice, pack } from './layout.js';
import { stopReindex } from './reindexing.js';
import { changeReport, reportCounts } from './report.js';
import type { MessageView } from './view.js';
import { ENGLISH } from './words.js';

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

/** A button of a moderator was pressed. Whether its presser is one is the caller's to check. */
export async function handleDocuments(control: DocumentControl, acting: Acting): Promise<MessageView[]> {
  const { words = ENGLISH } = acting;
  if (control.kind === 'stop') return stopReindex(control.run, acting);
  return control.kind === 'erase' ? eraseDocument(control, acting) : [notice(words.text('erase.kept'))];
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
