/** Holds every language's messages to the English ones, so that a translator's slip shows here, by the message's name. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { IntlMessageFormat } from 'intl-messageformat';
import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../src/message/limits.js';
import { PLACEHOLDERS } from '../../src/message/placeholders.js';
import { LANGUAGES } from '../../src/message/words.js';

const ROOT = join(import.meta.dirname, '../..');
const FOLDER = join(ROOT, 'src/message/locales');
const SOURCES = [...codeIn('src/message'), ...codeIn('src/discord'), ...codeIn('commands')];

type Messages = Readonly<Record<string, string>>;

const files = new Map(
  readdirSync(FOLDER).map((name): [string, Messages] => [
    name.replace(/\.json$/, ''),
    JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as Messages,
  ]),
);
const english = files.get('en') ?? {};
const placeholders: Readonly<Record<string, readonly string[]>> = PLACEHOLDERS;

function codeIn(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && name !== 'placeholders.ts')
    .map((name) => readFileSync(join(ROOT, folder, name), 'utf8'));
}

type Element = ReturnType<IntlMessageFormat['getAst']>[number];

/** Of a message and of every branch inside it. Throws where ICU cannot read it. */
function elements(message: string): Element[] {
  const deep = (all: readonly Element[]): Element[] =>
    all.flatMap((each) => [
      each,
      ...('options' in each ? Object.values(each.options).flatMap((option) => deep(option.value)) : []),
    ]);
  return deep(new IntlMessageFormat(message, 'en', undefined, { ignoreTag: true }).getAst());
}

/** By ICU's kinds of argument: none, `number`, `select`, `plural`. A literal is no argument. */
const KINDS: Readonly<Record<number, string>> = { 1: 'text', 2: 'number', 5: 'choice', 6: 'number' };

/** `count (number), names (text)`. */
function named(all: readonly Element[]): string {
  const names = all.flatMap((each) =>
    'value' in each && each.type !== 0 ? [`${each.value} (${KINDS[each.type] ?? 'date'})`] : [],
  );
  return [...new Set(names)].sort().join(', ');
}

/** What each `select` of a message tells apart. */
function choices(all: readonly Element[]): string {
  const selects = all.filter((each) => 'options' in each && !('pluralType' in each));
  return selects.map((each) => ('options' in each ? Object.keys(each.options).sort().join(' ') : '')).join(', ');
}

/** The forms that numbers up to 200 take in a language, which are those that a plural here must have. */
function forms(language: string): string[] {
  const rules = new Intl.PluralRules(language);
  return [...new Set(['other', ...[...Array(201).keys()].map((count) => rules.select(count))])];
}

function missingForms(all: readonly Element[], language: string): string {
  const plurals = all.flatMap((each) => ('pluralType' in each ? [each.options] : []));
  return plurals.flatMap((options) => forms(language).filter((form) => !(form in options))).join(', ');
}

