/** An engine that answers what a test says, and says plainly when a test asks it for anything else. */
import type { Engine } from '../../src/engine.js';
import type { Answer, Citation, Hit, NearestPassage, Quote } from '../../src/model.js';

const VERSION = 'ab'.repeat(32);
const timingsMs = { embed: 1, search: 1, read: 1, total: 3 };

export function fakeEngine(methods: Partial<Engine> = {}): Engine {
  const unexpected = (name: string) => () => Promise.reject(new Error(`The test did not expect ${name}`));
  const names = [
    'ask',
    'search',
    'verify',
    'summarize',
    'timeline',
    'suggest',
    'context',
    'sources',
    'document',
    'exportPage',
  ] as const;
  const changes = [
    'ingest',
    'reindex',
    'remove',
    'erase',
    'undo',
    'add',
    'lastChange',
    'configure',
    'remember',
    'recall',
    'health',
    'close',
  ] as const;
  const records = [
    ...(['vote', 'gaps', 'closeGap', 'pointers', 'audit', 'forget'] as const),
    ...(['chosenServer', 'chooseServer', 'servers', 'settle'] as const),
  ] as const;
  const all = [...records, ...names, ...changes].map((name) => [name, unexpected(name)]);
  const quiet: Partial<Engine> = {
    search: async ({ query }) => noHits(query),
    cancelChange: async () => undefined,
    settings: async () => [],
    collections: async () => [],
    record: async () => undefined,
    remember: async () => 'abcDEF123_-x',
    pointers: async () => [],
    purge: async () => 0,
    chosenServer: async () => undefined,
    presentIn: async () => undefined,
    eraseLeft: async () => [],
  };
  return { ...(Object.fromEntries(all) as unknown as Engine), ...quiet, ...methods };
}

export function quote(exact: string, start = 0): Quote {
  return { documentId: 'harbour.md', version: VERSION, start, end: start + exact.length, exact };
}

export function answerOf(question: string, ...sentences: string[]): Answer {
  const citations = sentences.map(
    (exact, at): Citation => ({
      label: at + 1,
      quote: quote(exact, at * 1_000),
      title: 'Harbour talks',
      publisher: 'The Gull',
    }),
  );
  return {
    outcome: 'answer',
    method: 'extractive',
    question,
    confidence: 0.9,
    statements: citations.map(({ label, quote: { exact } }) => ({ text: exact, citations: [label] })),
    citations,
    disagreements: [],
    nearest: [],
    timingsMs,
  };
}

/** A search that found as many passages as asked for, numbered from `offset`. */
export function hits(count: number, offset = 0): Omit<Hit, 'sentenceVectors'>[] {
  return Array.from({ length: count }, (_, at) => {
    const text = `Passage ${offset + at + 1} says so.`;
    const span = { start: 10_000 * (at + 1), end: 10_000 * (at + 1) + text.length };
    return {
      passage: { documentId: 'harbour.md', version: VERSION, ordinal: at, span, text, sentences: [span] },
      document: {
        id: 'harbour.md',
        version: VERSION,
        collections: ['default'],
        source: 'harbour.md',
        title: 'Harbour talks',
      },
      rank: offset + at + 1,
      score: 1,
      lexical: 1,
      semantic: 0.5,
    };
  });
}

export function nearest(exact: string): NearestPassage {
  return { ...quote(exact), score: 0.2, title: 'Harbour talks' };
}

function noHits(query: string) {
  return { query, hits: [] };
}
