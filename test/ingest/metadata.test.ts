import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isoDate, languageTag, statedMetadata, webAddress } from '../../src/ingest/metadata.js';

describe('isoDate', () => {
  it.each([
    ['28 December, 2024', '2024-12-28'],
    ['December 8, 2018', '2018-12-08'],
    ['May 2025', '2025-05'],
    ['2025', '2025'],
    ['2025-05', '2025-05'],
    ['2025-05-27', '2025-05-27'],
    ['2025-05-27T08:30:00+0200', '2025-05-27T08:30:00+02:00'],
    ['2025-05-27 08:30Z', '2025-05-27T08:30Z'],
    ['Tuesday, 27th of May 2025', '2025-05-27'],
    ['Tue 27 May 2025', '2025-05-27'],
    ['Sept. 9, 2025', '2025-09-09'],
    ['12 Dec 2025 at 10:30 GMT', '2025-12-12'],
    ['2025/5/7', '2025-05-07'],
    ['27/05/2025', '2025-05-27'],
    ['05/27/2025', '2025-05-27'],
    ['29 February 2024', '2024-02-29'],
  ])('reads %j as %s', (stated, iso) => {
    expect(isoDate(stated)).toBe(iso);
  });

  it.each([
    '03/04/2025',
    '31 June 2025',
    '29 February 2025',
    '2025-13',
    '2025-02-30',
    'yesterday',
    'May',
    '4 May',
    '',
    '0000',
    '12 Decembrist 2025',
    'by 28 December 2024 at the latest',
  ])('leaves %j out', (stated) => {
    expect(isoDate(stated)).toBeUndefined();
  });

  it('reads its own output back, whatever the day', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1000-01-01'), max: new Date('2999-12-31'), noInvalidDate: true }),
        (date) => {
          const day = date.toISOString().slice(0, 10);
          expect(isoDate(day)).toBe(day);
          expect(isoDate(date.toISOString())?.slice(0, 10)).toBe(day);
        },
      ),
    );
  });

  it('gives an ISO date or nothing for any text', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 6 }),
      fc.constantFrom('May', ' ', '27', '2025', '/', '-', ',', 'T10:00', 'Tue', 'th'),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        expect(isoDate(pieces.join('')) ?? '2025').toMatch(/^\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}.*)?)?)?$/);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('stated metadata', () => {
  it('lower-cases language tags and refuses what is none', () => {
    expect(languageTag('en_GB')).toBe('en-gb');
    expect(languageTag('zh-Hans')).toBe('zh-hans');
    expect(languageTag('English')).toBeUndefined();
  });

  it('takes web addresses only, so that no link under a quote can run a script', () => {
    expect(webAddress('https://courier.example/a?b#c')).toBe('https://courier.example/a?b#c');
    expect(webAddress('javascript:alert(1)')).toBeUndefined();
    expect(webAddress('/relative')).toBeUndefined();
    expect(webAddress('https://')).toBeUndefined();
  });

  it('leaves out what is empty, unclear or too long', () => {
    expect(
      statedMetadata({ title: ' \u200b ', publisher: 'x'.repeat(501), publishedAt: '03/04/2025', url: 'ftp://x' }),
    ).toEqual({});
    expect(statedMetadata({ title: ' A\n title ' })).toEqual({ title: 'A title' });
  });
});
