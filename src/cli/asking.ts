/**
 * The commands that ask: `ask`, `ask --file`, `search`, `verify`, `summarize`. They read, and say 3 when the honest
 * answer is no.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Engine, SearchResult } from '../engine.js';
import { asVerbatimError, type ErrorCode, type ErrorData, failure } from '../errors.js';
import type { Reply } from '../model.js';
import { refuseUnknownCollection } from './collections.js';
import type { Common, Invoked } from './invocation.js';
import { cleanLine } from './layout.js';
import { replyText, searchText, timelineText, verificationText } from './print.js';
import { parseQuestions, type QuestionLine } from './questions.js';
import { EXIT, type ExitCode, hostCollection, jsonLine, type Surroundings, withEngine } from './surroundings.js';

/** One question, one answer. */
export function ask(invoked: Invoked<'ask'>, around: Surroundings): Promise<ExitCode> {
  return withEngine(around.open, async (engine) => {
    const reply = await engine.ask({ question: invoked.question, visible: [hostCollection(invoked)] });
    await refuseIfNothing(reply, engine, invoked);
    return showReply(reply, invoked.json, around);
  });
}

/**
 * Each line of a file in order; abstaining is an answer here, a broken line is not and gives 1 in the end. With JSON there is
 * a line for each of them, so that results and questions can be laid side by side.
 */
export async function askFile(invoked: Invoked<'ask-file'>, around: Surroundings): Promise<ExitCode> {
  const name = invoked.file === '-' ? 'standard input' : invoked.file;
  const lines = parseQuestions(await readQuestions(invoked.file, around));
  if (lines.length === 0) {
    throw failure('empty', { what: `There are no questions in ${name}`, expected: '{"id", "question"} on each line' });
  }
  return withEngine(around.open, async (engine) => {
    let broken = 0;
    for (const line of lines) {
      const refused = 'problem' in line ? refusedLine(line) : await answerLine(line, { engine, invoked, around });
      if (refused === undefined) continue;
      broken += 1;
      if (invoked.json) await around.out.write(jsonLine(refused));
      await around.err.write(`verbatim: ${name}:${line.line}: ${refused.error.message.replace(/\.$/, '')}.\n`);
    }
    return broken > 0 ? EXIT.failed : EXIT.done;
  });
}

async function readQuestions(file: string, around: Surroundings): Promise<Uint8Array> {
  if (file === '-') return around.readInput();
  try {
    return await readFile(path.resolve(around.cwd, file));
  } catch (cause) {
    const found = (cause as NodeJS.ErrnoException).code === 'ENOENT' ? 'no such file' : (cause as Error).message;
    throw failure('not-found', { what: `Cannot read ${file}`, expected: 'a file of questions', found }, cause);
  }
}

interface Asking {
  readonly engine: Engine;
  readonly invoked: Invoked<'ask-file'>;
  readonly around: Surroundings;
}

/** Of one question; what else goes wrong would go wrong with the next one, too. */
const OF_ITS_OWN: readonly ErrorCode[] = ['usage', 'internal', 'malformed', 'too-large'];

/** In place of an answer. */
interface RefusedLine {
  readonly id?: string;
  readonly error: Pick<ErrorData, 'code' | 'message'>;
}

function refusedLine({ id, problem }: Extract<QuestionLine, { problem: string }>): RefusedLine {
  return { ...(id !== undefined && { id }), error: { code: 'malformed', message: problem } };
}

/** Gives why a question could not be answered, where that is its own fault. */
async function answerLine(
  { asked }: Extract<QuestionLine, { asked: object }>,
  { engine, invoked, around }: Asking,
): Promise<RefusedLine | undefined> {
  const id = asked.id !== undefined && { id: asked.id };
  const reply = await engine.ask({ ...asked, visible: [hostCollection(invoked)] }).catch((thrown: unknown) => {
    const { code, message } = asVerbatimError(thrown);
    if (!OF_ITS_OWN.includes(code)) throw thrown;
    return { ...id, error: { code, message } };
  });
  if ('error' in reply) return reply;
  await refuseIfNothing(reply, engine, invoked);
  if (invoked.json) {
    const { id: _, ...rest } = reply;
    await around.out.write(jsonLine({ ...id, ...rest }));
    return undefined;
  }
  const heading = cleanLine(asked.id === undefined ? asked.question : `${asked.id}: ${asked.question}`);
  await around.out.write(`${heading}\n\n${replyText(reply, around.out)}\n`);
  return undefined;
}

