/** Lexical and exact search beside naive models of themselves. */
import BetterSqlite from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bytesToFloats,
  bytesToSentences,
  bytesToSpans,
  floatsToBytes,
  sentencesToBytes,
  spansToBytes,
} from '../../src/index/bytes.js';
import { Best, dot, scan } from '../../src/index/exact.js';
import { BM25, searchLexical } from '../../src/index/lexical.js';
import { loadLive } from '../../src/index/live.js';
import { MIGRATIONS } from '../../src/index/schema.js';
import { type Database, prepared } from '../../src/index/sqlite.js';
import { vectorOf } from '../support/stored.js';

describe('Best', () => {
  it('keeps what sorting everything would keep', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 60 }),
        fc.integer({ min: 1, max: 20 }),
        (scores, limit) => {
          const best = new Best(limit);
          for (const [row, score] of scores.entries()) best.offer(row, score);
          const naive = scores
            .map((score, row) => ({ row, score }))
            .sort((left, right) => right.score - left.score || left.row - right.row)
            .slice(0, limit);
          expect(best.sorted()).toEqual(naive);
        },
      ),
    );
  });
});

describe('scan', () => {
  it('finds the rows of highest inner product', () => {
    const rows = Array.from({ length: 50 }, (_, at) => vectorOf(`row ${at}`));
    const matrix = new Float32Array(rows.flatMap((row) => [...row]));
    const query = vectorOf('query');
    const naive = rows.map((row, at) => ({ row: at, score: dot(row, query) })).sort((a, b) => b.score - a.score);
    expect(scan(matrix, query, 5).map(({ row }) => row)).toEqual(naive.slice(0, 5).map(({ row }) => row));
  });
});

describe('searchLexical', () => {
  const word = fc.constantFrom('talk', 'norway', 'rain', 'port', 'treaty');
  const corpus = fc.array(fc.array(word, { minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 15 });

  it('scores as BM25 computed by hand over the visible passages', () => {
    fc.assert(
      fc.property(corpus, fc.array(word, { minLength: 1, maxLength: 4 }), (passages, query) => {
        const database = openDatabaseWith(passages);
        const live = loadLive(database, [1], 0);
        const { top, scoreOf } = searchLexical(database, live, query, 100);
        const expected = passages.map((passage) => naiveBm25(passage, passages, query));
        for (const [at, score] of expected.entries()) expect(scoreOf(at + 1)).toBeCloseTo(score, 10);
        expect(top.map(({ score }) => score)).toEqual([...top.map(({ score }) => score)].sort((a, b) => b - a));
        expect(top).toHaveLength(expected.filter((score) => score > 0).length);
        database.close();
      }),
      { numRuns: 60 },
    );
  });
});

describe('stored bytes', () => {
  it('give floats and spans back to the letter, and sentence vectors the same bytes again', () => {
    const vector = vectorOf('a');
    expect(bytesToFloats(floatsToBytes(vector))).toEqual(vector);
    const spans = [
      { start: 0, end: 5 },
      { start: 7, end: 70_000 },
    ];
    expect(bytesToSpans(spansToBytes(spans))).toEqual(spans);
    const bytes = sentencesToBytes([vectorOf('a'), vectorOf('b')]);
    const [first] = bytesToSentences(bytes, vector.length);
    expect(dot(first ?? vector, vector)).toBeGreaterThan(0.98);
    expect(sentencesToBytes(bytesToSentences(bytes, vector.length)).equals(bytes)).toBe(true);
  });
});

/** A database in memory with one document, one passage for each list of terms, ids from 1. */
function openDatabaseWith(passages: readonly (readonly string[])[]): Database {
  const database = new BetterSqlite(':memory:') as Database;
  for (const step of MIGRATIONS) database.exec(step);
  database.exec(`INSERT INTO collection VALUES (1, 'host', 'default');
    INSERT INTO document VALUES (1, 'host', 'a', NULL);
    INSERT INTO version VALUES (1, 1, 'h', 'd', '', '{}', '{}', 'en', '');
    UPDATE document SET version_id = 1; INSERT INTO membership VALUES (1, 1, '', '')`);
  for (const [at, terms] of passages.entries()) {
    prepared(database, "INSERT INTO passage VALUES (?, 1, ?, 0, 0, '', ?, '', '', '')").run(at + 1, at, terms.length);
    for (const term of new Set(terms)) {
      prepared(database, 'INSERT OR IGNORE INTO term (text) VALUES (?)').run(term);
      prepared(database, 'INSERT INTO posting VALUES ((SELECT id FROM term WHERE text = ?), ?, ?)').run(
        term,
        at + 1,
        terms.filter((other) => other === term).length,
      );
    }
  }
  return database;
}

function naiveBm25(passage: readonly string[], all: readonly (readonly string[])[], query: readonly string[]): number {
  const average = all.reduce((sum, { length }) => sum + length, 0) / all.length;
  return query.reduce((score, term) => {
    const df = all.filter((other) => other.includes(term)).length;
    const tf = passage.filter((other) => other === term).length;
    const idf = Math.log(1 + (all.length - df + 0.5) / (df + 0.5));
    const norm = BM25.k1 * (1 - BM25.b + (BM25.b * passage.length) / average);
    return score + (tf === 0 ? 0 : (idf * tf * (BM25.k1 + 1)) / (tf + norm));
  }, 0);
}
