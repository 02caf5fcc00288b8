/**
 * The titles of collections in a form that typing is matched against, held by a reader between questions. It stands alone
 * because suggestions must come within milliseconds from a hundred thousand documents: they are read once, in slices between
 * which questions are answered, and from then on only what changed is looked up.
 */
import { setImmediate } from 'node:timers/promises';
import { fold } from '../text/fold.js';
import { type Database, prepared } from './statements.js';
import type { TitleEntry, TitleList } from './store.js';
import { touchedSince } from './touched.js';

/** Longest part of a title or id that is kept, in UTF-16 code units: more than a suggestion can show. */
const LONGEST = 200;
/** Documents read at once: some hundredths of a second. */
const SLICE = 2_000;
/** Collections whose titles are kept; others are read anew when asked. */
const KEPT = 32;
/** Gaps that removed documents leave are closed when they are more than this share. */
const MOST_GAPS = 0.25;

interface Row {
  readonly memberId: number;
  readonly versionId: number;
  readonly documentId: string;
  readonly title: string | null;
}

const COLUMNS = `m.document_id AS memberId, d.version_id AS versionId, d.key AS documentId,
  json_extract(v.metadata, '$.title') AS title`;
/** In this order: a collection's documents by their place in it, or one document by its version. */
const PAGE = `SELECT ${COLUMNS} FROM membership m CROSS JOIN document d ON d.id = m.document_id
  CROSS JOIN version v ON v.id = d.version_id
  WHERE m.collection_id = ? AND m.document_id > ? ORDER BY m.document_id LIMIT ${SLICE}`;
const ONE = `SELECT ${COLUMNS} FROM document d CROSS JOIN membership m ON m.collection_id = ? AND m.document_id = d.id
  CROSS JOIN version v ON v.id = d.version_id WHERE d.version_id = ?`;

/** Which collection, and whose. */
interface TitlesKey {
  readonly id: number;
  readonly owner: string;
}

/** The titles of every collection that was asked for of late. */
export class HeldTitles {
  /** Least recently asked first. */
  readonly #held = new Map<number, CollectionTitles>();

  /** @param generation of the state that the connection sees */
  constructor(
    private readonly database: Database,
    private readonly generation: () => number,
  ) {}

  /** As they are when the promise resolves. */
  of(rows: readonly TitlesKey[]): Promise<readonly TitleList[]> {
    return Promise.all(
      rows.map(async (row) => {
        const held = this.#held.get(row.id) ?? new CollectionTitles(this.database, row, this.generation);
        this.#held.delete(row.id);
        this.#held.set(row.id, held);
        const most = Math.max(KEPT, rows.length);
        for (const oldest of this.#held.keys()) if (this.#held.size > most) this.#held.delete(oldest);
        await held.update();
        return held;
      }),
    );
  }

  /** Brings those that are held to the state that the connection sees. */
  async update(): Promise<void> {
    for (const held of this.#held.values()) await held.update();
  }
}

class CollectionTitles implements TitleList {
  #entries: (TitleEntry | undefined)[] = [];
  #matched: string[] = [];
  /** By version. */
  readonly #places = new Map<number, number>();
  #generation = -1;
  #gaps = 0;
  #loading: Promise<void> | undefined;

  constructor(
    private readonly database: Database,
    private readonly key: TitlesKey,
    private readonly generation: () => number,
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
  async update(): Promise<void> {
    while (!this.#applied()) {
      this.#loading ??= this.#load().finally(() => {
        this.#loading = undefined;
      });
      await this.#loading;
    }
  }

  /** False when it must be read anew: for the first time, or after so many changes that nobody remembers them. */
  #applied(): boolean {
    const generation = this.generation();
    if (generation === this.#generation) return true;
    const touched = this.#generation < 0 ? undefined : touchedSince(this.database, this.#generation);
    if (touched === undefined) return false;
    // Newer versions come last.
    for (const versionId of touched.toSorted((one, other) => one - other)) this.#apply(versionId);
    if (this.#gaps > MOST_GAPS * this.#entries.length) this.#replace(this.#entries);
    this.#generation = generation;
    return true;
  }

  /** What is changed meanwhile is applied afterwards, from the generation at which the reading began. */
  async #load(): Promise<void> {
    const generation = this.generation();
    const entries: TitleEntry[] = [];
    let after = 0;
    for (let more = true; more; ) {
      const rows = prepared(this.database, PAGE).all(this.key.id, after) as Row[];
      entries.push(...rows.map(entryOf));
      after = rows.at(-1)?.memberId ?? after;
      more = rows.length === SLICE;
      if (more) await setImmediate();
    }
    this.#replace(entries.sort((left, right) => left.versionId - right.versionId));
    this.#generation = generation;
  }

  #apply(versionId: number): void {
    const row = prepared(this.database, ONE).get(this.key.id, versionId) as Row | undefined;
    const at = this.#places.get(versionId);
    if (row !== undefined && at === undefined) this.#show(entryOf(row));
    if (row !== undefined || at === undefined) return;
    this.#places.delete(versionId);
    this.#entries[at] = undefined;
    this.#matched[at] = '';
    this.#gaps += 1;
  }

  #show(entry: TitleEntry): void {
    this.#places.set(entry.versionId, this.#entries.length);
    this.#entries.push(entry);
    this.#matched.push(matching(entry));
  }

  #replace(entries: readonly (TitleEntry | undefined)[]): void {
    this.#entries = [];
    this.#matched = [];
    this.#places.clear();
    this.#gaps = 0;
    for (const entry of entries) if (entry !== undefined) this.#show(entry);
  }
}

function entryOf({ versionId, documentId, title }: Row): TitleEntry {
  const shown = title === null || title.trim() === '' ? {} : { title: title.slice(0, LONGEST) };
  return { documentId, versionId, ...shown };
}

/** Most titles are ASCII, and a hundred thousand of them are folded before the first suggestion. */
function matching({ documentId, title }: TitleEntry): string {
  const id = documentId.slice(0, LONGEST);
  const text = title === undefined ? id : `${title} ${id}`;
  return /^[ -~]*$/.test(text) ? text.toLowerCase() : fold(text).folded;
}
