/**
 * What the buttons under an answer remember that need its exchange, as their `custom_id`. Apart from `controls`, because these
 * carry a name and no more: what it names is looked up, and is gone after its retention time.
 *
 *     v1:vote:<exchangeId>:<y or n>      it helped, or it did not
 *     v1:behind:<exchangeId>             the documents behind it
 *     v1:page:<exchangeId>:<page>        another page of it, in the message pressed
 *
 * Pages are written to base 36.
 */

export type ExchangeControl =
  | { readonly kind: 'vote'; readonly exchangeId: string; readonly helpful: boolean }
  | { readonly kind: 'behind'; readonly exchangeId: string }
  /** From page 0. */
  | { readonly kind: 'page'; readonly exchangeId: string; readonly page: number };

const EXCHANGE = '([A-Za-z0-9_-]{1,32})';
const VOTE = new RegExp(`^v1:vote:${EXCHANGE}:([yn])$`);
const BEHIND = new RegExp(`^v1:behind:${EXCHANGE}$`);
const PAGE = new RegExp(`^v1:page:${EXCHANGE}:(0|[1-9a-z][0-9a-z]{0,5})$`);

export function encodeExchange(control: ExchangeControl): string {
  switch (control.kind) {
    case 'vote':
      return `v1:vote:${control.exchangeId}:${control.helpful ? 'y' : 'n'}`;
    case 'behind':
      return `v1:behind:${control.exchangeId}`;
    case 'page':
      return `v1:page:${control.exchangeId}:${control.page.toString(36)}`;
  }
}

/** Undefined for what is none of these, or malformed. */
export function decodeExchange(text: string): ExchangeControl | undefined {
  const [, voted, word] = VOTE.exec(text) ?? [];
  if (voted !== undefined) return { kind: 'vote', exchangeId: voted, helpful: word === 'y' };
  const [, behind] = BEHIND.exec(text) ?? [];
  if (behind !== undefined) return { kind: 'behind', exchangeId: behind };
  const [, paged, page] = PAGE.exec(text) ?? [];
  if (paged === undefined || page === undefined) return undefined;
  return { kind: 'page', exchangeId: paged, page: Number.parseInt(page, 36) };
}
