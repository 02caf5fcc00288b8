/**
 * An embedder from a folder of the user's own: any ONNX encoder laid out as sentence-transformers or transformers.js
 * lay it out. It stands alone because it reads its settings from that folder, and the bundled model must not.
 */
import { createHash } from 'node:crypto';
import { access } from 'node:fs/promises';
import path from 'node:path';
import { failure } from '../errors.js';
import { sha256 } from '../inference/model-files.js';
import type { Pooling } from '../inference/pooling.js';
import { openSession } from '../inference/session.js';
import { openTokenizer, readJson } from '../inference/tokenizer.js';
import type { Embedder } from './embedder.js';
import { onnxEmbedder } from './onnx.js';

export interface TransformersOptions {
  /** Absolute path of the model folder. */
  readonly folder: string;
  /** Threads of one forward pass, 1 and up. Default 2. */
  readonly threads?: number;
  /** How the model is loaded. Default: into the calling thread. */
  readonly openSession?: typeof openSession;
}

/** Where the weights may lie, best first. */
const WEIGHTS = ['model.onnx', 'model_int8.onnx', 'model_quantized.onnx'].flatMap((name) => [name, `onnx/${name}`]);
/** Tokens read when the folder states no limit: what encoders of the BERT family were trained with. */
const USUAL_WINDOW = 512;

/**
 * Reads weights and `tokenizer.json`, which must be there; `modules.json` and the pooling folder it names (mean without
 * one, as sentence-transformers does); the window from `sentence_bert_config.json`, `tokenizer_config.json` and
 * `config.json`, the smallest stated; prompts for queries and passages from `config_sentence_transformers.json`.
 * Vectors are normalised whether the folder says so or not.
 *
 * Rejects with `not-found` naming what is missing, `unsupported` for a pooling or layer it does not know.
 */
export async function createTransformersEmbedder(options: TransformersOptions): Promise<Embedder> {
  const { folder, threads, openSession: open = openSession } = options;
  const weights = await findWeights(folder);
  const tokenizer = await openTokenizer(folder);
  const [pooling, window, prefixes] = await Promise.all([
    readPooling(folder),
    readWindow(folder),
    readPrefixes(folder),
  ]);
  const digest = await digestOf([weights, path.join(folder, 'tokenizer.json')], JSON.stringify(prefixes));
  const session = await open(weights, threads === undefined ? {} : { threads });
  const { width } = await session.run([...tokenizer.opening, ...tokenizer.encode('a'), ...tokenizer.closing]);
  return onnxEmbedder({
    session,
    tokenizer,
    pooling,
    window,
    prefixes,
    dimensions: width,
    fingerprint: `transformers:${encodeURIComponent(path.basename(folder))}:${digest}:${pooling}:${window}`,
    languages: [],
  });
}

async function findWeights(folder: string): Promise<string> {
  for (const name of WEIGHTS) {
    const file = path.join(folder, name);
    if (
      await access(file).then(
        () => true,
        () => false,
      )
    )
      return file;
  }
  throw failure('not-found', {
    what: `the model folder ${folder} has no weights`,
    expected: `one of ${WEIGHTS.join(', ')}`,
    remedy: 'Export the model to ONNX, for example with `optimum-cli export onnx`, or name another folder',
  });
}

const POOLING_FLAG = 'pooling_mode_';
/** By the names of older flags and of newer values. */
const POOLINGS: Readonly<Record<string, Pooling>> = {
  mean: 'mean',
  mean_tokens: 'mean',
  cls: 'cls',
  cls_token: 'cls',
  max: 'max',
  max_tokens: 'max',
};

interface Module {
  readonly type?: unknown;
  readonly path?: unknown;
}

async function readPooling(folder: string): Promise<Pooling> {
  const modules = Object.values((await readJson(path.join(folder, 'modules.json'))) ?? {}) as Module[];
  const layers = modules.map(({ type }) => String(type).split('.').at(-1) ?? '');
  const unknown = layers.find((layer) => !['Transformer', 'Pooling', 'Normalize'].includes(layer));
  if (unknown !== undefined)
    throw unsupported(folder, `a layer of type ${unknown}`, 'Transformer, Pooling and Normalize');
  const named = modules.find(({ type }) => String(type).endsWith('Pooling'))?.path;
  const config = await readJson(path.join(folder, typeof named === 'string' ? named : '1_Pooling', 'config.json'));
  if (config === undefined) return 'mean';
  const flags = Object.keys(config).filter((key) => key.startsWith(POOLING_FLAG) && config[key] === true);
  const modes = flags.map((flag) => flag.slice(POOLING_FLAG.length));
  const mode = typeof config['pooling_mode'] === 'string' ? config['pooling_mode'] : modes.join(' and ');
  const pooling = POOLINGS[mode];
  if (pooling === undefined) throw unsupported(folder, `pooling ${mode || 'of no kind'}`, 'mean, cls or max');
  return pooling;
}

function unsupported(folder: string, found: string, expected: string): Error {
  const remedy = 'Choose a model of these parts only';
  return failure('unsupported', { what: `the model in ${folder} cannot be used`, expected, found, remedy });
}

async function readWindow(folder: string): Promise<number> {
  const stated = [
    (await readJson(path.join(folder, 'sentence_bert_config.json')))?.['max_seq_length'],
    (await readJson(path.join(folder, 'tokenizer_config.json')))?.['model_max_length'],
    (await readJson(path.join(folder, 'config.json')))?.['max_position_embeddings'],
  ];
  const limits = stated.filter((limit): limit is number => typeof limit === 'number' && limit > 0);
  return limits.length === 0 ? USUAL_WINDOW : Math.min(...limits);
}

async function readPrefixes(folder: string): Promise<{ query: string; passage: string }> {
  const config = await readJson(path.join(folder, 'config_sentence_transformers.json'));
  const prompts = (config?.['prompts'] ?? {}) as Record<string, unknown>;
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  return { query: text(prompts['query']), passage: text(prompts['passage'] ?? prompts['document']) };
}

async function digestOf(files: readonly string[], settings: string): Promise<string> {
  const hash = createHash('sha256').update(settings);
  for (const file of files) hash.update(await sha256(file));
  return hash.digest('hex').slice(0, 8);
}
