import { describe, expect, it } from 'vitest';
import { bareWord, nameKey } from '../../src/text/names.js';

describe('nameKey', () => {
  it.each([
    ['Hay’at', 'Hayat', 'Ḥayʾat', "Hay'at"],
    ['Sharaa', 'Shara', 'al-Sharaa', 'alSharaa', 'Shara‘a'],
    ['Mohammed', 'Muhammed', 'Mohamed'],
    ['Qaddafi', 'Gaddafi', 'Kadafi', 'Khaddafi'],
    ['Gandhi', 'Ghandi'],
    ['Yousef', 'Yusif', 'Yusef'],
  ])('is one for %s and its other spellings', (...spellings) => {
    expect(new Set(spellings.map(nameKey)).size).toBe(1);
  });

  it.each([
    ['Sharia', 'Sharaa'],
    ['Hama', 'Homs'],
    ['Alma', 'Ma'],
    ['Elena', 'Ena'],
  ])('is another for %s than for %s', (one, other) => {
    expect(nameKey(one)).not.toBe(nameKey(other));
  });
});

describe('bareWord', () => {
  it('takes accents and apostrophes from Latin letters only, since others are letters of their own', () => {
    expect(bareWord('Ḥayʾat')).toBe('hayat');
    expect(bareWord('Český')).toBe('cesky');
    expect(bareWord('Чайковский')).toBe('чайковский');
  });
});
