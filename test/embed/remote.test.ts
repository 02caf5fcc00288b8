import { FakeEmbeddings, SyntheticEmbeddings } from '@langchain/core/utils/testing';
import { describe, expect, test } from 'vitest';
import { createOllamaEmbedder } from '../../src/embed/ollama.js';
import { createOpenAiEmbedder } from '../../src/embed/openai.js';
import { remoteEmbedder } from '../../src/embed/remote.js';
import { estimateTokens } from '../../src/embed/token-estimate.js';
import { embedderContract } from '../contracts/embedder.js';

/** LangChain's made-up vectors follow the text's length: every text is lengthened, so that each gets eight numbers. */
class MadeUp extends SyntheticEmbeddings {
  constructor() {
    super({ vectorSize: 8 });
  }
  override embedQuery(text: string): Promise<number[]> {
    return super.embedQuery(`${text}${'made-up '.repeat(8)}`);
  }
}

/** Keeps what was sent. */
class Recording extends MadeUp {
  readonly sent: string[][] = [];
  override embedDocuments(documents: string[]): Promise<number[][]> {
    this.sent.push(documents);
    return super.embedDocuments(documents);
  }
}

const options = { name: 'openai:fake', maxTokens: 100, remedy: 'Check the key' };
const overFake = await remoteEmbedder({ ...options, embeddings: new FakeEmbeddings() });
const overSynthetic = await remoteEmbedder({ ...options, embeddings: new MadeUp() });
embedderContract('a provider of constant vectors', () => overFake);
embedderContract('a provider of made-up vectors', () => overSynthetic);

describe('over a provider', () => {
  test('a passage, its title and its sentences go out in one call', async () => {
    const embeddings = new Recording();
    const embedder = await remoteEmbedder({ ...options, embeddings });
    await embedder.embedPassages([
      { title: 'Talks', sentences: ['They met.', 'They left.'] },
      { sentences: ['Bread.'] },
    ]);
    expect(embeddings.sent).toEqual([
      ['dimensions'],
      ['Talks. They met. They left.', 'They met.', 'They left.', 'Bread.', 'Bread.'],
    ]);
    expect(embedder.fingerprint).toBe('openai:fake:8');
  });

  test('the title is cut before the passage is', async () => {
    const embeddings = new Recording();
    const embedder = await remoteEmbedder({ ...options, maxTokens: 12, embeddings });
    await embedder.embedPassages([{ title: 'one two three four five six', sentences: ['alpha beta gamma'] }]);
    const sent = embeddings.sent[1]?.[0] ?? '';
    expect(sent).toMatch(/^one.*\. alpha beta gamma$/u);
    expect(estimateTokens(sent)).toBeLessThanOrEqual(12);
  });

  test.each([
    ['too few vectors', async () => [[1, 2]], 'wrong number'],
    ['another length', async (texts: string[]) => texts.map((_, at) => (at === 0 ? [1, 2, 3, 4] : [1])), 'wrong form'],
    ['no numbers', async (texts: string[]) => texts.map(() => [Number.NaN, 0, 0, 0]), 'not all finite'],
  ])('%s are refused', async (_, answer, message) => {
    const embeddings = new FakeEmbeddings();
    const embedder = await remoteEmbedder({ ...options, embeddings });
    embeddings.embedDocuments = answer;
    const refused = embedder.embedPassages([{ sentences: ['One.', 'Two.'] }]);
    await expect(refused).rejects.toMatchObject({ code: 'provider', message: expect.stringContaining(message) });
  });

  test('a failed call keeps its cause and says what to check', async () => {
    const embeddings = new FakeEmbeddings();
    embeddings.embedDocuments = () => Promise.reject(new Error('401 wrong key.'));
    await expect(remoteEmbedder({ ...options, embeddings })).rejects.toMatchObject({
      code: 'provider',
      message: 'Openai:fake did not embed. Found 401 wrong key. Check the key.',
      cause: expect.objectContaining({ message: '401 wrong key.' }),
    });
  });
});

describe('the providers’ packages', () => {
  const absent = () =>
    Promise.reject(Object.assign(new Error('Cannot find package'), { code: 'ERR_MODULE_NOT_FOUND' }));

  test.each([
    ['openai', createOpenAiEmbedder],
    ['ollama', createOllamaEmbedder],
  ])('absent, %s is named with the setting and the command', async (kind, create) => {
    await expect(create({ model: 'm', load: absent })).rejects.toMatchObject({
      code: 'provider',
      message: expect.stringMatching(
        new RegExp(`VERBATIM_EMBEDDINGS=${kind}:m needs .*not installed\\. Run: npm install @langchain/${kind}@`, 'u'),
      ),
    });
  });

  test('OpenAI is asked for the model chosen', async () => {
    const asked: unknown[] = [];
    class OpenAIEmbeddings extends FakeEmbeddings {
      constructor(fields: { model: string; maxRetries: number }) {
        super(fields);
        asked.push(fields.model);
      }
    }
    const embedder = await createOpenAiEmbedder({
      model: 'text-embedding-3-small',
      load: async () => ({ OpenAIEmbeddings }),
    });
    expect([asked, embedder.fingerprint]).toEqual([['text-embedding-3-small'], 'openai:text-embedding-3-small:4']);
  });

  test('Ollama never cuts a text in silence', async () => {
    const asked: unknown[] = [];
    class OllamaEmbeddings extends FakeEmbeddings {
      constructor(fields: { model: string; truncate: boolean; maxRetries: number }) {
        super(fields);
        asked.push(fields);
      }
    }
    await createOllamaEmbedder({ model: 'nomic-embed-text', load: async () => ({ OllamaEmbeddings }) });
    expect(asked).toMatchObject([{ model: 'nomic-embed-text', truncate: false }]);
  });
});

test('tokens are estimated from above', () => {
  const known: [string, number][] = [
    ['The weather is lovely today.', 6],
    ['antidisestablishmentarianism', 6],
    ['Москва слезам не верит', 12],
    ['谈判开始了。', 8],
    ['1234567', 3],
  ];
  for (const [text, tokens] of known) expect(estimateTokens(text)).toBeGreaterThanOrEqual(tokens);
});
