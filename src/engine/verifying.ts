/** Looks for words in all that a reader may see: where retrieval points first, then everywhere. */
import { cite } from '../answer/citations.js';
import { type Documents, keyOf } from '../answer/documents.js';
import { nearMatch } from '../answer/near.js';
import { match } from '../answer/verify.js';
import type { VerifyRequest } from '../engine.js';
import type { Snapshot } from '../index/store.js';
import type { Document, Hit, Verification } from '../model.js';
import { documentsOf, find, type Searching, search } from './finding.js';

/** Passages in which the words are looked for first. */
const PASSAGES = 30;
const MOST_MATCHES = 5;
/** Documents read in one transaction when all must be. */
const PAGE = 100;

interface Found {
  readonly document: Document;
  readonly quote: Parameters<typeof cite>[0]['quote'];
  readonly kind: 'exact' | 'normalised';
}

export async function verifyWords(searching: Searching, request: VerifyRequest): Promise<Verification> {
  const { words, visible } = request;
  return search(searching, { visible, text: words }, async (asked) => {
    const { snapshot } = asked;
    const { hits } = await find(asked, { text: words, limit: PASSAGES });
    const documents = await documentsOf(snapshot, hits);
    const found = matchesIn(documents.values(), words);
    if (found.length === 0) found.push(...(await everywhere(snapshot, documents, words)));
    if (found.length > 0) return verified(words, found);
    const earlier = await inEarlierVersion(snapshot, words);
    if (earlier !== undefined) return { ...verified(words, [earlier]), outcome: 'earlier-version' };
    return nearest(words, hits, documents);
  });
}

function matchesIn(documents: Iterable<Document>, words: string): Found[] {
  const found: Found[] = [];
  for (const document of documents) {
    const matched = match(document, words);
    if (matched !== undefined) found.push({ document, ...matched });
  }
  return found;
}

/** Words that span two passages, or are too common to rank, are found by reading every document. */
async function everywhere(snapshot: Snapshot, read: Documents, words: string): Promise<Found[]> {
  const found: Found[] = [];
  let after: string | undefined;
  while (found.length < MOST_MATCHES) {
    const page = await snapshot.documents({ limit: PAGE, ...(after === undefined ? {} : { after }) });
    for (const { id, version } of page) {
      const known = read.has(keyOf({ documentId: id, version }));
      const document = known ? undefined : await snapshot.document(id, version);
      if (document !== undefined) found.push(...matchesIn([document], words));
    }
    after = page.at(-1)?.id;
    if (page.length < PAGE) break;
  }
  return found;
}

async function inEarlierVersion(snapshot: Snapshot, words: string): Promise<Found | undefined> {
  for await (const document of snapshot.earlierVersions()) {
    const [found] = matchesIn([document], words);
    if (found !== undefined) return found;
  }
  return undefined;
}

function verified(words: string, found: readonly Found[]): Verification {
  const exact = found.filter(({ kind }) => kind === 'exact');
  const shown = (exact.length > 0 ? exact : found).slice(0, MOST_MATCHES);
  return {
    words,
    outcome: exact.length > 0 ? 'exact' : 'normalised',
    matches: shown.map(({ document, quote }, index) => cite({ label: index + 1, document, quote })),
  };
}

function nearest(words: string, hits: readonly Hit[], documents: Documents): Verification {
  const places = hits.flatMap(({ passage }) => {
    const document = documents.get(keyOf(passage));
    return document === undefined ? [] : [{ document, sentences: passage.sentences }];
  });
  const near = nearMatch(places, words);
  if (near === undefined) return { words, outcome: 'absent', matches: [] };
  const matches = [cite({ label: 1, document: near.document, quote: near.quote })];
  return { words, outcome: 'near', matches, difference: near.difference };
}
