#!/usr/bin/env node
/**
 * How the index bears growing: 1,000 to 1,000,000 passages, the real ones of the evaluation sets first, then synthetic
 * ones. Builds what is missing up to 100,000; a million is a step of its own, kept in the cache.
 *
 * usage: npm run bench:growth -- [--build PASSAGES] [--sizes 1000,10000] [--cache DIR] [--eval DIR] [--rounds N]
 *                                [--questions N] [--json]
 *        npm run bench:growth -- --likeness     whether synthetic vectors are as hard to search as real ones
 */
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from './growth/build.mjs';
import { openEmbedder } from './growth/embedder.mjs';
import { likeness } from './growth/likeness.mjs';
import { measure } from './growth/measure.mjs';
import { drawQuestions } from './growth/questions.mjs';
import { embedSets, setsIn } from './growth/real.mjs';
import { figuresOf, printed, withMemory } from './growth/report.mjs';
import { isBuilt, SIZES } from './growth/store.mjs';
import { machineFacts } from './measure/machine.mjs';

const ROOT = join(import.meta.dirname, '..');
/** Beyond this a size is built only when it is named. */
const BUILT_UNASKED = 100_000;

const options = {
  build: { type: 'string' },
  sizes: { type: 'string', default: SIZES.join(',') },
  cache: { type: 'string', default: join(tmpdir(), 'verbatim-growth-cache') },
  eval: { type: 'string', default: join(ROOT, '..', 'shared', 'eval') },
  rounds: { type: 'string', default: '5' },
  questions: { type: 'string', default: '300' },
  likeness: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
};

try {
  await run(checked(parseArgs({ options }).values));
} catch (error) {
  console.error(`bench:growth: ${error.message}`);
  process.exitCode = 1;
}

async function run(asked) {
  const { cacheDir, evalDir } = asked;
  const embedder = await openEmbedder();
  const { fingerprint, dimensions } = embedder;
  try {
    await embedSets({ cacheDir, evalDir, embedder, say });
    if (asked.likeness) await printLikeness(asked, embedder);
  } finally {
    await embedder.close();
  }
  if (asked.likeness) return;
  const settings = { cacheDir, evalDir, model: { fingerprint, dimensions }, say };
  if (asked.build === undefined) await printGrowth(asked, settings);
  else await build({ size: asked.build, ...settings });
}

async function printLikeness({ cacheDir, evalDir, each, facts }, embedder) {
  const { warm } = drawQuestions({ evalDir, rounds: 0, each });
  console.log(await likeness({ cacheDir, evalDir, questions: warm, embedder, facts }));
}

async function printGrowth({ sizes, rounds, each, facts, json }, settings) {
  for (const size of sizes) if (size <= BUILT_UNASKED) await build({ size, ...settings });
  const built = sizes.filter((size) => isBuilt(settings.cacheDir, size));
  const absent = sizes.filter((size) => !built.includes(size)).map((size) => missing(size, settings.cacheDir));
  if (built.length === 0) throw new Error(absent.join('\n'));
  for (const line of absent) say(line);
  const questions = drawQuestions({ evalDir: settings.evalDir, rounds, each });
  const found = await measure({ sizes: built, ...settings, questions, rounds });
  const figures = withMemory(found.map(figuresOf), settings.model);
  console.log(json ? JSON.stringify({ machine: facts, figures }, null, 2) : printed(figures, { facts, rounds, each }));
}

function missing(size, cacheDir) {
  return `${size.toLocaleString('en')} passages are NOT measured: build them first, once, with
  npm run bench:growth -- --build ${size} --cache ${cacheDir}`;
}

function say(line) {
  console.error(line);
}

function checked(values) {
  const evalDir = resolve(values.eval);
  if (!existsSync(evalDir) || setsIn(evalDir).length === 0) {
    throw new Error(
      `There are no evaluation sets in ${evalDir}: expected folders with a corpus.jsonl. Name theirs with --eval`,
    );
  }
  const sizes = values.sizes.split(',').map((size) => whole(size, '--sizes'));
  return {
    ...(values.build === undefined ? {} : { build: whole(values.build, '--build') }),
    sizes: sizes.sort((left, right) => left - right),
    cacheDir: resolve(values.cache),
    evalDir,
    rounds: whole(values.rounds, '--rounds'),
    each: whole(values.questions, '--questions'),
    // Before this run's own load.
    facts: machineFacts(),
    likeness: values.likeness,
    json: values.json,
  };
}

function whole(text, name) {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new Error(`Expected \`${name}\` to be whole numbers from 1 up, got \`${text}\``);
}
