/**
 * A few documents and what the engine would reply about them, made up, for tests of what a user sees. Offsets are found
 * in the texts here, so that every quote is a true one.
 */
import { createHash } from 'node:crypto';
import type {
  Abstention,
  Answer,
  ChangeReport,
  Citation,
  CollectionRef,
  Context,
  Document,
  Hit,
  NearestPassage,
  Quote,
  Span,
  Verification,
} from '../../src/model.js';

export const NOW = new Date('2026-11-22T12:00:00Z');

export const HOST: CollectionRef = { owner: 'host', name: 'default' };
export const GUILD: CollectionRef = { owner: '80351110224678912', name: 'minutes' };

const TIMINGS = { embed: 3, search: 1, read: 0, total: 4 };

export const GAZETTE = document({
  id: 'gazette/second-round.md',
  title: 'Second round opens in Port Selby',
  publisher: 'The Harbour Gazette',
  url: 'https://gazette.example/2025/05/second-round',
  publishedAt: '2025-05-27',
  text: [
    'PORT SELBY. The second round of talks opened on Tuesday under a grey sky.',
    'Delegates from both coasts arrived before noon. The talks were mediated by Maren Oduya, a former judge of the ' +
      'river court. She asked both sides to leave the microphones outside.',
    'A third round is planned for 14 June.',
  ].join('\n\n'),
});

export const POST = document({
  id: 'post/june.txt',
  title: 'Third round *confirmed*',
  publisher: 'Delta Post',
  publishedAt: '2025-06',
  text: 'The third round will begin on 21 June, the secretariat said. Judge Oduya will stay on as mediator.',
});

export function document(given: Pick<Document, 'id' | 'text'> & Partial<Document>): Document {
  return {
    version: createHash('sha256').update(given.text).digest('hex'),
    collections: ['default'],
    source: `documents/${given.id}`,
    outline: { headings: [], pageStarts: [] },
    ...given,
  };
}

/** The span of these words in the document. Throws when they do not stand there. */
export function spanOf(of: Document, words: string): Span {
  const start = of.text.indexOf(words);
  if (start < 0) throw new Error(`not in ${of.id}: ${words}`);
  return { start, end: start + words.length };
}

export function quoteOf(of: Document, words: string): Quote {
  return { documentId: of.id, version: of.version, ...spanOf(of, words), exact: words };
}

export function citationOf(label: number, of: Document, quoted: { words: string; highlight?: string }): Citation {
  const { title, publisher, url, publishedAt } = of;
  return {
    label,
    quote: quoteOf(of, quoted.words),
    ...(quoted.highlight === undefined ? {} : { highlight: spanOf(of, quoted.highlight) }),
    ...(title === undefined ? {} : { title }),
    ...(publisher === undefined ? {} : { publisher }),
    ...(url === undefined ? {} : { url }),
    ...(publishedAt === undefined ? {} : { publishedAt }),
  };
}

export const MEDIATED = 'The talks were mediated by Maren Oduya, a former judge of the river court.';

export const ANSWER: Answer = {
  outcome: 'answer',
  question: 'who mediated the talks',
  method: 'extractive',
  confidence: 0.93,
  statements: [
    { text: MEDIATED, citations: [1] },
    { text: 'Judge Oduya will stay on as mediator.', citations: [2] },
  ],
  citations: [
    {
      ...citationOf(1, GAZETTE, { words: MEDIATED, highlight: 'Maren Oduya' }),
      locator: 'para. 2',
      alsoIn: [{ documentId: 'b', publisher: 'Coast Radio', publishedAt: '2025-05-28' }],
    },
    citationOf(2, POST, { words: 'Judge Oduya will stay on as mediator.' }),
  ],
  disagreements: [],
  nearest: [],
  timingsMs: TIMINGS,
};

export const DISAGREEING: Answer = {
  ...ANSWER,
  question: 'when does the third round begin',
  confidence: 0.6,
  statements: [
    { text: 'A third round is planned for 14 June.', citations: [1] },
    { text: 'The third round will begin on 21 June, the secretariat said.', citations: [2] },
  ],
  citations: [
    citationOf(1, GAZETTE, { words: 'A third round is planned for 14 June.', highlight: '14 June' }),
    citationOf(2, POST, {
      words: 'The third round will begin on 21 June, the secretariat said.',
      highlight: '21 June',
    }),
  ],
  disagreements: [
    {
      about: 'the date of the third round',
      positions: [
        { claim: '14 June', citations: [1] },
        { claim: '21 June', citations: [2] },
      ],
    },
  ],
};

export const GENERATED: Answer = {
  ...ANSWER,
  method: 'generative',
  statements: [
    { text: 'Maren Oduya, a former judge, mediated the talks.', citations: [1] },
    { text: 'She is to stay on for the third round.', citations: [2] },
  ],
};

export const NEAREST: NearestPassage = {
  ...quoteOf(GAZETTE, 'She asked both sides to leave the microphones outside.'),
  score: 0.41,
  title: 'Second round opens in Port Selby',
  publisher: 'The Harbour Gazette',
  url: 'https://gazette.example/2025/05/second-round',
  publishedAt: '2025-05-27',
};

export const ABSTENTION: Abstention = {
  outcome: 'abstention',
  question: 'what did the mediator eat',
  reason: 'not-stated',
  confidence: 0.1,
  statements: [],
  citations: [],
  disagreements: [],
  nearest: [NEAREST],
  timingsMs: TIMINGS,
};

export const CONTEXT: Context = {
  citation: citationOf(1, GAZETTE, { words: MEDIATED }),
  surrounding: quoteOf(GAZETTE, GAZETTE.text),
  current: true,
};

export const VERIFICATION: Verification = {
  words: 'The talks were led by Maren Oduya',
  outcome: 'near',
  matches: [citationOf(1, GAZETTE, { words: MEDIATED })],
  difference: [
    { kind: 'same', text: 'The talks were ' },
    { kind: 'stored', text: 'mediated' },
    { kind: 'asked', text: 'led' },
    { kind: 'same', text: ' by Maren Oduya' },
  ],
};

export const REPORT: ChangeReport = {
  added: [{ documentId: 'gazette/second-round.md', source: 'documents/gazette/second-round.md', passages: 3 }],
  changed: [{ documentId: 'post/june.txt', source: 'documents/post/june.txt', passages: 1 }],
  removed: [],
  unchanged: [{ documentId: 'old.md', source: 'documents/old.md', passages: 2 }],
  failed: [
    { documentId: 'scan.bin', source: 'documents/scan.bin', passages: 0, reason: 'It is no text. Convert it first.' },
  ],
};

/** Hits that all are the whole text of one document. */
export function hitsOf(of: Document, count: number): Omit<Hit, 'sentenceVectors'>[] {
  const span = { start: 0, end: of.text.length };
  const passage = { documentId: of.id, version: of.version, ordinal: 0, span, text: of.text, sentences: [span] };
  return Array.from({ length: count }, (_, at) => {
    return { passage, document: of, rank: at + 1, score: 1 - at / count, lexical: 1, semantic: 0.5 };
  });
}
