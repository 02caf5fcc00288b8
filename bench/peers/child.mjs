/**
 * One system on one set in a process of its own, so that memory is its own too. Told what to do by its parent's message,
 * it answers with one: times in milliseconds, memory in bytes, and what came back for each question.
 */
import { join } from 'node:path';
import { readJudgements } from '../../dist/src/eval/judgements.js';
import { cpuMsSince, residentBytes } from '../measure/machine.mjs';
import { openEmbedding } from './embedding.mjs';
import { systemOf } from './systems.mjs';

const ROOT = join(import.meta.dirname, '..', '..');

process.once('message', async (task) => {
  process.send(await measured(task), () => process.disconnect());
});

async function measured({ key, setFolder, lang, limit, folder, titles }) {
  const { documents, questions: all } = await readJudgements(setFolder, { lang, split: 'dev' });
  const questions = all.slice(0, limit).map(({ question }) => question.trim());
  const { embeds, open } = systemOf(key);
  const embedding = embeds ? await openEmbedding(ROOT) : undefined;
  const questionMs = (await embedding?.prepare(questions)) ?? [];
  const system = await (await open())({ embedding, folder, titles });
  embedding?.restart();
  const before = residentBytes();

  const cpu = process.cpuUsage();
  const started = performance.now();
  await system.index(documents);
  const indexMs = performance.now() - started;
  const indexCpuMs = cpuMsSince(cpu);

  const search = await asked(questions, system.search);
  const ask = system.ask === undefined ? undefined : await asked(questions, system.ask);
  const memory = residentBytes() - before;
  await system.close();
  await embedding?.finish();
  const { spentMs: embedMs, spentCpuMs: embedCpuMs, embedded: chunks } = embedding ?? {};
  return {
    indexMs,
    indexCpuMs,
    embedMs,
    embedCpuMs,
    chunks,
    questionMs,
    memory,
    searchMs: search.times,
    searchCpuMs: search.cpuMs,
    askMs: ask?.times,
    ...found(search, ask),
  };
}

/** Asks everything twice: the first time for the results, the second, with all code warm, for the times. */
async function asked(questions, ask) {
  const results = [];
  for (const question of questions) results.push(await ask(question));
  const times = [];
  const cpu = process.cpuUsage();
  for (const question of questions) {
    const started = performance.now();
    await ask(question);
    times.push(performance.now() - started);
  }
  return { results, times, cpuMs: cpuMsSince(cpu) / questions.length };
}

/** What a reader is shown: quotes where there are any, else chunks. */
function found(search, ask) {
  const firstOf = ({ results }) => results.map(([first]) => first?.documentId ?? null);
  const shown = (ask ?? search).results.map((results) => results.map(({ text }) => text));
  return { first: firstOf(search), firstShown: firstOf(ask ?? search), shown };
}
