import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import { stopSignal } from '../../src/main/signals.js';

it.each(['SIGINT', 'SIGTERM'])('aborts at %s, and listens no more: a second signal ends the process', (name) => {
  const process = new EventEmitter();
  const signal = stopSignal(process);
  expect(signal.aborted).toBe(false);
  process.emit(name);
  expect(signal.aborted).toBe(true);
  expect(process.eventNames()).toEqual([]);
});
