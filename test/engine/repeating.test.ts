import { describe, expect, it } from 'vitest';
import { LOOK_AGAIN_MS, MOST_ANSWERS, repeating } from '../../src/engine/repeating.js';
import type { AskRequest } from '../../src/engine.js';
import { collectGarbage } from '../../src/index/collect-garbage.js';
import type { Reply } from '../../src/model.js';
import { fakeEmbedder } from '../support/fake-embedder.js';
import { HOST, openLocal } from '../support/local-engine.js';
import { ANSWER } from '../support/samples.js';

const GUILD = { owner: '4001', name: 'default' };

/** What was asked of the model, and how the index and the clock are moved. */
function asking(answer: (request: AskRequest) => Promise<Reply> = async ({ question }) => ({ ...ANSWER, question })) {
  const asked: string[] = [];
  const tasks: { delayMs: number; task: () => void }[] = [];
  const index = { state: '1' };
  const { ask } = repeating({
    ask: (request) => {
      asked.push(request.question);
      return answer(request);
    },
    state: async () => index.state,
    clock: () => 0,
    after: (delayMs, task) => void tasks.push({ delayMs, task }),
  });
  const again = (question: string, more: Partial<AskRequest> = {}) =>
    ask({ question, visible: [HOST], mayRepeat: true, ...more });
  return { ask, again, asked, tasks, index };
}

describe('a question that may be answered with an answer of before', () => {
  it('is, whatever its spaces and the case of its first letter, as its own reply', async () => {
    const { again, asked } = asking(async ({ question, id }) => ({ ...ANSWER, question, ...(id && { id }) }));
    const first = await again('Who mediated the talks?', { id: 'one' });
    const second = await again('who mediated  the talks? ', { id: 'two' });
    const third = await again('Who mediated the talks?');
    expect(asked).toEqual(['Who mediated the talks?']);
    expect(second).toEqual({
      ...first,
      id: 'two',
      question: 'who mediated  the talks? ',
      timingsMs: { embed: 0, search: 0, read: 0, total: 0 },
    });
    expect(third).not.toHaveProperty('id');
  });

  it('keeps no document for the quotes that were cut from it', async () => {
    const { again } = asking(async ({ question }) => {
      const text = `${question} `.repeat(200_000);
      const [citation] = ANSWER.citations as [Reply['citations'][number]];
      const quote = { ...citation.quote, exact: text.slice(20, 90) };
      return { ...ANSWER, question, citations: [{ ...citation, quote }] };
    });
    const heapBytes = (): number => {
      collectGarbage();
      return process.memoryUsage().heapUsed;
    };
    const before = heapBytes();
    for (let at = 0; at < 20; at++) await again(`Who mediated talk ${at}?`);
    expect(heapBytes() - before).toBeLessThan(20e6);
  });

  it('asked fifty times at once costs one', async () => {
    const { again, asked } = asking();
    const replies = await Promise.all(Array.from({ length: 50 }, () => again('Who mediated the talks?')));
    expect(replies).toHaveLength(50);
    expect(asked).toHaveLength(1);
  });

  it.each<[string, string, Partial<AskRequest>]>([
    ['in other words', 'Who mediated the Talks?', {}],
    ['of other collections', 'Who mediated the talks?', { visible: [HOST, GUILD] }],
    ['with another caution', 'Who mediated the talks?', { caution: 'strict' }],
    ['that must be answered', 'Who mediated the talks?', { neverRefuse: true }],
  ])('%s is asked anew', async (_, question, more) => {
    const { again, asked } = asking();
    await again('Who mediated the talks?');
    await again(question, more);
    expect(asked).toHaveLength(2);
  });

  it('of the same collections in another order is not asked anew', async () => {
    const { again, asked } = asking();
    await again('Who?', { visible: [HOST, GUILD] });
    await again('Who?', { visible: [GUILD, HOST, GUILD] });
    expect(asked).toHaveLength(1);
  });

  it('that leans on its conversation is told apart by what it takes from there', async () => {
    const { again, asked } = asking();
    const following = (text: string) => ({ history: [{ speaker: 'user' as const, text }] });
    await again('And when did he say that?', following('What did the mediator Karel Dorn say?'));
    await again('And when did he say that?', following('What did the mediator Karel Dorn say?'));
    await again('And when did he say that?', following('What did the harbour master Ines Pell say?'));
    expect(asked).toHaveLength(2);
    await again('Who mediated the talks in Port Ansel in May 2025?');
    await again('Who mediated the talks in Port Ansel in May 2025?', following('What does the ferry cost?'));
    expect(asked).toHaveLength(3);
  });

  it('is asked anew after any change of the index', async () => {
    const { again, asked, index } = asking();
    await again('Who?');
    index.state = '2';
    await again('Who?');
    expect(asked).toHaveLength(2);
  });

  it('joins no answer that was begun before a change', async () => {
    let finish = (): void => undefined;
    const begun = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const { again, asked, index } = asking(async () => {
      if (index.state === '1') await begun;
      return ANSWER;
    });
    const early = again('Who?');
    await Promise.resolve();
    index.state = '2';
    await again('Who?');
    finish();
    await early;
    await again('Who?');
    expect(asked).toHaveLength(2);
  });

  it('that failed is asked anew, and whoever had joined is told', async () => {
    let broken = true;
    const { again, asked } = asking(async () => {
      if (broken) throw new Error('The model is gone');
      return ANSWER;
    });
    const both = await Promise.allSettled([again('Who?'), again('Who?')]);
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    broken = false;
    await again('Who?');
    expect(asked).toHaveLength(2);
  });
});

