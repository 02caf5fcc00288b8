/**
 * Views that must not take the place of the message whose button was pressed. It stands alone because a page that cannot be
 * turned any more is no reason to take away the one that is there, and only a view's maker knows that it is no page.
 */
import type { MessageView } from './view.js';

const asides = new WeakSet<MessageView>();

/** The same view, to be shown to whoever pressed, beside the message. */
export function aside(view: MessageView): MessageView {
  asides.add(view);
  return view;
}

export function isAside(view: MessageView): boolean {
  return asides.has(view);
}
