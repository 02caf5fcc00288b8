/**
 * Many inputs through a model, each by a call of its own. It stands alone to say why they are not stacked: on a CPU a
 * stacked call costs what its longest member costs, times their number, so padding only adds work; and between two calls the
 * thread can hear that it should stop.
 */
import { setImmediate } from 'node:timers/promises';
import { failure } from '../errors.js';

export interface FewOptions {
  /** Calls that may wait for the model at once, 1 and up. */
  readonly atOnce: number;
  /** Nothing is begun once it is aborted. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Results in the order of the inputs, begun in that order. Rejects with the first error, in that order, and with `cancelled` before the next
 * input once `signal` is aborted; what was begun goes on unheard.
 */
export async function fewAtOnce<Input, Output>(
  inputs: readonly Input[],
  run: (input: Input) => Promise<Output>,
  { atOnce, signal }: FewOptions,
): Promise<Output[]> {
  const outputs: Output[] = [];
  const begun: Promise<Output>[] = [];
  for (const input of inputs) {
    await setImmediate();
    refuseAborted(signal);
    const one = run(input);
    // Whoever awaits it hears of it; nobody may, after an earlier one failed.
    one.catch(() => undefined);
    begun.push(one);
    if (begun.length === atOnce) outputs.push(await (begun.shift() as Promise<Output>));
  }
  return [...outputs, ...(await Promise.all(begun))];
}

/** Throws `cancelled`, with the signal's reason as cause, once `signal` is aborted. */
export function refuseAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw failure('cancelled', { what: 'embedding was stopped' }, signal.reason);
}
