import { type APIButtonComponentWithCustomId, ComponentType } from 'discord-api-types/v10';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { refusal } from '../../src/message/ask-question.js';
import { chooseCollection } from '../../src/message/collection-choice.js';
import { context } from '../../src/message/context.js';
import { addressOf, decode } from '../../src/message/controls.js';
import { linkAddress, plain } from '../../src/message/escape.js';
import { failureNotice } from '../../src/message/failure.js';
import { help } from '../../src/message/help.js';
import { check } from '../../src/message/limits.js';
import { PASSAGES_A_PAGE, passages } from '../../src/message/passages.js';
import { renderReply, renderSummary } from '../../src/message/render.js';
import { changeReport, progress } from '../../src/message/report.js';
import { sourcesList } from '../../src/message/sources.js';
import { verification } from '../../src/message/verification.js';
import type { MessageView } from '../../src/message/view.js';
import { LANGUAGES, type Words, words } from '../../src/message/words.js';
import type { Quote } from '../../src/model.js';
import {
  abstentions,
  answers,
  citations,
  contexts,
  documents,
  reports,
  text,
  verifications,
} from '../support/arbitrary-replies.js';
import { rendered, visible } from '../support/discord-markdown.js';
import { HOST, NOW } from '../support/samples.js';

/** Shrinking texts of thousands of characters takes minutes; the seed that is printed repeats the failure. */
const RUNS = { numRuns: 30, endOnFailure: true };
/** What our own layout makes of a description; no text of a document or a user may add to it. */
const OURS = new Set(['bold', 'italic', 'strike', 'code', 'link', 'subtext', 'list', 'blockquote']);

describe.each(Object.keys(LANGUAGES))(
  'whatever the texts are, in %s Discord takes the message and nobody is pinged',
  (language) => {
    const ours = words(language);
    const options = { now: NOW, words: ours };

    it('an answer or a summary, each quote true and shown once, its button beneath it', () => {
      fc.assert(
        fc.property(answers, (reply) => {
          const quotes = new Map(reply.citations.map((each) => [each.label, each.quote]));
          const summary = renderSummary(reply, options);
          expectSound(summary);
          expectQuotes(summary, ours, quotes);
          const pages = everyPage((page) => renderReply(reply, { ...options, exchangeId: 'abcDEF123_-x', page }));
          // One message each, with buttons that close every page.
          for (const page of pages) expectSound([page]);
          expectQuotes(pages, ours, quotes);
        }),
        RUNS,
      );
    });

    it('an abstention, with at most three passages', () => {
      fc.assert(
        fc.property(abstentions, (reply) => {
          const views = renderReply(reply, options);
          expectSound(views);
          expectQuotes(views, ours, new Map(reply.nearest.slice(0, 3).map((each, at) => [at + 1, each])));
        }),
        RUNS,
      );
    });

    it('a verification', () => {
      fc.assert(
        fc.property(verifications, (found) => {
          const views = verification(found, options);
          expectSound(views);
          expectQuotes(views, ours, new Map(found.matches.slice(0, 5).map((each) => [each.label, each.quote])));
        }),
        RUNS,
      );
    });

    it('a page of passages', () => {
      fc.assert(
        fc.property(text, citations(PASSAGES_A_PAGE + 1), fc.nat({ max: 90 }), (query, found, offset) => {
          const hits = found.map(({ label, quote: { documentId, version, start, end, exact }, ...stated }) => ({
            rank: label,
            score: 1,
            lexical: 1,
            semantic: 1,
            passage: { documentId, version, ordinal: 0, span: { start, end }, text: exact, sentences: [] },
            document: { ...stated, id: documentId, version, collections: [], source: '' },
          }));
          const views = passages({ query, hits }, { ...options, offset, exchangeId: 'abcDEF123_-x' });
          expectSound(views);
          const shown = found.slice(0, PASSAGES_A_PAGE);
          expectQuotes(views, ours, new Map(shown.map((each) => [offset + each.label, each.quote])));
        }),
        RUNS,
      );
    });

    it('a quote in its context, which shows a true slice around it', () => {
      fc.assert(
        fc.property(contexts, (found) => {
          const views = context(found, options);
          expectSound(views);
          expect(views).toHaveLength(1);
          const description = views[0]?.embeds?.[0]?.description ?? '';
          if (description.startsWith(notShown(ours))) return;
          const lines = description.split('\n').filter((line) => line.startsWith('> '));
          const shown = bare(lines.map((line) => visible(line.slice(2))).join('\n'));
          const [, words] = /^(?:… )?“([\s\S]*)”(?: …)?$/.exec(shown) ?? [];
          expect(words).toBeDefined();
          expect(bare(found.surrounding.exact)).toContain(words?.trim());
        }),
        RUNS,
      );
    });

    it('a list of sources, a report, its progress, help and a failure', () => {
      fc.assert(
        fc.property(documents, reports, text, fc.nat({ max: 4 }), (all, report, any, page) => {
          expectSound(sourcesList(all, { ...options, page, filter: any }));
          expectSound(sourcesList(all, { ...options, page }));
          expectSound(changeReport(report, ours));
          const examples = { question: any, title: any, name: any };
          expectSound(help(all, [HOST, { owner: any, name: any }], { examples, isModerator: true, words: ours }));
          expectSound([failureNotice(any, { code: 'usage', message: any }, ours), failureNotice(any, undefined, ours)]);
          const refused = refusal(`${'x'.repeat(4001)}${any}`, 'quote', ours) ?? refusal(' ', 'topic', ours);
          const chosen = chooseCollection([HOST, { owner: any, name: `${any}.` }], `${any}..`, ours);
          expectSound([...(refused ? [refused] : []), ...('unknown' in chosen ? [chosen.unknown] : [])]);
          const change = { documentId: any, source: any, passages: 1 };
          expectSound([progress({ kind: 'added', change, documents: 1, passages: 1 }, ours)]);
        }),
        RUNS,
      );
    });
  },
);

