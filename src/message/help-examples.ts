/**
 * Examples for help, made of what is really indexed and visible: a title, a name that a document keeps coming back to, and a
 * question about it that is answered. It stands alone because an example that does not work is worse than none.
 */
import type { Engine } from '../engine.js';
import type { CollectionRef, DocumentInfo } from '../model.js';

export interface HelpExamples {
  /** A question that was answered just now. */
  readonly question?: string;
  /** A document's title. */
  readonly title?: string;
  /** A name to look for. */
  readonly name?: string;
}

/** Questions tried; each takes as long as any other. */
const TRIES = 2;
/** How much of a document is looked at for names. */
const LONGEST = 20_000;
const LONGEST_TITLE = 80;
/** Two or three words with capitals, as names of people and places have them in most languages that have capitals. */
const NAME = /(?<=[\p{Ll},;] )\p{Lu}\p{Ll}+(?: \p{Lu}\p{Ll}+){1,2}/gu;

export async function helpExamples({
  engine,
  visible,
  documents,
}: {
  readonly engine: Pick<Engine, 'ask' | 'document'>;
  readonly visible: readonly CollectionRef[];
  /** Everything visible. */
  readonly documents: readonly DocumentInfo[];
}): Promise<HelpExamples> {
  const [newest] = [...documents].sort((one, other) => (other.publishedAt ?? '').localeCompare(one.publishedAt ?? ''));
  if (newest === undefined) return {};
  const document = await engine.document({ visible, documentId: newest.id });
  const names = namesIn(document?.text.slice(0, LONGEST) ?? '');
  const question = isEnglish(newest) ? await answered(names.slice(0, TRIES), { engine, visible }) : undefined;
  const title = documents.find(
    (each) => (each.title ?? '').length > 0 && (each.title ?? '').length <= LONGEST_TITLE,
  )?.title;
  const [name] = names;
  return {
    ...(question === undefined ? {} : { question }),
    ...(title === undefined ? {} : { title }),
    ...(name === undefined ? {} : { name }),
  };
}

async function answered(
  names: readonly string[],
  { engine, visible }: { readonly engine: Pick<Engine, 'ask'>; readonly visible: readonly CollectionRef[] },
): Promise<string | undefined> {
  for (const name of names) {
    const question = `who is ${name}`;
    const { outcome } = await engine.ask({ question, visible, mayRepeat: true });
    if (outcome === 'answer') return question;
  }
  return undefined;
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
