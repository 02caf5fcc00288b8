/**
 * The real passages that every corpus begins with: the English documents of the evaluation sets, cut and embedded once by
 * the product's own code and kept in the cache, a set at a time. It stands alone because embedding them takes minutes and
 * building from them seconds.
 */
import { createReadStream, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { draftDigest, preparePassages } from '../../dist/src/engine/preparing.js';
import { parseLine } from '../../dist/src/ingest/jsonl.js';
import { terms } from '../../dist/src/text/terms.js';

/** Raised when what a set's files mean changes. */
const FORMAT = 1;
/** Sentence vectors are kept as the index keeps them: a byte a component. */
const INT8_SCALE = 127;
/** Nothing is reused, so nothing is asked of a store. */
const UNUSED = { knownVectors: async () => new Map() };
const NEVER = new AbortController().signal;

/** Names of the sets that have a corpus, in alphabetical order. */
export function setsIn(evalDir) {
  return readdirSync(evalDir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(evalDir, entry.name, 'corpus.jsonl')))
    .map(({ name }) => name)
    .sort();
}

/** Cuts and embeds the sets that the cache does not hold yet; `say` hears of each. */
export async function embedSets({ evalDir, cacheDir, embedder, say }) {
  const folder = join(cacheDir, 'real');
  mkdirSync(folder, { recursive: true });
  for (const set of setsIn(evalDir)) {
    const manifest = readManifest(folder, set);
    if (manifest?.fingerprint === embedder.fingerprint) continue;
    say(`embedding ${set}`);
    await embedSet({ set, evalDir, folder, embedder });
  }
}

function readManifest(folder, set) {
  const file = join(folder, `${set}.json`);
  if (!existsSync(file)) return undefined;
  const manifest = JSON.parse(readFileSync(file, 'utf8'));
  return manifest.format === FORMAT ? manifest : undefined;
}

async function embedSet({ set, evalDir, folder, embedder }) {
  const lines = [];
  const vectors = [];
  const sentenceVectors = [];
  for await (const { id, draft } of documentsOf(join(evalDir, set, 'corpus.jsonl'))) {
    const prepared = await preparePassages(draft, { embedder, store: UNUSED, reuse: false, signal: NEVER });
    if (prepared.length === 0) continue;
    const passages = prepared.map(({ span, sentences, inputDigest }) => ({ span, sentences, inputDigest }));
    lines.push(JSON.stringify({ documentId: `${set}/${id}`, draft, digest: draftDigest(draft), passages }));
    for (const passage of prepared) {
      vectors.push(Buffer.from(new Float32Array(passage.vector).buffer));
      sentenceVectors.push(...passage.sentenceVectors.map(toInt8));
    }
  }
  const keep = (ending, content) => writeFileSync(join(folder, `${set}.${ending}`), content);
  keep('jsonl', lines.join('\n'));
  keep('f32', Buffer.concat(vectors));
  keep('int8', Buffer.concat(sentenceVectors));
  // Written last, and whole: a set is in the cache when its manifest is.
  const manifest = { format: FORMAT, fingerprint: embedder.fingerprint, dimensions: embedder.dimensions };
  keep('json.tmp', JSON.stringify({ ...manifest, documents: lines.length, passages: vectors.length }));
  renameSync(join(folder, `${set}.json.tmp`), join(folder, `${set}.json`));
}

async function* documentsOf(file) {
  let number = 0;
  for await (const line of createInterface({ input: createReadStream(file) })) {
    number += 1;
    const { lang } = JSON.parse(line);
    if (lang !== undefined && lang !== 'en') continue;
    const { id, draft } = parseLine(line, `${file}:${number}`);
    yield { id: id ?? String(number), draft };
  }
}

function toInt8(vector) {
  return Buffer.from(Int8Array.from(vector, (value) => Math.round(value * INT8_SCALE)).buffer);
}

/** Every real document of the cache, set by set, ready for the store's writer. */
export function readSets({ cacheDir, evalDir }) {
  const folder = join(cacheDir, 'real');
  return setsIn(evalDir).flatMap((set) => readSet(folder, set));
}

function readSet(folder, set) {
  const { dimensions } = readManifest(folder, set);
  const bytes = readFileSync(join(folder, `${set}.f32`));
  const vectors = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  const sentenceBytes = readFileSync(join(folder, `${set}.int8`));
  const sentences = new Int8Array(sentenceBytes.buffer, sentenceBytes.byteOffset, sentenceBytes.length);
  let row = 0;
  let sentenceRow = 0;
  return readFileSync(join(folder, `${set}.jsonl`), 'utf8')
    .split('\n')
    .map((line) => {
      const { passages, ...document } = JSON.parse(line);
      const placed = passages.map((passage) => {
        const vector = vectors.subarray(row * dimensions, (row + 1) * dimensions);
        row += 1;
        const from = sentenceRow;
        sentenceRow += passage.sentences.length;
        return { ...passage, vector, int8: sentences.subarray(from * dimensions, sentenceRow * dimensions) };
      });
      return { ...document, passages: placed };
    });
}

/** The dev questions of every set in English, in order of set and line. */
export function questionsIn(evalDir) {
  return setsIn(evalDir).flatMap((set) =>
    readFileSync(join(evalDir, set, 'queries.dev.jsonl'), 'utf8')
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => JSON.parse(line))
      .filter(({ lang }) => lang === undefined || lang === 'en')
      .map(({ question }) => question),
  );
}

/** The terms that a passage is indexed with, as the engine makes them: what stands above a document is searched with each of its passages. */
export function indexTerms(draft, span) {
  const about = [draft.title, draft.publisher].filter((part) => part !== undefined).join('\n');
  const own = terms(draft.text.slice(span.start, span.end), draft.language);
  return about === '' ? own : [...terms(about, draft.language), ...own];
}