function expectSound(views: readonly MessageView[]): void {
  expect(views.length).toBeGreaterThan(0);
  for (const view of views) {
    expect(check(view)).toEqual([]);
    expect(view.allowed_mentions).toEqual({ parse: [], replied_user: false });
    for (const embed of view.embeds ?? []) {
      expect(rendered(embed.title ?? '').made).toEqual([]);
      for (const { kind, to } of rendered(embed.description ?? '').made) {
        expect(OURS).toContain(kind);
        if (to !== undefined) expect(linkAddress(to)).toBe(to);
      }
      expect(JSON.stringify(embed)).not.toMatch(/\\ud[89a-f]/i);
    }
  }
  const ids = views.flatMap(buttonsOf).map((each) => each.custom_id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(decode(id)).toBeDefined();
}

/** Pages as a reader turns them. */
function everyPage(render: (page: number) => readonly MessageView[]): MessageView[] {
  const pages: MessageView[] = [];
  for (let next: number | undefined = 0; next !== undefined; ) {
    const [view, ...others] = render(next);
    if (view === undefined || others.length > 0) throw new Error('a page is one message');
    pages.push(view);
    const turns = buttonsOf(view).map((each) => decode(each.custom_id));
    next = turns.flatMap((turn) => (turn?.kind === 'page' && turn.page === pages.length ? [turn.page] : []))[0];
  }
  return pages;
}

/** Every label once, with words that stand in its quote so, and its button in the same message. */
function expectQuotes(views: readonly MessageView[], ours: Words, quotes: ReadonlyMap<number, Quote>): void {
  const found: number[] = [];
  for (const view of views) {
    const shown = shownIn(view, ours);
    found.push(...shown.map((each) => each.label));
    for (const { label, words } of shown) {
      const quote = quotes.get(label);
      if (quote === undefined) throw new Error(`label ${label} is not in the reply`);
      if (words !== undefined) expect(bare(quote.exact)).toContain(words);
      expect(addressesIn(view)).toContainEqual(addressOf(quote));
    }
    expect(addressesIn(view)).toHaveLength(shown.length);
  }
  expect(found.sort((a, b) => a - b)).toEqual([...quotes.keys()].sort((a, b) => a - b));
}

function notShown(ours: Words): string {
  return `*(${ours.text('quote.cannotBeShown')})*`;
}

function shownIn(view: MessageView, ours: Words): { label: number; words: string | undefined }[] {
  const lines = (view.embeds ?? []).flatMap((embed) => (embed.description ?? '').split('\n'));
  return lines.flatMap((line) => {
    // Only our own layout writes bold digits at the start of a line: in any text the asterisks are escaped.
    const [, label, markdown] = /^(?:> )?\*\*(\d+)\*\* (.*)$/u.exec(line) ?? [];
    if (label === undefined || markdown === undefined) return [];
    const [, words] = /^(?:… )?“(.*)”(?: …)?$/u.exec(bare(visible(markdown))) ?? [];
    if (words === undefined) expect(markdown).toBe(notShown(ours));
    return [{ label: Number(label), words: words?.trim() }];
  });
}

function addressesIn(view: MessageView): unknown[] {
  return buttonsOf(view).flatMap((each) => {
    const control = decode(each.custom_id);
    return control?.kind === 'context' ? [control.address] : [];
  });
}

function buttonsOf(view: MessageView): APIButtonComponentWithCustomId[] {
  return (view.components ?? []).flatMap((row) =>
    row.components.flatMap((each) => (each.type === ComponentType.Button && 'custom_id' in each ? [each] : [])),
  );
}

/** What a reader sees, without the joiners and isolates that shape it. */
function bare(words: string): string {
  return plain(words)
    .replace(/\u200c|\u200d|[\u2066-\u2069]/g, '')
    .replace(/\s+/g, ' ');
}
