import { describe, expect, test } from 'vitest';
import { asksForSeveral } from '../../src/answer/several.js';

describe('asks for several things', () => {
  test.each([
    'Which countries took part in the talks?',
    'what are the conditions of the lease',
    'List the members of the harbour board',
    'What reasons did the board give?',
    'who were the delegates',
    'what do both sides want?',
    'What are the pros and cons of the new crane?',
    'which two cranes broke?',
  ])('%s', (question) => expect(asksForSeveral(question)).toBe(true));
});

describe('asks for one', () => {
  test.each([
    'Who mediated the talks?',
    'When did the talks resume?',
    'What is the name of the ferry?',
    'What was the date of the lease?',
    'Which process makes steel?',
    'What does this mean?',
    'how many members does the board have?',
    'who won the world cup',
    'Where was the harbour master born?',
  ])('%s', (question) => expect(asksForSeveral(question)).toBe(false));
});
