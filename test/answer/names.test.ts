import { expect, it } from 'vitest';
import { namesMeet } from '../../src/answer/names.js';

it.each([
  ['Sharaa', 'Ahmed al-Sharaa'],
  ['Ahmad al-Sharaa', 'Ahmed Al Sharaa'],
  ["Hay'at Tahrir al-Sham", 'Hayat Tahrir al-Sham'],
  ['HTS', 'Hayat Tahrir al-Sham'],
  ['UK', 'the United Kingdom'],
  ['J. Varrow', 'Joan Varrow'],
  ['Larry Venn', 'Lawrence Venn'],
  ['Qaddafi', 'Muammar Gaddafi'],
  ['Zelensky', 'Volodymyr Zelenskyy'],
  ['José Núñez', 'Jose Nunez'],
  ['hockey', 'Ice hockey'],
  ['the Baroque', 'baroque'],
  ['USA', 'America'],
  ['the U.S.', 'the United States of America'],
  ['Britain', 'the UK'],
  ['Kiev', 'Kyiv'],
  ['Bob', 'Robert Varrow'],
  ['Bill Varrow', 'William Varrow'],
])('%j and %j can name the same', (left, right) => {
  expect(namesMeet(left, right)).toBe(true);
  expect(namesMeet(right, left)).toBe(true);
});

it.each([
  ['Joan Varrow', 'Maren Oduya'],
  ['Mahmud I', 'Mahmud II'],
  ['Port Elden', 'Port Selby'],
  ['tennis', 'golf'],
  ['Room 12', 'Room 14'],
  ['America', 'South Selby'],
  ['Bob Varrow', 'Bob Venn'],
  ['Bill Varrow', 'Robert Varrow'],
])('%j and %j cannot', (left, right) => {
  expect(namesMeet(left, right)).toBe(false);
  expect(namesMeet(right, left)).toBe(false);
});
