/**
 * A collection, or several of one owner that are asked together, as a reader holds them between questions: what is visible
 * in them and how common their terms are.
 */
import { LiveSet, loadLive, preparedRange } from './live.js';
import type { PostingList } from './posting-list.js';
import type { Database } from './statements.js';
import type { PassageId } from './store.js';
import type { TermsIndex } from './terms-index.js';
import { touchedSince } from './touched.js';

/** Terms that are kept counted; past them all are counted anew when asked for. */
const MOST_TERMS = 50_000;

/** Told of the passages that came into sight; undefined when all were read anew. */
export type OnShown = (ids: readonly PassageId[] | undefined) => void;

/** What a state is of. */
export interface CollectionKey {
  /** Ascending, at least one, of one owner. */
  readonly ids: readonly number[];
  readonly owner: string;
  readonly modelId: number;
}

export class CollectionState {
  readonly ids: readonly number[];
  readonly owner: string;
  readonly modelId: number;
  readonly #database: Database;
  readonly #terms: TermsIndex;
  /** Visible passages that have each term. */
  readonly #frequencies = new Map<number, number>();
  #live = new LiveSet();
  #generation = -1;

  constructor(database: Database, terms: TermsIndex, key: CollectionKey) {
    this.#database = database;
    this.#terms = terms;
    this.ids = key.ids;
    this.owner = key.owner;
    this.modelId = key.modelId;
  }

  get live(): LiveSet {
    return this.#live;
  }

  /** Brings it to the state of the read transaction that is open. */
  update(generation: number, onShown: OnShown): void {
    if (generation === this.#generation) return;
    const touched = this.#generation < 0 ? undefined : touchedSince(this.#database, this.#generation);
    if (touched === undefined) this.#reload(onShown);
    else for (const versionId of touched) this.#apply(versionId, onShown);
    this.#generation = generation;
  }

  /** How many visible passages have a term. Counted when first asked for, then kept up to date. */
  frequencyOf(termId: number, parts: readonly PostingList[]): number {
    let found = this.#frequencies.get(termId);
    if (found === undefined) {
      found = parts.reduce((sum, list) => sum + list.countIn(this.#live), 0);
      if (this.#frequencies.size >= MOST_TERMS) this.#frequencies.clear();
      this.#frequencies.set(termId, found);
    }
    return found;
  }

  #reload(onShown: OnShown): void {
    this.#frequencies.clear();
    this.#live = loadLive(this.#database, this.ids, this.modelId);
    onShown(undefined);
  }

  #apply(versionId: number, onShown: OnShown): void {
    const found = preparedRange(this.#database, { versionId, modelId: this.modelId, collectionIds: this.ids });
    if (found === undefined) return;
    const { range, isVisible, preparationId } = found;
    const moved = isVisible ? this.#live.show(range) : this.#live.hide(range);
    if (!moved) return;
    if (this.#frequencies.size > 0) this.#recount(preparationId, isVisible ? 1 : -1);
    if (isVisible) onShown(Array.from(range.lengths, (_, index) => range.first + index));
  }

  #recount(preparationId: number, by: 1 | -1): void {
    this.#terms.visitDocument(preparationId, (_, termId) => {
      const known = this.#frequencies.get(termId);
      if (known !== undefined) this.#frequencies.set(termId, known + by);
    });
  }
}
