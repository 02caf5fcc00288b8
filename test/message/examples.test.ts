/** How messages read, whole, for the eyes of a reviewer. What is bold, linked or quiet is written as Discord's markdown. */
import { expect, it } from 'vitest';
import { context } from '../../src/message/context.js';
import { failureNotice } from '../../src/message/failure.js';
import { passages } from '../../src/message/passages.js';
import { renderReply, renderSummary } from '../../src/message/render.js';
import { changeReport } from '../../src/message/report.js';
import { sourcesList } from '../../src/message/sources.js';
import { verification } from '../../src/message/verification.js';
import type { MessageView } from '../../src/message/view.js';
import {
  ABSTENTION,
  ANSWER,
  CONTEXT,
  DISAGREEING,
  GAZETTE,
  GENERATED,
  NOW,
  POST,
  REPORT,
  VERIFICATION,
} from '../support/samples.js';

const options = { now: NOW };

it('an answer', () => {
  expect(drawn(renderReply(ANSWER, { now: NOW, exchangeId: 'abcDEF123_-x' }))).toMatchInlineSnapshot(`
    "
    == who mediated the talks ==
    **1** “The talks were mediated by **Maren Oduya**, a former judge of the river court.”
    -# [Second round opens in Port Selby](https://gazette.example/2025/05/second-round) · The Harbour Gazette · 27 May 2025, 1 year ago · para. 2
    -# Also in: Coast Radio, 28 May 2025

    **2** “Judge Oduya will stay on as mediator.”
    -# Third round \\*confirmed\\* · Delta Post · June 2025, 1 year ago
    (Quoted word for word from 2 documents · high confidence)
    [1 · In context] [2 · In context]
    [More passages] [Sources] [👍] [👎]
    "
  `);
});

it('an answer whose sources disagree', () => {
  expect(drawn(renderReply(DISAGREEING, options))).toMatchInlineSnapshot(`
    "
    == when does the third round begin ==
    **Sources disagree about** the date of the third round:
    - **14 June** \\[1\\] (The Harbour Gazette, 27 May 2025)
    - **21 June** \\[2\\] (Delta Post, June 2025)

    **1** “A third round is planned for **14 June**.”
    -# [Second round opens in Port Selby](https://gazette.example/2025/05/second-round) · The Harbour Gazette · 27 May 2025, 1 year ago

    **2** “The third round will begin on **21 June**, the secretariat said.”
    -# Third round \\*confirmed\\* · Delta Post · June 2025, 1 year ago
    (Quoted word for word from 2 documents · medium confidence)
    [1 · In context] [2 · In context]
    "
  `);
});

it('an answer that a language model wrote', () => {
  expect(drawn(renderReply(GENERATED, options))).toMatchInlineSnapshot(`
    "
    == who mediated the talks ==
    Maren Oduya, a former judge, mediated the talks. \\[1\\] She is to stay on for the third round. \\[2\\]

    **1** “The talks were mediated by **Maren Oduya**, a former judge of the river court.”
    -# [Second round opens in Port Selby](https://gazette.example/2025/05/second-round) · The Harbour Gazette · 27 May 2025, 1 year ago · para. 2
    -# Also in: Coast Radio, 28 May 2025

    **2** “Judge Oduya will stay on as mediator.”
    -# Third round \\*confirmed\\* · Delta Post · June 2025, 1 year ago
    (Written by a language model · quotes word for word from 2 documents · high confidence)
    [1 · In context] [2 · In context]
    "
  `);
});

it('an abstention', () => {
  expect(drawn(renderReply(ABSTENTION, options))).toMatchInlineSnapshot(`
    "
    == what did the mediator eat ==
    **The documents do not say.**
    -# They come near it, but I found no passage that answers the question.

    *Closest, but it does not answer this:*
    **1** “She asked both sides to leave the microphones outside.”
    -# [Second round opens in Port Selby](https://gazette.example/2025/05/second-round) · The Harbour Gazette · 27 May 2025, 1 year ago
    [1 · In context]
    "
  `);
});

it('an abstention before anything is indexed', () => {
  const reply = { ...ABSTENTION, reason: 'nothing-indexed' as const, nearest: [] };
  expect(drawn(renderReply(reply, options))).toMatchInlineSnapshot(`
    "
    == what did the mediator eat ==
    **There are no documents to look in yet.**
    A moderator adds some with \`/add\`, or with \`/reindex\` once whoever runs this bot has put files into its documents folder.
    "
  `);
});

