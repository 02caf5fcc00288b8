/**
 * One ONNX text encoder, loaded: token ids in, one vector a token out. It stands alone as the only importer of
 * onnxruntime-node, so that threads, tensors and their release are nobody else's matter.
 */
import './no-telemetry.js';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { failure } from '../errors.js';

export interface SessionOptions {
  /** Threads that one forward pass may use, 1 and up. Default 2: more gain little on passages of 256 tokens. */
  readonly threads?: number;
}

/** The last layer's output for one text: `rows` vectors of `width` numbers, one after the other. */
export interface TokenVectors {
  readonly data: Float32Array;
  /** Tokens, special ones included. */
  readonly rows: number;
  readonly width: number;
}

export interface EncoderSession {
  /** One text, no padding. Blocks its thread while it computes. Rejects with `provider`. */
  run(tokens: readonly number[]): Promise<TokenVectors>;
  /** Frees the weights. No call may follow. */
  close(): Promise<void>;
}

/** Inputs that encoders of the BERT family take; each is given only to a model that asks for it. */
const INPUTS = ['input_ids', 'attention_mask', 'token_type_ids', 'position_ids'];
/** Names under which exporters put the last layer, best first. */
const OUTPUTS = ['last_hidden_state', 'token_embeddings'];

/** Loads `file`. Rejects with `provider` when it is no ONNX model, or not an encoder of text. */
export async function openSession(file: string, options: SessionOptions = {}): Promise<EncoderSession> {
  const session = await load(file, options.threads ?? 2);
  const output = OUTPUTS.find((name) => session.outputNames.includes(name)) ?? session.outputNames[0];
  const strange = session.inputNames.filter((name) => !INPUTS.includes(name));
  if (output === undefined || strange.length > 0) {
    await session.release();
    throw failure('provider', {
      what: `the model ${file} is not a text encoder`,
      expected: `inputs among ${INPUTS.join(', ')} and one output`,
      found: `inputs ${session.inputNames.join(', ')} and outputs ${session.outputNames.join(', ') || 'none'}`,
      remedy: 'Export the encoder with its last hidden state as output',
    });
  }
  return {
    run: (tokens) => run({ session, output, file }, tokens),
    close: () => session.release(),
  };
}

async function load(file: string, threads: number): Promise<InferenceSession> {
  try {
    return await InferenceSession.create(file, {
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      graphOptimizationLevel: 'all',
      logSeverityLevel: 3,
    });
  } catch (cause) {
    const parts = {
      expected: 'an ONNX model',
      found: 'a file that onnxruntime cannot load',
      remedy: 'Restore the file',
    };
    throw failure('provider', { what: `the model ${file} could not be loaded`, ...parts }, cause);
  }
}

interface Loaded {
  readonly session: InferenceSession;
  readonly output: string;
  readonly file: string;
}

async function run({ session, output, file }: Loaded, tokens: readonly number[]): Promise<TokenVectors> {
  const shape = [1, tokens.length];
  const filled: Record<string, BigInt64Array> = {
    input_ids: BigInt64Array.from(tokens, BigInt),
    attention_mask: new BigInt64Array(tokens.length).fill(1n),
    token_type_ids: new BigInt64Array(tokens.length),
    position_ids: BigInt64Array.from(tokens, (_, at) => BigInt(at)),
  };
  const feeds: Record<string, Tensor> = {};
  for (const name of session.inputNames) feeds[name] = new Tensor('int64', filled[name] ?? new BigInt64Array(0), shape);
  const results = await session.run(feeds, [output]).catch((cause: unknown) => {
    throw failure('provider', { what: `the model ${file} failed on ${tokens.length} tokens` }, cause);
  });
  const result = results[output];
  const [batch, rows, width] = result?.dims ?? [];
  if (!(result?.data instanceof Float32Array) || batch !== 1 || rows !== tokens.length || width === undefined) {
    throw failure('provider', {
      what: `the model ${file} gave an output of the wrong form`,
      expected: `float32 [1, ${tokens.length}, width]`,
      found: `${result?.type ?? 'nothing'} [${result?.dims.join(', ') ?? ''}]`,
    });
  }
  return { data: result.data, rows, width };
}
