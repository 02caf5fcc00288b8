/**
 * A remembered exchange, as somebody may use it now: what of its collections they see, and what it asked. It stands alone
 * because whatever leans on an exchange later (a button, a reply) is somebody else's, elsewhere, and shown no more than they
 * may see there.
 */
import type { CollectionRef, Quote, Reply } from '../model.js';
import type { Exchange, QuoteAddress } from '../records.js';
import { addressOf } from './controls.js';

/** Quotes that an exchange remembers. */
const MOST_QUOTES = 10;

/** What a reply shows, as addresses, best first. */
export function shownBy(reply: Reply, others: readonly Quote[] = []): readonly QuoteAddress[] {
  const quotes = reply.outcome === 'answer' ? reply.citations.map(({ quote }) => quote) : reply.nearest;
  return [...others, ...quotes].slice(0, MOST_QUOTES).map(addressOf);
}

/** The collections it was asked of that may be seen now. */
export function stillVisible({ collections }: Exchange, visible: readonly CollectionRef[]): readonly CollectionRef[] {
  return visible.filter((each) => collections.some((asked) => isSame(asked, each)));
}

/**
 * What was asked, for whoever sees these. As it was understood it may have words of documents in it, so it is as typed for
 * whoever does not see all that was looked in.
 */
export function questionFor(exchange: Exchange, visible: readonly CollectionRef[]): string {
  const seesAll = stillVisible(exchange, visible).length === exchange.collections.length;
  return seesAll ? exchange.question : typedIn(exchange);
}

/** The words that were typed. */
export function typedIn({ question, options }: Exchange): string {
  const asked = options?.['asked'];
  return typeof asked === 'string' ? asked : question;
}

function isSame(one: CollectionRef, other: CollectionRef): boolean {
  return one.owner === other.owner && one.name === other.name;
}
