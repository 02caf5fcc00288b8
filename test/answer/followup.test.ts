import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { interpret } from '../../src/answer/followup.js';
import type { Said } from '../../src/answer/followup-topics.js';

/** Turns in order: the person's, the bot's, the person's … */
function talk(...texts: readonly string[]): readonly Said[] {
  return texts.map((text, at) => ({ speaker: at % 2 === 0 ? 'user' : 'agent', text }));
}

const TALKS = talk(
  'Did Port Selby and Varrow hold direct talks?',
  'Port Selby and Varrow held direct harbour talks in May, and Maren Oduya led the side of Port Selby.',
);
const MEDIATION = talk(
  'How many bridges cross the Tallow?',
  'Seven bridges cross the Tallow.',
  'What is the Harbour Mediation Board?',
  'The Harbour Mediation Board settles disputes between ferry owners. Judge Ines Calloway has chaired it since 1998.',
);

/** What was carried, without the question. */
function carried(question: string, history: readonly Said[]): string | undefined {
  return interpret(question, history).interpretedAs?.split(' — ').at(-1);
}

describe('a question that leans on the conversation', () => {
  test.each([
    'and who led the other side?',
    'when was that?',
    'when was it signed?',
    'why?',
    'how many?',
    'who mediated?',
    'what about Tallow Bay?',
    'and in 2023?',
    'Are they over?',
    'where did they meet?',
    'Can you tell me more?',
    'What was the outcome?',
    'I meant the second round',
    'If I live in Varrow?',
  ])('takes its names and its topic along: %s', (question) => {
    const words = carried(question, TALKS);
    expect(words).toMatch(/Port Selby|Varrow/);
    expect(words).toMatch(/talks/);
  });

  test('reads well: without courtesies, a leading "and" and the question mark', () => {
    const { text, interpretedAs } = interpret('Thank you. And who led the other side?', TALKS);
    expect(interpretedAs).toBe('who led the other side — Port Selby, Varrow, direct talks');
    expect(text).toBe(interpretedAs);
  });

  test('takes what was spoken of last, not what was left behind', () => {
    expect(carried('what does it cost?', MEDIATION)).toMatch(/Harbour Mediation Board/);
    expect(carried('what does it cost?', MEDIATION)).not.toMatch(/Tallow|bridges/);
  });

  test('finds the topic behind questions that lean themselves', () => {
    const history = [
      ...MEDIATION,
      ...talk(
        'what does it cost?',
        'A hearing of the Harbour Mediation Board is free.',
        'and how long does it take?',
        '',
      ),
    ];
    expect(carried('can I appeal?', history)).toMatch(/Harbour Mediation Board/);
  });

  test('takes a person’s name for "she", and a place for "there"', () => {
    expect(carried('Where was she born?', MEDIATION)).toMatch(/^Judge Ines Calloway/);
    const history = talk('Who wrote the ferry report?', 'Hanna Lindqvist wrote the ferry report in Port Selby.');
    expect(carried('What else happened there?', history)).toMatch(/^Port Selby/);
  });

  test('keeps a name whole, whatever title stands before it', () => {
    const history = talk('Who chairs the board?', 'The board is chaired by former river court judge Maren Oduya.');
    expect(carried('Where was she born?', history)).toMatch(/^Maren Oduya/);
  });

  test('carries no phrase that it mostly says itself', () => {
    expect(carried('why were they direct talks?', TALKS)).toBe('Port Selby, Varrow');
  });

  test('carries nothing twice', () => {
    const words = carried('why?', talk('What is the ferry tax?', 'The ferry tax is a tax on ferries: the ferry tax.'));
    expect(words).toBe('ferry tax');
  });

  test('never carries a date or a number alone', () => {
    expect(carried('why?', talk('What happened in 1998?', 'The weir broke in 1998, on 4 occasions.'))).not.toMatch(
      /^\d|, \d/,
    );
  });
});

