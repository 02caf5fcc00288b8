// Everything there is to know of an index that a process left behind, taken from a copy, so that looking changes nothing:
// whether SQLite finds it sound, what it holds, whether its searches are right, how good its graphs are.
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { queryFrom, seeded } from './corpus.mjs';
import { dumpSnapshot, hitLine, rounded } from './dump.mjs';
import { faultsOfRanking, lexicalScores, nearestByScan, passagesFromTexts } from './oracle.mjs';
import { examineRows } from './rows.mjs';

const VISIBLE = [{ owner: 'host', name: 'default' }];
const QUERIES = 8;
const LIMIT = 10;
/** Passages compared one by one; beyond a rank that a tie could move, only scores are. */
const DEEP = 1000;

/** `embedders` are those of the models that may answer, the likeliest first. */
export async function look(program, { dataDir, embedders }) {
  const copy = mkdtempSync(join(tmpdir(), 'verbatim-look-'));
  try {
    // Killed before it had made its folder.
    if (existsSync(dataDir)) cpSync(dataDir, copy, { recursive: true });
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

async function withReader({ openReader }, copy, work) {
  const store = openReader({ dataDir: copy });
  try {
    return await work(store);
  } finally {
    await store.close();
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
      // A few, and all: the few are found by leaving out what cannot be among them.
      for (const limit of [LIMIT, DEEP]) {
        const lexical = named((await snapshot.lexical([...new Set(terms(query))], limit)).top);
        problems.push(...faultsOfRanking(lexical, truth, limit).map((fault) => `lexical "${query}": ${fault}`));
      }
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
    answers.push(await answerTo(reading, query));
  }
  return { answers, problems };
}

/**
 * Hits that tie with the first one left out are left out, too: which of them is shown depends on the order in which they
 * were stored, and what is read from them as well.
 */
async function answerTo(reading, query) {
  const { hits } = await reading.search({ visible: VISIBLE, query, limit: LIMIT + 1 });
  const beyond = hits[LIMIT] === undefined ? undefined : rounded(hits[LIMIT].score);
  const clear = hits.filter(({ score }) => rounded(score) !== beyond);
  const told = { query, hits: clear.map(hitLine).sort() };
  if (clear.length < Math.min(LIMIT, hits.length)) return told;
  const { outcome, citations } = await reading.ask({ visible: VISIBLE, question: query, neverRefuse: true });
  const cited = citations.map(({ quote }) => `${quote.documentId} ${quote.start}-${quote.end}`);
  return { ...told, outcome, cited: cited.sort() };
}

function queries() {
  const random = seeded(4);
  return Array.from({ length: QUERIES }, () => queryFrom(random));
}
