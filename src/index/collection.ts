/**
 * A collection, or several of one owner that are asked together, as a reader holds them between questions: what is visible
 * in them and how common their terms are.
 */
import { BM25, impactOf, normOf } from './bm25.js';
import { LiveSet, loadLive, type PreparedRange, preparedRange } from './live.js';
import type { PostingList } from './posting-list.js';
import type { Database } from './statements.js';
import type { PassageId } from './store.js';
import type { TermsIndex } from './terms-index.js';
import { touchedSince } from './touched.js';

/** How common a term is among the visible passages. */
export interface TermStatistics {
  /** Passages that have it. */
  documentFrequency: number;
  /** No passage gets more from it, its idf apart (see `impactOf`). */
  highestImpact: number;
}

/** Kept impacts are of the average length of their time; once that has moved by this share, all are counted anew. */
const DRIFT = 0.02;
/** An impact rises by no more than this while the average drifts: the norm, of which length is a part, is a part of it. */
const SLACK = 1 / (1 - DRIFT);

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
  #averageLength = 1;

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
  statisticsOf(termId: number, parts: readonly PostingList[]): TermStatistics {
    this.#watchAverage();
    let found = this.#statistics.get(termId);
    if (found === undefined) {
      found = this.#count(parts);
      if (this.#statistics.size >= MOST_TERMS) this.#statistics.clear();
      this.#statistics.set(termId, found);
    }
    return found;
  }

  #watchAverage(): void {
    const { averageLength } = this.#live;
    const drift = Math.abs(averageLength - this.#averageLength) / this.#averageLength;
    if (drift <= DRIFT && this.#statistics.size > 0) return;
    if (drift > DRIFT) this.#statistics.clear();
    if (this.#statistics.size === 0) this.#averageLength = averageLength;
  }

  #count(parts: readonly PostingList[]): TermStatistics {
    let documentFrequency = 0;
    let highest = 0;
    const average = this.#averageLength;
    // Near enough, with the slack: a norm is a line over lengths.
    const none = normOf(-1, average);
    const each = normOf(0, average) - none;
    for (const list of parts) {
      list.visit(this.#live, (frequency, length) => {
        documentFrequency += 1;
        const norm = none + each * length;
        if (frequency * (BM25.k1 + 1) > highest * (frequency + norm)) highest = impactOf(frequency, norm);
      });
    }
    return { documentFrequency, highestImpact: highest * SLACK };
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
    if (this.#statistics.size > 0) this.#recount(preparationId, range, isVisible ? 1 : -1);
    if (isVisible) onShown(Array.from(range.lengths, (_, index) => range.first + index));
  }

  #recount(preparationId: number, { lengths }: PreparedRange, by: 1 | -1): void {
    const average = this.#averageLength;
    this.#terms.visitDocument(preparationId, (index, termId, frequency) => {
      const known = this.#statistics.get(termId);
      if (known === undefined) return;
      known.documentFrequency += by;
      const impact = impactOf(frequency, normOf(lengths[index] ?? 0, average));
      if (by > 0) known.highestImpact = Math.max(known.highestImpact, impact * SLACK);
    });
  }
}
