/**
 * The postings of any term, as one reader sees them: blocks from the database, the often asked ones kept decoded, and the
 * tail that is in no block yet.
 */
import { readNumber } from './meta.js';
import { visitForward } from './packing.js';
import { PostingList } from './posting-list.js';
import { readPostings } from './postings.js';
import { type Database, prepared } from './statements.js';

/** Bytes of postings kept between questions: those of the words most asked for, of an index of a million passages. */
const KEPT_BYTES = 96 * 1024 * 1024;
/** Terms whose ids are kept of each owner, those that are not stored included. */
const KEPT_IDS = 50_000;

interface Growing {
  readonly ids: number[];
  readonly frequencies: number[];
}

const EMPTY = PostingList.of({ ids: new Uint32Array(), frequencies: new Uint8Array() });

interface ForwardRow {
  readonly id: number;
  readonly first: number;
  readonly terms: Buffer;
}

export class TermsIndex {
  readonly #database: Database;
  /** Least recently asked first. */
  readonly #kept = new Map<number, PostingList>();
  readonly #tail = new Map<number, Growing>();
  /** Of terms asked for since the last update: their ids by owner, and their part of the tail as a list. */
  readonly #ids = new Map<string, Map<string, number | undefined>>();
  readonly #tailLists = new Map<number, PostingList>();
  #keptBytes = 0;
  #postings = -1;
  #merged = 0;
  #last = 0;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Brings it to the state of the read transaction that is open. Costs what was stored or merged since. */
  update(): void {
    this.#ids.clear();
    this.#tailLists.clear();
    const postings = readNumber(this.#database, 'postings');
    const merged = readNumber(this.#database, 'merged');
    if (postings !== this.#postings) this.#forget();
    if (merged !== this.#merged || postings !== this.#postings) {
      this.#tail.clear();
      this.#last = merged;
    }
    this.#postings = postings;
    this.#merged = merged;
    const rows = prepared(
      this.#database,
      `SELECT p.id, p.first_passage AS first, f.terms FROM preparation p JOIN forward f ON f.preparation_id = p.id
         WHERE p.id > ? ORDER BY p.id`,
    ).all(this.#last) as ForwardRow[];
    for (const row of rows) this.#append(row);
  }

  idOf(owner: string, term: string): number | undefined {
    let ids = this.#ids.get(owner);
    if (ids === undefined || ids.size >= KEPT_IDS) {
      ids = new Map();
      this.#ids.set(owner, ids);
    }
    const known = ids.get(term);
    if (known !== undefined || ids.has(term)) return known;
    const find = prepared(this.#database, 'SELECT id FROM term WHERE owner = ? AND text = ?').pluck();
    const id = find.get(owner, term) as number | undefined;
    ids.set(term, id);
    return id;
  }

  /** Parts that follow one another, visible passages or not. */
  postingsOf(termId: number): readonly PostingList[] {
    const merged = this.#merge(termId);
    const tail = this.#tailOf(termId);
    if (tail.size === 0) return merged.size === 0 ? [] : [merged];
    return merged.size === 0 ? [tail] : [merged, tail];
  }

  #tailOf(termId: number): PostingList {
    const growing = this.#tail.get(termId);
    if (growing === undefined) return EMPTY;
    let list = this.#tailLists.get(termId);
    if (list === undefined) {
      const { ids, frequencies } = growing;
      list = PostingList.of({ ids: Uint32Array.from(ids), frequencies: Uint8Array.from(frequencies) });
      this.#tailLists.set(termId, list);
    }
    return list;
  }

  /** Calls `visit` for each posting of a stored document. */
  visitDocument(preparationId: number, visit: (index: number, termId: number, frequency: number) => void): void {
    const terms = prepared(this.#database, 'SELECT terms FROM forward WHERE preparation_id = ?').pluck();
    visitForward((terms.get(preparationId) as Buffer | undefined) ?? new Uint8Array(), visit);
  }

  #merge(termId: number): PostingList {
    const known = this.#kept.get(termId);
    // Nothing would be gained by letting go of one that has none.
    if (known === EMPTY) return known;
    const kept = known ?? this.#read(termId);
    this.#kept.delete(termId);
    this.#kept.set(termId, kept);
    return kept;
  }

  #read(termId: number): PostingList {
    const found = readPostings(this.#database, termId);
    const postings = found.size === 0 ? EMPTY : found;
    this.#keptBytes += postings.bytes;
    for (const [oldest, { bytes }] of this.#kept) {
      if (this.#keptBytes <= KEPT_BYTES) break;
      this.#kept.delete(oldest);
      this.#keptBytes -= bytes;
    }
    return postings;
  }

  #forget(): void {
    this.#kept.clear();
    this.#keptBytes = 0;
  }

  #append({ id, first, terms }: ForwardRow): void {
    visitForward(terms, (index, termId, frequency) => {
      let growing = this.#tail.get(termId);
      if (growing === undefined) {
        growing = { ids: [], frequencies: [] };
        this.#tail.set(termId, growing);
      }
      growing.ids.push(first + index);
      growing.frequencies.push(frequency);
    });
    this.#last = id;
  }
}
