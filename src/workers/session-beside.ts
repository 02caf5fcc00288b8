/**
 * An encoder that computes in a thread of its own: `run` of onnxruntime blocks whoever calls it, and the thread that indexes
 * has to read, cut and store meanwhile. The new thread inherits the priority of the one that opens it.
 */
import type { SessionOptions } from '../inference/onnx-model.js';
import type { EncoderSession } from '../inference/session.js';
import { Thread } from './thread.js';

/** As `openSession`, which see; a thread that dies is one failed call. */
export async function openSessionBeside(file: string, { threads = 2 }: SessionOptions = {}): Promise<EncoderSession> {
  const thread = new Thread({ entry: new URL('./encoding.js', import.meta.url), data: { file, threads } });
  try {
    await thread.call('ready', undefined);
  } catch (error) {
    await thread.close();
    throw error;
  }
  return { run: (tokens) => thread.call('run', tokens), close: () => thread.close() };
}
