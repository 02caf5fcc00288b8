/**
 * The vectors that a reader holds in memory: the graph of each collection that was asked, and what no graph has. They are
 * loaded when first asked and leave when nobody asked for a while; a graph that was saved anew is loaded beside the
 * one in use.
 */

import { collectGarbage } from './collect-garbage.js';
import { type GraphRow, graphRow, type HeldGraph, readHeldGraph } from './graph-files.js';
import type { LiveSet } from './live.js';
import { LooseVectors } from './loose.js';
import type { CollectionVectors } from './semantic.js';
import type { Database } from './statements.js';
import type { PassageId } from './store.js';

export const HELD = {
  /** After so long without a question vectors leave the memory. */
  idleMs: 10 * 60_000,
  /** Rows since removed that are scanned for nothing before the vectors are read anew: at most as many as are live, and these. */
  deadRows: 1_000,
} as const;

interface Holder {
  readonly modelId: number;
  /** Of the graph file that was last tried; '' for none. */
  sha256: string;
  held: HeldGraph | undefined;
  loose: LooseVectors | undefined;
  loading: Promise<void> | undefined;
  /** Of the database when the saved graph was looked up. */
  version: number;
}

export interface HeldOptions {
  readonly database: Database;
  readonly dataDir: string;
  /** Default `HELD.idleMs`. */
  readonly idleMs?: number | undefined;
}

/** What names the graph of a collection, and the length of its vectors. */
export interface VectorsOf {
  readonly collectionId: number;
  readonly modelId: number;
  readonly dimensions: number;
  /** Of the database: which graph is saved is looked up once for each. */
  readonly version: number;
}

export class HeldVectors {
  readonly #options: HeldOptions;
  readonly #holders = new Map<number, Holder>();
  #idle: NodeJS.Timeout | undefined;

  constructor(options: HeldOptions) {
    this.#options = options;
  }

  /** Loads the saved graph, when there is one and none is held. */
  async warm(of: VectorsOf): Promise<void> {
    this.#keepAwake();
    const holder = this.#holderOf(of);
    if (holder.version === of.version) return holder.held === undefined ? holder.loading : undefined;
    const row = graphRow(this.#options.database, of.collectionId, of.modelId);
    holder.version = of.version;
    if (row === undefined || row.sha256 === holder.sha256) return holder.loading;
    holder.loading ??= this.#load(holder, row, of.dimensions);
    // Saved anew: the one in use answers until the new one is here.
    if (holder.held === undefined) await holder.loading;
  }

  /** The vectors of a collection at the state of the read transaction that is open. */
  async of(of: VectorsOf, live: LiveSet): Promise<CollectionVectors> {
    await this.warm(of);
    const { dimensions } = of;
    const holder = this.#holderOf(of);
    const { graph, codes } = holder.held ?? {};
    const dead = holder.loose === undefined ? 0 : holder.loose.count - live.size;
    if (holder.loose === undefined || dead > Math.max(HELD.deadRows, live.size)) {
      const isElsewhere = (id: PassageId): boolean => graph?.has(id) ?? false;
      holder.loose = LooseVectors.load(this.#options.database, live, { dimensions, isElsewhere });
    }
    return { live, graph, codes, loose: holder.loose };
  }

  /** Takes in passages that came into sight; undefined when all may have changed. */
  onShown(collectionId: number, ids: readonly PassageId[] | undefined): void {
    const holder = this.#holders.get(collectionId);
    if (holder?.loose === undefined) return;
    if (ids === undefined) holder.loose = undefined;
    else
      holder.loose.add(
        this.#options.database,
        ids.filter((id) => !(holder.held?.graph.has(id) ?? false)),
      );
  }

  forget(collectionId: number): void {
    this.#holders.delete(collectionId);
  }

  close(): void {
    clearTimeout(this.#idle);
    this.#holders.clear();
  }

  #holderOf({ collectionId, modelId }: VectorsOf): Holder {
    let holder = this.#holders.get(collectionId);
    if (holder?.modelId !== modelId) {
      holder = { modelId, sha256: '', held: undefined, loose: undefined, loading: undefined, version: -1 };
      this.#holders.set(collectionId, holder);
    }
    return holder;
  }

  async #load(holder: Holder, row: GraphRow, dimensions: number): Promise<void> {
    const held = await readHeldGraph(this.#options.dataDir, row, dimensions);
    holder.sha256 = row.sha256;
    holder.loading = undefined;
    if (held === undefined && holder.held !== undefined) return;
    holder.held = held;
    holder.loose = undefined;
  }

  #keepAwake(): void {
    if (this.#idle !== undefined) return void this.#idle.refresh();
    this.#idle = setTimeout(() => {
      this.#holders.clear();
      // Graphs lie outside the heap, where no garbage collection would see how much there is to gain.
      collectGarbage();
    }, this.#options.idleMs ?? HELD.idleMs);
    this.#idle.unref();
  }
}
