/**
 * What the bot did since the last summary: how many questions, how they ended, how long answers took. It stands alone because
 * a log line every ten minutes is what tells an operator that all is well, and needs no metrics server.
 */

export interface CounterSummary {
  readonly questions: number;
  readonly answers: number;
  readonly abstentions: number;
  /** Failures of ours, and what Discord would not take. */
  readonly errors: number;
  /** Questions turned away by a limit. */
  readonly limited: number;
  /** Times that Discord asked to slow down. */
  readonly slowedDown: number;
  /** Milliseconds from the question to its answer, half and 95 of 100 of them; absent without any. */
  readonly p50Ms?: number;
  readonly p95Ms?: number;
}

/** Enough for a percentile; more would only be memory. */
const MOST_TIMES = 10_000;

export class Counters {
  #counts = { questions: 0, answers: 0, abstentions: 0, errors: 0, limited: 0, slowedDown: 0 };
  #timesMs: number[] = [];

  /** A question that was asked, how it ended, and after how long. `undefined`: it failed, or was no question. */
  asked(outcome: 'answer' | 'abstention' | undefined, ms: number): void {
    this.#counts.questions += 1;
    if (outcome === undefined) return;
    this.#counts[outcome === 'answer' ? 'answers' : 'abstentions'] += 1;
    if (this.#timesMs.length < MOST_TIMES) this.#timesMs.push(ms);
  }

  failed(): void {
    this.#counts.errors += 1;
  }

  limited(): void {
    this.#counts.limited += 1;
  }

  slowedDown(): void {
    this.#counts.slowedDown += 1;
  }

  /** All since the last call, and begins anew. */
  take(): CounterSummary {
    const sorted = this.#timesMs.sort((a, b) => a - b);
    const counts = this.#counts;
    this.#counts = { questions: 0, answers: 0, abstentions: 0, errors: 0, limited: 0, slowedDown: 0 };
    this.#timesMs = [];
    const [p50Ms, p95Ms] = [0.5, 0.95].map((share) => sorted[Math.ceil(share * sorted.length) - 1]);
    return {
      ...counts,
      ...(p50Ms !== undefined && { p50Ms: Math.round(p50Ms) }),
      ...(p95Ms !== undefined && { p95Ms: Math.round(p95Ms) }),
    };
  }
}
