import { describe, expect, test } from 'vitest';
import { replyText, searchText } from '../../src/cli/print.js';
import { passages } from '../../src/message/passages.js';
import { renderReply } from '../../src/message/render.js';
import type { Reply } from '../../src/model.js';
import { ABSTENTION, ANSWER, NOW } from '../support/samples.js';

const FILE = { columns: 0, styled: false };
const INTERPRETED = 'when was that — *second* round, Port Selby';

/** The text of the first embed. */
function shown(reply: Reply): string {
  return renderReply(reply, { now: NOW })[0]?.embeds?.[0]?.description ?? '';
}

describe.each([
  ['an answer', ANSWER],
  ['an abstention', ABSTENTION],
] as const)('%s to a completed question', (_, reply) => {
  test('says first how it was understood, in Discord quietly and without markdown of its words', () => {
    expect(shown({ ...reply, interpretedAs: INTERPRETED })).toMatch(
      /^-# Understood as: .*when was that — \\\*second\\\* round, Port Selby/,
    );
  });

  test('says so in the terminal as well', () => {
    expect(replyText({ ...reply, interpretedAs: INTERPRETED }, FILE)).toMatch(
      /^Understood as: when was that — \*second\* round, Port Selby\n\n/,
    );
  });

  test('says what was searched for when words were replaced, which is the completed question', () => {
    const corrected = { ...reply, interpretedAs: INTERPRETED, searchedFor: 'second *round*, Port Selwyn' };
    expect(shown(corrected)).toMatch(/^-# Searched for: .*second \\\*round\\\*, Port Selwyn/);
    expect(replyText(corrected, FILE)).toMatch(/^Searched for: second \*round\*, Port Selwyn\n\n/);
    expect(shown(corrected) + replyText(corrected, FILE)).not.toContain('Understood as');
  });

  test('says nothing of it when the question stood alone', () => {
    expect(shown(reply)).not.toContain('Understood as');
    expect(replyText(reply, FILE)).not.toContain('Understood as');
  });
});

describe('a search whose words were replaced', () => {
  const result = { query: 'talsk', searchedFor: 'talks', hits: [] };

  test('says in Discord and in the terminal what it searched for', () => {
    expect(passages(result, { now: NOW, offset: 0 })[0]?.embeds?.[0]?.description).toMatch(/^-# Searched for: .*talks/);
    expect(searchText(result, FILE)).toBe('Searched for: talks\n\nNo passage is near these words.\n');
  });
});
