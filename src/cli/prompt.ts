/**
 * Questions typed one after another, each answered before the next is read. It stands alone because it is the only
 * reader of keystrokes; what it prints is `print`'s.
 */
import { createInterface } from 'node:readline/promises';
import type { Engine } from '../engine.js';
import { asVerbatimError } from '../errors.js';
import type { CollectionRef } from '../model.js';
import { bold } from './layout.js';
import type { Output } from './output.js';
import { replyText } from './print.js';

/** Where lines come from. */
export interface QuestionSource {
  readonly input: NodeJS.ReadableStream;
  /** The terminal to echo on and edit in; absent when lines come from a pipe, and then nothing is prompted. */
  readonly terminal?: NodeJS.WritableStream;
}

export interface Answering {
  readonly engine: Engine;
  readonly out: Output;
  readonly visible: readonly CollectionRef[];
  readonly stop: AbortSignal;
}

const PROMPT = '> ';

/** Answers until `exit`, the end of input (Ctrl-D), Ctrl-C or `stop`. A question that fails does not end it. */
export async function answerQuestions(source: QuestionSource, answering: Answering): Promise<void> {
  const { input, terminal } = source;
  const lines = createInterface({
    input,
    ...(terminal && { output: terminal }),
    prompt: PROMPT,
    terminal: terminal !== undefined,
  });
  const close = (): void => lines.close();
  lines.on('SIGINT', close);
  answering.stop.addEventListener('abort', close, { once: true });
  try {
    if (terminal !== undefined) {
      await answering.out.write('Ask a question; an empty line is passed over, exit ends.\n\n');
      lines.prompt();
    }
    for await (const line of lines) {
      const question = line.trim();
      if (/^(exit|quit)$/i.test(question) || answering.stop.aborted) break;
      if (question !== '') await answer(question, answering);
      if (terminal !== undefined) lines.prompt();
    }
  } finally {
    answering.stop.removeEventListener('abort', close);
    close();
    // The next shell prompt must not stand behind ours.
    if (terminal !== undefined) await answering.out.write('\n');
  }
}

async function answer(question: string, { engine, out, visible }: Answering): Promise<void> {
  let text: string;
  try {
    text = replyText(await engine.ask({ question, visible }), out);
  } catch (error) {
    text = `${bold(asVerbatimError(error).message, out)}\n`;
  }
  await out.write(`\n${text}\n`);
}
