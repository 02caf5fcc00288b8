import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { answerQuestions } from '../../src/cli/prompt.js';
import type { AskRequest, Engine } from '../../src/engine.js';
import { failure } from '../../src/errors.js';
import type { Reply } from '../../src/model.js';
import { ABSTENTION, ANSWER, HOST, MEDIATED } from '../support/samples.js';
import { terminal, written } from './terminal.js';

/** Types the lines, and gives what the engine was asked. */
async function typed(lines: readonly string[], reply: (request: AskRequest) => Reply): Promise<readonly AskRequest[]> {
  const requests: AskRequest[] = [];
  const ask: Engine['ask'] = async (request) => {
    requests.push(request);
    return reply(request);
  };
  const input = new PassThrough();
  input.end(lines.map((line) => `${line}\n`).join(''));
  const engine = await terminal({ ask }).open();
  await answerQuestions({ input }, { engine, out: written(), visible: [HOST], stop: new AbortController().signal });
  return requests;
}

const answered = ({ question }: AskRequest): Reply => ({ ...ANSWER, question });

describe('the prompt', () => {
  test('hands the first question on alone, and each other with what was said before', async () => {
    const requests = await typed(['who mediated?', '', 'when was that?'], answered);
    expect(requests).toEqual([
      { question: 'who mediated?', visible: [HOST] },
      {
        question: 'when was that?',
        visible: [HOST],
        history: [
          { speaker: 'user', text: 'who mediated?' },
          { speaker: 'agent', text: MEDIATED },
        ],
      },
    ]);
  });

  test('remembers a question as it was understood, and no answer where there was none', async () => {
    const reply = ({ question }: AskRequest): Reply => ({
      ...ABSTENTION,
      question,
      interpretedAs: `${question} — talks`,
    });
    const [, second] = await typed(['and when?', 'why?'], reply);
    expect(second?.history).toEqual([{ speaker: 'user', text: 'and when? — talks' }]);
  });

  test('leans on no question that failed', async () => {
    const requests = await typed(['one?', 'two?'], (request) => {
      if (request.question === 'one?') throw failure('index', { what: 'the disk is full' });
      return answered(request);
    });
    expect(requests[1]).toEqual({ question: 'two?', visible: [HOST] });
  });

  test('forgets what was said long ago', async () => {
    const requests = await typed(
      Array.from({ length: 40 }, (_, at) => `question ${at}?`),
      answered,
    );
    expect(requests.at(-1)?.history).toHaveLength(20);
    expect(requests.at(-1)?.history?.at(-2)).toEqual({ speaker: 'user', text: 'question 38?' });
  });
});
