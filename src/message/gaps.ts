/**
 * Questions that the documents left open, as a moderator sees them: a page of them to choose from, and one with what can be
 * done about it. It stands alone because it shows what people asked and never who.
 */
import {
  type APIActionRowComponent,
  type APIButtonComponentWithCustomId,
  type APIStringSelectComponent,
  ComponentType,
} from 'discord-api-types/v10';
import type { Gap } from '../records.js';
import { dateAndAge } from './age.js';
import { encodeGaps, type GapsControl, pointKey } from './control-gaps.js';
import { escaped, isolated, plain } from './escape.js';
import type { PointableDocument } from './gap-documents.js';
import { button, COLOURS, pack } from './layout.js';
import { LIMITS } from './limits.js';
import { clipped } from './shorten.js';
import type { MessageView } from './view.js';
import { ENGLISH, type Words } from './words.js';

export const GAPS_A_PAGE = 5;

const QUESTION_ROOM = 500;

export interface GapsPage {
  readonly now: Date;
  /** From 0; a page past the last shows the last. */
  readonly page: number;
  /** What was done just now, in markdown. */
  readonly done?: string | undefined;
  /** Our own words. Default: English. */
  readonly words?: Words | undefined;
}

/** One page of all the open questions given, with a menu of those on it. */
export function gapsList(gaps: readonly Gap[], options: GapsPage): MessageView[] {
  const { now, done, words = ENGLISH } = options;
  const pages = Math.max(1, Math.ceil(gaps.length / GAPS_A_PAGE));
  const page = Math.min(Math.max(0, options.page), pages - 1);
  const shown = gaps.slice(page * GAPS_A_PAGE, (page + 1) * GAPS_A_PAGE);
  const blocks = shown.map((gap, at) => {
    const label = page * GAPS_A_PAGE + at + 1;
    return { markdown: `**${label}.** ${isolated(shownQuestion(gap, words))}\n-# ${particulars(gap, now, words)}` };
  });
  const none = [{ markdown: words.text('gaps.none') }];
  const place = words.text('sources.page', { page: page + 1, pages });
  const views = pack([...(done === undefined ? [] : [{ markdown: done }]), ...(blocks.length === 0 ? none : blocks)], {
    title: words.text('gaps.title'),
    colour: COLOURS.information,
    footer: shown.length === 0 ? undefined : `${words.text('gaps.open', { count: gaps.length })} · ${place}`,
    closing: paging({ page, pages }, words),
    words,
  });
  const choices = shown.map((gap, at) => ({
    label: menuText(`${page * GAPS_A_PAGE + at + 1}. ${gap.question}`),
    value: encodeGaps({ kind: 'gap', gapId: gap.id, page }),
  }));
  return withMenu(views, { which: 0, placeholder: words.text('gaps.choose'), choices });
}

/** One open question: a menu of documents that may answer it, nearest first, and a way to let it be. */
export function gapPage(gap: Gap, documents: readonly PointableDocument[], options: GapsPage): MessageView[] {
  const { now, page, words = ENGLISH } = options;
  const lines = [`> ${isolated(shownQuestion(gap, words))}`, `-# ${particulars(gap, now, words)}`];
  const hint = words.text(documents.length === 0 ? 'gaps.noDocuments' : 'gaps.hint');
  const control = (kind: 'gap-no'): GapsControl => ({ kind, gapId: gap.id, page });
  const views = pack([{ markdown: lines.join('\n') }, { markdown: `-# ${hint}` }], {
    title: words.text('gaps.one'),
    colour: COLOURS.information,
    closing: [
      button(words.text('gaps.dismiss'), control('gap-no')),
      button(words.text('gaps.back'), { kind: 'gaps', page }),
    ],
    words,
  });
  const choices = documents.slice(0, LIMITS.menuOptions).map((document) => {
    const under = menuText(document.documentId);
    return {
      label: menuText(document.title ?? '') || under || words.text('quote.untitled'),
      value: encodeGaps({ kind: 'gap-to', gapId: gap.id, pointKey: pointKey(document), page }),
      ...(under === '' ? {} : { description: under }),
    };
  });
  return withMenu(views, { which: 1, placeholder: words.text('gaps.answeredBy'), choices });
}

/** Words for a menu or a list of choices, where nothing is read as markdown: one line of at most 100 characters. */
export function menuText(text: string): string {
  // Cleaning megabytes to show a line of them would take a second.
  const words = plain(text.slice(0, 16 * LIMITS.menuText)).trim();
  return words.length <= LIMITS.menuText ? words : clipped(words, LIMITS.menuText);
}

function shownQuestion({ question }: Gap, words: Words): string {
  return escaped(clipped(question, QUESTION_ROOM)).trim() || words.text('quote.untitled');
}

function particulars({ asked, unhelpful, lastAskedAt }: Gap, now: Date, words: Words): string {
  const last = dateAndAge(lastAskedAt, now, words);
  return [
    words.text('gaps.asked', { count: asked }),
    ...(unhelpful > 0 ? [words.text('gaps.unhelpful', { count: unhelpful })] : []),
    ...(last === undefined ? [] : [words.text('gaps.last', { date: last })]),
  ].join(' · ');
}

function paging({ page, pages }: { page: number; pages: number }, words: Words): APIButtonComponentWithCustomId[] {
  return [
    ...(page > 0 ? [button(words.text('button.previous'), { kind: 'gaps', page: page - 1 })] : []),
    ...(page < pages - 1 ? [button(words.text('button.next'), { kind: 'gaps', page: page + 1 })] : []),
  ];
}

interface Menu {
  readonly which: number;
  readonly placeholder: string;
  readonly choices: APIStringSelectComponent['options'];
}

/** A menu above the buttons of the last message; none without choices, since Discord takes no empty menu. */
function withMenu(views: MessageView[], { which, placeholder, choices }: Menu): MessageView[] {
  const last = views.at(-1);
  if (last === undefined || choices.length === 0) return views;
  const row: APIActionRowComponent<APIStringSelectComponent> = {
    type: ComponentType.ActionRow,
    components: [
      {
        type: ComponentType.StringSelect,
        custom_id: encodeGaps({ kind: 'gap-menu', which }),
        placeholder: menuText(placeholder),
        options: choices,
      },
    ],
  };
  return [...views.slice(0, -1), { ...last, components: [row, ...(last.components ?? [])] }];
}
