/** A draft as the passages that are stored: cut, analysed and embedded, embedding only what was not embedded before. */
import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { Embedder, PassageEmbedding, PassageInput } from '../embed/embedder.js';
import { failure } from '../errors.js';
import type { KnownVectors, NewPassage, StoreWriter } from '../index/store.js';
import { refuseAborted } from '../inference/batches.js';
import { toPassages } from '../ingest/passages.js';
import type { Draft, Span } from '../model.js';
import { terms } from '../text/terms.js';

export interface PrepareOptions {
  readonly embedder: Embedder;
  readonly store: Pick<StoreWriter, 'knownVectors'>;
  /** False embeds everything anew. */
  readonly reuse: boolean;
  /** What other documents embed meanwhile. Default: nothing. */
  readonly underWay?: UnderWay;
  /** Rejects with `cancelled` once aborted. */
  readonly signal: AbortSignal;
  /** Told between two batches of a long document how many of the passages to embed are done. */
  readonly onEmbedded?: (done: number, of: number) => void;
}

/** Texts that are being embedded, or are embedded and not stored yet, by digest. Undefined where that failed. */
export type UnderWay = Map<string, Promise<KnownVectors | undefined>>;

/** Passages embedded between two looks at whether to stop: a fraction of a second with the bundled model. */
const BATCH = 16;

interface Cut {
  readonly span: Span;
  readonly sentences: readonly Span[];
  readonly input: PassageInput;
  readonly digest: string;
}

/** The passages of a draft, in order. */
export async function preparePassages(draft: Draft, options: PrepareOptions): Promise<NewPassage[]> {
  const cuts = cut(draft, options.embedder);
  const known = options.reuse ? await options.store.knownVectors(cuts.map(({ digest }) => digest)) : new Map();
  // A text that repeats itself is embedded once.
  const missing = [...new Map(cuts.map((each) => [each.digest, each])).values()].filter(
    ({ digest }) => !known.has(digest),
  );
  const fresh = await embedMissing(missing, options);
  return cuts.map(({ span, sentences, digest }) => {
    const vectors = (fresh.get(digest) ?? known.get(digest)) as KnownVectors;
    return { span, sentences, terms: indexTerms(draft, span), inputDigest: digest, ...vectors };
  });
}

/** Vectors by digest: those that another document has under way are waited for, the others are made. */
async function embedMissing(
  missing: readonly Cut[],
  options: PrepareOptions,
): Promise<ReadonlyMap<string, KnownVectors>> {
  const underWay: UnderWay = (options.reuse ? options.underWay : undefined) ?? new Map();
  const others = missing.flatMap(({ digest }) => {
    const made = underWay.get(digest);
    return made === undefined ? [] : [{ digest, made }];
  });
  const own = missing.filter(({ digest }) => !underWay.has(digest));
  const embedding = embedOwn(own, options);
  for (const { digest } of own) {
    const one = embedding.then(
      (made) => made.get(digest),
      () => {
        underWay.delete(digest);
        return undefined;
      },
    );
    underWay.set(digest, one);
  }
  const fresh = new Map(await embedding);
  for (const { digest, made } of others) {
    const vectors = await made;
    if (vectors !== undefined) fresh.set(digest, vectors);
  }
  // Whoever had it under way has failed.
  const left = missing.filter(({ digest }) => !fresh.has(digest));
  return left.length === 0 ? fresh : new Map([...fresh, ...(await embedOwn(left, options))]);
}

async function embedOwn(cuts: readonly Cut[], options: PrepareOptions): Promise<ReadonlyMap<string, KnownVectors>> {
  const embedded = await embedInBatches(
    cuts.map(({ input }) => input),
    options,
  );
  const made = new Map<string, KnownVectors>();
  for (const [index, { digest }] of cuts.entries()) {
    const embedding = embedded[index];
    if (embedding === undefined) throw unembedded(cuts.length, embedded.length);
    made.set(digest, { vector: embedding.vector, sentenceVectors: embedding.sentences });
  }
  return made;
}

/** Forgets what is stored by now. */
export function settleUnderWay(underWay: UnderWay, passages: readonly NewPassage[]): void {
  for (const { inputDigest } of passages) underWay.delete(inputDigest);
}

async function embedInBatches(inputs: readonly PassageInput[], options: PrepareOptions): Promise<PassageEmbedding[]> {
  const { embedder, signal, onEmbedded } = options;
  const embedded: PassageEmbedding[] = [];
  while (embedded.length < inputs.length) {
    const batch = inputs.slice(embedded.length, embedded.length + BATCH);
    const vectors = await embedder.embedPassages(batch, signal);
    if (vectors.length !== batch.length) throw unembedded(batch.length, vectors.length);
    embedded.push(...vectors);
    if (embedded.length === inputs.length) break;
    onEmbedded?.(embedded.length, inputs.length);
    // Whoever wants to stop is heard between two turns only.
    await setImmediate();
    refuseAborted(signal);
  }
  return embedded;
}

function cut(draft: Draft, embedder: Embedder): Cut[] {
  const title = draft.title;
  return toPassages(draft, embedder).map(({ span, sentences }) => {
    const texts = sentences.map(({ start, end }) => draft.text.slice(start, end));
    const input = title === undefined ? { sentences: texts } : { title, sentences: texts };
    return { span, sentences, input, digest: inputDigest(input) };
  });
}

/** What stands before a passage is searched with it, and counts a little for every passage of its document. */
function indexTerms(draft: Draft, span: Span): string[] {
  const about = [draft.title, draft.publisher].filter((part) => part !== undefined).join('\n');
  const text = draft.text.slice(span.start, span.end);
  const own = terms(text, draft.language);
  return about === '' ? own : [...terms(about, draft.language), ...own];
}

function inputDigest(input: PassageInput): string {
  return createHash('sha256')
    .update(JSON.stringify([input.title ?? null, input.sentences]), 'utf8')
    .digest('hex');
}

function unembedded(expected: number, found: number): Error {
  return failure('provider', {
    what: 'The embedding model left passages without a vector',
    expected: `${expected} vectors`,
    found: String(found),
  });
}

/** Equal digests mean that nothing about a document changed: text, outline, metadata. */
export function draftDigest(draft: Draft): string {
  const { text, outline, title, publisher, author, url, publishedAt, language } = draft;
  const state = [text, outline.headings, outline.pageStarts, title, publisher, author, url, publishedAt, language];
  return createHash('sha256').update(JSON.stringify(state), 'utf8').digest('hex');
}
