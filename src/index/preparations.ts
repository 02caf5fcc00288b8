/** Stores and deletes what a version was cut into for a model: passages, vectors and its part of the forward index. */
import { analysisLanguage } from '../text/terms.js';
import { bytesToFloats, bytesToSentences, floatsToBytes, sentencesToBytes, spansToBytes } from './bytes.js';
import { readNumber, writeNumber } from './meta.js';
import { packForward, type TermCount, visitForward } from './packing.js';
import { dropPostings } from './postings.js';
import { type Database, prepared } from './statements.js';
import type { KnownVectors, NewPassage } from './store.js';

export interface PreparationOf {
  /** Of the document: owners share no terms, so that a search costs what its own collections hold. */
  readonly owner: string;
  readonly versionId: number;
  readonly modelId: number;
  /** Of the document, as stated. */
  readonly language: string | undefined;
}

/** Bytes of a digest that are kept: enough that no two texts ever share them. */
const DIGEST_BYTES = 16;

/** The form in which the digest of a passage's input is stored. */
export function storedDigest(hexadecimal: string): Buffer {
  return Buffer.from(hexadecimal, 'hex').subarray(0, DIGEST_BYTES);
}

/** Must run inside a write transaction, so that the passages get ids that follow one another. */
export function insertPreparation(
  database: Database,
  { owner, versionId, modelId, language }: PreparationOf,
  passages: readonly NewPassage[],
): void {
  const first = nextPassageId(database);
  const lengths = Uint16Array.from(passages, ({ terms }) => Math.min(0xffff, terms.length));
  const { lastInsertRowid: id } = prepared(
    database,
    `INSERT INTO preparation (version_id, model_id, language, first_passage, passages, lengths) VALUES (?, ?, ?, ?, ?, ?)`,
  ).run(versionId, modelId, analysisLanguage(language), first, passages.length, Buffer.from(lengths.buffer));
  const termId = termIds(database, owner);
  const forward = packForward(passages.map(({ terms }) => countTerms(terms, termId)));
  prepared(database, 'INSERT INTO forward VALUES (?, ?)').run(id, forward);
  for (const [index, passage] of passages.entries()) insertPassage(database, first + index, { id, passage });
}

function nextPassageId(database: Database): number {
  return Number(prepared(database, "SELECT seq FROM sqlite_sequence WHERE name = 'passage'").pluck().get() ?? 0) + 1;
}

function insertPassage(
  database: Database,
  passageId: number,
  { id, passage }: { readonly id: number | bigint; readonly passage: NewPassage },
): void {
  const { span, sentences, inputDigest, vector, sentenceVectors } = passage;
  prepared(database, 'INSERT INTO passage VALUES (?, ?, ?, ?, ?, ?)').run(
    passageId,
    id,
    span.start,
    span.end,
    spansToBytes(sentences),
    storedDigest(inputDigest),
  );
  prepared(database, 'INSERT INTO vector VALUES (?, ?)').run(passageId, floatsToBytes(vector));
  prepared(database, 'INSERT INTO sentence_vectors VALUES (?, ?)').run(passageId, sentencesToBytes(sentenceVectors));
}

function countTerms(terms: readonly string[], termId: (term: string) => number): TermCount[] {
  const frequencies = new Map<number, number>();
  for (const term of terms) {
    const id = termId(term);
    frequencies.set(id, (frequencies.get(id) ?? 0) + 1);
  }
  return [...frequencies]
    .map(([id, frequency]) => ({ termId: id, frequency }))
    .sort((left, right) => left.termId - right.termId);
}

/** Looks terms up, each once, and adds those that are new. */
export function termIds(database: Database, owner: string): (term: string) => number {
  const known = new Map<string, number>();
  const find = prepared(database, 'SELECT id FROM term WHERE owner = ? AND text = ?').pluck();
  const add = prepared(database, 'INSERT INTO term (owner, text) VALUES (?, ?)');
  return (term) => {
    let id = known.get(term);
    if (id === undefined) {
      id = (find.get(owner, term) as number | undefined) ?? Number(add.run(owner, term).lastInsertRowid);
      known.set(term, id);
    }
    return id;
  };
}

/** Vectors of a model for texts embedded before, by the digest of what was embedded. */
export function knownVectors(
  database: Database,
  modelId: number,
  inputDigests: readonly string[],
): Map<string, KnownVectors> {
  const find = prepared(
    database,
    `SELECT v.vector, s.vectors FROM passage p JOIN preparation r ON r.id = p.preparation_id
       JOIN vector v ON v.passage_id = p.id JOIN sentence_vectors s ON s.passage_id = p.id
       WHERE p.input_digest = ? AND r.model_id = ? ORDER BY p.id DESC LIMIT 1`,
  );
  const known = new Map<string, KnownVectors>();
  for (const digest of inputDigests) {
    const row = find.get(storedDigest(digest), modelId) as { vector: Buffer; vectors: Buffer } | undefined;
    if (row === undefined) continue;
    const vector = bytesToFloats(row.vector);
    known.set(digest, { vector, sentenceVectors: bytesToSentences(row.vectors, vector.length) });
  }
  return known;
}

/** Deletes preparations whole, postings included. Must run inside a write transaction. */
export function deletePreparations(database: Database, ids: readonly number[]): void {
  const gone = new Map<number, number[]>();
  const merged = readNumber(database, 'merged');
  const read = prepared(
    database,
    `SELECT p.first_passage AS first, p.passages AS count, f.terms FROM preparation p
       JOIN forward f ON f.preparation_id = p.id WHERE p.id = ?`,
  );
  for (const id of [...ids].sort((left, right) => left - right)) {
    const row = read.get(id) as { readonly first: number; readonly count: number; readonly terms: Buffer } | undefined;
    if (row === undefined) continue;
    if (id <= merged) collectPostings(gone, row);
    const range = [row.first, row.first + row.count - 1];
    for (const table of ['vector', 'sentence_vectors']) {
      prepared(database, `DELETE FROM ${table} WHERE passage_id BETWEEN ? AND ?`).run(...range);
    }
    prepared(database, 'DELETE FROM passage WHERE id BETWEEN ? AND ?').run(...range);
    prepared(database, 'DELETE FROM forward WHERE preparation_id = ?').run(id);
    prepared(database, 'DELETE FROM preparation WHERE id = ?').run(id);
  }
  for (const [termId, passages] of gone) dropPostings(database, termId, passages);
  // Whoever knows the passages that went must read anew: nothing is left to tell them by.
  writeNumber(database, 'postings', readNumber(database, 'postings') + 1);
  writeNumber(database, 'touched_from', readNumber(database, 'generation'));
}

function collectPostings(gone: Map<number, number[]>, row: { readonly first: number; readonly terms: Buffer }): void {
  visitForward(row.terms, (index, termId) => {
    const passages = gone.get(termId);
    if (passages === undefined) gone.set(termId, [row.first + index]);
    else passages.push(row.first + index);
  });
}
