/**
 * The reading half of the engine: questions in, replies out. Runs in the answering thread; knows stores and embedders by
 * their interfaces only.
 */
import { cite } from '../answer/citations.js';
import { locate } from '../answer/quotes.js';
import type { Embedder } from '../embed/embedder.js';
import { unavailable } from '../embed/embedders.js';
import type {
  AskRequest,
  ContextRequest,
  Engine,
  Reader,
  SearchRequest,
  SearchResult,
  SourcesRequest,
} from '../engine.js';
import type { EmbeddingModel, Snapshot, StoreReader } from '../index/store.js';
import type { Context, Document, DocumentInfo, Hit, Reply } from '../model.js';
import { documentKey } from '../text/document-key.js';
import { fold } from '../text/fold.js';
import { paragraphAround } from '../text/locate.js';
import { type Asking, answerTo } from './asking.js';
import { checkedAsk, checkedCount, checkedSummary, checkedText, checkedTimeline } from './checking.js';
import { find, search } from './finding.js';
import { repeating } from './repeating.js';
import { suggest } from './suggesting.js';
import { summarizeTopic } from './summarizing.js';
import { timelineReply } from './timelining.js';
import { inTurn } from './turns.js';
import { verifyWords } from './verifying.js';

export interface ReadingOptions extends Omit<Asking, 'embedderOf'> {
  readonly store: StoreReader;
  /** The configured one. */
  readonly embedder: Embedder;
  /** The embedder of a model, when another than the configured one answers. Default: only the configured one can be had. */
  readonly embedderOf?: (model: EmbeddingModel) => Promise<Embedder>;
}

/** The part of the engine that changes nothing. */
export type Reading = Pick<
  Engine,
  | 'ask'
  | 'search'
  | 'verify'
  | 'summarize'
  | 'timeline'
  | 'suggest'
  | 'context'
  | 'sources'
  | 'document'
  | 'exportPage'
  | 'health'
>;

const MOST_HITS = 100;

export function createReading(options: ReadingOptions): Reading {
  const { store, embedder, clock } = options;
  const embedderOf = async (model: EmbeddingModel | undefined): Promise<Embedder> => {
    if (model === undefined || model.fingerprint === embedder.fingerprint) return embedder;
    if (options.embedderOf !== undefined) return options.embedderOf(model);
    throw unavailable(model.fingerprint, { configured: embedder.fingerprint, found: embedder.fingerprint });
  };
  const searching = { store, embedderOf };
  const turn = inTurn();
  const answers = repeating({
    ask: (request) => answerTo({ ...options, ...searching, turn }, request),
    state: () => store.state(),
    clock,
  });
  const ask = async (request: AskRequest): Promise<Reply> => told(await answers.ask(checkedAsk(request)), request);

  const hits = async (request: SearchRequest): Promise<SearchResult> => {
    const query = checkedText(request.query, 'query');
    const offset = checkedCount(request.offset ?? 0, 'offset', [0, 10_000]);
    const limit = checkedCount(request.limit ?? 10, 'limit', [1, MOST_HITS]);
    const { hits, searchedFor } = await search(
      searching,
      { visible: request.visible, text: query, corrects: true },
      async (asked) => ({
        ...(await find(asked, { text: asked.text, limit: offset + limit })),
        searchedFor: asked.searchedFor,
      }),
    );
    const said = searchedFor === undefined ? {} : { searchedFor };
    return { query, ...said, hits: hits.slice(offset).map(shown) };
  };

  return {
    ask,
    search: hits,
    verify: (request) => verifyWords(searching, { ...request, words: checkedText(request.words, 'quote') }),
    summarize: async (request) => told(await summarizeTopic({ ...searching, clock }, checkedSummary(request)), request),
    timeline: async (request) => told(await timelineReply({ ...searching, clock }, checkedTimeline(request)), request),
    suggest: (request) => suggest(store, request),
    context: (request) => store.snapshot(request.visible, (snapshot) => contextOf(snapshot, request)),
    sources: (request) => listSources(store, request),
    document: ({ visible, documentId }: Reader & { readonly documentId: string }) =>
      store.snapshot(visible, (snapshot) => snapshot.document(documentId)),
    exportPage: (request) => exportPage(store, request),
    health: async (options) => {
      const { fingerprint, ...health } = await store.health(options);
      const stored = fingerprint === undefined ? {} : { indexFingerprint: fingerprint };
      return { ...health, ...stored, embedderFingerprint: embedder.fingerprint };
    },
  };
}

/** Without what only an answer needs. */
function shown({ passage, document, rank, score, lexical, semantic }: Hit): SearchResult['hits'][number] {
  return { passage, document, rank, score, lexical, semantic };
}

/** To whom no collection is open it is not said that nothing is indexed: nobody knows, and adding documents would not help. */
function told(reply: Reply, { visible }: Reader): Reply {
  const isClosed = visible.length === 0 && reply.outcome === 'abstention' && reply.reason === 'nothing-indexed';
  return isClosed ? { ...reply, reason: 'not-allowed' } : reply;
}

async function contextOf(snapshot: Snapshot, { address }: ContextRequest): Promise<Context | undefined> {
  const found = await snapshot.version(address.version, (id) => documentKey(id) === address.documentKey);
  if (found === undefined) return undefined;
  const { document, current } = found;
  const quote = locate(document, { start: address.start, end: address.end });
  if (quote === undefined) return undefined;
  const surrounding = locate(document, paragraphAround(document.text, quote, { before: 1, after: 1 }));
  if (surrounding === undefined) return undefined;
  return { citation: cite({ label: 1, document, quote }), surrounding, current };
}

async function listSources(store: StoreReader, request: SourcesRequest): Promise<readonly DocumentInfo[]> {
  const documents = await store.snapshot(request.visible, (snapshot) => snapshot.documents());
  const wanted = request.filter === undefined ? '' : fold(request.filter).folded.trim();
  const matches = ({ id, title, publisher }: DocumentInfo): boolean =>
    [id, title, publisher].some((field) => field !== undefined && fold(field).folded.includes(wanted));
  const name = ({ title, id }: DocumentInfo): string => title ?? id;
  return documents
    .filter((document) => wanted === '' || matches(document))
    .sort((left, right) => name(left).localeCompare(name(right), 'en') || left.id.localeCompare(right.id, 'en'));
}

function exportPage(
  store: StoreReader,
  { visible, after, limit }: Parameters<Engine['exportPage']>[0],
): Promise<readonly Document[]> {
  return store.snapshot(visible, async (snapshot) => {
    const page = await snapshot.documents({ limit, ...(after === undefined ? {} : { after }) });
    const documents = await Promise.all(page.map(({ id, version }) => snapshot.document(id, version)));
    return documents.filter((document) => document !== undefined);
  });
}
