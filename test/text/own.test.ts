import { expect, it } from 'vitest';
import { collectGarbage } from '../../src/index/collect-garbage.js';
import { ownText } from '../../src/text/own.js';

it('gives the same text, half of a pair included', () => {
  for (const text of ['', 'Ilse Maarten, a retired judge.', 'ä 谁 🙂', '\ud83d', '\ude42 and more than a dozen']) {
    expect(ownText(text)).toBe(text);
  }
});

it('holds on to nothing of what it was cut from', () => {
  const kept: string[] = [];
  const before = heapBytes();
  for (let book = 0; book < 20; book++) kept.push(ownText(`${book} `.repeat(500_000).slice(100, 200)));
  expect(heapBytes() - before).toBeLessThan(5e6);
  expect(kept).toHaveLength(20);
});

function heapBytes(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}
