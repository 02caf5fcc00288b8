import { describe, expect, test } from 'vitest';
import { isOnTopic } from '../../src/answer/on-topic.js';
import type { Hit } from '../../src/model.js';

const IDF = new Map([
  ['ferri', 2],
  ['strike', 2],
  ['walru', 6],
]);

function about(topic: string, text: string, semantic: number, { title, language = 'en' }: Titled = {}): boolean {
  const { length } = text;
  const shared = { version: 'v', collections: ['default'], source: 'a', language, ...(title && { title }) };
  const hit: Pick<Hit, 'passage' | 'document' | 'semantic'> = {
    passage: { documentId: 'a', version: 'v', ordinal: 0, span: { start: 0, end: length }, text, sentences: [] },
    document: { id: 'a', ...shared, outline: { headings: [], pageStarts: [] } } as Hit['document'],
    semantic,
  };
  return isOnTopic(hit, { text: topic, idf: IDF, embedderLanguages: ['en'] });
}

interface Titled {
  readonly title?: string;
  readonly language?: string;
}

describe('a passage is about a topic', () => {
  test('when it is near it in other words', () =>
    expect(about('ferry strike', 'Crews left the boats.', 0.45)).toBe(true));
  test('when it has its words, and is not far', () =>
    expect(about('ferry strike', 'A strike halts every ferry.', 0.1)).toBe(true));
  test('when its title has the words', () =>
    expect(about('ferry strike', 'Crews left.', 0.1, { title: 'Ferry strike' })).toBe(true));
  test('in a language that the embedder does not know, by its words alone', () => {
    expect(about('walru strike', 'strike', -0.2, { language: 'xx' })).toBe(false);
    expect(about('walru', 'walru', -0.2, { language: 'xx' })).toBe(true);
    expect(about('walru', 'ferri', 0.9, { language: 'xx' })).toBe(false);
  });
});

describe('a passage is not about a topic', () => {
  test('when it is only the nearest of what there is', () =>
    expect(about('ferry strike', 'A recipe for bread.', 0.3)).toBe(false));
  test('when it shares the common word and lacks the rare one', () =>
    expect(about('walrus strike', 'The strike goes on.', 0.25)).toBe(false));
});
