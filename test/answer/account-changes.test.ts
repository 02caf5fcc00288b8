import { describe, expect, test } from 'vitest';
import { type Account, changesOf } from '../../src/answer/account-changes.js';
import type { Document } from '../../src/model.js';

function account(text: string, publishedAt: string): Account {
  const document: Document = {
    ...{
      id: `${publishedAt}.md`,
      version: publishedAt,
      collections: ['default'],
      source: publishedAt,
      text,
      publishedAt,
    },
    outline: { headings: [], pageStarts: [] },
  };
  const passage = { text, semantic: 1 };
  const span = { start: 0, end: text.length };
  const place = { documentId: document.id, version: document.version, span, text, position: 0 };
  return { document, sentence: { ...place, vector: new Float32Array([1]), passage } };
}

function changes(...told: readonly (readonly [date: string, text: string])[]) {
  return changesOf(told.map(([date, text]) => account(text, date))).map(({ about, positions }) => ({
    about,
    positions: positions.map(({ claim, accounts }) => [claim, ...accounts.map(({ document }) => document.publishedAt)]),
  }));
}

describe('an account that changed', () => {
  test('is a count of the same things that became another one', () => {
    expect(
      changes(
        ['2026-05-03', 'The storm left 12 people injured in Port Elden, the harbour board said.'],
        ['2026-05-04', 'At least two boats sank in the storm, and 12 people were injured in Port Elden.'],
        ['2026-05-05', 'The storm left 14 people injured in Port Elden, the hospital said.'],
      ),
    ).toEqual([
      {
        about: 'people injured in Port Elden',
        positions: [
          ['12', '2026-05-03', '2026-05-04'],
          ['14', '2026-05-05'],
        ],
      },
    ]);
  });

  test('is a day that was moved', () => {
    const [change] = changes(
      ['2026-05-03', 'The new ferry to Port Elden will open on 4 June 2026, the board said.'],
      ['2026-05-20', 'The new ferry to Port Elden will open on 11 June 2026.'],
    );
    expect(change?.positions).toEqual([
      ['4 June 2026', '2026-05-03'],
      ['11 June 2026', '2026-05-20'],
    ]);
  });

  test('is named by the words on both sides where one after the number says too little', () => {
    const said = (count: number) => `The storm in Port Elden left ${count} people, the board said.`;
    const [change] = changes(['2026-05-03', said(12)], ['2026-05-04', said(14)]);
    expect(change?.about).toBe('storm in Port Elden left … people');
  });

  test('may come back', () => {
    const said = (count: number) => `The storm left ${count} people injured in Port Elden.`;
    const [change] = changes(['2026-05-03', said(12)], ['2026-05-04', said(14)], ['2026-05-05', said(12)]);
    expect(change?.positions.map(([claim]) => claim)).toEqual(['12', '14', '12']);
  });
});

describe('no change of account', () => {
  test.each([
    [
      'other things counted',
      'The storm left 12 people injured in Port Elden.',
      'The storm left 14 boats sunk in Port Elden.',
    ],
    [
      'another event',
      'The storm left 12 people injured in Port Elden.',
      'The fire at Varrow mill killed 14 people on Monday.',
    ],
    [
      'a rounder number',
      'The storm cost 1,204 families of Port Elden their homes.',
      'The storm cost about 1,200 families of Port Elden their homes.',
    ],
    [
      'days that move with their writing',
      'In July the ferry to Port Elden was late.',
      'In May the ferry to Port Elden was late.',
    ],
    [
      'the same',
      'The storm left 12 people injured in Port Elden.',
      'The storm left twelve people injured in Port Elden.',
    ],
  ])('%s', (_, earlier, later) => {
    expect(changes(['2026-05-03', earlier], ['2026-08-05', later])).toEqual([]);
  });

  test('within one publication', () => {
    const day = '2026-05-03';
    expect(
      changes([day, 'The storm left 12 people injured in Elden.'], [day, 'The storm left 14 people injured in Elden.']),
    ).toEqual([]);
  });
});
