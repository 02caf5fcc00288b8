/**
 * Embeds a document while those before it are stored and those after it are read, so that the model never waits for the disk.
 * It stands alone because what may be under way at once, and in which order it ends, is one decision: documents end in
 * the order they began in, and one that fails takes no other with it.
 */

/** What may be under way at once: enough to cover storing a group of documents, little enough to hold in memory. */
export const AHEAD = {
  documents: 4,
  /** Code units of their texts. One document may be longer, then it is alone. */
  units: 64_000,
} as const;

export interface Underway<T> {
  readonly documentId: string;
  /** Code units of its text. */
  readonly length: number;
  /** Embeds it. `signal` is aborted when nobody will take the result any more. */
  readonly prepare: (signal: AbortSignal) => Promise<T>;
  /** Told what `prepare` made, after the documents before it have ended. What it throws ends everything. */
  readonly finish: (prepared: T) => Promise<void>;
  /** Told why `prepare` failed, in its turn. What it throws ends everything. */
  readonly fail: (error: unknown) => void;
}

interface Begun {
  readonly documentId: string;
  readonly length: number;
  readonly hasSucceeded: Promise<boolean>;
  readonly end: () => Promise<void>;
}

export class LookAhead {
  readonly #given = new AbortController();
  readonly #signal: AbortSignal;
  #begun: Begun[] = [];

  /** @param stop aborted when all of it should stop */
  constructor(stop: AbortSignal) {
    this.#signal = AbortSignal.any([stop, this.#given.signal]);
  }

  /** Whether a document of that name is under way. */
  has(documentId: string): boolean {
    return this.#begun.some((each) => each.documentId === documentId);
  }

  /** Begins a document once there is room for it. */
  async begin<T>({ documentId, length, prepare, finish, fail }: Underway<T>): Promise<void> {
    while (!this.#hasRoomFor(length)) await this.#endFirst();
    const prepared = prepare(this.#signal);
    const hasSucceeded = prepared.then(
      () => true,
      () => false,
    );
    const end = async (): Promise<void> => {
      if (await hasSucceeded) return finish(await prepared);
      await prepared.catch(fail);
    };
    this.#begun.push({ documentId, length, hasSucceeded, end });
  }

  /** Resolves when at most `but` documents, the last begun, are under way. */
  async finish({ but = 0 }: { readonly but?: number } = {}): Promise<void> {
    while (this.#begun.length > but) await this.#endFirst();
  }

  /** After something went wrong: stops what is being embedded, and ends those before it that are ready. */
  async giveUp(): Promise<void> {
    this.#given.abort();
    const begun = this.#begun;
    this.#begun = [];
    const succeeded = await Promise.all(begun.map((each) => each.hasSucceeded));
    const firstFailed = succeeded.indexOf(false);
    for (const each of firstFailed === -1 ? begun : begun.slice(0, firstFailed)) await each.end();
  }

  #hasRoomFor(length: number): boolean {
    const units = this.#begun.reduce((sum, each) => sum + each.length, length);
    return this.#begun.length === 0 || (this.#begun.length < AHEAD.documents && units <= AHEAD.units);
  }

  async #endFirst(): Promise<void> {
    const first = this.#begun.shift();
    await first?.end();
  }
}
