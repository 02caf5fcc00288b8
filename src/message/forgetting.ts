/**
 * Forgetting a person: what will go, and what went. It stands alone because it deletes, and must do so for the one who
 * pressed and nobody else.
 */
import type { Engine } from '../engine.js';
import type { Caller, Powers } from './command.js';
import { button, COLOURS, notice, pack } from './layout.js';
import type { MessageView } from './view.js';
import { ENGLISH, type Words } from './words.js';

/** What `/forget-me` shows first. */
export function confirmForgetting(words: Words = ENGLISH): MessageView[] {
  return pack([{ markdown: words.text('forget.confirm') }], {
    title: words.text('forget.title'),
    colour: COLOURS.information,
    closing: [button(words.text('forget.button'), { kind: 'forget' })],
    words,
  });
}

export interface Forgetting {
  readonly engine: Pick<Engine, 'forget'>;
  readonly caller: Pick<Caller, 'actor'> & Pick<Powers, 'forget'>;
  readonly words?: Words | undefined;
}

/** Forgets whoever pressed, in every server, and says how many questions went. */
export async function forget({ engine, caller, words = ENGLISH }: Forgetting): Promise<MessageView[]> {
  const count = await engine.forget({ userId: caller.actor });
  caller.forget?.();
  return [notice(words.text('forget.done', { count }))];
}
