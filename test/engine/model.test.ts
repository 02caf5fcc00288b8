/** The whole line with the model that ships: the sample corpus and, where they are at hand, the seed articles. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBundledEmbedder } from '../../src/embed/bundled.js';
import type { Embedder } from '../../src/embed/embedder.js';
import { showsEvidence } from '../../src/eval/measures.js';
import { HOST, type LocalEngine, openLocal } from '../support/local-engine.js';

const ROOT = path.join(import.meta.dirname, '../..');
const SEEDS = path.join(ROOT, '../shared/eval/seeds');
const READER = { visible: [HOST] };
const hasSeeds = existsSync(SEEDS);
if (!hasSeeds) process.stderr.write(`\nSKIPPED: test/engine/model.test.ts: nothing at ${SEEDS}\n`);

let embedder: Embedder;
beforeAll(async () => {
  embedder = await createBundledEmbedder({ folder: path.join(ROOT, 'models/all-MiniLM-L6-v2') });
});
afterAll(() => embedder.close());

async function engineOver(folder: string): Promise<LocalEngine> {
  const engine = openLocal(embedder);
  const report = await engine.ingest({ collection: HOST, actor: 'test', targets: [folder] });
  expect(report.failed).toEqual([]);
  return engine;
}

describe('the sample corpus', () => {
  let engine: LocalEngine;
  beforeAll(async () => {
    engine = await engineOver(path.join(ROOT, 'documents'));
  });
  afterAll(() => engine.close());

  it('answers who mediated the talks, with title, publisher and date', async () => {
    const { citations } = await engine.ask({ ...READER, question: 'who mediated the talks' });
    expect(citations[0]?.quote.exact).toMatch(/^The talks were mediated by Ilse Maarten/);
    expect(citations[0]).toMatchObject({
      title: expect.any(String),
      publisher: 'The Port Elden Courier',
      publishedAt: '2025-11-04',
    });
  });

  it('shows both dates where two papers disagree', async () => {
    const { citations } = await engine.ask({ ...READER, question: 'when was the accord signed' });
    const shown = citations.map(({ quote }) => quote.exact).join('\n');
    expect(shown).toContain('Accord was signed');
    expect([shown.includes('14 March'), shown.includes('15 March')]).toEqual([true, true]);
  });

  it.each(['how much did the talks cost', 'what is the capital of France'])(
    'does not answer "%s"',
    async (question) => {
      expect((await engine.ask({ ...READER, question })).outcome).toBe('abstention');
    },
  );
});

it('has the evaluation sets in continuous integration', () => {
  expect(hasSeeds || process.env['CI'] !== 'true').toBe(true);
});

describe.skipIf(!hasSeeds)('the seed articles', () => {
  interface Query {
    readonly question: string;
    readonly answerable: boolean;
    readonly evidence: readonly string[];
  }

  it('show their evidence among the first three quotes for at least 13 of 17 questions, each quote true', async () => {
    const folder = path.join(SEEDS, 'documents');
    const engine = await engineOver(folder);
    const lines = readFileSync(path.join(SEEDS, 'queries.dev.jsonl'), 'utf8').split('\n').filter(Boolean);
    const queries = lines.map((line) => JSON.parse(line) as Query).filter(({ answerable }) => answerable);
    const texts = new Map((await engine.exportPage({ ...READER, limit: 10 })).map(({ id, text }) => [id, text]));
    expect([...texts.keys()].sort()).toEqual(readdirSync(folder).sort());
    let found = 0;
    for (const { question, evidence } of queries) {
      const { citations } = await engine.ask({ ...READER, question });
      for (const { quote } of citations) {
        expect(texts.get(quote.documentId)?.slice(quote.start, quote.end)).toBe(quote.exact);
      }
      if (citations.slice(0, 3).some(({ quote }) => showsEvidence(quote.exact, evidence))) found += 1;
    }
    expect(queries).toHaveLength(17);
    expect(found).toBeGreaterThanOrEqual(13);
    await engine.close();
  });
});
