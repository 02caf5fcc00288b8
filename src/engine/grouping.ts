/**
 * Documents that are ready wait a moment for others, so that several small ones share one transaction: each waits for the
 * disk, and a short document takes less time to embed than to sync. It stands alone because what may wait, and how long,
 * is one decision. Nothing is told of before it is stored.
 */
import { VerbatimError } from '../errors.js';
import type { ChangeWriter, KnownVectors, NewDocument, StoreWriter } from '../index/store.js';
import type { Report } from './report.js';

export const GROUP = {
  /** Passages that are stored at once, more or less. */
  passages: 16,
  /** Nothing waits longer than this, and one document more. */
  ms: 250,
  /** Code units of a document before which what waits is stored: about as much as takes that long to embed. */
  long: 8_000,
} as const;

export interface GroupingOptions {
  readonly change: ChangeWriter;
  readonly report: Report;
  /** Stores a document even when it is there as it is. */
  readonly force: boolean;
  /** Milliseconds from any fixed point. */
  readonly clock: () => number;
}

/** What else is told of a document. */
interface Told {
  readonly reason?: string;
  /** Where its source ends, of all that is read. Default: as far as the report has come. */
  readonly bytesRead: number;
}

/** A document, and what storing it will be called. */
interface Waiting extends Told {
  readonly document: NewDocument;
  readonly kind: 'added' | 'changed';
}

export class Grouping {
  readonly #options: GroupingOptions;
  #waiting: Waiting[] = [];
  #passages = 0;
  #since = 0;

  constructor(options: GroupingOptions) {
    this.#options = options;
  }

  /** To be called before a document is looked up and prepared. */
  async makeWay(next: { readonly documentId: string; readonly length: number }): Promise<void> {
    const isSame = this.#waiting.some(({ document }) => document.documentId === next.documentId);
    if (isSame || next.length > GROUP.long) await this.flush();
  }

  /** Takes a document in; resolves once whatever has waited long enough is stored. */
  async add(document: NewDocument, kind: Waiting['kind'], told: Partial<Told> = {}): Promise<void> {
    const now = this.#options.clock();
    if (this.#waiting.length === 0) this.#since = now;
    this.#waiting.push({ bytesRead: this.#options.report.ahead, ...told, document, kind });
    this.#passages += document.passages.length;
    if (this.#passages >= GROUP.passages || now - this.#since >= GROUP.ms) await this.flush();
  }

  /** Stores what waits, and tells of it. What cannot be stored for a fault of its own is told of as failed. */
  async flush(): Promise<void> {
    const waiting = this.#waiting;
    if (waiting.length === 0) return;
    this.#waiting = [];
    this.#passages = 0;
    const { change, force } = this.#options;
    try {
      const stored = await change.putAll(
        waiting.map(({ document }) => document),
        { force },
      );
      for (const [at, each] of waiting.entries()) this.#tell(each, stored[at] === true);
    } catch (error) {
      if (!isOwnFault(error)) throw error;
      for (const each of waiting) await this.#storeAlone(each);
    }
  }

  /** What was embedded before, also for documents that wait. */
  knownVectors(store: Pick<StoreWriter, 'knownVectors'>): Pick<StoreWriter, 'knownVectors'> {
    return {
      knownVectors: async (digests) => {
        const known = new Map<string, KnownVectors>(await store.knownVectors(digests));
        const wanted = new Set(digests);
        for (const { document } of this.#waiting) {
          for (const passage of document.passages) {
            if (wanted.has(passage.inputDigest)) known.set(passage.inputDigest, passage);
          }
        }
        return known;
      },
    };
  }

  /** So that one document's fault is its own. */
  async #storeAlone(each: Waiting): Promise<void> {
    const { change, force, report } = this.#options;
    try {
      this.#tell(each, await change.put(each.document, { force }));
    } catch (error) {
      if (!isOwnFault(error)) throw error;
      const { documentId, source } = each.document;
      report.add('failed', { documentId, source, passages: 0, reason: error.message }, each.bytesRead);
    }
  }

  #tell({ document, kind, reason, bytesRead }: Waiting, isStored: boolean): void {
    const { documentId, source } = document;
    const told = { documentId, source, passages: document.passages.length, ...(reason !== undefined && { reason }) };
    this.#options.report.add(isStored ? kind : 'unchanged', told, bytesRead);
  }
}

/** Whether an error is of one document; a full disk or another model is not. */
export function isOwnFault(error: unknown): error is VerbatimError {
  const own: readonly string[] = ['duplicate-id', 'malformed', 'empty', 'unsupported', 'too-large', 'internal'];
  return error instanceof VerbatimError && own.includes(error.code);
}
