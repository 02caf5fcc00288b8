import { describe, expect, it } from 'vitest';
import { wordsOf } from '../../src/message/pointed-message.js';

function said(content: string): string {
  return wordsOf({ id: '1', url: 'x', content, author: 'ada', sentAt: '2026-01-01T00:00:00Z', attachments: [] });
}

describe('what a message says', () => {
  it.each([
    ['<@1> <@!2> who mediated <@&3> the talks in <#4>?', 'who mediated the talks in ?'],
    ['who led them <:hm:123> <a:wave:4>', 'who led them'],
    ['> **The talks** were _mediated_ by ~~nobody~~ `Vane`.', 'The talks were mediated by nobody Vane.'],
    ['# Who\n-# led\n>>> them?', 'Who\nled\nthem?'],
    ['```\nWho led them?\n```', 'Who led them?'],
    ['is 2 * 3 * 4 more than snake_case_name?', 'is 2 * 3 * 4 more than snake_case_name?'],
    ['||who?||', 'who?'],
    ['<t:1700000000:R>?', '<t:1700000000:R>?'],
    ['   ', ''],
  ])('%j is %j', (content, expected) => expect(said(content)).toBe(expected));

  it('is nothing without a message', () => expect(wordsOf(undefined)).toBe(''));

  it('is found in whatever is written', () => {
    for (const content of ['*'.repeat(4_000), '**a '.repeat(1_000), `${'_'.repeat(2_000)}x`, '`*_'.repeat(1_300)]) {
      expect(said(content)).not.toBe('');
    }
  });
});