/** The hits behind an answer. */
export function search(invoked: Invoked<'search'>, around: Surroundings): Promise<ExitCode> {
  return withEngine(around.open, async (engine) => {
    const { query, limit } = invoked;
    const result = await engine.search({ query, limit, visible: [hostCollection(invoked)] });
    if (result.hits.length === 0) await refuseUnknownCollection(engine, invoked);
    await around.out.write(invoked.json ? jsonLine(searchJson(result)) : searchText(result, around.out));
    return EXIT.done;
  });
}

/** Where some words stand. */
export function verify(invoked: Invoked<'verify'>, around: Surroundings): Promise<ExitCode> {
  return withEngine(around.open, async (engine) => {
    const found = await engine.verify({ words: invoked.words, visible: [hostCollection(invoked)] });
    if (found.outcome === 'absent') await refuseUnknownCollection(engine, invoked);
    await around.out.write(invoked.json ? jsonLine(found) : verificationText(found, around.out));
    return found.outcome === 'exact' || found.outcome === 'normalised' ? EXIT.done : EXIT.abstained;
  });
}

/** A topic or a document in a few quotes. */
export function summarize(invoked: Invoked<'summarize'>, around: Surroundings): Promise<ExitCode> {
  return withEngine(around.open, async (engine) => {
    const { about, documentId, since, words } = invoked;
    const reply = await engine.summarize({
      about,
      visible: [hostCollection(invoked)],
      ...(documentId !== undefined && { documentId }),
      ...(since !== undefined && { since }),
      ...(words !== undefined && { words }),
    });
    await refuseIfNothing(reply, engine, invoked);
    if (reply.outcome === 'abstention' && since !== undefined) await sayUndated(engine, invoked, around);
    return showReply(reply, invoked.json, around);
  });
}

/** What was said of a topic, in order of publication. */
export function timeline(invoked: Invoked<'timeline'>, around: Surroundings): Promise<ExitCode> {
  return withEngine(around.open, async (engine) => {
    const { topic, since, length } = invoked;
    const reply = await engine.timeline({
      topic,
      visible: [hostCollection(invoked)],
      ...(since !== undefined && { since }),
      ...(length !== undefined && { length }),
    });
    await refuseIfNothing(reply, engine, invoked);
    await around.out.write(invoked.json ? jsonLine(reply) : timelineText(reply, around.out));
    return reply.outcome === 'answer' ? EXIT.done : EXIT.abstained;
  });
}

/** Where nothing is new, some documents may only not say when they were published. */
async function sayUndated(engine: Engine, invoked: Invoked<'summarize'>, around: Surroundings): Promise<void> {
  const { documentId, since } = invoked;
  const sources = await engine.sources({ visible: [hostCollection(invoked)] });
  const among = sources.filter(({ id }) => documentId === undefined || id === documentId);
  const undated = among.filter(({ publishedAt }) => publishedAt === undefined).length;
  const ofAll =
    undated === 0
      ? 'Each says when it was published'
      : `${undated} of ${among.length} do not say when they were published, and are left out`;
  await around.err.write(`verbatim: nothing found that is dated ${since} or later. ${ofAll}.\n`);
}

/** Where nothing is indexed, the collection may not be there at all. */
async function refuseIfNothing(reply: Reply, engine: Engine, invoked: Common): Promise<void> {
  const isNothing = reply.outcome === 'abstention' && reply.reason === 'nothing-indexed';
  if (isNothing) await refuseUnknownCollection(engine, invoked);
}

async function showReply(reply: Reply, json: boolean, { out }: Surroundings): Promise<ExitCode> {
  await out.write(json ? jsonLine(reply) : replyText(reply, out));
  return reply.outcome === 'answer' ? EXIT.done : EXIT.abstained;
}

/** Hits as CONTRACT.md promises them: flat, with the passage's words as `exact`. */
function searchJson({ query, searchedFor, hits }: SearchResult): object {
  return {
    query,
    searchedFor,
    hits: hits.map(({ rank, score, lexical, semantic, passage, document }) => {
      const { title, publisher, author, url, publishedAt, language, source } = document;
      const { documentId, version, span, text: exact } = passage;
      const place = { documentId, version, start: span.start, end: span.end, exact };
      return { rank, score, lexical, semantic, ...place, title, publisher, author, url, publishedAt, language, source };
    }),
  };
}
