/**
 * What a moderator does about open questions: leafs through them, opens one, answers it by pointing at a document, or
 * dismisses it. It stands alone because a command and the controls under its message do the same things by the same rules:
 * moderators only, and of their own server only.
 */
import type { Engine } from '../engine.js';
import type { Gap } from '../records.js';
import type { Caller, Powers } from './command.js';
import type { GapsControl } from './control-gaps.js';
import { escaped, isolated } from './escape.js';
import { moderatorsOnly } from './failure.js';
import { documentNamed, documentsNear } from './gap-documents.js';
import { gapPage, gapsList } from './gaps.js';
import { clipped } from './shorten.js';
import type { MessageView } from './view.js';
import { ENGLISH, type Words } from './words.js';

export interface GapAct extends Pick<Caller, 'actor' | 'guildId' | 'isModerator' | 'visible'>, Pick<Powers, 'audit'> {
  readonly engine: Engine;
  readonly now: Date;
  readonly words?: Words | undefined;
}

/** More open questions than anybody leafs through. */
const MOST_GAPS = 500;

/** A page of open questions, most asked first; `done` stands above it. */
export async function showGaps(act: GapAct, page: number, done?: string): Promise<MessageView[]> {
  if (!act.isModerator) return [moderatorsOnly(act.words)];
  return gapsList(await openGaps(act), { now: act.now, page, done, words: act.words });
}

/** One open question, with the documents that may answer it. */
export async function showGap(act: GapAct, gapId: string, page: number): Promise<MessageView[]> {
  if (!act.isModerator) return [moderatorsOnly(act.words)];
  const gap = (await openGaps(act)).find(({ id }) => id === gapId);
  if (gap === undefined) return showGone(act, page);
  return gapPage(gap, await documentsNear(gap.question, act), { now: act.now, page, words: act.words });
}

/** @param name the document's `pointKey`, id or title. */
export async function answerGap(act: GapAct, gap: { id: string; page: number }, name: string): Promise<MessageView[]> {
  if (!act.isModerator) return [moderatorsOnly(act.words)];
  const { engine, guildId, actor, words = ENGLISH } = act;
  const document = await documentNamed(name, act);
  if (document === undefined) return showGaps(act, gap.page, words.text('gaps.noSuchDocument'));
  const { documentId, owner } = document;
  const isClosed = await engine.closeGap({ guildId, gapId: gap.id, actor, document: { owner, documentId } });
  if (!isClosed) return showGone(act, gap.page);
  // Not the question: what people asked must not outlive their /forget-me in an audit line.
  await act.audit?.('gap-answered', clipped(documentId, 300));
  const title = isolated(escaped(clipped(document.title ?? documentId, 200)));
  return showGaps(act, gap.page, words.text('gaps.answered', { title }));
}

export async function dismissGap(act: GapAct, gap: { id: string; page: number }): Promise<MessageView[]> {
  if (!act.isModerator) return [moderatorsOnly(act.words)];
  const { engine, guildId, actor, words = ENGLISH } = act;
  if (!(await engine.closeGap({ guildId, gapId: gap.id, actor }))) return showGone(act, gap.page);
  await act.audit?.('gap-dismissed', gap.id);
  return showGaps(act, gap.page, words.text('gaps.dismissed'));
}

/** What a pressed button, or a choice from a menu, of `/gaps` shows. */
export async function handleGaps(control: Exclude<GapsControl, { kind: 'gap-menu' }>, act: GapAct) {
  switch (control.kind) {
    case 'gaps':
      return showGaps(act, control.page);
    case 'gap':
      return showGap(act, control.gapId, control.page);
    case 'gap-to':
      return answerGap(act, { id: control.gapId, page: control.page }, control.pointKey);
    case 'gap-no':
      return dismissGap(act, { id: control.gapId, page: control.page });
  }
}

/** Open ones of the moderator's own server. */
export function openGaps({ engine, guildId }: Pick<GapAct, 'engine' | 'guildId'>): Promise<readonly Gap[]> {
  return engine.gaps({ guildId, limit: MOST_GAPS });
}

/** The id of the open question that was chosen, or typed to the letter (case aside); what names none comes back as it is. */
export async function gapNamed(act: GapAct, typed: string): Promise<string> {
  if (!act.isModerator) return typed;
  const wanted = typed.trim().toLowerCase();
  const open = await openGaps(act);
  const named =
    open.find(({ id }) => id === typed) ?? open.find(({ question }) => question.trim().toLowerCase() === wanted);
  return named?.id ?? typed;
}

function showGone(act: GapAct, page: number): Promise<MessageView[]> {
  return showGaps(act, page, (act.words ?? ENGLISH).text('gaps.gone'));
}
