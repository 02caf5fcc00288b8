// What a killed process may leave behind, and what it may not. Every function gives the violations as sentences.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { differences } from './dump.mjs';

/** A graph may lose this much against that of an index built from scratch: another order of adding, another graph. */
const RECALL_SLACK = 0.02;

/** How a fault begins that a killed process may leave for the next one to clear away. */
export const STRAY_GRAPHS = 'graphs that no row names';

/**
 * `promised`: ids of the documents whose line was printed. `between`: a state on the way that may be seen, too, as what was
 * stored before under a new model.
 */
export function faultsAfterKill({ before, between = before, after, promised, seen }) {
  const faults = [...seen.problems];
  const isSwapped = seen.dump.fingerprint === after.dump.fingerprint;
  if (!isSwapped && seen.dump.size > 0 && seen.dump.fingerprint !== before.dump.fingerprint) {
    faults.push(`answers with the model ${seen.dump.fingerprint}`);
  }
  const [was, passes, becomes, is] = [before, between, after, seen].map(({ dump }) => dump.documents);
  for (const id of new Set([...Object.keys(was), ...Object.keys(becomes), ...Object.keys(is)])) {
    const states = promised.has(id) ? [becomes[id]] : [was[id], passes[id], becomes[id]];
    if (states.some((state) => sameDocument(state, is[id]))) continue;
    faults.push(
      `${id} ${promised.has(id) ? '(its line was printed) ' : ''}is neither as before nor as after: ${differences(
        states.at(-1),
        is[id],
      ).join('; ')}`,
    );
  }
  return faults;
}

/** A document is as it was or as it will be, whole; once its line was printed, as it will be. */
function sameDocument(left, right) {
  return differences(left, right, { limit: 1 }).length === 0;
}

/** The command went on and came to its end: nothing tells this index from one built at once. */
export function faultsAtEnd({ after, seen }) {
  const rest = seen.rows.strayGraphs;
  return [
    ...seen.problems,
    ...differences(after.dump, seen.dump).map((found) => `rows: ${found}`),
    ...differences(after.rows.tombstones, seen.rows.tombstones).map((found) => `tombstones: ${found}`),
    ...differences(after.rows.targets, seen.rows.targets).map((found) => `targets: ${found}`),
    ...differences(after.answers, seen.answers).map((found) => `answers: ${found}`),
    ...(seen.recall >= after.recall - RECALL_SLACK ? [] : [`recall: ${seen.recall}, from scratch ${after.recall}`]),
    ...(rest.length === 0 ? [] : [`${STRAY_GRAPHS}: ${rest.join(', ')}`]),
  ];
}

/** Files under `dataDir` that hold these words. */
export function filesHolding(dataDir, words) {
  const names = readdirSync(dataDir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return names
    .map(({ parentPath, path, name }) => join(parentPath ?? path, name))
    .filter((file) => readFileSync(file).includes(words));
}
