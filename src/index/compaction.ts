/**
 * Takes out passages that nobody sees any more: of versions that were replaced or removed, and of models that no longer
 * answer. Their texts stay, for old quotes and for undo, which embeds again what was taken out here.
 */
import { deletePreparations } from './preparations.js';
import { type Database, prepared } from './statements.js';
import { forgetOld } from './touched.js';
import { LAST_CHANGE } from './undo.js';

export const COMPACTION = {
  /** Fewer hidden passages than this are left: some megabytes. */
  least: 1_000,
  /** Passages taken out in one transaction, more or less: some tenths of a second. */
  batch: 512,
} as const;

interface Hidden {
  readonly id: number;
  readonly passages: number;
}

/** What an undo of each collection's last change would bring back is kept at hand. */
const KEPT = `SELECT e.before_version FROM collection c
  JOIN change_entry e ON e.change_id = (${LAST_CHANGE('c.id')}) WHERE e.before_version IS NOT NULL`;

const SEEN = `EXISTS (SELECT 1 FROM document d JOIN membership m ON m.document_id = d.id WHERE d.version_id = p.version_id)`;

/** Preparations to take out, oldest first; empty while there are too few to be worth it. `modelId` is the writer's own. */
export function hiddenPreparations(database: Database, modelId: number, least: number): readonly number[] {
  const hidden = prepared(
    database,
    `SELECT p.id, p.passages FROM preparation p WHERE p.version_id IN (SELECT version_id FROM touched)
         AND NOT ${SEEN} AND p.version_id NOT IN (${KEPT})
     UNION
     SELECT p.id, p.passages FROM preparation p
       WHERE p.model_id <> @modelId AND p.model_id <> (SELECT value FROM meta WHERE key = 'model')
     ORDER BY 1`,
  ).all({ modelId }) as Hidden[];
  const total = hidden.reduce((sum, { passages }) => sum + Math.max(1, passages), 0);
  return total < least ? [] : hidden.map(({ id }) => id);
}

/** Takes out the next few of `ids` and gives those that are left. Must run inside a write transaction. */
export function compactSome(database: Database, ids: readonly number[]): readonly number[] {
  const find = prepared(database, `SELECT passages, ${SEEN} AS seen FROM preparation p WHERE p.id = ?`);
  const gone: number[] = [];
  let passages = 0;
  let at = 0;
  for (; at < ids.length && passages < COMPACTION.batch; at++) {
    const id = ids[at] as number;
    const found = find.get(id) as { readonly passages: number; readonly seen: number } | undefined;
    // An undo may have brought it back since the list was made.
    if (found === undefined || (found.seen === 1 && isOfModelInUse(database, id))) continue;
    gone.push(id);
    passages += found.passages;
  }
  if (gone.length > 0) deletePreparations(database, gone);
  return ids.slice(at);
}

function isOfModelInUse(database: Database, preparationId: number): boolean {
  const find = prepared(
    database,
    "SELECT 1 FROM preparation WHERE id = ? AND model_id = (SELECT value FROM meta WHERE key = 'model')",
  );
  return find.get(preparationId) !== undefined;
}

/** Keeps the log of what was touched short. Must run inside a write transaction. */
export function shortenTouched(database: Database): void {
  const find = prepared(database, `SELECT 1 FROM preparation p WHERE p.version_id = ? AND NOT ${SEEN}`);
  forgetOld(database, (versionId) => find.get(versionId) !== undefined);
}
