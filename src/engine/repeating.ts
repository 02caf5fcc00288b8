/**
 * Answers given before, and answers being made: the same question from the same documents costs once, however many ask
 * it. It stands alone because what an index holds may be erased, and then no copy of it may stay behind here either.
 */
import { interpret } from '../answer/followup.js';
import type { AskRequest } from '../engine.js';
import type { Reply } from '../model.js';

export interface RepeatingOptions {
  /** Makes an answer. */
  readonly ask: (request: AskRequest) => Promise<Reply>;
  /** Names the state of the index: another name after every change of what anybody may see. */
  readonly state: () => Promise<string>;
  /** Milliseconds from any fixed moment. */
  readonly clock: () => number;
  /** Runs `task` once after so many milliseconds. Default: a timer that keeps no process alive. */
  readonly after?: (delayMs: number, task: () => void) => void;
}

/** Answers kept, the least recently asked going first: some megabytes at most. */
export const MOST_ANSWERS = 500;
/** How soon after a change that nobody asks about answers from before it leave the memory. */
export const LOOK_AGAIN_MS = 5_000;

/** Answers that were made, or are being made, from one state of the index; the least recently asked first. */
interface Kept {
  readonly state: string;
  readonly answers: Map<string, Promise<Reply>>;
}

/** An `ask` that repeats an answer where the request allows it. Others go through. */
export function repeating(options: RepeatingOptions) {
  const { ask, state, clock, after = unreferenced } = options;
  let kept: Kept = { state: '', answers: new Map() };
  let looksAgain = false;

  const keptNow = async (): Promise<Kept> => {
    const now = await state();
    // What is being made from an earlier state is stored into the map that goes.
    if (now !== kept.state) kept = { state: now, answers: new Map() };
    return kept;
  };

  const lookAgain = (): void => {
    if (looksAgain) return;
    looksAgain = true;
    after(LOOK_AGAIN_MS, () => {
      // An index that cannot be looked at any more may have been erased from.
      void keptNow()
        .catch(() => kept.answers.clear())
        .then(() => {
          looksAgain = false;
          if (kept.answers.size > 0) lookAgain();
        });
    });
  };

  return {
    async ask(request: AskRequest): Promise<Reply> {
      if (request.mayRepeat !== true) return ask(request);
      const started = clock();
      const { answers } = await keptNow();
      const key = keyOf(request);
      const known = answers.get(key);
      // A copy: V8 makes a quote a view of its document's text, and keeping the quote would keep all of that.
      const made = known ?? ask(request).then((reply) => structuredClone(reply));
      answers.delete(key);
      answers.set(key, made);
      lookAgain();
      for (const oldest of answers.keys()) {
        if (answers.size <= MOST_ANSWERS) break;
        answers.delete(oldest);
      }
      if (known !== undefined) return repeated(await known, request, clock() - started);
      try {
        return await made;
      } catch (thrown) {
        if (answers.get(key) === made) answers.delete(key);
        throw thrown;
      }
    },
  };
}

/** Two requests of one key have one answer. What is visible counts as a set, the conversation by what it adds. */
function keyOf({ question, history = [], visible, caution, neverRefuse }: AskRequest): string {
  const understood = interpret(question, history).text;
  const seen = [...new Set(visible.map(({ owner, name }) => `${owner}\n${name}`))].sort();
  return JSON.stringify([likened(question), likened(understood), seen, caution ?? '', neverRefuse === true]);
}

/** Spaces and the case of the first letter say nothing about what is asked. */
function likened(text: string): string {
  const [first = '', ...rest] = text.trim().replace(/\s+/g, ' ');
  return `${first.toLowerCase()}${rest.join('')}`;
}

/** The answer of before, as one to this request. */
function repeated(reply: Reply, { id, question }: AskRequest, took: number): Reply {
  const { id: _, ...rest } = reply;
  const timingsMs = { embed: 0, search: 0, read: 0, total: Math.round(took * 10) / 10 };
  return { ...rest, ...(id === undefined ? {} : { id }), question, timingsMs };
}

function unreferenced(delayMs: number, task: () => void): void {
  setTimeout(task, delayMs).unref();
}
