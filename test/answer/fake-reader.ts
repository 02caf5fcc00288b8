/** A reader for tests: marks the first of the given words that a sentence has, and counts what it was asked to read. */
import type { MarkedSentence, Reader, ReadRequest } from '../../src/answer/reader.js';

export interface FakeReader extends Reader {
  readonly requests: ReadRequest[];
}

/** `scores`: by word, what a sentence with it scores; others score -10. */
export function fakeReader(
  scores: Readonly<Record<string, number>>,
  languages: readonly string[] = ['en'],
): FakeReader {
  const requests: ReadRequest[] = [];
  return {
    name: 'fake',
    languages,
    requests,
    read: async (request) => {
      requests.push(request);
      return request.sentences.map(({ start, end }): MarkedSentence => {
        const text = request.passage.slice(start, end);
        const word = Object.keys(scores).find((one) => text.includes(one));
        if (word === undefined) return { score: -10, words: { start, end } };
        const at = start + text.indexOf(word);
        return { score: scores[word] ?? 0, words: { start: at, end: at + word.length } };
      });
    },
    close: async () => undefined,
  };
}
