#!/usr/bin/env node
/**
 * Verbatim against peers from npm: the same documents and questions, and for those that embed the same weights through
 * the same runtime. Each system is measured in a process of its own, the systems in turn, several rounds of that.
 *
 * usage: npm run bench:peers -- [--eval DIR] [--sets squad2,xquad] [--limit QUESTIONS] [--rounds N] [--titles] [--json]
 */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { machineFacts } from './measure/machine.mjs';
import { installPeers } from './peers/install.mjs';
import { behind, comparisons, figuresOf } from './peers/judging.mjs';
import { printed } from './peers/report.mjs';
import { runChild } from './peers/run-child.mjs';
import { SYSTEMS, systemOf } from './peers/systems.mjs';

const ROOT = join(import.meta.dirname, '..');
const SEED = 20_240;

const options = {
  eval: { type: 'string', default: join(ROOT, '..', 'shared', 'eval') },
  sets: { type: 'string', default: 'squad2,xquad,nq_gold,clapnq' },
  systems: { type: 'string', default: SYSTEMS.map(({ key }) => key).join(',') },
  lang: { type: 'string', default: 'en' },
  limit: { type: 'string' },
  rounds: { type: 'string', default: '3' },
  titles: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
};

try {
  const { values } = parseArgs({ options });
  const report = await measure(checked(values));
  console.log(values.json ? JSON.stringify(report, withoutJudged, 2) : printed(report));
} catch (error) {
  console.error(`bench:peers: ${error.message}`);
  process.exitCode = 1;
}

function checked({ eval: folder, sets, systems, lang, limit, rounds, titles }) {
  const setFolders = listOf(sets).map((set) => resolve(folder, set));
  const missing = setFolders.filter((set) => !existsSync(join(set, 'corpus.jsonl')));
  if (missing.length > 0) {
    throw new Error(
      `NOTHING WAS MEASURED: no evaluation set at ${missing.join(', ')}. Name its folder with --eval DIR`,
    );
  }
  return {
    setFolders,
    systems: [...new Set(['verbatim', ...listOf(systems)])].map(systemOf),
    lang,
    limit: limit === undefined ? undefined : countOf('limit', limit),
    rounds: countOf('rounds', rounds),
    titles,
  };
}

async function measure({ setFolders, systems, lang, limit, rounds, titles }) {
  const machine = machineFacts();
  const peers = installPeers();
  const { readJudgements } = await import('../dist/src/eval/judgements.js');
  const { comparable } = await import('../dist/src/eval/measures.js');
  const sets = [];
  for (const setFolder of setFolders) {
    const { set, documents, questions: all } = await readJudgements(setFolder, { lang, split: 'dev' });
    const questions = all.slice(0, limit);
    const measured = new Map(systems.map((system) => [system, []]));
    for (let round = 0; round < rounds; round++) {
      for (const [system, answers] of measured) {
        console.error(`${set}: round ${round + 1} of ${rounds}, ${system.name}`);
        answers.push(await runChild({ key: system.key, setFolder, lang, limit, titles }));
      }
    }
    const figures = [...measured].map(([system, answers]) =>
      figuresOf({ system, rounds: answers, questions, comparable }),
    );
    sets.push({ set, documents: documents.length, questions: questions.length, systems: figures });
  }
  const compared = comparisons(sets, { seed: SEED });
  return { machine, peers, rounds, titles, sets, compared, behind: behind(sets, compared) };
}

/** Whether each single question was hit is for the bootstrap only. */
function withoutJudged(key, value) {
  return key === 'judged' ? undefined : value;
}

function listOf(text) {
  return text
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
}

function countOf(name, text) {
  const count = Number(text);
  if (Number.isInteger(count) && count > 0) return count;
  throw new RangeError(`Expected --${name} to be a whole number from 1 and up, got '${text}'`);
}
