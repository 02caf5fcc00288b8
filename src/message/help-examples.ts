/**
 * Examples for help, made of what is really indexed and visible: a title, a name that a document keeps coming back to, and a
 * question about it that is answered. It stands alone because an example that does not work is worse than none, and so is
 * help that has to be waited for. The engine repeats what it was asked before, so that nothing is kept here.
 */
import { setTimeout } from 'node:timers/promises';
import type { Engine } from '../engine.js';
import type { CollectionRef, DocumentInfo } from '../model.js';

export interface HelpExamples {
  /** A question that was answered just now. */
  readonly question?: string;
  /** A document's title. */
  readonly title?: string;
  /** A name that a timeline can be told of. */
  readonly name?: string;
}

/** Documents looked at for names, the newest first. */
const LOOKED_AT = 3;
/** Names tried of each; each takes as long as any other question. */
const TRIES = 2;
/** What is not there by then is left out. */
const PATIENCE_MS = 1000;
/** How much of a document is looked at for names. */
const LONGEST = 20_000;
const LONGEST_TITLE = 80;
/** Two or three words with capitals, as names of people and places have them in most languages that have capitals. */
const NAME = /(?<=[\p{Ll},;] )\p{Lu}\p{Ll}+(?: \p{Lu}\p{Ll}+){1,2}/gu;

export interface ExamplesRequest {
  readonly engine: Pick<Engine, 'ask' | 'document' | 'timeline'>;
  readonly visible: readonly CollectionRef[];
  /** Everything visible. */
  readonly documents: readonly DocumentInfo[];
  /** Resolves when what is asked of the engine has taken too long. Default: after a second. */
  readonly patience?: (signal: AbortSignal) => Promise<unknown>;
}

export async function helpExamples(request: ExamplesRequest): Promise<HelpExamples> {
  const { documents, patience = (signal) => setTimeout(PATIENCE_MS, undefined, { signal, ref: false }) } = request;
  const title = documents.find(
    (each) => (each.title ?? '').length > 0 && (each.title ?? '').length <= LONGEST_TITLE,
  )?.title;
  const asked: { question?: string; name?: string } = {};
  const ended = new AbortController();
  // One race, so that what was answered in time is shown, whatever else was not.
  await Promise.race([tried(request, asked, ended.signal), patience(ended.signal)]);
  ended.abort();
  return { ...asked, ...(title === undefined ? {} : { title }) };
}

/** Writes into `found` as answers come, until both are found or `ended`. */
async function tried(
  { engine, visible, documents }: ExamplesRequest,
  found: { question?: string; name?: string },
  ended: AbortSignal,
): Promise<void> {
  const newest = [...documents].sort((one, other) => (other.publishedAt ?? '').localeCompare(one.publishedAt ?? ''));
  for (const info of newest.slice(0, LOOKED_AT)) {
    const document = await engine.document({ visible, documentId: info.id });
    for (const name of namesIn(document?.text.slice(0, LONGEST) ?? '').slice(0, TRIES)) {
      if (ended.aborted) return;
      const question = `who is ${name}`;
      const [told, answered] = await Promise.all([
        engine.timeline({ topic: name, visible, length: 1 }),
        isEnglish(info) ? engine.ask({ question, visible, mayRepeat: true }) : undefined,
      ]);
      if (told.outcome === 'answer') found.name ??= name;
      if (answered?.outcome === 'answer') found.question ??= question;
      if (found.name !== undefined && found.question !== undefined) return;
    }
  }
}

/** The most frequent first. */
function namesIn(text: string): string[] {
  const counts = new Map<string, number>();
  for (const [name] of text.matchAll(NAME)) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort(([, one], [, other]) => other - one).map(([name]) => name);
}

function isEnglish({ language }: DocumentInfo): boolean {
  return language === undefined || /^en\b/i.test(language);
}
