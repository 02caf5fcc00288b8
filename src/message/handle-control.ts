/**
 * What a pressed button shows, for every surface that draws buttons. It stands alone because a button may be pressed
 * days later, by someone else, after a restart: it trusts only its own text and what its presser may see now.
 */
import { aside } from './aside.js';
import { collectionsByKey } from './collection-choice.js';
import { configState } from './config-state.js';
import { context } from './context.js';
import { type ContextControl, type Control, decode, type MoreControl, type SourcesControl } from './controls.js';
import { handleDocuments } from './document-acts.js';
import { handleExchange } from './exchange-acts.js';
import { questionFor, stillVisible } from './exchanges.js';
import { moderatorsOnly, outdated } from './failure.js';
import { forget } from './forgetting.js';
import { handleGaps } from './gap-acts.js';
import { notice } from './layout.js';
import { PASSAGES_A_PAGE, passages } from './passages.js';
import type { Pressing } from './pressing.js';
import { sourcesList } from './sources.js';
import type { MessageView } from './view.js';
import { ENGLISH } from './words.js';

/** @param control as `decode` gave it; undefined is answered too. Rejects only with the engine's errors. */
export async function handleControl(control: Control | undefined, pressing: Pressing): Promise<MessageView[]> {
  switch (control?.kind) {
    case 'context':
      return showContext(control, pressing);
    case 'more':
    case 'turn':
      return showMore(control, pressing);
    case 'sources':
      return showSources(control, pressing);
    case 'gaps':
    case 'gap':
    case 'gap-to':
    case 'gap-no': {
      const { caller, engine, now, words } = pressing;
      return caller === undefined ? [moderatorsOnly(words)] : handleGaps(control, { ...caller, engine, now, words });
    }
    case 'gap-menu':
      return chosen(pressing);
    case 'erase':
    case 'keep':
    case 'stop': {
      const { caller, engine, words } = pressing;
      const mayAct = caller?.isModerator === true;
      return mayAct ? handleDocuments(control, { ...caller, engine, words }) : [moderatorsOnly(words)];
    }
    case 'vote':
    case 'behind':
    case 'page':
      return handleExchange(control, pressing);
    case 'config': {
      const { caller, words } = pressing;
      if (caller?.isModerator !== true) return [moderatorsOnly(words)];
      const { page } = control;
      return configState({ ...caller, known: caller.visible, page, words });
    }
    case 'forget': {
      const { caller, engine, words } = pressing;
      return caller === undefined ? [outdated(words)] : forget({ caller, engine, words });
    }
    // Of direct messages only, where whoever knows the servers handles it.
    case 'servers':
    case undefined:
      return [outdated(pressing.words)];
  }
}

/** A choice of a menu is itself a control. */
async function chosen(pressing: Pressing): Promise<MessageView[]> {
  const control = decode(pressing.values?.[0] ?? '');
  return handleControl(control?.kind === 'gap-menu' ? undefined : control, pressing);
}

async function showContext(
  { address }: ContextControl,
  { engine, visible, now, words = ENGLISH }: Pressing,
): Promise<MessageView[]> {
  const found = await engine.context({ address, visible });
  return found === undefined ? [notice(words.text('context.gone'))] : context(found, { now, words });
}

async function showMore(
  { kind, exchangeId, offset }: MoreControl,
  { engine, visible, now, words = ENGLISH }: Pressing,
): Promise<MessageView[]> {
  const exchange = await engine.recall(exchangeId);
  if (exchange === undefined) {
    const expired = notice(words.text('notice.expired'));
    return [kind === 'turn' ? aside(expired) : expired];
  }
  const result = await engine.search({
    query: questionFor(exchange, visible),
    visible: stillVisible(exchange, visible),
    limit: PASSAGES_A_PAGE + 1,
    offset,
  });
  return passages(result, { now, offset, exchangeId, words });
}

async function showSources(control: SourcesControl, pressing: Pressing): Promise<MessageView[]> {
  const { engine, visible, now, words } = pressing;
  const { page, filter, sort } = control;
  const chosen = collectionsByKey(visible, control.collectionKey);
  const documents = await engine.sources({ visible: chosen, ...(filter === undefined ? {} : { filter }) });
  return sourcesList(documents, { now, page, filter, collectionKey: control.collectionKey, sort, words });
}
