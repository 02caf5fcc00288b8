import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { withoutCourtesies } from '../../src/answer/courtesies.js';

const QUESTION = 'who keeps the harbour key?';

describe('what is said around a question', () => {
  test.each([
    QUESTION,
    `hi, ${QUESTION}`,
    `Hello there! ${QUESTION}`,
    `hey 🙂 ${QUESTION} please 🙏`,
    `${QUESTION} Thanks in advance!`,
    `can you tell me ${QUESTION}`,
    `Good morning, could you please tell me ${QUESTION} thank you very much`,
    `does anyone here know ${QUESTION} 🤔🤔`,
    `quick question: ${QUESTION}`,
    `please tell me ${QUESTION}`,
    `🇩🇪 ${QUESTION} 👍🏽`,
    'who keeps the harbour key, please?',
  ])('%s', (typed) => {
    expect(withoutCourtesies(typed)).toBe(QUESTION);
  });

  test.each([
    ['Hallo, können Sie mir bitte sagen, wer den Schlüssel hat? Danke!', 'wer den Schlüssel hat?'],
    ['Hola, ¿quién tiene la llave? Gracias', '¿quién tiene la llave?'],
    ["Bonjour, pouvez-vous me dire qui a la clé, s'il vous plaît ?", 'qui a la clé?'],
  ])('%s', (typed, question) => {
    expect(withoutCourtesies(typed)).toBe(question);
  });
});

describe('what is no courtesy', () => {
  test.each([
    'hi',
    '🙂',
    'thanks',
    'please',
    'tell me about the harbour',
    'What did she say with “hi 🙂 thanks”?',
    'Who said please?',
    'When is the Hello Festival?',
    'Can you swim in the harbour?',
    'What is © 2026 about?',
    'How many euros is 5 # of wool?',
    'Do you know the way?',
    'Which play begins with Danke, Anna?',
    'C’est quoi ce bruit ?',
  ])('%s', (typed) => {
    expect(withoutCourtesies(typed)).toBe(typed);
  });

  test('nothing is ever made empty, and doing it twice changes nothing', () => {
    const part = fc.constantFrom(
      'hi',
      'hello there',
      'please',
      'thanks',
      '🙂',
      '👍🏽',
      'can you tell me',
      'who',
      'key',
      '?',
      ',',
      '"',
      '!',
    );
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 9 }), (parts) => {
        const typed = parts.join(' ');
        const once = withoutCourtesies(typed);
        expect(once.trim()).not.toBe('');
        expect(withoutCourtesies(once)).toBe(once);
      }),
      { numRuns: 500 },
    );
  });
});
