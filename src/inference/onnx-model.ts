/**
 * One ONNX model over the tokens of one text, loaded. It stands alone as the only importer of onnxruntime-node, so that
 * threads, tensors and their release are nobody else's matter.
 */
import './no-telemetry.js';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { failure } from '../errors.js';

export interface SessionOptions {
  /** Threads that one forward pass may use, 1 and up. Default 2: more gain little on passages of 256 tokens. */
  readonly threads?: number;
}

/** A result as the model gave it. */
export interface Output {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}

export interface OnnxModel {
  readonly outputNames: readonly string[];
  /**
   * One text, no padding: its token ids and, where a model tells two parts apart, the part of each (0 or 1; default 0). Gives
   * the outputs named, in that order. Blocks its thread while it computes. Rejects with `provider`, with `cancelled` once closed.
   */
  run(input: ModelInput, outputs: readonly string[]): Promise<readonly Output[]>;
  /** Lets what runs finish, refuses what comes later, and frees the weights. */
  close(): Promise<void>;
}

export interface ModelInput {
  readonly tokens: readonly number[];
  readonly parts?: readonly number[];
}

/** Inputs that encoders of the BERT family take; each is given only to a model that asks for it. */
const INPUTS = ['input_ids', 'attention_mask', 'token_type_ids', 'position_ids'];

/** Loads `file`. Rejects with `provider` when it is no ONNX model, or does not read text. */
export async function openOnnxModel(file: string, options: SessionOptions = {}): Promise<OnnxModel> {
  const session = await load(file, options.threads ?? 2);
  const strange = session.inputNames.filter((name) => !INPUTS.includes(name));
  if (strange.length > 0) {
    await session.release();
    throw failure('provider', {
      what: `the model ${file} does not read text`,
      expected: `inputs among ${INPUTS.join(', ')}`,
      found: `inputs ${session.inputNames.join(', ')}`,
      remedy: 'Export the encoder with its last hidden state as output',
    });
  }
  return closable({ session, file });
}

/**
 * A thread that is ended while onnxruntime computes takes the process down with it (std::terminate in its binding), so
 * nothing may compute any more once the model is closed.
 */
function closable(loaded: Loaded): OnnxModel {
  let running: Promise<unknown> = Promise.resolve();
  let closed = false;
  return {
    outputNames: loaded.session.outputNames,
    run(input, outputs) {
      if (closed) return Promise.reject(failure('cancelled', { what: `the model ${loaded.file} was closed` }));
      const result = run(loaded, input, outputs);
      running = Promise.allSettled([running, result]);
      return result;
    },
    async close() {
      closed = true;
      await running;
      await loaded.session.release();
    },
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
  readonly file: string;
}

async function run(
  { session, file }: Loaded,
  { tokens, parts }: ModelInput,
  outputs: readonly string[],
): Promise<Output[]> {
  const shape = [1, tokens.length];
  const filled: Record<string, BigInt64Array> = {
    input_ids: BigInt64Array.from(tokens, BigInt),
    attention_mask: new BigInt64Array(tokens.length).fill(1n),
    token_type_ids: parts === undefined ? new BigInt64Array(tokens.length) : BigInt64Array.from(parts, BigInt),
    position_ids: BigInt64Array.from(tokens, (_, at) => BigInt(at)),
  };
  const feeds: Record<string, Tensor> = {};
  for (const name of session.inputNames) feeds[name] = new Tensor('int64', filled[name] ?? new BigInt64Array(0), shape);
  const results = await session.run(feeds, [...outputs]).catch((cause: unknown) => {
    throw failure('provider', { what: `the model ${file} failed on ${tokens.length} tokens` }, cause);
  });
  return outputs.map((name) => {
    const result = results[name];
    if (result?.data instanceof Float32Array) return { data: result.data, dims: result.dims };
    throw failure('provider', {
      what: `the model ${file} gave an output of the wrong form`,
      expected: `${name}: float32`,
      found: result?.type ?? 'nothing',
    });
  });
}
