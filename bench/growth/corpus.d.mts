import type { NewDocument } from '../../src/index/store.js';
import type { RealDocument } from './real.mjs';

export function corpusOf(options: {
  readonly real: readonly RealDocument[];
  readonly size: number;
  readonly from?: number;
}): Generator<{ readonly at: number; readonly document: NewDocument }>;
