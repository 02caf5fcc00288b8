/** Collects what a change did, and tells of each document as it is done, with how far the whole is. */
import type { OnProgress, Progress } from '../engine.js';
import type { Extent } from '../ingest/survey.js';
import type { Change, ChangeReport } from '../model.js';
import { PaceMeter } from './pace.js';

/** What became of a document. */
export type Ending = Exclude<Progress['kind'], 'embedding'>;

export class Report {
  readonly #lists: Record<Ending, Change[]> = {
    added: [],
    changed: [],
    removed: [],
    unchanged: [],
    failed: [],
  };
  #leftOut = 0;
  #prepared = 0;
  #documents = 0;
  #passages = 0;
  #extent: Extent | undefined;
  /** Bytes of the sources that are done, and those up to the end of the document at hand. */
  #bytes = 0;
  #bytesAhead = 0;
  readonly #meter: PaceMeter | undefined;

  /** @param clock milliseconds from any fixed point; without one, no pace is told */
  constructor(
    private readonly onProgress?: OnProgress | undefined,
    clock?: (() => number) | undefined,
  ) {
    this.#meter = clock === undefined ? undefined : new PaceMeter(clock);
  }

  /** Notes how much there is to read in all. */
  expect(extent: Extent): void {
    this.#extent = extent;
    // The time from here to the first document counts.
    this.#meter?.note(0, 0, extent.bytes);
  }

  /** Begins a document whose source ends at `bytesRead`, of the bytes expected. */
  begin(bytesRead: number): void {
    this.#bytesAhead = bytesRead;
  }

  /**
   * Tells that `done` of a document's `of` passages are embedded, of the one at hand or one whose source ends at
   * `bytesRead`. Nothing of it is stored yet.
   */
  embedding(
    {
      documentId,
      source,
      bytesRead = this.#bytesAhead,
    }: Pick<Change, 'documentId' | 'source'> & { bytesRead?: number },
    done: number,
    of: number,
  ): void {
    const bytes = this.#bytes + (Math.max(0, bytesRead - this.#bytes) * done) / of;
    this.#tell('embedding', { documentId, source, passages: done }, { bytes, passages: this.#passages + done });
  }

  /** Where the source of the document at hand ends, of the bytes expected. */
  get ahead(): number {
    return this.#bytesAhead;
  }

  /**
   * Notes the end of a document, the one at hand or one whose source ended at `bytesRead`. What is added, changed or
   * removed must be stored by now.
   */
  add(kind: Ending, change: Change, bytesRead = this.#bytesAhead): void {
    this.#lists[kind].push(change);
    this.#documents += 1;
    if (kind === 'added' || kind === 'changed') this.#passages += change.passages;
    this.#bytes = Math.max(this.#bytes, bytesRead);
    this.#tell(kind, change, { bytes: this.#bytes, passages: this.#passages });
  }

  /** Notes files that were seen and are of no kind that is read. */
  leaveOut(files: number): void {
    this.#leftOut += files;
  }

  /** Notes documents that were embedded again before, because another model was chosen. */
  notePrepared(documents: number): void {
    this.#prepared += documents;
  }

  done(): ChangeReport {
    const leftOut = this.#leftOut === 0 ? {} : { leftOut: this.#leftOut };
    return { ...this.#lists, ...leftOut, ...(this.#prepared === 0 ? {} : { prepared: this.#prepared }) };
  }

  #tell(kind: Progress['kind'], change: Change, at: { readonly bytes: number; readonly passages: number }): void {
    if (this.onProgress === undefined) return;
    const pace = this.#pace(at.passages, at.bytes);
    this.onProgress({ kind, change, documents: this.#documents, passages: at.passages, ...(pace && { pace }) });
  }

  #pace(passages: number, bytes: number): Progress['pace'] {
    if (this.#extent === undefined || this.#meter === undefined) return undefined;
    const { documents } = this.#extent;
    // What is gone from its source was not counted with the sources.
    const documentsInAll = documents === undefined ? undefined : Math.max(documents, this.#documents);
    const pace = this.#meter.note(passages, bytes, this.#extent.bytes);
    return { ...pace, ...(documentsInAll !== undefined && { documentsInAll }) };
  }
}
