import { describe, expect, it } from 'vitest';
import { comparableValue, conflict } from '../../src/answer/claim-value.js';
import { kindOf } from '../../src/answer/kind.js';

function value(question: string, sentence: string, words: string) {
  const start = sentence.indexOf(words);
  const answering = { sentence, words: { start, end: start + words.length } };
  const found = comparableValue({ question, kind: kindOf(question) }, answering);
  return found === undefined ? undefined : { ...found, words: sentence.slice(found.start, found.end) };
}

const LIFE = 'Orla Venn (26 December 1844 – 26 July 1926) was a pilot.';

describe('the value of an answer', () => {
  it('is the whole date of which the reader marked a part', () => {
    expect(value('When was she born?', 'She was born on 9 May 1936 in Selby.', '1936')?.words).toBe('9 May 1936');
  });

  it('is the end of a life that the question asks for', () => {
    const words = '26 December 1844 – 26 July 1926';
    expect(value('When was Orla Venn born?', LIFE, words)?.words).toBe('26 December 1844');
    expect(value('When did Orla Venn die?', LIFE, words)?.words).toBe('26 July 1926');
  });

  it('is both years of what took two', () => {
    const built = value('When was the mill built?', 'It was built between 1861 and 1862.', '1861 and 1862');
    expect(built?.words).toBe('1861 and 1862');
  });

  it('is no distance where people are counted', () => {
    expect(value('What is the population of Selby?', 'Selby lies 10 miles off.', '10 miles')).toBeUndefined();
    expect(value('How many miles off is Selby?', 'Selby lies 10 miles off.', '10 miles')?.words).toBe('10 miles');
  });

  it('is no echo of the question', () => {
    expect(value('Which talks did Oduya lead?', 'Oduya led the talks.', 'the talks')).toBeUndefined();
  });

  it('is nobody where no name stands', () => {
    expect(value('Who led the talks?', 'Oduya said that judges led them.', 'judges')).toBeUndefined();
    expect(value('Who led the talks?', 'Oduya led them.', 'Oduya')?.words).toBe('Oduya');
  });

  it('is nothing that could be compared where a reason is asked for', () => {
    expect(value('Why did it fail?', 'It failed for lack of wind.', 'lack of wind')).toBeUndefined();
  });
});

describe('yes and no', () => {
  const asked = 'Did the council approve the pier?';
  const yes = value(asked, 'The council approved the pier.', 'approved');
  const no = value(asked, 'The council did not approve the pier.', 'not approve');

  it('conflict with each other only', () => {
    if (yes === undefined || no === undefined) throw new Error('No value was read.');
    expect(conflict(yes, no)).toBe(true);
    expect(conflict(yes, yes)).toBe(false);
  });
});
