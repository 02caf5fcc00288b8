/** Collects what a change did, and tells of each document as it is done. */
import type { OnProgress, Progress } from '../engine.js';
import type { Change, ChangeReport } from '../model.js';

export class Report {
  readonly #lists: Record<Progress['kind'], Change[]> = {
    added: [],
    changed: [],
    removed: [],
    unchanged: [],
    failed: [],
  };
  #leftOut = 0;
  #documents = 0;
  #passages = 0;

  constructor(private readonly onProgress?: OnProgress | undefined) {}

  add(kind: Progress['kind'], change: Change): void {
    this.#lists[kind].push(change);
    this.#documents += 1;
    if (kind === 'added' || kind === 'changed') this.#passages += change.passages;
    this.onProgress?.({ kind, change, documents: this.#documents, passages: this.#passages });
  }

  /** Notes files that were seen and are of no kind that is read. */
  leaveOut(files: number): void {
    this.#leftOut += files;
  }

  done(): ChangeReport {
    return { ...this.#lists, ...(this.#leftOut === 0 ? {} : { leftOut: this.#leftOut }) };
  }
}
