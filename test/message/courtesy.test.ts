import { describe, expect, test } from 'vitest';
import { askQuestion } from '../../src/message/ask-question.js';
import { courtesyOf } from '../../src/message/courtesy.js';
import { fakeEngine } from '../support/fake-engine.js';
import { ANSWER, HOST } from '../support/samples.js';

describe('a message that asks nothing', () => {
  test.each([
    ['thanks!', 'thanks'],
    ['Thank you so much 🙂', 'thanks'],
    ['ok, great, thanks bot', 'thanks'],
    ['Hi there', 'hello'],
    ['Hello, thank you!', 'thanks'],
    ['Guten Morgen zusammen', 'hello'],
    ['¡Muchas gracias!', 'thanks'],
    ['merci beaucoup', 'thanks'],
  ])('%j is %s', (text, courtesy) => expect(courtesyOf(text)).toBe(courtesy));

  test.each([
    'thanks for what?',
    'hi, who mediated the talks',
    'ok?',
    'hello world',
    'thanks to whom',
    '?',
    '🙂',
    'ok 5',
    'no',
  ])('%j is none', (text) => expect(courtesyOf(text)).toBeUndefined());

  test('is answered in kind, and no document is looked into', async () => {
    const { engine, calls } = fakeEngine({ ask: async () => ANSWER });
    const { views, reply } = await askQuestion({ engine, question: 'Thanks!', visible: [HOST], now: new Date(0) });
    expect(views.map(({ embeds }) => embeds?.[0]?.description)).toEqual(['You’re welcome.']);
    expect(reply).toBeUndefined();
    expect(calls).toEqual([]);
  });
});