/** What Discord would make of it: emphasis, and code, which commands are that must be typed as they are. */
function markup(message: string): string {
  return (message.match(/`[^`]*`|\*+|~~|^-?#|_/g) ?? []).sort().join(' ');
}

/** What is wrong with one message, a line each, with its name. */
function slips(language: string, key: string, message: string): string[] {
  const found: string[] = [];
  const expected = english[key] ?? '';
  const same = (what: string, theirs: string, ours: string) => {
    if (theirs !== ours) found.push(`${key}: ${what}: expected “${ours}”, found “${theirs}”`);
  };
  if (message.trim() !== message || message === '') found.push(`${key}: empty, or spaces around it`);
  if (message.includes("'")) found.push(`${key}: a straight apostrophe quotes in ICU; write ’`);
  if (/[\n\r\t]/.test(message)) found.push(`${key}: layout is not a message’s`);
  if (/@(everyone|here)|<[@#]/.test(message)) found.push(`${key}: a mention`);
  if (message.length > mostOf(key)) found.push(`${key}: ${message.length} characters, at most ${mostOf(key)}`);
  try {
    const all = elements(message);
    same('placeholders', named(all), named(elements(expected)));
    same('choices', choices(all), choices(elements(expected)));
    same('missing plural forms', missingForms(all, language), '');
  } catch (thrown) {
    found.push(`${key}: no ICU message: ${String(thrown)}`);
  }
  same('Discord markup', markup(message), markup(expected));
  return found;
}

/** In characters. A button's label holds a number of few digits as well. */
function mostOf(key: string): number {
  if (key.startsWith('command.')) return 100;
  return key.startsWith('button.') ? LIMITS.buttonLabel - 20 : 400;
}

describe.each([...files])('the messages in %s', (language, messages) => {
  it('are registered in words.ts', () => {
    expect(LANGUAGES[language]).toEqual(messages);
  });

  it('are the English ones, none missing and none more', () => {
    expect(Object.keys(messages).sort()).toEqual(Object.keys(english).sort());
  });

  it('take the same values, read as ICU messages, and break no rule of Discord', () => {
    expect(Object.entries(messages).flatMap(([key, message]) => slips(language, key, message))).toEqual([]);
  });
});

describe('a slip of a translator is named', () => {
  it.each([
    ['answer.summary', 'Zusammenfassung: {thema}', 'placeholders: expected “topic (text)”, found “thema (text)”'],
    ['answer.summary', 'Zusammenfassung', 'placeholders: expected “topic (text)”, found “”'],
    ['sources.documents', '{count} Dokumente', 'placeholders: expected “count (number)”, found “count (text)”'],
    ['sources.documents', '{count, plural, other {# Dokumente}}', 'missing plural forms: expected “”, found “one”'],
    ['sources.documents', '{count, plural, one {# Dokument}', 'no ICU message'],
    ['refusal.nothing', '{what, select, query {Suche} other {Frage}} `/help`', 'choices'],
    ['help.ask', '`/frage` wer vermittelt hat', 'Discord markup: expected “`/ask`”, found “`/frage`”'],
    ['verification.exact', 'Ja, Buchstabe für Buchstabe.', 'Discord markup'],
    ['command.help', 'Hilfe '.repeat(20).trim(), '119 characters, at most 100'],
    ['quote.open', "l'ouvrir", 'a straight apostrophe'],
    ['quote.open', '', 'empty'],
    ['quote.open', '@everyone', 'a mention'],
  ])('%s: %s', (key, message, expected) => {
    expect(slips('de', key, message).join('\n')).toContain(`${key}: ${expected}`);
  });
});

describe('the English messages', () => {
  it('take the values that the compiler asks callers for', () => {
    const found = Object.entries(english).map(([key, message]) => [
      key,
      named(elements(message)).replace(/ \(\w+\)/g, ''),
    ]);
    const known = Object.keys(english).map((key) => [key, [...(placeholders[key] ?? [])].sort().join(', ')]);
    expect(found).toEqual(known);
    expect(Object.keys(placeholders).filter((key) => english[key] === undefined)).toEqual([]);
  });

  it('are all in use', () => {
    const literal = new Set(
      SOURCES.flatMap((code) => [...code.matchAll(/'([a-z]+\.[\w.-]+)'/gi)].map(([, key]) => key)),
    );
    const made = SOURCES.flatMap((code) => [...code.matchAll(/\.text\(`([^`]+)`/g)].map(([, key]) => key ?? ''));
    const patterns = made.map(
      (key) => new RegExp(`^${key.replaceAll('.', '\\.').replace(/\$\{[^}]+\}/g, '[\\w-]+')}$`),
    );
    const unused = Object.keys(english).filter((key) => !literal.has(key) && !patterns.some((each) => each.test(key)));
    expect(unused).toEqual([]);
  });

  it('are in the files, not in the code', () => {
    const inCode = SOURCES.flatMap((code) => code.match(/\b(?:notice|button|failureNotice)\(\s*['"`][A-Z].*/g) ?? []);
    expect(inCode).toEqual([]);
  });
});
