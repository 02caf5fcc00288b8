import { describe, expect, test } from 'vitest';
import { replyText } from '../../src/cli/print.js';
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

  test('says nothing of it when the question stood alone', () => {
    expect(shown(reply)).not.toContain('Understood as');
    expect(replyText(reply, FILE)).not.toContain('Understood as');
  });
});
