import { describe, expect, it } from 'vitest';
import { datesConflict, datesIn, sameButForYear, writtenAt } from '../../src/answer/dates.js';

const WRITTEN = new Date('2025-05-27');
const day = (number = Number.NaN): string => new Date(number * 86_400_000).toISOString().slice(0, 10);

function read(text: string, written?: Date) {
  return datesIn(text, written).map(({ start, end, days }) => [
    text.slice(start, end),
    days === undefined ? 'no year' : `${day(days.first)} ${day(days.last)}`,
  ]);
}

function conflicts(left: string, right: string, written?: Date): boolean {
  const [[one], [other]] = [datesIn(left, written), datesIn(right, written)];
  if (one === undefined || other === undefined) throw new Error('No date was read.');
  return datesConflict(one, other);
}

describe('a date', () => {
  it.each([
    ['the pier opened on 4 May 2024', '4 May 2024', '2024-05-04 2024-05-04'],
    ['opened May 4, 2024.', 'May 4, 2024', '2024-05-04 2024-05-04'],
    ['in February 1904', 'February 1904', '1904-02-01 1904-02-29'],
    ['built in 1835', '1835', '1835-01-01 1835-12-31'],
    ['built about 1835', '1835', '1830-01-01 1840-12-31'],
    ['during the 1960s', '1960s', '1960-01-01 1969-12-31'],
    ['from 1861–62 on', '1861–62', '1861-01-01 1862-12-31'],
    ['a 19th century mill', '19th century', '1800-01-01 1900-12-31'],
    ['12/11/1990', '12/11/1990', '1990-01-01 1990-12-31'],
  ])('of %j is %j', (text, words, days) => {
    expect(read(text)).toEqual([[words, days]]);
  });

  it('without a year is of the last one before the text was written', () => {
    expect(read('It fell in December.', WRITTEN)).toEqual([['December', '2024-12-01 2024-12-31']]);
    expect(read('It fell in April.', WRITTEN)).toEqual([['April', '2025-04-01 2025-04-30']]);
    expect(read('It fell in April.')).toEqual([['April', 'no year']]);
  });

  it('that is relative needs to know when the text was written', () => {
    expect(read('It fell earlier this month.', WRITTEN)).toEqual([['this month', '2025-05-01 2025-05-31']]);
    expect(read('It fell earlier this month.')).toEqual([]);
  });

  it('ends where the next begins', () => {
    expect(read('Orla Venn (26 December 1844 – 26 July 1926) was a pilot.').map(([words]) => words)).toEqual([
      '26 December 1844',
      '26 July 1926',
    ]);
  });

  it.each(['5,000 people', 'he may march', 'room 1,791', 'version 1.2000', 'the 3rd time'])('is not in %j', (text) => {
    expect(read(text)).toEqual([]);
  });
});

describe('two dates', () => {
  it.each([
    ['May 2024', '4 May 2024'],
    ['2024', '4 May 2024'],
    ['the 1840s', '1844'],
    ['about 1835', '1838'],
    ['4 May', '4 May 2024'],
  ])('of which one is more precise agree: %j, %j', (left, right) => {
    expect(conflicts(left, right)).toBe(false);
  });

  it.each([
    ['4 May 2024', '5 May 2024'],
    ['1835', '1836'],
    ['May', 'June'],
    ['4 May', '5 May'],
  ])('that share no day conflict: %j, %j', (left, right) => {
    expect(conflicts(left, right)).toBe(true);
  });

  it('conflict when the year that is meant is another', () => {
    expect(conflicts('8 December 2018', 'in December', WRITTEN)).toBe(true);
    expect(conflicts('8 December 2018', 'in December')).toBe(false);
  });

  it('are one but for the year when month and day meet', () => {
    const [first] = datesIn('8 December 2018');
    const [second] = datesIn('December 2024');
    const [third] = datesIn('9 December 2024');
    if (first === undefined || second === undefined || third === undefined) throw new Error('No date was read.');
    expect(sameButForYear(first, second)).toBe(true);
    expect(sameButForYear(first, third)).toBe(false);
  });
});

describe('when a text was written', () => {
  it('is what its source states', () => {
    expect(writtenAt({ publishedAt: '2024-12-28', text: 'On 4 May 2025 …' })?.toISOString()).toMatch(/^2024-12-28/);
  });

  it('else the last full date that it names', () => {
    const text = 'Seen on 4 May 2025. It began on 7 October 2023, and in 2031 it may end.';
    expect(writtenAt({ text })?.toISOString()).toMatch(/^2025-05-04/);
    expect(writtenAt({ text: 'It began in 2023.' })).toBeUndefined();
  });
});
