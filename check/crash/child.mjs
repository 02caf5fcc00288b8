#!/usr/bin/env node
// The process that is killed: runs operations of the program's writing half and says each thing on standard output at the
// moment it is true. Lines: `begin PHASE`, `end PHASE`, `added ID (3 passages)` as the terminal prints it, `embed COUNT`, `counts JSON`, `done`.
import { wordEmbedder } from './embedder.mjs';
import { arm, breakTransactions, say } from './instants.mjs';
import { product } from './product.mjs';

const { dist, dataDir, salt, sizes, operations, kill, sabotage } = JSON.parse(process.argv[2]);
const HOST = { owner: 'host', name: 'default' };
const change = { collection: HOST, actor: 'crash' };
/** Parts of a command that are told apart. */
const PHASES = ['adopt', 'swap', 'settle'];

const counts = arm({ dataDir, kill });
if (sabotage === 'no-transactions') breakTransactions();
const { createWriting, openWriter } = await product(dist);

const embedder = wordEmbedder(salt, { onPassages: (count) => count > 0 && say(`embed ${count}`) });
say('begin open');
const store = openWriter({
  dataDir,
  fingerprint: embedder.fingerprint,
  dimensions: embedder.dimensions,
  ...sizes,
  now: () => new Date(),
});
say('end open');
const warn = (message, error) => say(`warned ${message}: ${error}`);
const writing = createWriting({
  store: told(sabotage === 'early-line' ? lying(store) : store),
  embedder,
  now: () => new Date(),
  warn,
});

/** What is unchanged is not printed by the terminal; here it is, since it holds as well. */
const stored = ({ kind, change: { documentId, passages } }) => say(`${kind} ${documentId} (${passages} passages)`);
const onProgress = sabotage === 'early-line' ? undefined : stored;
const run = {
  ingest: (request) => writing.ingest({ ...change, ...request }, onProgress),
  reindex: (request) => writing.reindex({ ...change, ...request }, onProgress),
  remove: (request) => writing.remove({ ...change, ...request }),
  erase: (request) => writing.erase({ ...change, ...request }),
  undo: () => writing.undo(change),
  settle: async () => undefined,
};

say('begin command');
for (const { do: name, ...request } of operations) {
  const report = await run[name](request).catch(goneAlready);
  const list = report?.removed ?? [];
  if (name === 'remove' || name === 'erase') for (const change of list) stored({ kind: 'removed', change });
}
say('end command');
await writing.settle();
await writing.close();
say(`counts ${JSON.stringify(counts)}`);
say('done');

/** A removal that a killed run had done already. */
function goneAlready(error) {
  if (error.code !== 'not-found') throw error;
}

/** The same store, telling when its phases begin and end. */
function told(store) {
  return new Proxy(store, {
    get: (target, name) => {
      const method = target[name];
      if (typeof method !== 'function') return method;
      if (!PHASES.includes(name)) return method.bind(target);
      return async (...args) => {
        say(`begin ${name}`);
        try {
          return await method.apply(target, args);
        } finally {
          say(`end ${name}`);
        }
      };
    },
  });
}

/** A store whose documents are announced before they are stored: what the check must notice. */
function lying(store) {
  return new Proxy(store, {
    get: (target, name) => {
      if (name !== 'change') return target[name]?.bind?.(target) ?? target[name];
      return async (...args) => {
        const writer = await target.change(...args);
        const putAll = writer.putAll.bind(writer);
        writer.putAll = (documents, options) => {
          for (const { documentId, passages } of documents) say(`added ${documentId} (${passages.length} passages)`);
          return putAll(documents, options);
        };
        return writer;
      };
    },
  });
}
