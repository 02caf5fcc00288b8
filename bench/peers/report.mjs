/** The report for people: machine facts on top, one table of figures, one of comparisons, and what we are behind in. */
import { machineLines } from '../measure/machine.mjs';
import { mebibytes, ranged, shareText, significant, table } from '../measure/table.mjs';
import { signed } from './judging.mjs';

const COLUMNS = [
  '<set',
  '<system',
  'indexing, s',
  '/ embedding alone',
  'query p50, ms',
  'p95, ms',
  'memory, MiB',
  'hits at 1',
  'evidence in 100 words',
];

export function printed({ machine, peers, rounds, titles, sets, compared, behind }) {
  const rows = sets.flatMap(({ set, systems }) => systems.map((figures) => rowOf(set, figures)));
  return [
    ...machineLines(machine),
    `peers: ${Object.entries(peers)
      .map(([name, version]) => `${name} ${version}`)
      .join(', ')}`,
    ...sets.map(({ set, documents, questions }) => `${set}: ${documents} documents, ${questions} questions`),
    `rounds: ${rounds}; each system in a process of its own; median (range) of the rounds${titles ? '; titles embedded' : ''}.`,
    'A query is retrieval alone. Memory is resident growth by indexing and asking. The model has one thread.',
    '',
    table(COLUMNS, rows),
    '',
    ...sets.map(asideOf),
    '',
    'Verbatim less the peer, with the 95% interval of a paired bootstrap:',
    '',
    table(['<set', '<peer', 'hits at 1', '<', 'evidence in 100 words', '<'], compared.map(comparisonRow)),
    '',
    behind.length === 0 ? 'Behind in nothing.' : `Behind in:\n${behind.map((line) => `- ${line}`).join('\n')}`,
  ].join('\n');
}

function rowOf(set, figures) {
  const seconds = (milliseconds) => significant(milliseconds / 1e3);
  const { indexMs, indexToEmbedding, searchMs, memoryBytes, hits1, evidence100 } = figures;
  return [
    set,
    figures.name,
    ranged(indexMs, seconds),
    indexToEmbedding === undefined ? '-' : ranged(indexToEmbedding),
    ranged({ ...searchMs.p50OfRounds, median: searchMs.p50 }),
    significant(searchMs.p95),
    ranged(memoryBytes, mebibytes),
    shareText(hits1),
    shareText(evidence100),
  ];
}

/** What has no column: the question's embedding, which all share, and our choice of sentences, which none has. */
function asideOf({ set, systems }) {
  const ours = systems.find(({ system }) => system === 'verbatim');
  const times = ({ p50, p95 }) => `p50 ${significant(p50)} ms, p95 ${significant(p95)} ms`;
  return `${set}: embedding a question: ${times(ours.questionMs)}; Verbatim's whole answer without it: ${times(ours.askMs)}`;
}

function comparisonRow({ set, name, hits1, evidence100 }) {
  const interval = ({ difference, low, high }) => `${signed(difference)} (${signed(low)} to ${signed(high)})`;
  return [set, name, interval(hits1), hits1.significance, interval(evidence100), evidence100.significance];
}
