/** Moves the passages of schema 1 into the tables of schema 2. It stands alone as the part of a migration that computes. */
import { packForward, type TermCount } from './packing.js';
import { mergePostings } from './postings.js';
import { termIds } from './preparations.js';
import { type Database, prepared } from './statements.js';

interface Passage1 {
  readonly id: number;
  readonly start: number;
  readonly end: number;
  readonly sentences: Buffer;
  readonly length: number;
  readonly input_digest: string;
  readonly vector: Buffer;
  readonly sentence_vectors: Buffer;
}

interface Version1 {
  readonly id: number;
  readonly language: string;
  readonly owner: string;
}

/** Must run inside the transaction of the migration, after the new tables were made. */
export function repack(database: Database): void {
  const fingerprint = prepared(database, "SELECT value FROM meta WHERE key = 'fingerprint'").pluck().get();
  const bytes = prepared(database, 'SELECT length(vector) FROM passage_1 LIMIT 1').pluck().get() ?? 0;
  prepared(database, "INSERT INTO model VALUES (1, ?, '', ?)").run(fingerprint ?? '', Number(bytes) / 4);
  database.exec(`
    INSERT INTO meta VALUES ('model', '1'), ('merged', '0'), ('postings', '0'),
      ('touched_from', coalesce((SELECT value FROM meta WHERE key = 'generation'), '0'));
    DELETE FROM meta WHERE key = 'fingerprint';
    CREATE TEMP TABLE posting_by_passage (passage_id, term_id, frequency, PRIMARY KEY (passage_id, term_id)) WITHOUT ROWID;
    INSERT INTO posting_by_passage SELECT passage_id, term_id, frequency FROM posting_1`);
  const versions = prepared(
    database,
    `SELECT v.id, v.language, d.owner FROM version v JOIN document d ON d.id = v.document_id
       WHERE v.id IN (SELECT version_id FROM passage_1) ORDER BY v.id`,
  ).all() as Version1[];
  for (const version of versions) repackVersion(database, version);
  database.exec(`
    UPDATE sqlite_sequence SET seq = max(seq, (SELECT s.seq FROM sqlite_sequence s WHERE s.name = 'passage_1'))
      WHERE name = 'passage';
    DROP TABLE posting_by_passage; DROP TABLE posting_1; DROP TABLE term_1; DROP TABLE passage_1`);
  if (fingerprint === undefined) database.exec("DELETE FROM meta WHERE key = 'model'; DELETE FROM model");
  while (mergePostings(database)) {
    // One batch after the other.
  }
}

function repackVersion(database: Database, version: Version1): void {
  const passages = prepared(database, 'SELECT * FROM passage_1 WHERE version_id = ? ORDER BY id').all(
    version.id,
  ) as Passage1[];
  const lengths = Uint16Array.from(passages, ({ length }) => Math.min(0xffff, length));
  const preparationId = prepared(
    database,
    `INSERT INTO preparation (version_id, model_id, language, first_passage, passages, lengths) VALUES (?, 1, ?, ?, ?, ?)`,
  ).run(
    version.id,
    version.language,
    passages[0]?.id ?? 0,
    passages.length,
    Buffer.from(lengths.buffer),
  ).lastInsertRowid;
  const termId = termIds(database, version.owner);
  const terms = passages.map(({ id }) => termsOf(database, id, termId));
  prepared(database, 'INSERT INTO forward VALUES (?, ?)').run(preparationId, packForward(terms));
  for (const { id, start, end, sentences, input_digest, vector, sentence_vectors } of passages) {
    const digest = Buffer.from(input_digest, 'hex').subarray(0, 16);
    prepared(database, 'INSERT INTO passage VALUES (?, ?, ?, ?, ?, ?)').run(
      id,
      preparationId,
      start,
      end,
      sentences,
      digest,
    );
    prepared(database, 'INSERT INTO vector VALUES (?, ?)').run(id, vector);
    prepared(database, 'INSERT INTO sentence_vectors VALUES (?, ?)').run(id, sentence_vectors);
  }
}

function termsOf(database: Database, passageId: number, termId: (term: string) => number): TermCount[] {
  const rows = prepared(
    database,
    `SELECT t.text, p.frequency FROM posting_by_passage p JOIN term_1 t ON t.id = p.term_id WHERE p.passage_id = ?`,
  ).all(passageId) as { readonly text: string; readonly frequency: number }[];
  return rows
    .map(({ text, frequency }) => ({ termId: termId(text), frequency }))
    .sort((left, right) => left.termId - right.termId);
}
