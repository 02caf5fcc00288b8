/** Both halves of the engine in one thread, over a real store in a throw-away folder. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Embedder } from '../../src/embed/embedder.js';
import { createReading, type Reading } from '../../src/engine/reading.js';
import { createWriting, type Writing } from '../../src/engine/writing.js';
import { openReader } from '../../src/index/reader.js';
import { openRecords, type RecordStore } from '../../src/index/records.js';
import { openWriter } from '../../src/index/writer.js';
import type { CollectionRef } from '../../src/model.js';
import type { Records } from '../../src/records.js';

export const HOST: CollectionRef = { owner: 'host', name: 'default' };

export interface LocalEngine extends Reading, Omit<Writing, 'close'>, Omit<RecordStore, 'close'> {
  readonly remember: Records['remember'];
  readonly folder: string;
  /** Writes a file under `folder` and gives its absolute path. */
  readonly file: (name: string, content: string) => string;
  /** Deletes the folder, unless it is to be kept. */
  readonly close: (keep?: boolean) => Promise<void>;
}

export function openLocal(
  embedder: Embedder,
  folder = mkdtempSync(path.join(tmpdir(), 'verbatim-engine-')),
): LocalEngine {
  const options = {
    dataDir: path.join(folder, 'data'),
    fingerprint: embedder.fingerprint,
    dimensions: embedder.dimensions,
  };
  const now = (): Date => new Date('2026-06-01T00:00:00Z');
  const writer = openWriter({ ...options, now });
  const reader = openReader(options);
  const records = openRecords({ dataDir: options.dataDir, now });
  let named = 0;
  const writing = createWriting({
    store: writer,
    embedder,
    now,
    warn: (message, error) => {
      throw new Error(message, { cause: error });
    },
  });
  return {
    ...createReading({ store: reader, embedder, clock: () => 0 }),
    ...writing,
    ...records,
    remember: async (exchange) => {
      named += 1;
      const id = `exchange${String(named).padStart(4, '0')}`;
      await records.keep({ id, exchange });
      return id;
    },
    folder,
    file: (name, content) => {
      const place = path.join(folder, name);
      mkdirSync(path.dirname(place), { recursive: true });
      writeFileSync(place, content);
      return place;
    },
    close: async (keep = false) => {
      await writing.close();
      await reader.close();
      await records.close();
      if (!keep) rmSync(folder, { recursive: true, force: true });
    },
  };
}
