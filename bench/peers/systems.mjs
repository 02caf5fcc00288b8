/**
 * The systems that are measured, by name. Each module exports `open({ embedding, folder, titles })`, which loads its
 * library and gives `{ index(documents), search(question), close() }`: `index` takes what `src/eval/judgements` reads,
 * `search` gives the best results as `{ documentId, text }`, best first. Ours also gives `ask(question)`.
 */
export const SYSTEMS = [
  { key: 'verbatim', name: 'Verbatim', embeds: true, open: async () => (await import('./verbatim.mjs')).open },
  {
    key: 'langchain-hnsw',
    name: 'LangChain, HNSWLib',
    embeds: true,
    open: async () => (await import('./langchain.mjs')).openHnswLib,
  },
  {
    key: 'langchain-memory',
    name: 'LangChain, in memory',
    embeds: true,
    open: async () => (await import('./langchain.mjs')).openMemory,
  },
  { key: 'orama', name: 'Orama, hybrid', embeds: true, open: async () => (await import('./orama.mjs')).open },
  { key: 'minisearch', name: 'MiniSearch', embeds: false, open: async () => (await import('./minisearch.mjs')).open },
];

/** How many results each one is asked for: LangChain's default. */
export const TOP = 4;

export function systemOf(key) {
  const system = SYSTEMS.find((one) => one.key === key);
  if (system !== undefined) return system;
  throw new RangeError(`Expected a system among ${SYSTEMS.map((one) => one.key).join(', ')}, got ${key}`);
}
