/**
 * Questions that moderators answered by pointing at a document (`verbatim gaps --export cases.jsonl`), asked again of the same
 * index: each should be answered with a quote from that document. Apart from `quality`, since these have no judged sentences.
 */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { openEngine } from '../dist/src/workers/open-engine.js';

const modelsDir = path.resolve(import.meta.dirname, '../models');

/**
 * @param print is given a line for each case.
 * @param record Write down which are answered now; from then on only those that no longer are count as fallen.
 * @returns what fell: with nothing on record, every case that is not answered.
 */
export async function checkCases(file, { dataDir, record, print }) {
  const cases = parsed(await readFile(file, 'utf8'), file);
  const known = JSON.parse(await readFile(recordOf(file), 'utf8').catch(() => '{}'));
  const engine = openEngine({
    dataDir,
    modelsDir,
    embeddings: { kind: 'bundled' },
    warn: (message, error) => process.stderr.write(`${message}: ${error}\n`),
  });
  const outcomes = {};
  try {
    const { collections } = await engine.health();
    for (const one of cases) {
      const visible = collections.filter(({ owner }) => owner === 'host' || owner === one.owner);
      const reply = await engine.ask({ question: one.question, visible });
      outcomes[one.id] = isAnsweredFrom(reply, one.documentId);
      print(`${outcomes[one.id] ? 'answered' : 'MISSED  '}  ${one.id}  ${one.question}  (${one.documentId})`);
    }
  } finally {
    await engine.close();
  }
  if (record) await writeFile(recordOf(file), `${JSON.stringify(outcomes, null, 2)}\n`);
  return cases.filter(({ id }) => !outcomes[id] && known[id] !== false).map(({ id }) => id);
}

/** A near copy of the document carries the answer as well. */
export function isAnsweredFrom({ outcome, citations }, documentId) {
  const names = ({ quote, alsoIn = [] }) => [quote.documentId, ...alsoIn.map((copy) => copy.documentId)];
  return outcome === 'answer' && citations.flatMap(names).includes(documentId);
}

function recordOf(file) {
  return `${file}.outcomes.json`;
}

function parsed(text, file) {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.map((line, at) => {
    const one = JSON.parse(line);
    const isCase = [one.id, one.question, one.documentId].every((part) => typeof part === 'string' && part !== '');
    if (isCase && one.expect === 'answer') return one;
    throw new Error(`${file}:${at + 1}: expected {"id", "question", "documentId", "expect": "answer"}, found ${line}`);
  });
}
