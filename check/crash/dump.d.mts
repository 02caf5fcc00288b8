import type { Snapshot } from '../../src/index/store.js';
import type { Hit } from '../../src/model.js';

export interface DumpOptions {
  readonly dimensions: number;
  readonly termsOf: (text: string, language?: string) => string[];
}

export interface Dump {
  readonly fingerprint: string;
  readonly size: number;
  readonly languages: readonly string[];
  readonly documents: Readonly<Record<string, object>>;
  readonly lexical: Readonly<Record<string, string>>;
}

export function dumpSnapshot(snapshot: Snapshot, options: DumpOptions): Promise<Dump>;
export function compacted(dump: Dump): object;
export function hitLine(hit: Omit<Hit, 'sentenceVectors'>): string;
export function rounded(value: number): number;
export function digestOf(value: unknown): string;
export function differences(left: unknown, right: unknown, options?: { path?: string; limit?: number }): string[];