describe('a question that stands alone', () => {
  test.each([
    'Why did the dockers strike?',
    'Who is the harbour master of Tallow Bay?',
    'What is demurrage?',
    'What does "laytime" mean?',
    'Who was Hanna Lindqvist?',
    'and who was Hanna Lindqvist?',
    'Is it possible to visit the weir museum?',
    'How long does it take to cross the Tallow?',
    'Are there ferries to the outer islands?',
    'What did the hydrologists find out about the weir that broke?',
    'If the ferry is late, can I get my money back for it?',
    'Who wrote the report that was published by the river court?',
    'When did they stop building paddle steamers in Varrow?',
    'Thanks! How deep is the Tallow at Port Selby?',
    'TALLOW-2 sensors',
    'Where was the river treaty signed this year?',
  ])('is left as it is: %s', (question) => {
    expect(interpret(question, TALKS)).toEqual({ text: question });
  });

  test.each(['when was that?', 'why?', ''])('has to, where nothing was said before: %j', (question) => {
    expect(interpret(question, [])).toEqual({ text: question });
  });

  test('or where nothing was said that could be carried', () => {
    const history = talk('Hello', 'Sorry, I do not know.', 'ok, thanks', '   ');
    expect(interpret('when was that?', history)).toEqual({ text: 'when was that?' });
  });

  test('so does a long one, whatever it points at', () => {
    const question = `When was that? ${'the ferries of the outer islands were late again and '.repeat(8)}`;
    expect(interpret(question, TALKS)).toEqual({ text: question });
  });
});

describe('other languages', () => {
  const german = talk('Wer leitet das Hafenamt von Varrow?', 'Jonas Fehr leitet das Hafenamt.');
  test.each([
    ['seit wann?', german],
    ['¿y cuándo?', talk('¿Quién dirige el puerto de Varrow?', 'Lo dirige Jonas Fehr.')],
    ['et pourquoi ?', talk('Qui dirige le port de Varrow ?', 'Jonas Fehr dirige le port.')],
    ['почему?', talk('Кто руководит портом Варроу?', 'Портом руководит Йонас Фер.')],
    ['为什么？', talk('谁管理瓦罗港？', '瓦罗港由约纳斯管理。')],
  ] as const)('carry into a question that says next to nothing: %s', (question, history) => {
    expect(interpret(question, history).interpretedAs).toContain(' — ');
  });

  test.each([
    'Wann wurde die neue Brücke gebaut?',
    '¿Dónde está el museo de la presa?',
    'Où se trouve le musée du barrage ?',
    'Когда построили новый мост?',
    '新桥什么时候建成？',
    'いつですか',
    'متى كان ذلك؟',
    'למה?',
  ])('leave alone what says something, and what is not understood: %s', (question) => {
    expect(interpret(question, german)).toEqual({ text: question });
  });
});

describe('a hostile conversation', () => {
  test('made of the bot’s turns alone still names a topic', () => {
    const answers: readonly Said[] = [{ speaker: 'agent', text: 'The weir broke in spring.' }];
    expect(carried('why?', answers)).toMatch(/weir/);
  });

  test('may have a hundred turns of which most are blank', () => {
    const blank: readonly Said[] = Array.from({ length: 90 }, () => ({ speaker: 'user', text: ' \n ' }));
    expect(carried('why?', [...TALKS, ...blank])).toMatch(/talks/);
  });

  test('is read in its last hundred turns and the beginnings of those', () => {
    const old = Array.from({ length: 5_000 }, () => talk('What is the ferry tax?')[0] as Said);
    const long = talk(`Who mends the weir? ${'and so on, '.repeat(400)} the lighthouse`);
    const words = carried('why?', [
      ...old,
      ...long.concat(Array.from({ length: 99 }, () => ({ speaker: 'agent', text: '' }))),
    ]);
    expect(words).toMatch(/weir/);
    expect(words).not.toMatch(/tax|lighthouse/);
  });

  test('adds little, on one line, whatever was said', () => {
    const text = fc.oneof(
      fc.string({ maxLength: 4_000, unit: 'binary' }),
      fc.lorem({ mode: 'sentences', maxCount: 60 }),
      fc.constantFrom('A'.repeat(4_000), `${"O'".repeat(2_000)}`, 'a.'.repeat(2_000), '"it" '.repeat(800), '\u202e🙂'),
    );
    const said = fc.record({ speaker: fc.constantFrom('user', 'agent'), text });
    const question = fc.oneof(
      fc.constantFrom('why?', 'when was that?', 'and he?', 'ok ok ok', 'yes, '.repeat(60)),
      text,
    );
    fc.assert(
      fc.property(question, fc.array(said, { maxLength: 30 }), (asked, history) => {
        const { text: whole, interpretedAs } = interpret(asked, history);
        expect(interpretedAs ?? asked).toBe(whole);
        if (interpretedAs === undefined) return;
        expect(whole.length).toBeLessThanOrEqual(asked.length + 140);
        expect(whole.length).toBeLessThanOrEqual(460);
        expect(whole.split(' — ').at(-1)).not.toMatch(/\n/);
      }),
    );
  });
});
