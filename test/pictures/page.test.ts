/** A picture must show what a message says: no word lost, no markup of a document's let through. */
import fc from 'fast-check';
import { parseHTML } from 'linkedom';
import { expect, it } from 'vitest';
// @ts-expect-error the scripts of pictures/ are JavaScript without types
import { page as untyped } from '../../pictures/page.mjs';
import { renderReply } from '../../src/message/render.js';
import { changeReport } from '../../src/message/report.js';
import type { MessageView } from '../../src/message/view.js';
import { abstentions, answers, reports } from '../support/arbitrary-replies.js';
import { visible } from '../support/discord-markdown.js';

const page = untyped as (
  views: readonly MessageView[],
  about: { readonly user: string; readonly asked: string; readonly isPrivate: boolean },
) => string;
const NOW = new Date('2026-06-12T09:30:00Z');
const ABOUT = { user: 'ada', asked: '/ask', isPrivate: false };

/** Letters and digits alone: how white space and emoji are drawn is the browser's matter. */
const letters = (text: string): string => text.replaceAll(/[^\p{L}\p{N}]+/gu, '');

it('draws any reply, with every word that a reader sees in Discord', () => {
  const views = fc.oneof(
    fc.oneof(answers, abstentions).map((reply) => renderReply(reply, { now: NOW })),
    reports.map((report) => changeReport(report)),
  );
  fc.assert(
    fc.property(views, (drawn) => {
      const { document } = parseHTML(page(drawn, ABOUT));
      const embeds = [...document.querySelectorAll('.embed .text')];
      expect(embeds).toHaveLength(drawn.length);
      for (const [at, view] of drawn.entries()) {
        const shown = letters(embeds[at]?.textContent ?? '');
        expect(shown).toBe(letters(visible(view.embeds?.[0]?.description ?? '')));
      }
    }),
    { numRuns: 150 },
  );
});
