/**
 * The course of every answer to an interaction: acknowledge at once, then work, then show. One place, so that the order
 * that Discord demands cannot be got wrong by a handler, and no failure stays unsaid.
 */
import { asVerbatimError } from '../errors.js';
import { isAside } from '../message/aside.js';
import type { MessageView } from '../message/view.js';
import { incident } from './incident.js';
import type { Acknowledgement, InteractionReply } from './interaction-reply.js';
import type { Languages } from './languages.js';
import { LatestOnly } from './latest-only.js';
import { whyGone } from './refusals.js';
import type { Surface } from './surface.js';

/** Least time between two edits that show progress. */
const UPDATE_INTERVAL_MS = 2_000;
/** Least time between the last of those and the answer: the gap that Discord advises between edits. */
const LEAST_GAP_MS = 1_000;

export interface Work {
  readonly reply: InteractionReply;
  readonly acknowledgement: Acknowledgement;
  /** Of follow-ups; the first message's is fixed by the acknowledgement. */
  readonly isPrivate: boolean;
  /** For the log: what was asked for, by whom. No words of the user. */
  readonly doing: object;
  /** For saying that it failed. */
  readonly languages: Languages;
  /** Messages in order, at least one. `update` shows a newer state of the first one meanwhile. */
  readonly run: (update: (view: MessageView) => void) => Promise<readonly MessageView[]>;
}

/** Never rejects: what cannot be told to the user stands in the log. */
export async function answerInteraction(work: Work, surface: Surface): Promise<void> {
  const { reply, doing } = work;
  try {
    await reply.acknowledge(work.acknowledgement);
  } catch (thrown) {
    logUnanswered(thrown, doing, surface);
    return;
  }
  const shown = { messages: 0 };
  try {
    const views = await workedOut(work, surface);
    await show(views, work, shown);
  } catch (thrown) {
    await tellFailure(thrown, { work, hasAnswer: shown.messages > 0 }, surface);
  }
}

/** For a first response that did not get through. */
export function logUnanswered(thrown: unknown, doing: object, { log }: Surface): void {
  const why = whyGone(thrown);
  if (why === undefined) log.error({ ...doing, err: asVerbatimError(thrown) }, 'An interaction could not be answered');
  else log.warn({ ...doing, why }, 'An interaction could not be answered');
}

/** What the work brought. Progress that was under way has been sent by then, so the answer cannot be overtaken. */
async function workedOut(work: Work, surface: Surface): Promise<readonly MessageView[]> {
  let isGone = false;
  const progress = new LatestOnly<MessageView>({
    send: (view) => work.reply.edit(view),
    onError: (thrown) => {
      // What is gone stays gone: said once, though the work goes on for an hour.
      isGone ||= whyGone(thrown) !== undefined;
      surface.log.warn({ ...work.doing, err: asVerbatimError(thrown) }, 'Progress could not be shown');
    },
    clock: surface.clock,
    intervalMs: UPDATE_INTERVAL_MS,
    restMs: LEAST_GAP_MS,
  });
  try {
    return await work.run((view) => {
      if (!isGone) progress.offer(view);
    });
  } finally {
    await progress.finish();
  }
}

async function show(views: readonly MessageView[], work: Work, shown: { messages: number }): Promise<void> {
  if (views.length === 0) throw new TypeError('There was no message to show');
  for (const view of views) {
    // What is no page does not take the place of one.
    if (work.acknowledgement === 'keep-message' && isAside(view)) await work.reply.followUp(view, true);
    else if (shown.messages === 0) await work.reply.edit(view);
    else await work.reply.followUp(view, work.isPrivate);
    shown.messages += 1;
  }
}

/** In place of the placeholder; beside what must stay: an answer shown in part, or the message whose button it was. */
async function tellFailure(
  thrown: unknown,
  { work, hasAnswer }: { work: Work; hasAnswer: boolean },
  surface: Surface,
): Promise<void> {
  if (whyGone(thrown) !== undefined) return logUnanswered(thrown, work.doing, surface);
  const { languages, acknowledgement, reply, doing } = work;
  const isBeside = hasAnswer || acknowledgement === 'keep-message';
  const words = isBeside || acknowledgement === 'private' ? languages.forUser : languages.forAll;
  const notice = incident(thrown, { doing, words }, surface);
  try {
    if (isBeside) await reply.followUp(notice, true);
    else await reply.edit(notice);
  } catch (second) {
    logUnanswered(second, doing, surface);
  }
}
