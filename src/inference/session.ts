/**
 * A text encoder: token ids in, one vector a token out. It stands alone because this is all that an embedder needs to know
 * of a model.
 */
import { failure } from '../errors.js';
import { openOnnxModel, type SessionOptions } from './onnx-model.js';

/** The last layer's output for one text: `rows` vectors of `width` numbers, one after the other. */
export interface TokenVectors {
  readonly data: Float32Array;
  /** Tokens, special ones included. */
  readonly rows: number;
  readonly width: number;
}

export interface EncoderSession {
  /** One text, no padding. Blocks the thread that the model was loaded into while it computes. Rejects with `provider`. */
  run(tokens: readonly number[]): Promise<TokenVectors>;
  /** Frees the weights. No call may follow. */
  close(): Promise<void>;
}

/** Names under which exporters put the last layer, best first. */
const OUTPUTS = ['last_hidden_state', 'token_embeddings'];

/** Loads `file`. Rejects with `provider` when it is no ONNX model, or not an encoder of text. */
export async function openSession(file: string, options: SessionOptions = {}): Promise<EncoderSession> {
  const model = await openOnnxModel(file, options);
  const output = OUTPUTS.find((name) => model.outputNames.includes(name)) ?? model.outputNames[0];
  if (output === undefined) {
    await model.close();
    throw failure('provider', { what: `the model ${file} is not a text encoder`, found: 'no output' });
  }
  const run = async (tokens: readonly number[]): Promise<TokenVectors> => {
    const [result] = await model.run({ tokens }, [output]);
    const [batch, rows, width] = result?.dims ?? [];
    if (result === undefined || batch !== 1 || rows !== tokens.length || width === undefined) {
      throw failure('provider', {
        what: `the model ${file} gave an output of the wrong form`,
        expected: `float32 [1, ${tokens.length}, width]`,
        found: `[${result?.dims.join(', ') ?? ''}]`,
      });
    }
    return { data: result.data, rows, width };
  };
  return { run, close: () => model.close() };
}
