/**
 * What the buttons and menus of `/gaps` remember, as their `custom_id`, or as the value of what was chosen in a menu. Apart
 * from `controls`, because these are a moderator's alone, and a menu's own text says nothing: what was chosen does.
 *
 *     v1:gaps:<page>                          a page of open questions
 *     v1:gap:<gapId>:<page>                   one of them, and the page to go back to
 *     v1:gap-to:<gapId>:<pointKey>:<page>     answered by this document
 *     v1:gap-no:<gapId>:<page>                dismissed
 *     v1:gap-menu:<which>                     a menu whose values are the above
 *
 * Pages are written to base 36.
 */
import { createHash } from 'node:crypto';

export type GapsControl =
  /** From page 0. */
  | { readonly kind: 'gaps'; readonly page: number }
  | { readonly kind: 'gap' | 'gap-no'; readonly gapId: string; readonly page: number }
  /** `pointKey` as the function of that name makes it. */
  | { readonly kind: 'gap-to'; readonly gapId: string; readonly pointKey: string; readonly page: number }
  /** `which` only keeps two menus of one message apart. */
  | { readonly kind: 'gap-menu'; readonly which: number };

const PAGE = '(0|[1-9a-z][0-9a-z]{0,5})';
const GAP = '([A-Za-z0-9_-]{1,32})';
const LIST = new RegExp(`^v1:gaps:${PAGE}$`);
const ONE = new RegExp(`^v1:(gap|gap-no):${GAP}:${PAGE}$`);
const POINT = new RegExp(`^v1:gap-to:${GAP}:([0-9a-f]{16}):${PAGE}$`);
const MENU = new RegExp(`^v1:gap-menu:${PAGE}$`);

/** First 16 hexadecimal digits of SHA-256 of the owner and the document's id: a document that a gap is pointed to. */
export function pointKey({ owner, documentId }: { readonly owner: string; readonly documentId: string }): string {
  return createHash('sha256').update(`${owner}\n${documentId}`).digest('hex').slice(0, 16);
}

export function encodeGaps(control: GapsControl): string {
  switch (control.kind) {
    case 'gaps':
      return `v1:gaps:${control.page.toString(36)}`;
    case 'gap':
    case 'gap-no':
      return `v1:${control.kind}:${control.gapId}:${control.page.toString(36)}`;
    case 'gap-to':
      return `v1:gap-to:${control.gapId}:${control.pointKey}:${control.page.toString(36)}`;
    case 'gap-menu':
      return `v1:gap-menu:${control.which.toString(36)}`;
  }
}

/** Undefined for what is not of `/gaps`, or malformed. */
export function decodeGaps(text: string): GapsControl | undefined {
  const [, list] = LIST.exec(text) ?? [];
  if (list !== undefined) return { kind: 'gaps', page: Number.parseInt(list, 36) };
  const [, which] = MENU.exec(text) ?? [];
  if (which !== undefined) return { kind: 'gap-menu', which: Number.parseInt(which, 36) };
  const [, pointed, key, back] = POINT.exec(text) ?? [];
  if (pointed !== undefined && key !== undefined && back !== undefined) {
    return { kind: 'gap-to', gapId: pointed, pointKey: key, page: Number.parseInt(back, 36) };
  }
  const [, kind, gapId, page] = ONE.exec(text) ?? [];
  if (gapId === undefined || page === undefined) return undefined;
  return { kind: kind === 'gap' ? 'gap' : 'gap-no', gapId, page: Number.parseInt(page, 36) };
}
