#!/usr/bin/env node
// Counts quotes that are not true. It shares no code with Verbatim, so that a mistake of ours cannot hide itself.
//
//   node check/quotes.mjs EXPORT.jsonl ANSWERS.jsonl CORPUS.jsonl
//
// EXPORT is what `verbatim export` printed, ANSWERS what `verbatim ask --file … --json` printed, CORPUS the .jsonl that
// was ingested. A quote (of a citation, or of a nearest passage) is false when
//   version   the version it names is not the SHA-256 of the exported text of its document,
//   slice     its words are not that text from `start` to `end`, or
//   corpus    they do not stand in the title and text of the corpus line that went in, but for spaces, zero-width
//             characters, soft hyphens and Unicode composition.
// Prints the counts as one JSON object and the first false quotes on standard error; exit code 1 when there is one.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

const SHOWN = 10;
const INVISIBLE = /[\s\u00ad\u180e\u200b-\u200d\u2060-\u2064\ufeff]+/gu;

const files = process.argv.slice(2);
if (files.length !== 3) {
  process.stderr.write('usage: node check/quotes.mjs EXPORT.jsonl ANSWERS.jsonl CORPUS.jsonl\n');
  process.exit(2);
}
const [exported, answers, corpus] = files.map(rows);

const squeezed = (text) => text.normalize('NFC').replace(INVISIBLE, '').normalize('NFC');
const stored = new Map(exported.map((document) => [document.id, document]));
const hashes = new Map(exported.map(({ id, text }) => [id, createHash('sha256').update(text).digest('hex')]));
const wentIn = new Map(corpus.map(({ id, title, text }) => [id, squeezed(`${title ?? ''}\n${text}`)]));

const counts = { answers: answers.length, citations: 0, nearest: 0, version: 0, slice: 0, corpus: 0, false: 0 };
let shown = 0;
for (const answer of answers) {
  for (const { quote } of answer.citations) check('citations', quote, answer);
  for (const quote of answer.nearest) check('nearest', quote, answer);
}
process.stdout.write(`${JSON.stringify(counts)}\n`);
process.exitCode = counts.false > 0 ? 1 : 0;

function check(kind, quote, answer) {
  counts[kind] += 1;
  const faults = faultsOf(quote);
  for (const fault of faults) counts[fault] += 1;
  if (faults.length === 0) return;
  counts.false += 1;
  shown += 1;
  if (shown <= SHOWN)
    process.stderr.write(`${answer.id ?? answer.question}: ${faults.join(', ')}: ${JSON.stringify(quote)}\n`);
}

function faultsOf({ documentId, version, start, end, exact }) {
  const text = stored.get(documentId)?.text;
  const isSlice = text !== undefined && end > start && text.slice(start, end) === exact;
  return [
    ...(hashes.get(documentId) === version && stored.get(documentId)?.version === version ? [] : ['version']),
    ...(isSlice ? [] : ['slice']),
    ...(wentIn.get(documentId)?.includes(squeezed(exact)) ? [] : ['corpus']),
  ];
}

function rows(file) {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.flatMap((line, at) => {
    if (line.trim() === '') return [];
    try {
      return [JSON.parse(line)];
    } catch (cause) {
      throw new Error(`${file}:${at + 1} is not JSON`, { cause });
    }
  });
}
