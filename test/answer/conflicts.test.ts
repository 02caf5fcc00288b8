import { describe, expect, it } from 'vitest';
import { positionsOf } from '../../src/answer/conflicts.js';
import { keyOf } from '../../src/answer/documents.js';
import type { Evidence } from '../../src/answer/evidence.js';
import { FEATURES, type SentenceFeatures } from '../../src/answer/features.js';
import type { Document } from '../../src/model.js';

interface Told {
  readonly text: string;
  readonly words: string;
  readonly read?: number;
  readonly passage?: number;
  /** Index of an earlier one in whose document this sentence stands, too. */
  readonly within?: number;
  readonly metadata?: Partial<Document>;
}

/** Documents of one sentence each unless told otherwise, best first, each half a point below the one before. */
function positions(question: string, told: readonly Told[]) {
  const documents = new Map<string, Document>();
  const texts = told.map((_, at) => told.filter((one, index) => (one.within ?? index) === at).map(({ text }) => text));
  const evidence = told.map(({ text, words, read = 4, passage = 1, within, metadata = {} }, at): Evidence => {
    const id = `d${within ?? at}`;
    const names = { id, version: `v${id}`, collections: ['default'], source: id };
    const whole = (texts[within ?? at] ?? []).join(' ');
    const document: Document = { ...names, text: whole, outline: { headings: [], pageStarts: [] }, ...metadata };
    if (within === undefined) documents.set(keyOf({ documentId: id, version: document.version }), document);
    const from = whole.indexOf(text);
    const span = { start: from, end: from + text.length };
    const start = from + text.indexOf(words);
    const nothing = Object.fromEntries(FEATURES.map((name) => [name, 0])) as unknown as SentenceFeatures;
    const own = { documentId: id, version: document.version };
    return {
      ...{ ...own, span, text, score: 10 - at / 2, semantic: 0.5, lexical: 0.5, at: 0 },
      features: { ...nothing, read, passage },
      passage: { ...own, ordinal: 0, span: { start: 0, end: whole.length }, text: whole, sentences: [span] },
      words: { start, end: start + words.length },
    };
  });
  return positionsOf(question, evidence, documents).map(({ claim, evidence: own }) => [
    claim,
    ...own.map(({ documentId }) => documentId),
  ]);
}

const ASKED = 'When was the Varrow lease signed?';
const LEASE = { text: 'The Varrow lease was signed on 3 May 1902.', words: '1902' };
const OTHER = { text: 'In 1911 the Varrow lease was signed.', words: '1911' };

describe('answers that conflict', () => {
  it('are sides, each with all who say so', () => {
    const third = { text: 'The lease of Varrow dates from May 1902, he said.', words: 'May 1902' };
    expect(positions(ASKED, [LEASE, OTHER, third])).toEqual([
      ['3 May 1902', 'd0', 'd2'],
      ['1911', 'd1'],
    ]);
  });

  it('are so by name, by amount, and by yes and no', () => {
    const oduya = { text: 'Maren Oduya led the Selby talks.', words: 'Maren Oduya' };
    const venn = { text: 'The Selby talks were led by Orla Venn.', words: 'Orla Venn' };
    expect(positions('Who led the Selby talks?', [oduya, venn])).toHaveLength(2);
    const few = { text: 'Selby has 412 people.', words: '412' };
    const many = { text: 'The people of Selby number 530.', words: '530' };
    expect(positions('How many people live in Selby?', [few, many])).toHaveLength(2);
    const yes = { text: 'The council of Selby approved it.', words: 'approved' };
    const no = { text: 'The council of Selby did not approve it.', words: 'not approve' };
    expect(positions('Did the council of Selby approve it?', [yes, no])).toHaveLength(2);
  });

  it('must be of the same thing, and sure enough', () => {
    const elsewhere = { text: 'The Elden lease was signed in 1911.', words: '1911', passage: 0.7 };
    expect(positions(ASKED, [LEASE, elsewhere])).toEqual([]);
    expect(positions(ASKED, [LEASE, { ...OTHER, read: -9 }])).toEqual([]);
    expect(positions(ASKED, [LEASE, { ...OTHER, passage: 0.4 }])).toEqual([]);
  });

  it('are not shown of a document whose better sentence agrees', () => {
    const agreeing = { text: 'The Varrow lease is of 1902.', words: '1902' };
    const stray = { text: 'The Varrow lease came up again in 1911.', words: '1911', within: 1 };
    expect(positions(ASKED, [LEASE, agreeing, stray])).toEqual([]);
  });
});

