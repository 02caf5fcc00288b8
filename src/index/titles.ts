/**
 * The titles of one collection in a form that typing is matched against, held by a reader between questions. It stands alone
 * because suggestions must come within milliseconds from a hundred thousand documents: what changed is looked up, and the
 * rest stays as it was.
 */
import { fold } from '../text/fold.js';
import { type Database, prepared } from './statements.js';
import type { TitleEntry, TitleList } from './store.js';
import { touchedSince } from './touched.js';

/** Longest part of a title or id that is kept, in UTF-16 code units: more than a suggestion can show. */
const LONGEST = 200;
/** Collections whose titles are kept; others are read anew when asked. */
const KEPT = 32;
/** Gaps that removed documents leave are closed when they are more than this share. */
const MOST_GAPS = 0.25;

interface Row {
  readonly versionId: number;
  readonly documentId: string;
  readonly title: string | null;
}

/** The titles of every collection that was asked for of late. */
export class HeldTitles {
  /** Least recently asked first. */
  readonly #held = new Map<number, CollectionTitles>();

  constructor(private readonly database: Database) {}

  /** As they are at this generation, which is the one that the connection sees. */
  of(rows: readonly { readonly id: number; readonly owner: string }[], generation: number): readonly TitleList[] {
    return rows.map((row) => {
      const held = this.#held.get(row.id) ?? new CollectionTitles(this.database, row);
      this.#held.delete(row.id);
      this.#held.set(row.id, held);
      for (const oldest of this.#held.keys())
        if (this.#held.size > Math.max(KEPT, rows.length)) this.#held.delete(oldest);
      held.update(generation);
      return held;
    });
  }
}

const COLUMNS = `d.version_id AS versionId, d.key AS documentId, json_extract(v.metadata, '$.title') AS title
  FROM membership m JOIN document d ON d.id = m.document_id JOIN version v ON v.id = d.version_id`;

class CollectionTitles implements TitleList {
  readonly #entries: (TitleEntry | undefined)[] = [];
  readonly #matched: string[] = [];
  /** By version. */
  readonly #places = new Map<number, number>();
  #generation = -1;
  #gaps = 0;

  constructor(
    private readonly database: Database,
    private readonly key: { readonly id: number; readonly owner: string },
  ) {}

  get owner(): string {
    return this.key.owner;
  }

  get matched(): readonly string[] {
    return this.#matched;
  }

  entry(at: number): TitleEntry | undefined {
    return this.#entries[at];
  }

  /** Brings it to the state that the connection sees. */
  update(generation: number): void {
    if (generation === this.#generation) return;
    const touched = this.#generation < 0 ? undefined : touchedSince(this.database, this.#generation);
    if (touched === undefined) this.#reload();
    else for (const versionId of touched) this.#apply(versionId);
    if (this.#gaps > MOST_GAPS * this.#entries.length) this.#close();
    this.#generation = generation;
  }

  #reload(): void {
    this.#clear();
    const rows = prepared(this.database, `SELECT ${COLUMNS} WHERE m.collection_id = ? ORDER BY d.version_id`);
    for (const row of rows.all(this.key.id) as Row[]) this.#show(row);
  }

  #apply(versionId: number): void {
    const find = prepared(this.database, `SELECT ${COLUMNS} WHERE m.collection_id = ? AND d.version_id = ?`);
    const row = find.get(this.key.id, versionId) as Row | undefined;
    const at = this.#places.get(versionId);
    if (row !== undefined && at === undefined) this.#show(row);
    if (row === undefined && at !== undefined) this.#hide(versionId, at);
  }

  #show({ versionId, documentId, title }: Row): void {
    const id = documentId.slice(0, LONGEST);
    const shown = title === null || title.trim() === '' ? undefined : title.slice(0, LONGEST);
    this.#places.set(versionId, this.#entries.length);
    this.#entries.push({ documentId, versionId, ...(shown !== undefined && { title: shown }) });
    this.#matched.push(folded(shown === undefined ? id : `${shown} ${id}`));
  }

  #hide(versionId: number, at: number): void {
    this.#places.delete(versionId);
    this.#entries[at] = undefined;
    this.#matched[at] = '';
    this.#gaps += 1;
  }

  #close(): void {
    const kept = this.#entries.flatMap((entry, at) =>
      entry === undefined ? [] : ([[entry, this.#matched[at] ?? '']] as const),
    );
    this.#clear();
    for (const [entry, matched] of kept) {
      this.#places.set(entry.versionId, this.#entries.length);
      this.#entries.push(entry);
      this.#matched.push(matched);
    }
  }

  #clear(): void {
    this.#entries.length = 0;
    this.#matched.length = 0;
    this.#places.clear();
    this.#gaps = 0;
  }
}

/** Most titles are ASCII, and a hundred thousand of them are folded before the first suggestion. */
function folded(text: string): string {
  return /^[ -~]*$/.test(text) ? text.toLowerCase() : fold(text).folded;
}
