/** Terms by how they are written and how many visible passages have them: what correcting a query asks of an index. */
import type { CollectionState } from './collection.js';
import { type Database, prepared } from './statements.js';
import type { NearTerm } from './store.js';
import type { TermsIndex } from './terms-index.js';
import { type NearWord, Vocabulary } from './vocabulary.js';

interface Looking {
  readonly database: Database;
  readonly visible: readonly CollectionState[];
  readonly terms: TermsIndex;
  vocabulary(owner: string): Vocabulary;
}

/** Near words whose passages are counted; large vocabularies hold many that occur once. */
const MOST_COUNTED = 200;

/** How many visible passages have each term; terms that none has are left out. */
export function frequenciesOf(looking: Looking, terms: readonly string[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const state of looking.visible) {
    const stored = terms.length > FEW ? storedTerms(looking.database, state.owner, terms) : terms;
    for (const term of stored) {
      const frequency = frequencyOf(looking, state, term);
      if (frequency > 0) found.set(term, (found.get(term) ?? 0) + frequency);
    }
  }
  return found;
}

/** See `Snapshot.nearTerms`. */
export function nearTermsOf(looking: Looking, word: string, edits: 1 | 2): NearTerm[] {
  const near = new Map<string, NearTerm>();
  for (const state of looking.visible) {
    const words = looking.vocabulary(state.owner).near(word, edits).sort(byLikeness(word)).slice(0, MOST_COUNTED);
    // A term that was erased and stored again stands there twice.
    for (const [term, edits] of new Map(words.map(({ text, edits }) => [text, edits]))) {
      const frequency = frequencyOf(looking, state, term);
      const documentFrequency = (near.get(term)?.documentFrequency ?? 0) + frequency;
      if (documentFrequency > 0) near.set(term, { term, edits, documentFrequency });
    }
  }
  const byWord = byLikeness(word);
  return [...near.values()].sort(
    (left, right) =>
      byWord({ text: left.term, edits: left.edits }, { text: right.term, edits: right.edits }) ||
      right.documentFrequency - left.documentFrequency ||
      (left.term < right.term ? -1 : 1),
  );
}

/** People seldom mistake the first letter of a word: Pollock and Zamora, "Automatic spelling correction" (CACM 1984). */
function byLikeness(word: string): (left: NearWord, right: NearWord) => number {
  const cost = ({ text, edits }: NearWord): number => 2 * edits + (text[0] === word[0] ? 0 : 1);
  return (left, right) => cost(left) - cost(right);
}

function frequencyOf({ terms }: Looking, state: CollectionState, term: string): number {
  const termId = terms.idOf(state.owner, term);
  return termId === undefined ? 0 : state.frequencyOf(termId, terms.postingsOf(termId));
}

/** Terms looked up one by one: a question's own, which are asked for again and then known. */
const FEW = 32;

/** Those of some hundred terms that stand in the table, in one query: most of what is tried does not. */
function storedTerms(database: Database, owner: string, terms: readonly string[]): string[] {
  const find = prepared(
    database,
    'SELECT text FROM term WHERE owner = ? AND text IN (SELECT value FROM json_each(?))',
  ).pluck();
  return find.all(owner, JSON.stringify(terms)) as string[];
}

/** Terms read at once. */
const PAGE = 10_000;
const OF_LETTERS = /^\p{L}+$/u;

interface TermRow {
  readonly id: number;
  readonly owner: string;
  readonly text: string;
}

/** A vocabulary an owner. What was stored meanwhile is added when one is asked for. */
export class Vocabularies {
  readonly #database: Database;
  readonly #held = new Map<string, Vocabulary>();
  #last = 0;

  constructor(database: Database) {
    this.#database = database;
  }

  of(owner: string): Vocabulary {
    this.#update();
    return this.#vocabulary(owner);
  }

  #update(): void {
    // By id and for all owners at once, so that nothing is read twice.
    const read = prepared(this.#database, 'SELECT id, owner, text FROM term WHERE id > ? ORDER BY id LIMIT ?');
    for (let rows = PAGE; rows === PAGE; ) {
      const page = read.all(this.#last, PAGE) as TermRow[];
      for (const { owner, text } of page) if (OF_LETTERS.test(text)) this.#vocabulary(owner).add(text);
      this.#last = page.at(-1)?.id ?? this.#last;
      rows = page.length;
    }
  }

  #vocabulary(owner: string): Vocabulary {
    const held = this.#held.get(owner) ?? new Vocabulary();
    this.#held.set(owner, held);
    return held;
  }
}
