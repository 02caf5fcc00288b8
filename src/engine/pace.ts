/** How fast a change goes and how long it will take, from what it did in the last seconds. Pure but for its clock. */
import type { Pace } from '../engine.js';

interface Sample {
  readonly atMs: number;
  readonly passages: number;
  readonly bytes: number;
}

/** What is looked back on. Shorter, and one long document makes the figures jump; longer, and they lag behind. */
const WINDOW_MS = 15_000;
/** Before that, a rate would be chance. */
const LEAST_MS = 1_000;
/** Least time between two samples kept: 60 in a window. */
const SAMPLE_MS = 250;

export class PaceMeter {
  readonly #samples: Sample[] = [];

  /** @param clock milliseconds from any fixed point */
  constructor(private readonly clock: () => number) {}

  /** Notes how far the change is; `bytesInAll` is what `bytes` will be at its end. */
  note(passages: number, bytes: number, bytesInAll: number): Omit<Pace, 'documentsInAll'> {
    const now: Sample = { atMs: this.clock(), passages, bytes };
    this.#keep(now);
    const share = bytesInAll > 0 ? Math.min(1, bytes / bytesInAll) : 1;
    const [base = now] = this.#samples;
    const seconds = (now.atMs - base.atMs) / 1_000;
    if (seconds < LEAST_MS / 1_000) return { share };
    const passagesPerSecond = Math.max(0, (passages - base.passages) / seconds);
    const bytesPerSecond = (bytes - base.bytes) / seconds;
    const secondsLeft = Math.max(0, bytesInAll - bytes) / bytesPerSecond;
    return { share, passagesPerSecond, ...(bytesPerSecond > 0 && { secondsLeft }) };
  }

  /** The oldest kept is the last one from before the window, so that a pause longer than that still counts. */
  #keep(now: Sample): void {
    const samples = this.#samples;
    const last = samples[samples.length - 1];
    if (last === undefined || now.atMs - last.atMs >= SAMPLE_MS) samples.push(now);
    const second = (): Sample | undefined => samples[1];
    for (let next = second(); next !== undefined && next.atMs <= now.atMs - WINDOW_MS; next = second()) samples.shift();
  }
}
