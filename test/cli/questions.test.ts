import { expect, test } from 'vitest';
import { parseQuestions } from '../../src/cli/questions.js';

const parse = (text: string) => parseQuestions(new TextEncoder().encode(text));
const problemOf = (line: string): string => {
  const [parsed] = parse(line);
  return parsed !== undefined && 'problem' in parsed ? parsed.problem : '';
};

test('each line is a question with its line number; empty lines are passed over', () => {
  const lines = parse('\ufeff{"id":"a","question":" who? "}\r\n\n{"id":7,"question":"why?","extra":1}\n');
  expect(lines).toEqual([
    { line: 1, asked: { id: 'a', question: 'who?' } },
    { line: 3, asked: { id: '7', question: 'why?' } },
  ]);
});

test('earlier turns come along', () => {
  const history = [
    { speaker: 'user', text: 'who?' },
    { speaker: 'agent', text: 'she' },
  ];
  expect(parse(JSON.stringify({ question: 'why?', history }))).toEqual([
    { line: 1, asked: { question: 'why?', history } },
  ]);
});

test.each([
  ['{"id":"a"', /not JSON/],
  ['[1]', /one JSON object/],
  ['"who?"', /one JSON object/],
  ['{"id":"a"}', /"question"/],
  ['{"id":"a","question":"  "}', /"question" to be a text that is not empty/],
  ['{"id":["a"],"question":"who?"}', /"id"/],
  ['{"question":"who?","history":[{"speaker":"me","text":"x"}]}', /"history"/],
  ['{"question":"who?","history":[null]}', /"history"/],
  [JSON.stringify({ question: 'x'.repeat(4001) }), /at most 4,000 characters, found 4,001/],
])('a broken line costs only itself: %s', (line, problem) => {
  expect(problemOf(line)).toMatch(problem);
  expect(parse(`${line}\n{"question":"who?"}`)[1]).toEqual({ line: 2, asked: { question: 'who?' } });
});

test('a byte that is no UTF-8 costs its own line only', () => {
  const bytes = Buffer.concat(
    ['{"question":"one?"}\n{"question":"', [0xff], '"}\r\n{"question":"three?"}'].map(Buffer.from),
  );
  expect(parseQuestions(bytes)).toEqual([
    { line: 1, asked: { question: 'one?' } },
    { line: 2, problem: expect.stringMatching(/UTF-8/) },
    { line: 3, asked: { question: 'three?' } },
  ]);
});
