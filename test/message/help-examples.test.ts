import { describe, expect, it } from 'vitest';
import type { Engine } from '../../src/engine.js';
import { helpExamples } from '../../src/message/help-examples.js';
import type { Document } from '../../src/model.js';
import { fakeEngine } from '../support/fake-engine.js';
import { ABSTENTION, ANSWER, HOST } from '../support/samples.js';

const DOCUMENT: Document = {
  ...{ id: 'quay.md', version: 'a1', collections: ['default'], source: 'quay.md', title: 'The new quay' },
  text: 'For years Ilse Maarten kept the quay. Now Ilse Maarten sells it, says Jon Berg.',
  publishedAt: '2026-05-03',
  outline: { headings: [], pageStarts: [] },
};
const never = () => new Promise<never>(() => undefined);

function examples(replies: Partial<Pick<Engine, 'ask' | 'timeline'>>, document: Document = DOCUMENT, patience = never) {
  const { engine, calls } = fakeEngine({
    document: async () => document,
    ask: async () => ANSWER,
    timeline: async () => ANSWER,
    ...replies,
  });
  const found = helpExamples({ engine, visible: [HOST], documents: [document], patience });
  return { found, asked: () => calls.filter(({ method }) => method === 'ask').map(({ request }) => request) };
}

describe('examples of help', () => {
  it('are a title, the name that comes back most, and a question about it that may be answered from memory', async () => {
    const { found, asked } = examples({});
    expect(await found).toEqual({ title: 'The new quay', name: 'Ilse Maarten', question: 'who is Ilse Maarten' });
    expect(asked()).toEqual([{ question: 'who is Ilse Maarten', visible: [HOST], mayRepeat: true }]);
  });

  it('name nothing that is not answered, and try another name first', async () => {
    const none = { ask: async () => ABSTENTION, timeline: async () => ABSTENTION };
    expect(await examples(none).found).toEqual({ title: 'The new quay' });
    const ask: Engine['ask'] = async ({ question }) => (question.includes('Berg') ? ANSWER : ABSTENTION);
    const { found } = examples({ ask });
    expect(await found).toEqual({ title: 'The new quay', name: 'Ilse Maarten', question: 'who is Jon Berg' });
  });

  it('come from the next newest document where the newest names nobody', async () => {
    const newer: Document = {
      ...DOCUMENT,
      id: 'fog.md',
      text: 'The gun is fired by night.',
      publishedAt: '2026-06-01',
    };
    const documents = [newer, DOCUMENT];
    const { engine } = fakeEngine({
      document: async ({ documentId }) => documents.find(({ id }) => id === documentId),
      ask: async () => ANSWER,
      timeline: async () => ANSWER,
    });
    const found = await helpExamples({ engine, visible: [HOST], documents, patience: never });
    expect(found).toMatchObject({ name: 'Ilse Maarten', question: 'who is Ilse Maarten' });
  });

  it('ask no English question of a document in another language', async () => {
    const { found, asked } = examples({}, { ...DOCUMENT, language: 'de' });
    expect(await found).toEqual({ title: 'The new quay', name: 'Ilse Maarten' });
    expect(asked()).toEqual([]);
  });

  it('are shown without what takes too long', async () => {
    const isLate = async () => undefined as never;
    expect(await examples({ ask: never }, DOCUMENT, isLate).found).toEqual({ title: 'The new quay' });
  });
});
