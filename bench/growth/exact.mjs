/**
 * The true nearest passages, by scanning every visible vector of the database: what a graph's recall is measured against.
 * Takes a minute or two at a million, so it is kept in the cache.
 */
import { bytesToFloats } from '../../dist/src/index/bytes.js';
import { Best, dot } from '../../dist/src/index/exact.js';
import { openDatabase } from '../../dist/src/index/sqlite.js';
import { digestOf } from './questions.mjs';
import { NEAREST } from './recall.mjs';
import { dataDirOf, readNote, writeNote } from './store.mjs';

/** The score of the tenth nearest passage of each question. */
export async function exactScores({ size, cacheDir, questions, embedder, say }) {
  const digest = digestOf(questions);
  const known = readNote(cacheDir, size, 'exact');
  if (known?.digest === digest) return known.tenth;
  say(`${size}: scanning for the true nearest passages of ${questions.length} questions`);
  const vectors = [];
  for (const question of questions) vectors.push(await embedder.embedQuery(question));
  const tenth = scan(dataDirOf(cacheDir, size), vectors);
  writeNote(cacheDir, size, { name: 'exact', note: { digest, tenth } });
  return tenth;
}

function scan(dataDir, questions) {
  const database = openDatabase(dataDir);
  const best = questions.map(() => new Best(NEAREST));
  const ranges = database.prepare(`SELECT p.first_passage AS first, p.passages AS count FROM membership m
    JOIN document d ON d.id = m.document_id JOIN preparation p ON p.version_id = d.version_id ORDER BY 1`);
  const vectors = database.prepare('SELECT vector FROM vector WHERE passage_id >= ? AND passage_id < ?').pluck();
  for (const { first, count } of ranges.all()) {
    for (const [at, bytes] of vectors.all(first, first + count).entries()) {
      const vector = bytesToFloats(bytes);
      for (const [number, question] of questions.entries()) best[number].offer(first + at, dot(vector, question));
    }
  }
  database.close();
  return best.map((each) => each.sorted().at(-1)?.score ?? 0);
}
