import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { wordEmbedder } from '../../check/crash/embedder.mjs';
import { openRecords } from '../../src/index/records.js';
import { describeRecords } from '../contracts/records.js';
import { openLocal } from '../support/local-engine.js';

describeRecords('SQLite', async (now) => {
  const engine = openLocal(wordEmbedder());
  const dataDir = join(engine.folder, 'data');
  const records = openRecords({ dataDir, now });
  return {
    records,
    put: async (collection, documentId, text) => {
      const file = engine.file(`papers/${collection.owner}-${collection.name}/${documentId}`, text);
      await engine.ingest({ collection, actor: 'test', targets: [file] });
      await engine.settle();
    },
    erase: async (collection, documentId) => {
      await engine.erase({ collection, actor: 'test', documentId });
    },
    version: async (collection, documentId) =>
      (await engine.document({ visible: [collection], documentId }))?.version ?? '',
    documents: async (collection) => (await engine.sources({ visible: [collection] })).map(({ id }) => id),
    dump: () =>
      readdirSync(dataDir)
        .filter((name) => name.startsWith('verbatim.db'))
        .map((name) => readFileSync(join(dataDir, name), 'latin1'))
        .join('\n'),
    close: async () => {
      await records.close();
      await engine.close();
    },
  };
});
