import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { check, LIMITS } from '../../src/message/limits.js';
import { withoutEmbeds } from '../../src/message/plain-text.js';
import { renderReply } from '../../src/message/render.js';
import { words } from '../../src/message/words.js';
import { abstentions, answers } from '../support/arbitrary-replies.js';
import { rendered } from '../support/discord-markdown.js';
import { ANSWER, NOW } from '../support/samples.js';

const OPTIONS = { now: NOW, exchangeId: 'abcDEF123_-x' };

describe('a message without embeds', () => {
  it('says the same, its quotes as block quotes, with the same buttons', () => {
    const [view] = renderReply(ANSWER, OPTIONS);
    if (view === undefined) throw new Error('no view');
    const plain = withoutEmbeds(view, words('de'));
    expect(plain.content).toBe(
      [
        '**who mediated the talks**',
        '',
        '> **1** “The talks were mediated by **Maren Oduya**, a former judge of the river court.”',
        '-# [Second round opens in Port Selby](https://gazette.example/2025/05/second-round) · The Harbour Gazette · 27 May 2025, 1 year ago · para. 2',
        '-# Also in: Coast Radio, 28 May 2025',
        '',
        '> **2** “Judge Oduya will stay on as mediator.”',
        '-# Third round \\*confirmed\\* · Delta Post · June 2025, 1 year ago',
        '-# Quoted word for word from 2 documents · high confidence',
        '-# Mit der Berechtigung Links einbetten zeige ich das besser.',
      ].join('\n'),
    );
    expect(plain.components).toEqual(view.components);
    expect(plain).not.toHaveProperty('embeds');
  });

  it('is the message itself where it has none', () => {
    const view = { content: 'x', allowed_mentions: { parse: [] as [], replied_user: false as const } };
    expect(withoutEmbeds(view)).toBe(view);
  });

  it('fits, whatever was said, and shows a quote whole or not at all', () => {
    fc.assert(
      fc.property(fc.oneof(answers, abstentions), (reply) => {
        for (const view of renderReply(reply, OPTIONS)) {
          const plain = withoutEmbeds(view);
          expect(check(plain)).toEqual([]);
          expect(plain.content?.length).toBeLessThanOrEqual(LIMITS.content);
          const blocks = (view.embeds?.[0]?.description ?? '').split('\n\n');
          const shown = (plain.content ?? '').split('\n\n').flatMap((each) => (/^> \*\*\d/.test(each) ? [each] : []));
          for (const each of shown) {
            const whole = blocks.some((block) => each.startsWith(`> ${block.replace(/^> /, '')}`));
            expect(whole).toBe(true);
          }
          expect(rendered(plain.content ?? '').made.map(({ kind }) => kind)).not.toContain('mention');
        }
      }),
      { numRuns: 100, endOnFailure: true },
    );
  });
});
