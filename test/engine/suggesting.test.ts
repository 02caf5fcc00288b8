import { describe, expect, it } from 'vitest';
import { suggest } from '../../src/engine/suggesting.js';
import type { StoreReader, TitleList } from '../../src/index/store.js';
import { fold } from '../../src/text/fold.js';

const VISIBLE = [{ owner: '4001', name: 'default' }];

function listOf(titles: readonly (string | undefined)[], owner = '4001'): TitleList {
  return {
    owner,
    matched: titles.map((title, at) => (title === undefined ? '' : fold(`${title} doc-${at}.md`).folded)),
    entry: (at) => {
      const title = titles[at];
      return title === undefined ? undefined : { documentId: `doc-${at}.md`, title, versionId: at };
    },
  };
}

const storeOf = (...lists: TitleList[]): StoreReader =>
  ({ titles: async () => lists }) as Partial<StoreReader> as StoreReader;

const TITLES = [
  'Bericht über die Brücke',
  'Minutes of the harbour board, May',
  'Minutes of the school board',
  'Łódź: budget 2026',
  'Ceasefire talks in Oslo',
  'Отчёт о мосте',
  '議事録 五月',
  undefined,
  'The ceasefire, a chronology',
];

const titled = async (text: string, limit = 25): Promise<readonly (string | undefined)[]> =>
  (await suggest(storeOf(listOf(TITLES)), { visible: VISIBLE, text, limit })).map(({ title }) => title);

describe('suggest', () => {
  it.each([
    ['what was begun', 'minutes of the har', 'Minutes of the harbour board, May'],
    ['a word from the middle', 'harbour', 'Minutes of the harbour board, May'],
    ['words in another order', 'board harbour', 'Minutes of the harbour board, May'],
    ['a letter that is missing', 'ceasefre', 'Ceasefire talks in Oslo'],
    ['letters that are swapped', 'harbuor', 'Minutes of the harbour board, May'],
    ['a wrong letter', 'menutes school', 'Minutes of the school board'],
    ['accents that are missing', 'bericht uber brucke', 'Bericht über die Brücke'],
    ['accents that are typed', 'brücke', 'Bericht über die Brücke'],
    ['another script', 'отчет мост', 'Отчёт о мосте'],
    ['a script without spaces', '議事', '議事録 五月'],
    ['capitals', 'OSLO', 'Ceasefire talks in Oslo'],
    ['an id', 'doc-3', 'Łódź: budget 2026'],
  ])('finds %s', async (_what, text, title) => {
    expect((await titled(text))[0]).toBe(title);
  });

  it.each(['zzzz', '???', '"', '-', '\\', '(', '\u0000', '@everyone xq'])(
    'finds nothing for %j, and does not fail',
    async (text) => {
      expect(await titled(text)).toEqual([]);
    },
  );

  it('takes no time for words that match a title in very many ways', async () => {
    const titles = ['a ab abc abcd '.repeat(14), 'there '.repeat(33)];
    const store = storeOf(listOf(Array.from({ length: 20 }, (_, at) => `${titles[at % 2]} ${at}`)));
    const typed = [
      'a b ab abc ac bc abd x',
      'there thera theri thero theru therx zzzzz',
      'a b zz',
      'x'.repeat(100),
      'the '.repeat(25),
    ];
    const started = performance.now();
    for (const text of typed) await suggest(store, { visible: VISIBLE, text });
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  it('gives the newest for nothing typed, and no gap', async () => {
    expect(await titled('', 3)).toEqual(['The ceasefire, a chronology', '議事録 五月', 'Отчёт о мосте']);
    expect(await titled('   ', 1)).toEqual(['The ceasefire, a chronology']);
  });

  it('gives no more than asked for, and a document that stands twice once', async () => {
    const twice = storeOf(listOf(TITLES), listOf(TITLES));
    expect(await suggest(twice, { visible: VISIBLE, text: 'minutes' })).toHaveLength(2);
    expect(await suggest(twice, { visible: VISIBLE, text: '', limit: 2 })).toHaveLength(2);
    const two = storeOf(listOf(TITLES), listOf(TITLES, 'host'));
    expect(await suggest(two, { visible: VISIBLE, text: 'minutes' })).toHaveLength(4);
  });

  it('ranks what begins with the text first where very much matches', async () => {
    const many = Array.from({ length: 5_000 }, (_, at) =>
      at % 100 === 7 ? `Water level ${at}` : `Report on water ${at}`,
    );
    const found = await suggest(storeOf(listOf(many)), { visible: VISIBLE, text: 'wat', limit: 3 });
    expect(found.map(({ title }) => title)).toEqual(['Water level 4907', 'Water level 4807', 'Water level 4707']);
  });
});
