/**
 * Measures one set: its documents into a throw-away index through the engine's own door, its questions asked as anybody
 * would. It stands alone because it is the only place that knows both judgements and an engine.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Engine } from '../engine.js';
import type { Change, CollectionRef, Reply } from '../model.js';
import type { JudgedQuestion, Judgements } from './judgements.js';
import { type Observation, type Summary, summarised } from './summary.js';

export interface EvaluateOptions {
  /** Opens an engine over an empty folder; it is closed and the folder deleted when the set is done. */
  readonly openTemporary: (dataDir: string) => Promise<Engine>;
  /** Called with each question's outcome, in order. */
  readonly onObservation?: (observation: Observation) => void;
  /** Called as documents are stored and questions answered. */
  readonly onProgress?: (step: {
    readonly doing: 'indexing' | 'asking';
    readonly done: number;
    readonly of: number;
  }) => void;
}

export interface Measurement extends Summary {
  readonly set: string;
  readonly documents: number;
  /** Documents that could not be indexed: they are missing from every measure. */
  readonly failed: readonly Change[];
}

const COLLECTION: CollectionRef = { owner: 'host', name: 'default' };
const VISIBLE = [COLLECTION] as const;
/** Passages asked for: enough to hold ten documents of several passages each. */
const HITS = 50;

/** Rejects with what the engine rejects with. */
export async function evaluate(judgements: Judgements, options: EvaluateOptions): Promise<Measurement> {
  const folder = await mkdtemp(path.join(tmpdir(), 'verbatim-eval-'));
  try {
    const engine = await options.openTemporary(path.join(folder, 'index'));
    try {
      const failed = await index(engine, { judgements, folder, options });
      const observations: Observation[] = [];
      for (const question of judgements.questions) {
        const observation = await observe(engine, question);
        observations.push(observation);
        options.onObservation?.(observation);
        options.onProgress?.({ doing: 'asking', done: observations.length, of: judgements.questions.length });
      }
      return { set: judgements.set, documents: judgements.documents.length, failed, ...summarised(observations) };
    } finally {
      await engine.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Indexing {
  readonly judgements: Judgements;
  readonly folder: string;
  readonly options: EvaluateOptions;
}

async function index(engine: Engine, { judgements, folder, options }: Indexing): Promise<readonly Change[]> {
  const file = path.join(folder, 'corpus.jsonl');
  await writeFile(file, judgements.documents.map((document) => `${JSON.stringify(document)}\n`).join(''));
  const request = { collection: COLLECTION, actor: 'eval', targets: [file], restoreRemoved: true };
  const report = await engine.ingest(request, ({ documents }) =>
    options.onProgress?.({ doing: 'indexing', done: documents, of: judgements.documents.length }),
  );
  return report.failed;
}

async function observe(engine: Engine, question: JudgedQuestion): Promise<Observation> {
  const { hits } = await engine.search({ query: question.question, limit: HITS, visible: VISIBLE });
  const { id, history } = question;
  const request = { id, question: question.question, ...(history && { history }), visible: VISIBLE };
  const reply = await engine.ask(request);
  // Asked again only where it refused, so that an answer and its time are those of an ordinary question.
  const unrefused = reply.outcome === 'answer' ? reply : await engine.ask({ ...request, neverRefuse: true });
  const highlight = highlightOf(unrefused);
  return {
    question,
    ranking: [...new Set(hits.map((hit) => hit.document.id))],
    answered: reply.outcome === 'answer',
    quotes: quotesOf(reply),
    unrefusedQuotes: quotesOf(unrefused),
    ...(highlight !== undefined && { highlight }),
    disagreed: reply.disagreements.length > 0,
    confidence: reply.confidence,
    totalMs: reply.timingsMs.total,
  };
}

function highlightOf({ citations: [first] }: Reply): string | undefined {
  if (first?.highlight === undefined) return undefined;
  const { quote, highlight } = first;
  return quote.exact.slice(highlight.start - quote.start, highlight.end - quote.start);
}

function quotesOf(reply: Reply): readonly string[] {
  return reply.citations.map((citation) => citation.quote.exact);
}
