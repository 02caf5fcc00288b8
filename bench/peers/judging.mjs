/**
 * From what the children measured to the figures of a system on a set, and the comparisons with Verbatim. Pure: which
 * questions a share is over is as in `src/eval/summary`.
 */
import { mean, median, pairedBootstrap, quantile, spread } from '../measure/statistics.mjs';
import { showsWithin } from './evidence.mjs';

/** `rounds`: a child's answer for each round. Results are the same in every round, so the first one's are judged. */
export function figuresOf({ system, rounds, questions, comparable }) {
  const [{ first, firstShown, shown, chunks }] = rounds;
  const relevant = positions(questions, (question) => question.relevant.length > 0);
  const evident = positions(questions, (question) => question.answerable && question.evidence.length > 0);
  const isHit = (ids) => relevant.map((at) => questions[at].relevant.includes(ids[at]));
  const hits = isHit(first);
  const evidence = evident.map((at) => showsWithin(shown[at], questions[at].evidence, comparable));
  const over = (measure) => spread(rounds.map(measure));
  return {
    system: system.key,
    name: system.name,
    embeds: system.embeds,
    indexMs: over(({ indexMs }) => indexMs),
    indexCpuMs: over(({ indexCpuMs }) => indexCpuMs),
    memoryBytes: over(({ memory }) => memory),
    searchMs: timesOf(rounds, 'searchMs'),
    searchCpuMs: over(({ searchCpuMs }) => searchCpuMs),
    ...(system.embeds && {
      chunks,
      embedMs: over(({ embedMs }) => embedMs),
      indexToEmbedding: over(({ indexMs, embedMs }) => indexMs / embedMs),
      indexToEmbeddingCpu: over(({ indexCpuMs, embedCpuMs }) => indexCpuMs / embedCpuMs),
      questionMs: timesOf(rounds, 'questionMs'),
    }),
    ...(rounds[0].askMs && { askMs: timesOf(rounds, 'askMs') }),
    hits1: mean(hits.map(Number)),
    shownHits1: mean(isHit(firstShown).map(Number)),
    evidence100: mean(evidence.map(Number)),
    judged: { hits, evidence },
  };
}

/** Over all questions of all rounds; the range is that of the rounds' own medians. */
function timesOf(rounds, field) {
  const all = rounds.flatMap((round) => round[field]);
  return {
    p50: quantile(all, 0.5),
    p95: quantile(all, 0.95),
    p50OfRounds: spread(rounds.map((round) => median(round[field]))),
  };
}

function positions(questions, wanted) {
  return questions.flatMap((question, at) => (wanted(question) ? [at] : []));
}

/** `sets`: `{ set, systems }` with `figuresOf` each. A comparison for each peer and set, and over all sets. */
export function comparisons(sets, bootstrap) {
  const peers = sets[0].systems.filter(({ system }) => system !== 'verbatim').map(({ system }) => system);
  const scopes = sets.map(({ set }) => ({ set, of: sets.filter((one) => one.set === set) }));
  if (sets.length > 1) scopes.push({ set: 'mean of the sets', of: sets });
  return scopes.flatMap(({ set, of }) =>
    peers.map((peer) => ({
      set,
      peer,
      name: of[0].systems.find(({ system }) => system === peer).name,
      hits1: pairedBootstrap(pairsOf(of, peer, 'hits'), bootstrap),
      evidence100: pairedBootstrap(pairsOf(of, peer, 'evidence'), bootstrap),
    })),
  );
}

function pairsOf(sets, peer, field) {
  const judged = (systems, key) => systems.find(({ system }) => system === key).judged[field];
  return sets.map(({ systems }) => ({ ours: judged(systems, 'verbatim'), theirs: judged(systems, peer) }));
}

/** Every respect in which Verbatim is behind, as sentences; empty when there is none. */
export function behind(sets, compared) {
  const found = sets.flatMap(({ set, systems }) => {
    const ours = systems.find(({ system }) => system === 'verbatim');
    const peers = systems.filter((one) => one !== ours && one.embeds);
    return [...behindInTime({ set, ours, peers })];
  });
  for (const { set, name, hits1, evidence100 } of compared) {
    const isMean = set === 'mean of the sets';
    const beaten = isMean ? hits1.difference <= 0 : hits1.significance === 'below';
    if (beaten) found.push(`${set}: hits at 1 against ${name}: ${signed(hits1.difference)}`);
    if (!isMean && evidence100.difference <= 0) {
      found.push(`${set}: evidence in the first words against ${name}: ${signed(evidence100.difference)}`);
    }
  }
  return found;
}

/** Indexing time beyond that of the model alone, at most. */
const MOST_INDEXING = 1.15;

function* behindInTime({ set, ours, peers }) {
  const ratio = ours.indexToEmbedding.median;
  if (ratio > MOST_INDEXING) yield `${set}: indexing takes ${ratio.toFixed(2)} times the embedding alone`;
  for (const { name, indexMs, searchMs } of peers) {
    const slower = (mine, theirs) => `${(mine / theirs).toFixed(2)} times the time of ${name}`;
    if (ours.indexMs.median > indexMs.median) {
      yield `${set}: indexing takes ${slower(ours.indexMs.median, indexMs.median)}`;
    }
    if (ours.searchMs.p50 > searchMs.p50) yield `${set}: retrieval takes ${slower(ours.searchMs.p50, searchMs.p50)}`;
  }
}

export function signed(difference) {
  return `${difference < 0 ? '' : '+'}${difference.toFixed(3).replace('0.', '.')}`;
}
