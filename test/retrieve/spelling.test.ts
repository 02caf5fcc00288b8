/** Corrections over a real index, so that stems, names and what may be seen are those of the product. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openReader } from '../../src/index/reader.js';
import type { NewDocument, StoreReader } from '../../src/index/store.js';
import { openWriter } from '../../src/index/writer.js';
import type { CollectionRef } from '../../src/model.js';
import type { IsWord } from '../../src/retrieve/candidates.js';
import { corrected, respelt } from '../../src/retrieve/spelling.js';
import { terms } from '../../src/text/terms.js';
import { DIMENSIONS, documentOf } from '../support/stored.js';

const HOST: CollectionRef = { owner: 'host', name: 'default' };
const SECRET: CollectionRef = { owner: 'host', name: 'secret' };
const SPANISH: CollectionRef = { owner: 'host', name: 'spanish' };
const GERMAN: CollectionRef = { owner: 'host', name: 'german' };

const TALKS = `The talks were mediated by Ilse Maarten.
Talks about the harbour were abandoned in winter.
Ahmad al-Sharaa leads Hay'at Tahrir al-Sham.
The lighthouse tower of Port Selby was painted white.
Solar power, wind power and the power of habit.
Electric power came late.
A representative of the fishermen spoke of responsibilities.`;

/** What somebody who knows English knows, for these tests. */
const WORDS = new Set('talks talk mediated mediating tower power harbour solar lower winter wind painting'.split(' '));
const isWord: IsWord = (word) => WORDS.has(word);

let folder: string;
let store: StoreReader;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'verbatim-spelling-'));
  const now = () => new Date(0);
  const writer = openWriter({ dataDir: folder, fingerprint: 'test', dimensions: DIMENSIONS, now });
  const put = async (collection: CollectionRef, id: string, text: string, extra: Partial<NewDocument> = {}) => {
    const change = await writer.change('ingest', collection, 'test');
    await change.put(documentOf(id, text, extra));
  };
  await put(HOST, 'talks.md', TALKS);
  await put(SECRET, 'secret.md', 'Operation Nightjar begins in Velmora.');
  await put(GERMAN, 'hafen.md', ...inLanguage('de', 'Die Verhandlungen im Hafen wurden abgebrochen.\nDer Satz.'));
  await put(SPANISH, 'puerto.md', ...inLanguage('es', 'La negociación en el puerto.\nLas negociaciones siguen.'));
  await writer.close();
  store = openReader({ dataDir: folder });
});
afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

function inLanguage(language: string, text: string): [string, Partial<NewDocument>] {
  const made = documentOf('', text);
  const passages = made.passages.map((passage) => ({
    ...passage,
    terms: terms(text.slice(passage.span.start, passage.span.end), language),
  }));
  return [text, { passages, draft: { ...made.draft, language } }];
}

function ask(question: string, options: { readonly of?: CollectionRef; readonly isWord?: IsWord | undefined } = {}) {
  const known = 'isWord' in options ? options.isWord : isWord;
  return store.snapshot([options.of ?? HOST], (snapshot) => corrected(snapshot, question, known));
}

const searchedFor = async (...asked: Parameters<typeof ask>): Promise<string | undefined> =>
  (await ask(...asked)).searchedFor;

describe('a misspelt word', () => {
  it.each([
    ['who mediatde the talks?', 'who mediated the talks?', 'two letters swapped'],
    ['who mediated the taks?', 'who mediated the talks?', 'one left out'],
    ['who mediated the talkss?', 'who mediated the talks?', 'one put in'],
    ['who mediated the tapks?', 'who mediated the talks?', 'one mistaken'],
    ['who is mediatign?', 'who is mediating?', 'in an ending that stemming cuts, of a form the documents lack'],
    ['their responsibilitise', 'their responsibilities', 'in a word that nobody vouched for but the documents'],
    ['the lihgthuose', 'the lighthouse', 'two errors in a long word'],
    ['Who Mediatde the Talsk?', 'Who Mediated the Talks?', 'keeping capitals'],
    ["in Selvy's port", "in Selby's port", 'a name, its ending kept'],
    ['whcih talks', 'which talks', 'in a word too common to be a term'],
  ])('%s is searched for as %s: %s', async (question, expected) => {
    expect(await ask(question)).toMatchObject({ text: expected, searchedFor: expected });
  });

  it('is read as what stands near the other words, though another is commoner', async () => {
    expect(await searchedFor('solar iower')).toBe('solar power');
    expect(await searchedFor('lighthouse iower')).toBe('lighthouse tower');
  });

  it('is left as it is when nothing is near', async () => {
    expect(await ask('who mediated the zyqwots?')).toEqual({ text: 'who mediated the zyqwots?', replaced: new Map() });
  });
});