describe('no conflict', () => {
  it('is it to be more precise', () => {
    expect(positions(ASKED, [LEASE, { ...LEASE, text: 'The Varrow lease was signed in 1902.' }])).toEqual([]);
  });

  it('is it to name another of several', () => {
    const pear = { text: 'Pears are a fruit of Selby.', words: 'Pears' };
    const plum = { text: 'Plums are a fruit of Selby.', words: 'Plums' };
    expect(positions('Which fruits are grown in Selby?', [pear, plum])).toEqual([]);
    expect(positions('What is one fruit of Selby?', [pear, plum])).toEqual([]);
    expect(positions('What fruit is Selby known for?', [pear, plum])).toHaveLength(2);
  });

  it('is it where one sentence has both', () => {
    const both = { text: 'Maren Oduya led the Selby talks with Orla Venn.', words: 'Maren Oduya' };
    const one = { text: 'The Selby talks were led by Orla Venn.', words: 'Orla Venn' };
    expect(positions('Who led the Selby talks?', [both, one])).toEqual([]);
  });

  it('is it to name a place, and the larger one that a document sets it in', () => {
    const town = { text: 'The talks of Oduya were held in Selby.', words: 'Selby' };
    const land = { text: 'The talks of Oduya were held in Varrow.', words: 'Varrow' };
    const where = 'Where were the talks of Oduya held?';
    expect(positions(where, [town, land])).toHaveLength(2);
    const set = { text: 'She was born in Selby, Varrow, long ago.', words: 'Selby', within: 0, read: -9 };
    expect(positions(where, [town, land, set])).toEqual([]);
  });

  it('is it where a reason is asked for', () => {
    expect(positions('Why was the Varrow lease signed?', [LEASE, OTHER])).toEqual([]);
  });
});

describe('a source that corrected itself', () => {
  const paper = { title: 'The lease', publisher: 'Elden Gazette' };

  it('speaks with its newest version only', () => {
    const old = { ...LEASE, metadata: { ...paper, publishedAt: '2024-05-01' } };
    const corrected = { ...OTHER, metadata: { ...paper, publishedAt: '2024-05-03' } };
    expect(positions(ASKED, [old, corrected])).toEqual([]);
    expect(positions(ASKED, [old, { ...corrected, metadata: { ...paper, publisher: 'Harbour News' } }])).toHaveLength(
      2,
    );
  });

  it('is known by its address as well', () => {
    const old = { ...LEASE, metadata: { url: 'https://gazette.example/lease?from=feed', publishedAt: '2024-05-01' } };
    const corrected = { ...OTHER, metadata: { url: 'https://gazette.example/lease#top', publishedAt: '2024-05-03' } };
    expect(positions(ASKED, [old, corrected])).toEqual([]);
  });
});

describe('the same month of another year', () => {
  const question = 'When did the rebels take Selby?';
  const wrong = { text: 'On December 8, 2018, rebels took Selby.', words: 'December 8, 2018' };
  const told = 'The king fled as rebels marched into Selby in December.';

  it('is a slip, told by when the other text was written', () => {
    const article = { text: told, words: 'December', read: -3.5, passage: 0.75 };
    expect(positions(question, [wrong, { ...article, metadata: { publishedAt: '2025-05-27' } }])).toEqual([
      ['December 8, 2018', 'd0'],
      ['December', 'd1'],
    ]);
    expect(positions(question, [wrong, { ...article, metadata: { publishedAt: '2019-05-27' } }])).toEqual([]);
    const july = { ...article, text: told.replace('December', 'July'), words: 'July' };
    expect(positions(question, [wrong, { ...july, metadata: { publishedAt: '2025-05-27' } }])).toEqual([]);
  });

  it('is one within a document, too', () => {
    const right = { text: 'Selby was taken on December 8, 2024.', words: 'December 8, 2024', within: 0 };
    expect(positions(question, [wrong, right])).toEqual([
      ['December 8, 2018', 'd0'],
      ['December 8, 2024', 'd0'],
    ]);
    const later = { text: 'Selby was taken back on 3 May 2020.', words: '3 May 2020', within: 0 };
    expect(positions(question, [wrong, later])).toEqual([]);
  });
});
