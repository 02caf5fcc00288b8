import { expect, it } from 'vitest';
import type { Progress } from '../../src/engine.js';
import { throttled } from '../../src/workers/throttle.js';

function watched() {
  let nowMs = 0;
  const told: Progress[] = [];
  const tell = throttled(
    (progress) => told.push(progress),
    () => nowMs,
  );
  const step = (kind: Progress['kind'], afterMs = 0): void => {
    nowMs += afterMs;
    tell({ kind, change: { documentId: 'a', source: 'a', passages: 1 }, documents: 1, passages: 1 });
  };
  return { step, kinds: () => told.map(({ kind }) => kind) };
}

it('tells of everything that was stored, removed or failed, however fast it comes', () => {
  const { step, kinds } = watched();
  const each = ['added', 'changed', 'removed', 'failed'] as const;
  for (let at = 0; at < 100; at++) for (const kind of each) step(kind);
  expect(kinds()).toHaveLength(400);
});

it('tells ten times a second of what only shows that it goes on', () => {
  const { step, kinds } = watched();
  for (let at = 0; at < 1_000; at++) step(at % 2 === 0 ? 'unchanged' : 'embedding', 1);
  expect(kinds()).toHaveLength(10);
});
