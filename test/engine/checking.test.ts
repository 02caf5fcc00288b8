import { describe, expect, it } from 'vitest';
import { checkedAsk, checkedSummary, checkedTimeline } from '../../src/engine/checking.js';

const visible = [{ owner: 'host', name: 'default' }];
const usage = expect.objectContaining({ code: 'usage' });

describe('a question from another program', () => {
  it('is trimmed, and otherwise left alone', () => {
    const history = [{ speaker: 'user', text: 'Who?' }] as const;
    expect(checkedAsk({ question: ' Who? ', visible, history, caution: 'eager' })).toEqual({
      ...{ question: 'Who?', visible, history, caution: 'eager' },
    });
  });

  it.each([
    { question: ' ' },
    { question: 'x'.repeat(4_001) },
    { caution: 'bold' },
    { history: 'Who?' },
    { history: [{}] },
    { history: [null] },
    { history: [{ speaker: 'bot', text: 'Who?' }] },
    { history: [{ speaker: 'user', text: 7 }] },
  ])('is refused as a matter of usage: %j', (wrong) => {
    expect(() => checkedAsk({ question: 'Who?', visible, ...wrong } as never)).toThrow(usage);
  });
});

describe('a summary or a timeline', () => {
  it.each([{ since: '2025-13' }, { since: 'May' }, { length: 0 }, { length: 1.5 }, { length: 21 }])(
    'is refused for %j',
    (wrong) => {
      expect(() => checkedTimeline({ topic: 'the talks', visible, ...wrong })).toThrow(usage);
      expect(() => checkedSummary({ about: 'the talks', visible, ...wrong })).toThrow(usage);
    },
  );

  it('needs a topic, unless a summary is scoped', () => {
    expect(() => checkedTimeline({ topic: ' ', visible })).toThrow(usage);
    expect(() => checkedSummary({ about: '', visible })).toThrow(usage);
    expect(checkedSummary({ about: '', visible, since: '2025-05' })).toMatchObject({ about: '' });
  });
});
