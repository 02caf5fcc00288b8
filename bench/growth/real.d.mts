import type { Draft, Span } from '../../src/model.js';

/** A document of the cache. */
export interface RealDocument {
  readonly documentId: string;
  readonly draft: Draft;
  readonly digest: string;
  readonly passages: readonly {
    readonly span: Span;
    readonly sentences: readonly Span[];
    readonly inputDigest: string;
    readonly vector: Float32Array;
    /** Its sentences' vectors, one after the other, a byte a component. */
    readonly int8: Int8Array;
  }[];
}
