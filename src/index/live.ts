/**
 * The passages of one collection that can be seen at one generation, with what ranking needs of them. Held by a reader
 * between questions and brought up to date by what was touched, so that one more document costs what it holds.
 */
import { PagedUint16 } from './paged.js';
import { type Database, prepared } from './statements.js';
import type { PassageId } from './store.js';

/** The passages of a version, as prepared for the model that answers. */
export interface PreparedRange {
  readonly first: PassageId;
  readonly lengths: Uint16Array;
  readonly language: string;
}

const LONGEST = 0xfffe;

export class LiveSet {
  /** Terms in each visible passage and one more, so that 0 means: not visible. */
  readonly #lengths = new PagedUint16();
  readonly #languages = new Map<string, number>();
  #size = 0;
  #totalLength = 0;

  /** Passages. */
  get size(): number {
    return this.#size;
  }

  /** Terms of all passages, repeats included. */
  get totalLength(): number {
    return this.#totalLength;
  }

  /** Analysis languages of the documents, in alphabetical order. */
  get languages(): readonly string[] {
    return [...this.#languages.keys()].sort();
  }

  has(id: PassageId): boolean {
    return this.#lengths.get(id) !== 0;
  }

  /** Terms in a passage, or -1 when it is not visible. */
  lengthOf(id: PassageId): number {
    return this.#lengths.get(id) - 1;
  }

  /** `lengthOf` and one more for the ids of one page, for loops over many; undefined when nothing of it is visible. */
  page(at: number): Uint16Array | undefined {
    return this.#lengths.page(at);
  }

  /** Mean of the lengths, at least 1, so that nobody divides by zero. */
  get averageLength(): number {
    return this.#size === 0 ? 1 : Math.max(1, this.#totalLength / this.#size);
  }

  /** Ascending. */
  ids(): Iterable<PassageId> {
    return this.#lengths.ids();
  }

  /** False when it was shown already. */
  show({ first, lengths, language }: PreparedRange): boolean {
    if (lengths.length === 0 || this.has(first)) return false;
    for (const [index, length] of lengths.entries()) {
      const kept = Math.min(LONGEST, length);
      this.#lengths.set(first + index, kept + 1);
      this.#totalLength += kept;
    }
    this.#size += lengths.length;
    this.#languages.set(language, (this.#languages.get(language) ?? 0) + 1);
    return true;
  }

  /** False when it was not there. */
  hide({ first, lengths, language }: PreparedRange): boolean {
    if (lengths.length === 0 || !this.has(first)) return false;
    for (const [index, length] of lengths.entries()) {
      this.#lengths.set(first + index, 0);
      this.#totalLength -= Math.min(LONGEST, length);
    }
    this.#size -= lengths.length;
    const left = (this.#languages.get(language) ?? 0) - 1;
    if (left > 0) this.#languages.set(language, left);
    else this.#languages.delete(language);
    return true;
  }
}

interface Row {
  readonly first_passage: number;
  readonly lengths: Buffer;
  readonly language: string;
}

/** Everything visible in some collections under a model. */
export function loadLive(database: Database, collectionIds: readonly number[], modelId: number): LiveSet {
  const rows = prepared(
    database,
    `SELECT p.first_passage, p.lengths, p.language FROM membership m
       JOIN document d ON d.id = m.document_id
       JOIN preparation p ON p.version_id = d.version_id AND p.model_id = ?
       WHERE m.collection_id IN (SELECT value FROM json_each(?))`,
  ).all(modelId, JSON.stringify(collectionIds)) as Row[];
  const live = new LiveSet();
  for (const row of rows) live.show(rangeOf(row));
  return live;
}

/** A version's passages, and whether they can be seen in one of the collections. */
export function preparedRange(
  database: Database,
  where: { readonly versionId: number; readonly modelId: number; readonly collectionIds: readonly number[] },
): { readonly range: PreparedRange; readonly isVisible: boolean; readonly preparationId: number } | undefined {
  const row = prepared(
    database,
    `SELECT p.id, p.first_passage, p.lengths, p.language, EXISTS (SELECT 1 FROM document d
         JOIN membership m ON m.document_id = d.id AND m.collection_id IN (SELECT value FROM json_each(@collections))
         WHERE d.version_id = p.version_id) AS visible
       FROM preparation p WHERE p.version_id = @versionId AND p.model_id = @modelId`,
  ).get({ ...where, collections: JSON.stringify(where.collectionIds), collectionIds: undefined }) as
    | (Row & { readonly id: number; readonly visible: number })
    | undefined;
  return row && { range: rangeOf(row), isVisible: row.visible === 1, preparationId: row.id };
}

function rangeOf({ first_passage, lengths, language }: Row): PreparedRange {
  // A copy, since a database driver's buffers need not be aligned.
  const copy = new Uint16Array(lengths.byteLength / 2);
  new Uint8Array(copy.buffer).set(lengths);
  return { first: first_passage, lengths: copy, language };
}
