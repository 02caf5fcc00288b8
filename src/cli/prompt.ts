/**
 * Questions typed one after another, each answered before the next is read. It stands alone because it is the only
 * reader of keystrokes; what it prints is `print`'s.
 */
import { createInterface } from 'node:readline/promises';
import type { Engine, Turn } from '../engine.js';
import { asVerbatimError } from '../errors.js';
import { courtesyOf } from '../message/courtesy.js';
import { turnsOf } from '../message/turns.js';
import { ENGLISH } from '../message/words.js';
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
/** Turns that a question may lean on; more would only cost memory in a prompt that stays open for weeks. */
const TURNS_KEPT = 20;

/**
 * Answers until `exit`, the end of input (Ctrl-D), Ctrl-C or `stop`. A question may lean on those before it; one that fails
 * ends nothing, and nothing leans on it.
 */
export async function answerQuestions(source: QuestionSource, answering: Answering): Promise<void> {
  const { input, terminal } = source;
  const lines = createInterface({
    input,
    ...(terminal && { output: terminal }),
    prompt: PROMPT,
    terminal: terminal !== undefined,
  });
  const close = (): void => lines.close();
  let history: readonly Turn[] = [];
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
      if (question !== '')
        history = [...history, ...(await answer({ question, history }, answering))].slice(-TURNS_KEPT);
      if (terminal !== undefined) lines.prompt();
    }
  } finally {
    answering.stop.removeEventListener('abort', close);
    close();
    // The next shell prompt must not stand behind ours.
    if (terminal !== undefined) await answering.out.write('\n');
  }
}

interface Asked {
  readonly question: string;
  readonly history: readonly Turn[];
}

/** Gives the turns that the next question may lean on; none when this one failed. */
async function answer({ question, history }: Asked, { engine, out, visible }: Answering): Promise<readonly Turn[]> {
  const courtesy = courtesyOf(question);
  if (courtesy !== undefined) {
    await out.write(`\n${ENGLISH.text(`courtesy.${courtesy}`)}\n\n`);
    return [];
  }
  let text: string;
  let turns: readonly Turn[] = [];
  try {
    const reply = await engine.ask({ question, visible, ...(history.length > 0 && { history }) });
    text = replyText(reply, out);
    turns = turnsOf(reply);
  } catch (error) {
    text = `${bold(asVerbatimError(error).message, out)}\n`;
  }
  await out.write(`\n${text}\n`);
  return turns;
}
