/**
 * Progress at a rate that people read, so that a hundred thousand unchanged documents do not cross the thread boundary
 * one by one. What was stored, removed or failed is always told: scripts rely on those lines.
 */
import type { OnProgress } from '../engine.js';

const INTERVAL_MS = 100;

/** @param clock milliseconds from any fixed point */
export function throttled(tell: OnProgress, clock: () => number): OnProgress {
  let lastMs = Number.NEGATIVE_INFINITY;
  return (progress) => {
    const mayBeLeftOut = progress.kind === 'unchanged' || progress.kind === 'embedding';
    const nowMs = clock();
    if (mayBeLeftOut && nowMs - lastMs < INTERVAL_MS) return;
    lastMs = nowMs;
    tell(progress);
  };
}
