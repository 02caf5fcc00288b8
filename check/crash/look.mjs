// Everything there is to know of an index that a process left behind, taken from a copy, so that looking changes nothing:
// whether SQLite finds it sound, what it holds, whether its searches are right, how good its graphs are.
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite from 'better-sqlite3';
import { queryFrom, seeded } from './corpus.mjs';
import { dumpSnapshot, hitLine } from './dump.mjs';
import { faultsOfRanking, lexicalScores, nearestByScan, passagesFromTexts } from './oracle.mjs';

const VISIBLE = [{ owner: 'host', name: 'default' }];
const QUERIES = 8;
const LIMIT = 10;
/** Passages compared one by one; beyond a rank that a tie could move, only scores are. */
const DEEP = 1000;

/** `embedders` are those of the models that may answer, the likeliest first. */
export async function look(program, { dataDir, embedders }) {
  const copy = mkdtempSync(join(tmpdir(), 'verbatim-look-'));
  try {
    cpSync(dataDir, copy, { recursive: true });
    const { problems, rows } = examineRows(copy);
    const embedder = answering(rows, embedders);
    const seen = await withReader(program, copy, (store) => search(program, { store, embedder }));
    rmSync(join(copy, 'vectors'), { recursive: true, force: true });
    const exact = await withReader(program, copy, (store) => exactAnswers(program, { store, embedder, seen }));
    const { dump, recall } = seen;
    return { dump, recall, rows, answers: exact.answers, problems: [...problems, ...seen.problems, ...exact.problems] };
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/** What was cut and embedded for a model is there whole, with its terms, or not at all. */
const HALF_PREPARATIONS = `SELECT p.id FROM preparation p WHERE
  p.passages <> (SELECT count(*) FROM passage s WHERE s.preparation_id = p.id)
  OR p.passages <> (SELECT count(*) FROM vector WHERE passage_id BETWEEN p.first_passage AND p.first_passage + p.passages - 1)
  OR NOT EXISTS (SELECT 1 FROM forward f WHERE f.preparation_id = p.id)`;
const ORPHANS = `SELECT passage_id FROM vector WHERE passage_id NOT IN (SELECT id FROM passage)
  UNION SELECT passage_id FROM sentence_vectors WHERE passage_id NOT IN (SELECT id FROM passage)
  UNION SELECT id FROM passage WHERE preparation_id NOT IN (SELECT id FROM preparation)
  UNION SELECT preparation_id FROM forward WHERE preparation_id NOT IN (SELECT id FROM preparation)`;

async function withReader({ openReader }, copy, work) {
  const store = openReader({ dataDir: copy });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/** The rows that no reader shows, and what SQLite says of the file. Opening it is what the next process would do. */
function examineRows(copy) {
  const database = new BetterSqlite(join(copy, 'verbatim.db'));
  try {
    const all = (sql) => database.prepare(sql).raw().all();
    const tables = new Set(all("SELECT name FROM sqlite_master WHERE type = 'table'").flat());
    const ask = (table, sql) => (tables.has(table) ? all(sql).flat() : []);
    const problems = [
      ...all('PRAGMA integrity_check').map(([found]) => `integrity: ${found}`),
      ...all('PRAGMA foreign_key_check').map((row) => `foreign key: ${row.join(' ')}`),
      ...ask('preparation', HALF_PREPARATIONS).map((id) => `preparation ${id} is half stored`),
      ...ask('vector', ORPHANS).map((id) => `passage ${id} has no preparation, or rows without it`),
    ];
    return {
      problems: problems.filter((problem) => problem !== 'integrity: ok'),
      rows: {
        tombstones: ask('tombstone', 'SELECT key FROM tombstone ORDER BY key'),
        targets: ask('target', 'SELECT uri FROM target ORDER BY uri'),
        models: ask('model', "SELECT fingerprint FROM model WHERE id = (SELECT value FROM meta WHERE key = 'model')"),
        strayGraphs: strayGraphs(copy, ask('graph', 'SELECT file FROM graph')),
      },
    };
  } finally {
    database.close();
  }
}

/** Files that no row names. */
function strayGraphs(copy, named) {
  try {
    return readdirSync(join(copy, 'vectors')).filter((name) => !named.includes(name));
  } catch {
    return [];
  }
}

function answering({ models }, embedders) {
  return embedders.find(({ fingerprint }) => fingerprint === models[0]) ?? embedders[0];
}

async function search({ terms }, { store, embedder }) {
  return store.snapshot(VISIBLE, async (snapshot) => {
    const dump = await dumpSnapshot(snapshot, { dimensions: embedder.dimensions, termsOf: terms });
    const passages = await passagesFromTexts(dump, { embedder, termsOf: terms });
    const problems = passages.length === dump.size ? [] : [`${dump.size} passages counted, ${passages.length} shown`];
    const places = await placesOf(snapshot, dump);
    const named = (top) => top.map(({ passageId, score }) => ({ place: places.get(passageId), score }));
    let recalled = 0;
    for (const query of queries()) {
      const truth = lexicalScores(passages, [...new Set(terms(query))]);
      const lexical = named((await snapshot.lexical([...new Set(terms(query))], DEEP)).top);
      problems.push(...faultsOfRanking(lexical, truth, DEEP).map((fault) => `lexical "${query}": ${fault}`));
      const vector = await embedder.embedQuery(query);
      const near = new Set(named(await snapshot.nearest(vector, LIMIT)).map(({ place }) => place));
      const best = nearestByScan(passages, vector, LIMIT);
      recalled += best.filter(({ place }) => near.has(place)).length / Math.max(1, best.length);
    }
    return { dump, passages, problems, recall: passages.length === 0 ? 1 : recalled / QUERIES };
  });
}

async function placesOf(snapshot, dump) {
  const places = new Map();
  for (const id of Object.keys(dump.documents)) {
    for (const { passageId, passage } of await snapshot.passagesOf(id))
      places.set(passageId, `${id}#${passage.ordinal}`);
  }
  return places;
}

/** Without graphs every search is exact, and must be what a scan of vectors made anew from the texts gives. */
async function exactAnswers({ createReading }, { store, embedder, seen }) {
  const reading = createReading({ store, embedder, clock: () => 0 });
  const problems = [];
  const answers = [];
  for (const query of queries()) {
    const vector = await embedder.embedQuery(query);
    const truth = new Map(nearestByScan(seen.passages, vector, DEEP).map(({ place, score }) => [place, score]));
    const found = await store.snapshot(VISIBLE, async (snapshot) => {
      const places = await placesOf(snapshot, seen.dump);
      return (await snapshot.nearest(vector, LIMIT)).map(({ passageId, score }) => ({
        place: places.get(passageId),
        score,
      }));
    });
    problems.push(...faultsOfRanking(found, truth, LIMIT).map((fault) => `semantic "${query}": ${fault}`));
    const { hits } = await reading.search({ visible: VISIBLE, query, limit: LIMIT });
    const { outcome, citations } = await reading.ask({ visible: VISIBLE, question: query, neverRefuse: true });
    const cited = citations.map(({ quote }) => `${quote.documentId} ${quote.start}-${quote.end}`);
    answers.push({ query, hits: hits.map(hitLine).sort(), outcome, cited: cited.sort() });
  }
  return { answers, problems };
}

function queries() {
  const random = seeded(4);
  return Array.from({ length: QUERIES }, () => queryFrom(random));
}
