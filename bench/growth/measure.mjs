/**
 * Measures the sizes that are built: a process for each, asked in turn round by round, so that what else the machine does
 * falls on all of them alike and a ratio of two sizes is of the same minutes.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { mean } from '../measure/statistics.mjs';
import { startChild } from './child.mjs';
import { openEmbedder } from './embedder.mjs';
import { exactScores } from './exact.mjs';
import { readSets } from './real.mjs';
import { bytesOnDisk, dataDirOf, readNote, readThrough, writeNote } from './store.mjs';
import { poolOf, syntheticDocument } from './synthetic.mjs';

/** Numbers of the documents that are added: far from those of any corpus. */
const FIRST_ADDED = 1_000_000_000;

/** What was found of each size, in the order of `sizes`. */
export async function measure({ sizes, cacheDir, evalDir, questions, rounds, say }) {
  const tenths = await exactOf({ sizes, cacheDir, questions: questions.warm, say });
  const found = sizes.map((size) => ({ size, starts: [], rounds: [], changes: [] }));
  await timeStarts({ found, cacheDir, questions, rounds, say });
  const probes = [];
  for (const { size } of found) {
    say(`${size}: warming up`);
    const probe = await startChild('probe.mjs');
    await probe.call('open', { dataDir: dataDirOf(cacheDir, size), questions: questions.warm });
    probes.push(probe);
  }
  for (const [round, asked] of questions.rounds.entries()) {
    say(`round ${round + 1} of ${questions.rounds.length}`);
    for (const [at, probe] of probes.entries()) {
      await readThrough(dataDirOf(cacheDir, found[at].size));
      found[at].rounds.push(await probe.call('ask', { questions: asked }));
    }
  }
  for (const [at, probe] of probes.entries()) {
    const own = found[at];
    own.recall = mean(await probe.call('recall', { questions: questions.warm, tenth: tenths[at] }));
    own.memory = await probe.call('memory');
    own.disk = bytesOnDisk(dataDirOf(cacheDir, own.size));
  }
  const pool = poolOf(readSets({ cacheDir, evalDir }));
  for (const [at, probe] of probes.entries()) {
    say(`${found[at].size}: adding and removing documents`);
    await timeChanges(found[at], { probe, pool, cacheDir, questions, rounds });
    await probe.close();
  }
  return found;
}

async function exactOf({ sizes, cacheDir, questions, say }) {
  const embedder = await openEmbedder();
  const tenths = [];
  for (const size of sizes) tenths.push(await exactScores({ size, cacheDir, questions, embedder, say }));
  await embedder.close();
  return tenths;
}

/** A start of each size in turn, with its files in the machine's memory; the first of each is not counted. */
async function timeStarts({ found, cacheDir, questions, rounds, say }) {
  say('starting processes');
  for (let round = 0; round <= rounds; round++) {
    for (const { size, starts } of found) {
      await readThrough(dataDirOf(cacheDir, size));
      const ms = await timeStart(dataDirOf(cacheDir, size), questions.warm[round]);
      if (round > 0) starts.push(ms);
    }
  }
}

async function timeStart(dataDir, question) {
  const started = performance.now();
  const child = spawn(process.execPath, [join(import.meta.dirname, 'start.mjs'), dataDir, question], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  await Promise.race([once(child.stdout, 'data'), ended]);
  const ms = performance.now() - started;
  const [code] = await ended;
  if (code !== 0) throw new Error(`start.mjs ended with ${code}`);
  return ms;
}

/**
 * Adds a document, asks, removes it, asks. A text that was ever stored would not be embedded again, so each run adds
 * others. What was removed goes with the next compaction.
 */
async function timeChanges({ size, changes }, { probe, pool, cacheDir, questions, rounds }) {
  const changing = await startChild('change.mjs');
  await changing.call('open', { dataDir: dataDirOf(cacheDir, size) });
  const { added: before } = readNote(cacheDir, size, 'changes') ?? { added: 0 };
  const next = questions.warm.values();
  const ask = async () => (await probe.call('ask', { questions: [next.next().value] }))[0].whole;
  // The first pays for what is compiled and opened once.
  for (let round = 0; round <= rounds; round++) {
    const number = before + round;
    writeNote(cacheDir, size, { name: 'changes', note: { added: number + 1 } });
    const { draft } = syntheticDocument(pool, FIRST_ADDED + number);
    const added = await changing.call('add', { name: `added-${number}.txt`, text: draft.text });
    const askedAfterMs = await ask();
    const { ms: removeMs } = await changing.call('remove', added);
    const askedAfterRemovalMs = await ask();
    if (round > 0) changes.push({ ...added, askedAfterMs, removeMs, askedAfterRemovalMs });
  }
  await changing.close();
}
