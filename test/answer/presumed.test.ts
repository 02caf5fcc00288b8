import { describe, expect, test } from 'vitest';
import { presumed } from '../../src/answer/presumed.js';
import type { Document } from '../../src/model.js';

const TEXT = 'The Harbour Board signed the lease in March. Judge Oduya did not attend. Talks in Port Elden went on.';

function asked(question: string, metadata: Partial<Document> = {}, at = 0) {
  const document: Document = {
    ...{ id: 'a', version: 'v', collections: ['default'], source: 'a', text: TEXT },
    outline: { headings: [], pageStarts: [] },
    ...metadata,
  };
  const ends = [...document.text.matchAll(/\./g)].map(({ index }) => index + 1);
  return presumed(question, document, { start: at === 0 ? 0 : (ends[at - 1] ?? 0), end: ends[at] ?? 0 });
}

describe('a name that the question takes for granted', () => {
  test.each([
    ['Who signed the lease for Varrow?', 1],
    ['Who signed the lease in Port Elden?', 0],
    ["When was Oduya's lease signed?", 0],
    ['who signed the lease for varrow?', 0],
    ['WHO SIGNED THE LEASE FOR VARROW?', 0],
    ['Who signed the lease in 1987?', 1],
    ['What did I sign?', 0],
    ['Did the Oduyan judge sign?', 0],
    ['What did Judge Odyua sign?', 0],
    ['What did Judge Odyya sign?', 0],
    ['What did Judge Oduga sign?', 1],
    ['What did Judge Oduyo sign?', 1],
    ['Who is on the HB?', 0],
    ['Who signed the oldest lease on Earth?', 0],
    ['Who is on the PE?', 0],
    ['Who is on the PX?', 1],
    ['What did the Harbour Pilots Union sign?', 1],
  ])('%s', (question, name) => {
    expect(asked(question).name).toBe(name);
  });

  test('title, publisher and date of publication are looked at too', () => {
    const metadata = { title: 'Varrow lease', publisher: 'Elden Gazette', publishedAt: '1987-03-01' };
    expect(asked('What did the Gazette say of Varrow in 1987?', metadata).name).toBe(0);
  });

  test('initials of what the question spells out are enough', () => {
    const text = 'The HPU signed the lease.';
    expect(asked('What did the Harbour Pilots Union sign?', { text }).name).toBe(0);
    expect(asked('What did the Harbour Pilots Guild sign?', { text }).name).toBe(1);
    expect(asked('What did the US sign?', { text: 'The U.S. signed the lease.' }).name).toBe(0);
  });

  test('accents, apostrophes and case do not matter', () => {
    expect(asked('Who is Hay’at Tahrír?', { text: "The group Hay'at Tahrir signed." }).name).toBe(0);
    expect(asked('Who is Hayat Tahrir?', { text: 'The group Hay’at Tahrir signed.' }).name).toBe(0);
  });
});

describe('a negation', () => {
  test.each([
    ['Who did not sign the lease?', 0, 1],
    ["Who didn't sign the lease?", 0, 1],
    ['Who did not attend?', 1, 0],
    ['Who attended?', 1, 0],
    ['Who signed the lease?', 0, 0],
  ])('%s, of sentence %i', (question, at, negation) => {
    expect(asked(question, {}, at).negation).toBe(negation);
  });
});

describe('another office', () => {
  const text = 'Last week the defence minister of Varrow met the mayor and the Varrow finance minister.';
  test.each([
    ['Who is the prime minister?', 1],
    ['Who is the Elden prime minister?', 1],
    ['Who is the defence minister?', 0],
    ['Which Varrow minister met the mayor?', 0],
    ['Who is the former minister?', 0],
    ['Who is the prime suspect?', 0],
  ])('%s', (question, other) => {
    expect(asked(question, { text }).other).toBe(other);
  });
});

describe('another one than the one asked about', () => {
  const border = 'At the Dutch border the Six Days Fair sold a smaller number of Varrow boats.';
  test.each([
    ['How wide is the river at the French border?', 1],
    ['How wide is the river at the Dutch border?', 0],
    ['What did the Seven Days Fair sell?', 1],
    ['What did the Six Days Fair sell?', 0],
    ['What did the 6 Days Fair sell?', 0],
    ['Who sold a larger number of boats?', 1],
    ['Who sold a smaller number of boats?', 0],
    ['Which Elden boats were sold?', 1],
    ['Which Dutch boats of Varrow were sold?', 0],
    ['Which wooden boats were sold?', 0],
    ['Where is the border?', 0],
  ])('%s', (question, other) => {
    expect(asked(question, { text: border }).other).toBe(other);
  });
});
