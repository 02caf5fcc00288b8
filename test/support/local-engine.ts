/** Both halves of the engine in one thread, over a real store in a throw-away folder. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Embedder } from '../../src/embed/embedder.js';
import { createReading, type Reading } from '../../src/engine/reading.js';
import { createWriting, type Writing } from '../../src/engine/writing.js';
import { openReader } from '../../src/index/reader.js';
import { openWriter } from '../../src/index/writer.js';
import type { CollectionRef } from '../../src/model.js';

export const HOST: CollectionRef = { owner: 'host', name: 'default' };

export interface LocalEngine extends Reading, Omit<Writing, 'close'> {
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
      if (!keep) rmSync(folder, { recursive: true, force: true });
    },
  };
}
