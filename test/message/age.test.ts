import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dateAndAge, dateOnly } from '../../src/message/age.js';

const NOW = new Date('2026-11-22T12:00:00Z');

describe('dateAndAge', () => {
  it.each([
    ['2026-11-22', '22 November 2026, today'],
    ['2026-11-22T23:59:00Z', '22 November 2026, today'],
    ['2026-11-21', '21 November 2026, yesterday'],
    ['2026-11-10', '10 November 2026, 12 days ago'],
    ['2026-11-08', '8 November 2026, 2 weeks ago'],
    ['2026-09-23', '23 September 2026, 8 weeks ago'],
    ['2026-09-22', '22 September 2026, 2 months ago'],
    ['2025-11-23', '23 November 2025, 11 months ago'],
    ['2025-11-22', '22 November 2025, 1 year ago'],
    ['2025-05-27', '27 May 2025, 1 year ago'],
    ['1999-12-31', '31 December 1999, 26 years ago'],
    ['2026-11', 'November 2026, this month'],
    ['2026-10', 'October 2026, last month'],
    ['2025-12', 'December 2025, 11 months ago'],
    ['2025-05', 'May 2025, 1 year ago'],
    ['2026', '2026, this year'],
    ['2025', '2025, last year'],
    ['2019', '2019, 7 years ago'],
    ['0044-03-15', '15 March 44, 1,982 years ago'],
  ])('reads %s as %s', (iso, expected) => {
    expect(dateAndAge(iso, NOW)).toBe(expected);
  });

  it('gives a date to come no age', () => {
    expect(dateAndAge('2027-01-05', NOW)).toBe('5 January 2027');
    expect(dateAndAge('2026-12', NOW)).toBe('December 2026');
    expect(dateAndAge('2027', NOW)).toBe('2027');
  });

  it.each([undefined, '', 'yesterday', '2025-13', '2025-00', '2025-02-30', '2025-5-1', '27 May 2025'])(
    'says nothing of %s, which is no date',
    (iso) => {
      expect(dateAndAge(iso, NOW)).toBeUndefined();
      expect(dateOnly(iso)).toBeUndefined();
    },
  );

  it('never gets younger as time passes', () => {
    const days = fc.integer({ min: 0, max: 4000 });
    fc.assert(
      fc.property(days, days, (one, other) => {
        const [sooner, later] = [Math.min(one, other), Math.max(one, other)];
        expect(inDays(at(sooner))).toBeLessThanOrEqual(inDays(at(later)));
      }),
    );
  });
});

function at(days: number): string {
  const iso = '2020-01-31';
  const text = dateAndAge(iso, new Date(Date.parse(`${iso}T12:00:00Z`) + days * 86_400_000)) ?? '';
  return text.slice(text.indexOf(', ') + 2);
}

function inDays(age: string): number {
  if (age === 'today') return 0;
  if (age === 'yesterday') return 1;
  const [count = '', unit = ''] = age.split(' ');
  const each = { day: 1, week: 7, month: 30, year: 365 }[unit.replace(/s$/, '')];
  if (each === undefined) throw new Error(`unexpected age: ${age}`);
  return Number(count) * each;
}
