/**
 * A collection, or several of one owner that are asked together, as a reader holds them between questions: what is visible
 * in them and how common their terms are.
 */
import { LiveSet, loadLive, preparedRange } from './live.js';
import type { Postings } from './packing.js';
import type { Database } from './statements.js';
import type { PassageId } from './store.js';
import type { TermsIndex } from './terms-index.js';
import { touchedSince } from './touched.js';

/** How common a term is among the visible passages. */
export interface TermStatistics {
  /** Passages that have it. */
  documentFrequency: number;
  /** At least the most occurrences in one of them. */
  mostFrequent: number;
}

/** Terms whose statistics are kept; past them all are counted anew when asked for. */
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
  readonly #statistics = new Map<number, TermStatistics>();
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

  /** Counted when first asked for, then kept up to date. */
  statisticsOf(termId: number, parts: readonly Postings[]): TermStatistics {
    let found = this.#statistics.get(termId);
    if (found === undefined) {
      found = this.#count(parts);
      if (this.#statistics.size >= MOST_TERMS) this.#statistics.clear();
      this.#statistics.set(termId, found);
    }
    return found;
  }

  #count(parts: readonly Postings[]): TermStatistics {
    const live = this.#live;
    let documentFrequency = 0;
    let mostFrequent = 1;
    for (const { ids, frequencies } of parts) {
      for (let at = 0; at < ids.length; at++) {
        if (!live.has(ids[at] as number)) continue;
        documentFrequency += 1;
        if ((frequencies[at] as number) > mostFrequent) mostFrequent = frequencies[at] as number;
      }
    }
    return { documentFrequency, mostFrequent };
  }

  #reload(onShown: OnShown): void {
    this.#statistics.clear();
    this.#live = loadLive(this.#database, this.ids, this.modelId);
    onShown(undefined);
  }

  #apply(versionId: number, onShown: OnShown): void {
    const found = preparedRange(this.#database, { versionId, modelId: this.modelId, collectionIds: this.ids });
    if (found === undefined) return;
    const { range, isVisible, preparationId } = found;
    const moved = isVisible ? this.#live.show(range) : this.#live.hide(range);
    if (!moved) return;
    if (this.#statistics.size > 0) this.#recount(preparationId, isVisible ? 1 : -1);
    if (isVisible) onShown(Array.from(range.lengths, (_, index) => range.first + index));
  }

  #recount(preparationId: number, by: 1 | -1): void {
    this.#terms.visitDocument(preparationId, (_, termId, frequency) => {
      const known = this.#statistics.get(termId);
      if (known === undefined) return;
      known.documentFrequency += by;
      if (by > 0) known.mostFrequent = Math.max(known.mostFrequent, frequency);
    });
  }
}
