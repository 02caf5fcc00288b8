import { describe, expect, it } from 'vitest';
import { longestRun, showsWithin, WORDS } from '../../bench/peers/evidence.mjs';
import { comparable } from '../../src/eval/measures.js';

const EVIDENCE = ['The ferry crosses the strait twice a day in summer.'];
const filler = (count: number) => Array.from({ length: count }, (_, at) => `w${at}`).join(' ');
const shows = (...texts: string[]) => showsWithin(texts, EVIDENCE, comparable);

describe('evidence within the first words', () => {
  it('is shown by the sentence, whatever its case and quotation marks, in any of the results', () => {
    expect(shows('“the FERRY crosses the strait  twice a day in summer.”')).toBe(true);
    expect(shows('Nothing here.', 'Before it. The ferry crosses the strait twice a day in summer. After it.')).toBe(
      true,
    );
  });

  it('is shown by half of the sentence in one run, not by less and not by scattered words', () => {
    expect(shows('the ferry crosses the strait')).toBe(true);
    expect(shows('the ferry crosses the')).toBe(false);
    expect(shows('the crosses strait ferry day summer a the in twice')).toBe(false);
  });

  it('counts only what stands before the cut', () => {
    expect(shows(filler(WORDS - 10), EVIDENCE[0] ?? '')).toBe(true);
    expect(shows(filler(WORDS - 5), EVIDENCE[0] ?? '')).toBe(true);
    expect(shows(filler(WORDS - 4), EVIDENCE[0] ?? '')).toBe(false);
    expect(shows(filler(WORDS), EVIDENCE[0] ?? '')).toBe(false);
  });

  it('is not shown by nothing, nor of nothing', () => {
    expect(shows()).toBe(false);
    expect(showsWithin(['anything'], [], comparable)).toBe(false);
  });

  it('measures the longest run where one begins anew', () => {
    expect(longestRun(['a', 'b', 'a', 'b', 'c'], ['a', 'b', 'c', 'd'])).toBe(3);
    expect(longestRun(['x'], ['a'])).toBe(0);
  });
});
