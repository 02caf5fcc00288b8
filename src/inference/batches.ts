/**
 * Many inputs through a model, one after the other. It stands alone to say why they are not stacked: on a CPU a stacked
 * call costs what its longest member costs, times their number, so padding only adds work; and between two calls the
 * thread can hear that it should stop.
 */
import { setImmediate } from 'node:timers/promises';
import { failure } from '../errors.js';

/** Results in the order of the inputs. Rejects with `cancelled` before the next input once `signal` is aborted. */
export async function oneByOne<Input, Output>(
  inputs: readonly Input[],
  run: (input: Input) => Promise<Output>,
  signal?: AbortSignal,
): Promise<Output[]> {
  const outputs: Output[] = [];
  for (const input of inputs) {
    await setImmediate();
    refuseAborted(signal);
    outputs.push(await run(input));
  }
  return outputs;
}

/** Throws `cancelled`, with the signal's reason as cause, once `signal` is aborted. */
export function refuseAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw failure('cancelled', { what: 'embedding was stopped' }, signal.reason);
}