describe('a name', () => {
  it.each([
    ['who is Shara', 'who is Sharaa'],
    ['who is alsharaa', 'who is Sharaa'],
    ['who is al Šara’a', 'who is al Sharaa'],
    ['what is Ḥayʾat Tahreer', "what is Hay'at Tahrir"],
    ['what is hayyat', "what is Hay'at"],
  ])('%s meets %s', async (question, expected) => {
    expect(await searchedFor(question)).toBe(expected);
  });

  it.each(['who is al-Sharaa', 'what is Hayat', 'what is Hay’at', "what is HAY'AT"])(
    '%s needs no correction',
    async (question) => {
      expect(await searchedFor(question)).toBeUndefined();
    },
  );
});

describe('a question is searched for as it stands', () => {
  it.each([
    ['who mediated the talks', 'its words are in the documents'],
    ['who is lower', 'a word is one, though no document has it, and another is near'],
    ['who did mediat 12500', 'what is unknown is a number or the stem of a known word'],
    ["who can't they've hadn't", 'contractions are no words of their own'],
    ['what did PONT say', 'capital letters make an acronym'],
    ['what did Towar say', 'a capital makes a name, and the documents have no name near'],
    ['did it wnd', 'a short word is near to too many'],
    ['', 'it is empty'],
    ['wurden alle gefragtt werbung fischr segeln wellenn strande hafn', 'most of it is in another language'],
  ])('%j: %s', async (question) => {
    expect(await ask(question)).toEqual({ text: question, replaced: new Map() });
  });

  it('where nothing may be seen', async () => {
    expect(await searchedFor('who mediatde', { of: { owner: '4001', name: 'default' } })).toBeUndefined();
  });
});

it('never names what the reader may not see', async () => {
  expect(await searchedFor('operation nightjra in velmoar')).toBeUndefined();
  expect(await searchedFor('operation nightjra in velmoar', { of: SECRET })).toBe('operation Nightjar in Velmora');
});

describe('where nobody knows which words there are', () => {
  it('a long word is corrected, under the stemmer of the documents', async () => {
    expect(await searchedFor('wer brach die Verhandlugnen ab', { of: GERMAN, isWord: undefined })).toBe(
      'wer brach die Verhandlungen ab',
    );
  });

  it('a word typed without its accent, which the stemmer wants, meets the word with it', async () => {
    expect(terms('negociacion', 'es')).not.toEqual(terms('negociación', 'es'));
    expect(await searchedFor('la negociacion', { of: SPANISH, isWord: undefined })).toBe('la negociación');
  });

  it('a short one is left alone', async () => {
    expect(await searchedFor('der Sitz', { of: GERMAN, isWord: undefined })).toBeUndefined();
  });
});

it('replaces the same words in another wording of the question', async () => {
  const { replaced } = await ask('and who mediatde — the talsk, Shara');
  expect(respelt('and who mediatde, not mediatdeX', replaced)).toBe('and who mediated, not mediatdeX');
});

it('only replaces words: what stands between them stays, whatever is typed', async () => {
  const piece = fc.oneof(
    fc.constantFrom('talsk', 'mediatde', 'Shara', 'the', '北京', '12,5'),
    fc.string({ maxLength: 6 }),
  );
  const question = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(' '));
  const gaps = (text: string): string => text.replace(/[\p{L}\p{M}'’]+/gu, '_');
  await fc.assert(
    fc.asyncProperty(question, async (asked) => {
      const { text, searchedFor: said } = await ask(asked);
      expect(gaps(text)).toBe(gaps(asked));
      expect(said).toBe(text === asked ? undefined : text);
    }),
    { numRuns: 60 },
  );
});
