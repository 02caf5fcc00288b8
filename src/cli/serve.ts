/**
 * Bare `verbatim` and `npm start`: index what changed, say so, then serve Discord until told to stop, or answer
 * questions in the terminal. It stands alone because it is the one command that goes on.
 */
import { setTimeout } from 'node:timers/promises';
import type { Engine, Health } from '../engine.js';
import { type ErrorCode, VerbatimError } from '../errors.js';
import type { ChangeReport } from '../model.js';
import type { Invoked } from './invocation.js';
import type { Output } from './output.js';
import { createProgress } from './progress.js';
import { answerQuestions, type QuestionSource } from './prompt.js';
import { capitalised, counted } from './report.js';
import { aborted, EXIT, type ExitCode, hostCollection, withEngine } from './surroundings.js';

/** Anything that runs until it is closed: the bot. */
export interface Running {
  /** Resolves, with the reason, when it cannot go on. */
  readonly lost: Promise<Error>;
  close(): Promise<void>;
}

export interface ServeSurroundings {
  readonly out: Output;
  readonly err: Output;
  readonly open: () => Promise<Engine>;
  /** Absolute folders to keep indexed. */
  readonly documents: readonly string[];
  /** Starts the bot; absent without a token. */
  readonly startBot?: (engine: Engine, stop: AbortSignal) => Promise<Running>;
  /** Where questions come from without Discord; absent when nobody can type any. */
  readonly questions?: QuestionSource;
  /** Milliseconds from any fixed point. */
  readonly nowMs: () => number;
  /** Resolves when a bot that could answer has waited long enough for the folders. Default: after ten seconds. */
  readonly patience?: () => Promise<unknown>;
  /** Aborted when the process is told to stop. */
  readonly stop: AbortSignal;
}

export const ADD_DISCORD = 'To answer in Discord, set DISCORD_TOKEN (in .env, as .env.example shows) and start again.';

/** Troubles with the folders, not with the index: what is stored can still be served. */
const SERVED_ANYWAY: readonly ErrorCode[] = ['not-found', 'unreadable', 'empty', 'locked', 'duplicate-id'];

/** Serves until the signal aborts or the questions end. */
export function serve(invoked: Invoked<'serve'>, around: ServeSurroundings): Promise<ExitCode> {
  return withEngine(around.open, async (engine) => {
    const stored = around.startBot === undefined ? undefined : await engine.health();
    const indexing = indexDocuments(engine, invoked, around);
    // Told to stop, it does not wait: the engine ends the indexing as it closes, and what is stored is whole.
    indexing.catch(() => {});
    if (stored !== undefined && stored.documents > 0) await indexedOrEnough(indexing, stored, around);
    else await Promise.race([indexing, aborted(around.stop)]);
    if (around.stop.aborted) return EXIT.done;
    if (around.startBot !== undefined) {
      const bot = await around.startBot(engine, around.stop).catch((thrown: unknown) => {
        if (around.stop.aborted) return undefined;
        throw thrown;
      });
      if (bot === undefined) return EXIT.done;
      const reason = await Promise.race([aborted(around.stop), bot.lost]);
      await bot.close();
      if (reason !== undefined) throw reason;
    } else if (around.questions !== undefined) {
      await around.out.write(`${ADD_DISCORD}\n`);
      const visible = [hostCollection(invoked)];
      await answerQuestions(around.questions, { engine, out: around.out, visible, stop: around.stop });
    } else await around.out.write(`There is no terminal to ask in. ${ADD_DISCORD}\nOr ask once: verbatim ask "…"\n`);
    return EXIT.done;
  });
}

/** As long as somebody who restarts the bot looks at it. */
const PATIENCE_MS = 10_000;

/**
 * Waits for the folders, but not for long: there is an index that can answer meanwhile. Not at all when another model was
 * chosen, since embedding everything again may take hours.
 */
async function indexedOrEnough(indexing: Promise<void>, stored: Health, around: ServeSurroundings): Promise<void> {
  const { embedderFingerprint, indexFingerprint } = stored;
  const isOfAnotherModel = indexFingerprint !== undefined && indexFingerprint !== embedderFingerprint;
  const { patience = () => setTimeout(PATIENCE_MS, undefined, { ref: false }) } = around;
  const told = tellFailure(
    indexing,
    isOfAnotherModel ? 'Serving with the model of before.' : 'Serving what is stored.',
    around,
  );
  if (isOfAnotherModel) return;
  const isDone = await Promise.race([told.then(() => true), aborted(around.stop), patience().then(() => false)]);
  if (isDone !== false) return;
  const documents = counted(stored.documents, 'document');
  await around.out.write(
    `Still indexing. Answering meanwhile from the ${documents} stored before, and from each new one.\n`,
  );
}

/** A full disk, say: the bot goes on answering. Resolves when the indexing has ended, whether or not it failed. */
async function tellFailure(
  indexing: Promise<void>,
  consequence: string,
  { err, stop }: ServeSurroundings,
): Promise<void> {
  try {
    await indexing;
  } catch (thrown) {
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    // Who closed standard error is told nothing.
    if (!stop.aborted) await err.write(`verbatim: ${message}\n${consequence}\n`).catch(() => {});
  }
}

async function indexDocuments(engine: Engine, invoked: Invoked<'serve'>, around: ServeSurroundings): Promise<void> {
  const startedMs = around.nowMs();
  const progress = createProgress(around.err);
  const request = { collection: hostCollection(invoked), actor: 'start', targets: around.documents };
  try {
    const report = await engine.ingest(request, progress.onProgress).finally(progress.end);
    const seconds = (around.nowMs() - startedMs) / 1000;
    await around.out.write(`${indexedLine(report, await engine.health(), seconds)}\n`);
  } catch (error) {
    if (!(error instanceof VerbatimError) || !SERVED_ANYWAY.includes(error.code)) throw error;
    const { documents } = await engine.health();
    await around.err.write(
      `verbatim: ${error.message}\nServing the ${counted(documents, 'document')} stored before.\n`,
    );
  }
}

function indexedLine(report: ChangeReport, stored: Health, seconds: number): string {
  const read = [...report.added, ...report.changed];
  const total = `${counted(stored.documents, 'document')}, ${counted(stored.passages, 'passage')}`;
  const failed =
    report.failed.length === 0 ? '' : ` ${report.failed.length.toLocaleString('en')} failed, as said above.`;
  if (read.length + report.removed.length === 0) return `Nothing new: ${total}.${failed}`;
  const passages = read.reduce((sum, change) => sum + change.passages, 0);
  const done = [
    ...(read.length > 0 ? [`indexed ${counted(read.length, 'document')} (${counted(passages, 'passage')})`] : []),
    ...(report.removed.length > 0 ? [`removed ${counted(report.removed.length, 'document')}`] : []),
  ];
  const now = stored.documents === read.length ? '' : ` Now ${total}.`;
  return `${capitalised(done.join(', '))} in ${seconds.toFixed(1)} s.${now}${failed}`;
}