it('a summary, its quotes in reading order', () => {
  const statements = [...ANSWER.statements].reverse();
  expect(drawn(renderSummary({ ...ANSWER, question: 'the talks', statements }, options))).toMatchInlineSnapshot(`
    "
    == Summary: the talks ==
    **2** “Judge Oduya will stay on as mediator.”
    -# Third round \\*confirmed\\* · Delta Post · June 2025, 1 year ago

    **1** “The talks were mediated by **Maren Oduya**, a former judge of the river court.”
    -# [Second round opens in Port Selby](https://gazette.example/2025/05/second-round) · The Harbour Gazette · 27 May 2025, 1 year ago · para. 2
    -# Also in: Coast Radio, 28 May 2025
    (Quoted word for word from 2 documents)
    [2 · In context] [1 · In context]
    "
  `);
});

it('a quote in its context', () => {
  expect(drawn(context({ ...CONTEXT, current: false }, options))).toMatchInlineSnapshot(`
    "
    == In context ==
    > “PORT SELBY. The second round of talks opened on Tuesday under a grey sky.
    > 
    > Delegates from both coasts arrived before noon. **The talks were mediated by Maren Oduya, a former judge of the river court.** She asked both sides to leave the microphones outside.
    > 
    > A third round is planned for 14 June.”
    -# [Second round opens in Port Selby](https://gazette.example/2025/05/second-round) · The Harbour Gazette · 27 May 2025, 1 year ago
    (The document has been changed or removed since; this is the text the quote was taken from.)
    [Open the page]
    "
  `);
});

it('a verification that found other words', () => {
  expect(drawn(verification(VERIFICATION, options))).toMatchInlineSnapshot(`
    "
    == Verify: The talks were led by Maren Oduya ==
    **Not in these words.** The closest passage differs:

    > The talks were **mediated** ~~led~~ by Maren Oduya
    -# **bold**: only in the document · ~~struck~~: only in your words

    **1** “The talks were mediated by Maren Oduya, a former judge of the river court.”
    -# [Second round opens in Port Selby](https://gazette.example/2025/05/second-round) · The Harbour Gazette · 27 May 2025, 1 year ago
    [1 · In context]
    "
  `);
});

it('a page of passages', () => {
  const passage = { documentId: POST.id, version: POST.version, ordinal: 0, sentences: [], text: POST.text };
  const hit = { passage: { ...passage, span: { start: 0, end: POST.text.length } }, document: POST, rank: 1, score: 1 };
  const hits = Array.from({ length: 6 }, () => ({ ...hit, lexical: 1, semantic: 0.5 })).slice(0, 1);
  const page = { now: NOW, offset: 5, more: true, exchangeId: 'abcDEF123_-x' };
  expect(drawn(passages({ query: 'third round', hits }, page))).toMatchInlineSnapshot(`
    "
    == Passages: third round ==
    **6** “The third round will begin on 21 June, the secretariat said. Judge Oduya will stay on as mediator.”
    -# Third round \\*confirmed\\* · Delta Post · June 2025, 1 year ago
    (Nearest first. A passage here need not answer the question.)
    [6 · In context]
    [Previous] [Next]
    "
  `);
});

it('the list of sources', () => {
  expect(drawn(sourcesList([GAZETTE, POST], { now: NOW, page: 0 }))).toMatchInlineSnapshot(`
    "
    == Sources ==
    **[Second round opens in Port Selby](https://gazette.example/2025/05/second-round)**
    -# The Harbour Gazette · 27 May 2025, 1 year ago · \`gazette/second-round.md\`

    **Third round \\*confirmed\\***
    -# Delta Post · June 2025, 1 year ago · \`post/june.txt\`
    (2 documents · page 1 of 1)
    "
  `);
});

it('a report of what changed', () => {
  expect(drawn(changeReport(REPORT))).toMatchInlineSnapshot(`
    "
    == The index is up to date, but for what failed ==
    **1 added · 1 changed · 0 removed · 1 unchanged · 1 failed**

    **Failed**
    - \`scan.bin\` · It is no text. Convert it first.

    **Added**
    - \`gazette/second-round.md\` · 3 passages

    **Changed**
    - \`post/june.txt\` · 1 passage
    "
  `);
});

it('a failure', () => {
  expect(drawn([failureNotice('k3v9x2')])).toMatchInlineSnapshot(`
    "
    Something went wrong on my side. Nothing that is stored was lost.
    -# Reference \`k3v9x2\`
    "
  `);
});

function drawn(views: readonly MessageView[]): string {
  return `\n${views.map(drawnOne).join('\n──────\n')}\n`;
}

function drawnOne({ embeds = [], components = [] }: MessageView): string {
  return [
    ...embeds.flatMap((embed) => [
      ...(embed.title === undefined ? [] : [`== ${embed.title} ==`]),
      embed.description ?? '',
      ...(embed.footer === undefined ? [] : [`(${embed.footer.text})`]),
    ]),
    ...components.map((row) => row.components.map((each) => ('label' in each ? `[${each.label}]` : '')).join(' ')),
  ].join('\n');
}
