/**
 * A model for extractive question answering: tokens of a question and a passage in, for each token how well it begins and
 * how well it ends the answer out. It stands alone because what is done with those numbers is not inference.
 */
import { failure } from '../errors.js';
import { type ModelInput, openOnnxModel, type SessionOptions } from './onnx-model.js';

/** Logits, one a token. */
export interface SpanLogits {
  readonly start: Float32Array;
  readonly end: Float32Array;
}

export interface SpanSession {
  /** One text, no padding. Blocks its thread while it computes. Rejects with `provider`. */
  run(input: ModelInput): Promise<SpanLogits>;
  /** Frees the weights. No call may follow. */
  close(): Promise<void>;
}

const OUTPUTS = ['start_logits', 'end_logits'];

/** Loads `file`. Rejects with `provider` when it is no ONNX model, or does not mark spans. */
export async function openSpanSession(file: string, options: SessionOptions = {}): Promise<SpanSession> {
  const model = await openOnnxModel(file, options);
  if (!OUTPUTS.every((name) => model.outputNames.includes(name))) {
    await model.close();
    throw failure('provider', {
      what: `the model ${file} does not mark spans`,
      expected: `outputs ${OUTPUTS.join(' and ')}`,
      found: model.outputNames.join(', ') || 'none',
    });
  }
  const run = async (input: ModelInput): Promise<SpanLogits> => {
    const [start, end] = await model.run(input, OUTPUTS);
    if (start?.data.length !== input.tokens.length || end?.data.length !== input.tokens.length) {
      throw failure('provider', {
        what: `the model ${file} gave an output of the wrong form`,
        expected: `${input.tokens.length} logits a side`,
        found: `${start?.data.length ?? 0} and ${end?.data.length ?? 0}`,
      });
    }
    return { start: start.data, end: end.data };
  };
  return { run, close: () => model.close() };
}
