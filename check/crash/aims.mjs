// Chooses the instant of the next kill: by the clock, anywhere in a part of the process whose length was seen before, or by
// counting, at its n-th file operation, half-written file or database statement.
import { PHASES } from './phases.mjs';

/** Where nothing was seen yet; chosen so that a small run passes the n-th. */
const FIRST_COUNTS = { files: 3, torn: 1, statements: 200 };
const START_MS = 250;

export class Aims {
  #random;
  #exactOnly;
  #lengths = new Map();
  #counts = new Map();

  /** With `exactOnly` nothing depends on a clock, and no phase need be seen before it is killed. */
  constructor({ random, exactOnly }) {
    this.#random = random;
    this.#exactOnly = exactOnly;
  }

  knows(phase) {
    return this.#exactOnly || this.#lengths.has(phase);
  }

  /** Takes lengths and counts from a run that came to its end, the longest seen. */
  learn(phase, { lengths, lines }) {
    const known = this.#lengths.get(phase) ?? {};
    for (const [marker, ms] of Object.entries(lengths)) known[marker] = Math.max(known[marker] ?? 0, ms);
    this.#lengths.set(phase, known);
    const line = lines.find((each) => each.startsWith('counts '));
    if (line === undefined) return;
    const counts = this.#counts.get(phase) ?? {};
    for (const [kind, count] of Object.entries(JSON.parse(line.slice('counts '.length)))) {
      counts[kind] = Math.max(counts[kind] ?? 0, count);
    }
    this.#counts.set(phase, counts);
  }

  next(phase) {
    const { markers, calls = ['statements'] } = PHASES[phase];
    if (this.#exactOnly || (calls.length > 0 && this.#random.below(3) === 0))
      return { kill: this.#exact(phase, this.#random.pick(calls)) };
    const marker = this.#random.pick(markers);
    const ms = this.#lengths.get(phase)?.[marker] ?? START_MS;
    return { phase: marker, delayMs: this.#random.next() * ms };
  }

  #exact(phase, on) {
    const first = { ...FIRST_COUNTS, ...PHASES[phase].firstCounts }[on];
    const most = on === 'torn' ? first : (this.#counts.get(phase)?.[on] ?? first);
    return { on, nth: 1 + this.#random.below(Math.max(1, most)), when: this.#random.pick(['before', 'after']) };
  }
}
