import { describe, expect, it } from 'vitest';
import { isStopWord, terms, wordSpans } from '../../src/text/terms.js';

describe('terms', () => {
  it('folds case, stems and drops function words', () => {
    expect(terms('Who mediated the talks?')).toEqual(['mediat', 'talk']);
  });
  it('keeps a text that is made of stop words only', () => {
    expect(terms('To be or not to be')).toEqual(['to', 'be', 'or', 'not', 'to', 'be']);
  });
  it('joins initials, possessives and thousands', () => {
    expect(terms('the U.S. envoy’s 12,500 words and 3.5')).toEqual(['us', 'envoi', '12500', 'word', '3.5']);
  });
  it('meets accented and plain spellings of a name', () => {
    expect(terms('Yrsa Møller in Málaga')).toContain(terms('Malaga')[0]);
  });
  it('stems before it drops accents, as Snowball expects', () => {
    expect(terms('великий', 'ru')).toEqual(terms('великого', 'ru'));
  });
  it('cuts unspaced scripts into words', () => {
    expect(terms('北京是中国的首都', 'zh')).toContain('北京');
  });
  it('reads over direction marks inside a word', () => {
    expect(terms('har\u200ebour \u202etalks\u202c')).toEqual(['harbour', 'talk']);
  });
  it('survives emoji, lone surrogates and a very long word', () => {
    expect(terms('🎉🎉 \ud800')).toEqual([]);
    expect(terms('x'.repeat(100_000))[0]?.length).toBeLessThanOrEqual(64);
  });
});

describe('wordSpans', () => {
  it('says where the words stand, apostrophes, initials and numbers included', () => {
    const text = "The U.S. envoy’s 12,500 words, Hay'at!";
    const words = wordSpans(text).map(({ start, end }) => text.slice(start, end));
    expect(words).toEqual(['The', 'U.S.', 'envoy’s', '12,500', 'words', "Hay'at"]);
  });
});

describe('isStopWord', () => {
  it('knows a function word however it is written, by language', () => {
    expect([isStopWord("DIDN'T"), isStopWord('Which'), isStopWord('welche', 'de-CH')]).toEqual([true, true, true]);
    expect([isStopWord('talks'), isStopWord('welche'), isStopWord('which', 'de')]).toEqual([false, false, false]);
  });
});

describe('terms of other languages', () => {
  it.each([
    ['de', 'Vermittlern', 'Vermittler'],
    ['de', 'Straße', 'STRASSE'],
    ['es', 'negociaciones', 'negociación'],
    ['ru', 'переговоров', 'переговоры'],
    ['ru', 'ещё зелёный', 'еще зеленый'],
    ['fr', 'négociations', 'négociation'],
  ])('meet across inflexions in %s: %s, %s', (language, one, other) => {
    expect(terms(one, language)).toEqual(terms(other, language));
  });
});
