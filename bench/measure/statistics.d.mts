export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
  readonly repeats: number;
}

export interface Pair {
  readonly ours: readonly (number | boolean)[];
  readonly theirs: readonly (number | boolean)[];
}

export interface Bootstrap {
  readonly difference: number;
  readonly low: number;
  readonly high: number;
  readonly below: number;
  readonly significance: 'below' | 'above' | 'even';
  readonly resamples: number;
}

export function sum(values: Iterable<number>): number;
export function mean(values: ArrayLike<number> & Iterable<number>): number;
export function quantile(values: Iterable<number>, part: number): number;
export function median(values: Iterable<number>): number;
export function spread(values: readonly number[]): Spread;
export function seededRandom(seed: number): () => number;
export function shuffled<T>(values: readonly T[], random: () => number): T[];
export function pairedBootstrap(
  pairs: readonly Pair[],
  options?: { readonly resamples?: number; readonly seed?: number },
): Bootstrap;
