/** Quotes with what a reader needs beside them: where they stand, who published them, when. */
import type { Citation, Document, NearCopy, NearestPassage, Quote, Span } from '../model.js';
import { locator } from '../text/locate.js';

export interface CitationParts {
  readonly label: number;
  readonly document: Document;
  readonly quote: Quote;
  readonly highlight?: Span;
  readonly alsoIn?: readonly NearCopy[];
}

export function cite({ label, document, quote, highlight, alsoIn }: CitationParts): Citation {
  return {
    label,
    quote,
    ...(highlight === undefined ? {} : { highlight }),
    ...bibliography(document, quote),
    ...(alsoIn === undefined || alsoIn.length === 0 ? {} : { alsoIn }),
  };
}

export function nearest(document: Document, quote: Quote, score: number): NearestPassage {
  return { ...quote, score, ...bibliography(document, quote) };
}

export function nearCopy({ id, publisher, url, publishedAt }: Document): NearCopy {
  return {
    documentId: id,
    ...(publisher === undefined ? {} : { publisher }),
    ...(url === undefined ? {} : { url }),
    ...(publishedAt === undefined ? {} : { publishedAt }),
  };
}

function bibliography(document: Document, { start }: Span) {
  const { title, publisher, url, publishedAt } = document;
  return {
    ...(title === undefined ? {} : { title }),
    ...(publisher === undefined ? {} : { publisher }),
    ...(url === undefined ? {} : { url }),
    ...(publishedAt === undefined ? {} : { publishedAt }),
    locator: locator(document, start),
  };
}
