#!/usr/bin/env node
// Writes a small index of this program's schema as SQL, and beside it what it holds and answers, so that later programs
// can be tested on migrating it. Run it once, before a schema changes, and never edit what it wrote:
//
//   npm run build && node check/fixture.mjs test/index/fixtures
//
// It covers two owners, three collections, replaced versions, a tombstone, an erased document, a change that was undone,
// two that still can be, a stored question, and four languages.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import BetterSqlite from 'better-sqlite3';
import { compacted, dumpSnapshot, hitLine } from './crash/dump.mjs';
import { wordEmbedder } from './crash/embedder.mjs';

const from = (file) => import(new URL(`../dist/src/${file}`, import.meta.url).href);
const [{ createWriting }, { createReading }, { openWriter }, { openReader }, { terms }] = await Promise.all([
  from('engine/writing.js'),
  from('engine/reading.js'),
  from('index/writer.js'),
  from('index/reader.js'),
  from('text/terms.js'),
]);

const NOW = new Date('2026-05-01T08:00:00Z');
const HOST = { owner: 'host', name: 'default' };
const RULES = { owner: 'host', name: 'rules' };
const GUILD = { owner: '4001', name: 'minutes' };
const VIEWS = { host: [HOST], rules: [HOST, RULES], guild: [GUILD], all: [HOST, RULES, GUILD] };
const QUERIES = ['who keeps the harbour key', 'ferry at noon', 'Leuchtturm Wärter', '灯台', 'penalty for late boats'];
const WORDS = ['The harbour key hangs in the customs house.', 'The secret word is xyzzyplugh.'];

/** Long enough for several passages. */
const LOG = Array.from({ length: 12 }, (_, at) => {
  const [boat, freight] = [
    ['Heron', 'salt'],
    ['Petrel', 'timber'],
    ['Osprey', 'wool'],
  ][at % 3];
  return `On day ${at + 1} the ${boat} came in with ${(at * 7) % 11} crates of ${freight}. The pilot's fee was ${at + 20} coins.`;
}).join(' ');

const FIRST = {
  'papers/harbour.md':
    '# The harbour\n\nThe harbour key hangs in the customs house. Ilse keeps it, and nobody asks her twice.\n\n## Cranes\n\nThree cranes stand on the north quay. The oldest was built in 1911.\n\n' +
    `## Log\n\n${LOG}\n`,
  'papers/ferry.txt':
    'The ferry crosses at noon and again at six. In winter it stays at the pier.\n\nDogs travel free of charge.\n',
  'papers/notes.md': '# Notes\n\nThese notes were taken by mistake and shall not come back.\n',
  'papers/secret.txt': 'The secret word is xyzzyplugh. Nobody should keep it.\n',
  'papers/abroad.jsonl': [
    {
      id: 'leuchtturm',
      title: 'Der Leuchtturm',
      lang: 'de',
      publisher: 'Küstenblatt',
      date: '2024-11-03',
      text: 'Der Leuchtturm wurde 1887 gebaut. Sein Wärter hieß Jörg Brünning und zählte jede Nacht die Schiffe.',
    },
    {
      id: 'toudai',
      title: '灯台',
      lang: 'ja',
      url: 'https://gazette.example/toudai',
      text: '灯台は岬の上に立っている。夜になると光が海を照らす。',
    },
    { id: 'fanous', title: 'فانوس دریایی', lang: 'fa', text: 'فانوس دریایی کنار بندر است. نگهبان شب‌ها بیدار می‌ماند.' },
  ]
    .map((line) => `${JSON.stringify(line)}\n`)
    .join(''),
  'guild/minutes.md': '# Minutes\n\nThe guild met on Tuesday. The penalty for late boats is ten coins.\n',
  'wrong/draft.txt': 'This draft was named by mistake and taken back at once.\n',
};
const SECOND = FIRST['papers/harbour.md'].replace('customs house', 'net loft');
const THIRD = SECOND.replace('Ilse keeps it', 'Her son Tam keeps it');

const folder = mkdtempSync(join(tmpdir(), 'verbatim-fixture-'));
const dataDir = join(folder, 'data');
const embedder = wordEmbedder();
const shared = { dataDir, fingerprint: embedder.fingerprint, dimensions: embedder.dimensions };

function file(name, content) {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), content);
}