describe('what is kept', () => {
  it('is not used for whoever wants an answer of their own', async () => {
    const { ask, asked } = asking();
    await ask({ question: 'Who?', visible: [HOST] });
    await ask({ question: 'Who?', visible: [HOST] });
    expect(asked).toHaveLength(2);
  });

  it('loses the least recently asked past its limit', async () => {
    const { again, asked } = asking();
    await again('first');
    await again('second');
    await again('first');
    for (let at = 0; at < MOST_ANSWERS - 1; at++) await again(`another ${at}`);
    asked.length = 0;
    await again('first');
    expect(asked).toEqual([]);
    await again('second');
    expect(asked).toEqual(['second']);
  });

  it('is let go within seconds of a change that nobody asks about', async () => {
    const { again, tasks, index } = asking();
    await again('Who?');
    expect(tasks.map(({ delayMs }) => delayMs)).toEqual([LOOK_AGAIN_MS]);
    const lookAgain = async () => {
      tasks.shift()?.task();
      await new Promise((resolve) => setImmediate(resolve));
    };
    await lookAgain();
    expect(tasks).toHaveLength(1);
    index.state = '2';
    await lookAgain();
    expect(tasks).toHaveLength(0);
  });
});

describe('an index', () => {
  it('gives no answer of before once its document is erased', async () => {
    const embedder = fakeEmbedder();
    let embedded = 0;
    const engine = openLocal({
      ...embedder,
      embedQuery: (text) => {
        embedded += 1;
        return embedder.embedQuery(text);
      },
    });
    try {
      const file = engine.file('talks.md', 'The talks were mediated by Ilse Maarten, a retired judge.');
      await engine.ingest({ collection: HOST, actor: 'test', targets: [file] });
      const ask = () => engine.ask({ question: 'Who mediated the talks?', visible: [HOST], mayRepeat: true });
      const [first] = await Promise.all([ask(), ask(), ask()]);
      expect(first?.citations[0]?.quote.exact).toContain('Ilse Maarten');
      expect(embedded).toBe(1);
      const [{ id } = { id: '' }] = await engine.sources({ visible: [HOST] });
      await engine.erase({ collection: HOST, actor: 'test', documentId: id });
      expect(JSON.stringify(await ask())).not.toContain('Ilse');
      expect(embedded).toBe(2);
    } finally {
      await engine.close();
    }
  });
});
