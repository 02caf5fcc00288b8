/**
 * Where to cut a run of sentences into passages: the cheapest set of cuts, found by dynamic programming. It stands alone
 * because filling passages one after the other, the obvious way, leaves a scrap of a few words at the end of every section.
 */
import type { Span } from '../model.js';

/** A sentence, a part of one or a heading, with its size. */
export interface Unit {
  readonly span: Span;
  readonly words: number;
  readonly tokens: number;
  readonly endsParagraph: boolean;
  readonly isHeading: boolean;
}

export interface PackingLimits {
  /** Words a passage should have. */
  readonly targetWords: number;
  /** Tokens that a passage of several units may have. A unit alone may have more. */
  readonly maxTokens: number;
}

/** Costs, in units of "wrong by the target, once": raise one and cuts of that kind grow rarer, sizes less even. */
const COST = {
  /** A cut inside a paragraph. 0.1 is worth 38 words off a target of 120. */
  insideParagraph: 0.1,
  /** A heading apart from what it opens. */
  afterHeading: 4,
};
/** A passage grows to this many times the target at most; it also bounds the work per unit. */
const LONGEST = 2;
const MOST_UNITS = 250;

/** The units in order, cut into passages. Deterministic: among equally cheap ways the one with longer last passages wins. */
export function packUnits(units: readonly Unit[], limits: PackingLimits): Unit[][] {
  const cost = new Float64Array(units.length + 1).fill(Number.POSITIVE_INFINITY);
  const from = new Int32Array(units.length + 1);
  cost[0] = 0;
  for (let end = 1; end <= units.length; end += 1) {
    const cut = end === units.length ? 0 : costOfCut(units[end - 1]);
    let words = 0;
    let tokens = 0;
    for (let start = end - 1; start >= 0 && end - start <= MOST_UNITS; start -= 1) {
      words += units[start]?.words ?? 0;
      tokens += units[start]?.tokens ?? 0;
      if (end - start > 1 && (tokens > limits.maxTokens || words > LONGEST * limits.targetWords)) break;
      const off = (words - limits.targetWords) / limits.targetWords;
      const total = (cost[start] ?? 0) + off * off + cut;
      if (total <= (cost[end] ?? 0)) {
        cost[end] = total;
        from[end] = start;
      }
    }
  }
  return follow(units, from);
}

function costOfCut(unit: Unit | undefined): number {
  if (unit === undefined || unit.endsParagraph) return 0;
  return unit.isHeading ? COST.afterHeading : COST.insideParagraph;
}

function follow(units: readonly Unit[], from: Int32Array): Unit[][] {
  const passages: Unit[][] = [];
  for (let end = units.length; end > 0; end = from[end] ?? 0) passages.push(units.slice(from[end] ?? 0, end));
  return passages.reverse();
}