function openWriting() {
  const now = () => NOW;
  const warn = (message, error) => {
    throw new Error(message, { cause: error });
  };
  return createWriting({ store: openWriter({ ...shared, now }), embedder, now, warn });
}

async function live(writing) {
  const ingest = (collection, ...names) =>
    writing.ingest({ collection, actor: 'cli', targets: names.map((name) => join(folder, name)) });
  for (const [name, content] of Object.entries(FIRST)) file(name, content);
  await ingest(HOST, 'papers');
  await ingest(RULES, 'papers/ferry.txt');
  await writing.ingest({ collection: GUILD, actor: '80351110224678912', targets: [join(folder, 'guild')] });
  await ingest(HOST, 'wrong');
  await writing.undo({ collection: HOST, actor: 'cli' });
  await writing.remove({ collection: HOST, actor: 'cli', documentId: 'notes.md' });
  await writing.erase({ collection: HOST, actor: 'cli', documentId: 'secret.txt' });
  file('papers/harbour.md', SECOND);
  await writing.reindex({ collection: HOST, actor: 'start' });
  file('papers/harbour.md', THIRD);
  rmSync(join(folder, 'papers/ferry.txt'));
  await writing.reindex({ collection: HOST, actor: 'start' });
  await writing.remember({ id: 'abcdefghijkl', exchange: { question: QUERIES[0], collections: [HOST, RULES] } });
}

/** All that a reader sees, in every view. */
async function look() {
  const store = openReader(shared);
  const reading = createReading({ store, embedder, clock: () => 0 });
  const views = {};
  for (const [name, visible] of Object.entries(VIEWS)) {
    const dump = await store.snapshot(visible, (snapshot) =>
      dumpSnapshot(snapshot, { dimensions: embedder.dimensions, termsOf: terms }),
    );
    const searches = [];
    for (const query of QUERIES) searches.push((await reading.search({ visible, query })).hits.map(hitLine));
    const verified = [];
    for (const words of WORDS) verified.push((await reading.verify({ visible, words })).outcome);
    views[name] = { ...compacted(dump), searches, verified };
  }
  const recalled = await reading.recall('abcdefghijkl');
  await store.close();
  return { views, recalled };
}

/** The whole database as the statements that make it: what the `.dump` of SQLite's shell gives, readable. */
function asSql() {
  const database = new BetterSqlite(join(dataDir, 'verbatim.db'));
  const objects = database
    .prepare("SELECT name, type, sql FROM sqlite_master WHERE sql IS NOT NULL AND name <> 'sqlite_sequence'")
    .all();
  const lines = ['PRAGMA foreign_keys = OFF;', 'BEGIN;', ...objects.map(({ sql }) => `${sql};`)];
  const tables = objects.filter(({ type }) => type === 'table').map(({ name }) => name);
  lines.push('DELETE FROM sqlite_sequence;');
  for (const table of [...tables, 'sqlite_sequence']) {
    for (const row of database.prepare(`SELECT * FROM "${table}"`).raw().iterate()) {
      lines.push(`INSERT INTO "${table}" VALUES (${row.map(literal).join(', ')});`);
    }
  }
  const version = database.pragma('user_version', { simple: true });
  lines.push(`PRAGMA user_version = ${version};`, 'COMMIT;', '');
  database.close();
  return { version, sql: lines.join('\n') };
}

function literal(value) {
  if (value === null) return 'NULL';
  if (Buffer.isBuffer(value)) return `X'${value.toString('hex')}'`;
  return typeof value === 'number' ? String(value) : `'${value.replaceAll("'", "''")}'`;
}

const outDir = process.argv[2] ?? '.';
try {
  const writing = openWriting();
  await live(writing);
  await writing.close();
  const { version, sql } = asSql();
  const states = [await look()];
  for (const _ of [1, 2]) {
    const undoing = openWriting();
    await undoing.undo({ collection: HOST, actor: 'cli' });
    await undoing.close();
    states.push(await look());
  }
  const placeless = (text) => text.replaceAll(folder, '');
  mkdirSync(outDir, { recursive: true });
  writeFileSync(join(outDir, `schema-${version}.sql`), placeless(sql));
  const expected = { queries: QUERIES, words: WORDS, collections: VIEWS, states };
  writeFileSync(join(outDir, `schema-${version}.json`), placeless(`${JSON.stringify(expected, null, 1)}\n`));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
