/** What was measured, as one table: a row a figure, a column a size, and what the largest is beside another of the same run. */
import { machineLines } from '../measure/machine.mjs';
import { quantile, spread } from '../measure/statistics.mjs';
import { ranged, shareText, significant, table } from '../measure/table.mjs';

const VECTOR_BYTES = 4;
/** The size that the largest is compared with. */
const BASE = 10_000;

/** Figures of one size: each a list over repeats, or one number. */
export function figuresOf({ size, starts, rounds, changes, recall, memory, disk }) {
  const over = (part, at) => rounds.map((times) => quantile(times.map(part), at));
  // What is scored whole has no halves.
  const hasHalves = rounds.flat().some(({ lexical }) => lexical > 0);
  const ofHalves = (part) => (time) => (hasHalves ? part(time) : Number.NaN);
  const halves = {
    retrieval: ({ whole }) => whole,
    lexical: ofHalves(({ lexical }) => lexical),
    semantic: ofHalves(({ semantic }) => semantic),
    rest: ofHalves(({ whole, lexical, semantic }) => whole - lexical - semantic),
  };
  const figures = {
    startMs: starts,
    recall,
    resident: memory,
    residentMiB: memory / 2 ** 20,
    diskMiB: (disk.database + disk.graphs) / 2 ** 20,
    diskBytesAPassage: (disk.database + disk.graphs) / size,
    graphBytesAPassage: disk.graphs / size,
    addMs: changes.map(({ wholeMs }) => wholeMs),
    addRatio: changes.map(({ wholeMs, embedMs }) => wholeMs / embedMs),
    askedAfterMs: changes.map(({ askedAfterMs }) => askedAfterMs),
    removeMs: changes.map(({ removeMs }) => removeMs),
    askedAfterRemovalMs: changes.map(({ askedAfterRemovalMs }) => askedAfterRemovalMs),
  };
  for (const [name, part] of Object.entries(halves)) {
    for (const at of [0.5, 0.95, 0.99]) figures[`${name}P${at * 100}`] = over(part, at);
  }
  return { size, ...figures };
}

const ROWS = [
  ['start to first answer, ms', 'startMs'],
  ['retrieval p50, ms', 'retrievalP50'],
  ['retrieval p95, ms', 'retrievalP95'],
  ['retrieval p99, ms', 'retrievalP99'],
  ['  lexical half p50, ms', 'lexicalP50'],
  ['  lexical half p95, ms', 'lexicalP95'],
  ['  semantic half p50, ms', 'semanticP50'],
  ['  semantic half p95, ms', 'semanticP95'],
  ['  fusing and fetching p50, ms', 'restP50'],
  ['  fusing and fetching p95, ms', 'restP95'],
  ['recall@10 against exact', 'recall', shareText],
  ['resident memory, MiB', 'residentMiB'],
  ['  more than the smallest, bytes a passage', 'memoryAPassage'],
  ['  the same / the bytes of a vector', 'besideVectors'],
  ['disk, MiB', 'diskMiB'],
  ['  bytes a passage', 'diskBytesAPassage'],
  ['  of them the graph', 'graphBytesAPassage'],
  ['adding a document, ms', 'addMs'],
  ['adding / its embedding alone', 'addRatio'],
  ['the next retrieval, ms', 'askedAfterMs'],
  ['removing a document, ms', 'removeMs'],
  ['the next retrieval, ms', 'askedAfterRemovalMs'],
];

/**
 * Adds what a passage more costs in memory: the resident bytes beyond those at the smallest size, which are the program's and
 * the model's own, over the passages beyond it. Not a number for the smallest.
 */
export function withMemory(found, { dimensions }) {
  const [smallest] = found;
  return found.map((figures) => {
    const memoryAPassage = (figures.resident - smallest.resident) / (figures.size - smallest.size);
    return { ...figures, memoryAPassage, besideVectors: memoryAPassage / (dimensions * VECTOR_BYTES) };
  });
}

/** `found` are figures by size, ascending. */
export function printed(found, { each, rounds, facts }) {
  const base = found.find(({ size }) => size === BASE);
  const largest = found.at(-1);
  const compares = base !== undefined && largest.size > BASE;
  const count = (size) => size.toLocaleString('en');
  const columns = ['<passages', ...found.map(({ size }) => count(size))];
  if (compares) columns.push(`${count(largest.size)} / ${count(BASE)}`);
  const rows = ROWS.map(([name, key, text = significant]) => {
    const cells = found.map((figures) => cell(figures[key], text));
    return [name, ...cells, ...(compares ? [ratio(largest[key], base[key])] : [])];
  });
  return [
    ...machineLines(facts),
    `${each} questions a round, ${rounds} rounds, none asked twice, files read through before each; medians with their range over rounds`,
    '',
    table(columns, rows),
  ].join('\n');
}

function cell(value, text) {
  return Array.isArray(value) ? ranged(spread(value), text) : text(value);
}

/** Round by round where there are rounds, so that what the machine did meanwhile divides out. */
function ratio(large, small) {
  if (!Array.isArray(large)) return significant(large / small);
  return ranged(spread(large.map((value, round) => value / small[round])));
}
