/** Replies of any length and alphabet, for tests that no text breaks a message. Every quote's offsets fit its words. */
import fc from 'fast-check';
import type {
  Abstention,
  Answer,
  Change,
  ChangeReport,
  Citation,
  Context,
  DocumentInfo,
  NearestPassage,
  Quote,
  Verification,
} from '../../src/model.js';

const HOSTILE = [
  ...'\\ * ** __ ~~ ``` || > -# # - 1. [ ]( ) <@1> <t:1:R> @everyone https://a.example/b_(c) :smile: “ ” … é 漢字 سلام שלום 👩‍👩‍👧 \u202e \u200b \ud83d e\u0301'.split(
    ' ',
  ),
  ' ',
  '\n',
  '\n\n',
  '\t',
];

const hostile = fc.array(fc.constantFrom(...HOSTILE), { maxLength: 40 }).map((pieces) => pieces.join(''));

const word = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('talks', 'the', 'mediator,', 'river', 'said.', '14', 'well-known') },
  { weight: 1, arbitrary: fc.constantFrom(...HOSTILE) },
);

/** Some thousand characters of one alphabet. */
const long = fc.oneof(
  fc
    .tuple(fc.array(word, { minLength: 5, maxLength: 40 }), fc.integer({ min: 1, max: 40 }))
    .map(([words, times]) => `${words.join(' ')} `.repeat(times).trim().slice(0, 5000)),
  fc
    .tuple(
      fc.constantFrom('漢', 'x', '*', 'سلام ', '👩‍👩‍👧', '# \n', '\u200b', '_ '),
      fc.integer({ min: 1000, max: 5000 }),
    )
    .map(([piece, length]) => piece.repeat(Math.ceil(length / piece.length))),
  fc.constant(`e${'\u0301'.repeat(10_000)}`),
  fc.constant(`The judge e${'\u0301'.repeat(5000)} spoke. `.repeat(3)),
);

/** Any text at all, mostly short. */
export const text: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
  { weight: 4, arbitrary: hostile },
  { weight: 3, arbitrary: long },
);

const url = fc.oneof(
  fc.webUrl({ withQueryParameters: true, withFragments: true }),
  fc.constantFrom(
    'https://a.example/b (c)?d=[e]',
    `https://a.example/${'x'.repeat(600)}`,
    `https://a.example/${'('.repeat(200)}`,
    'javascript:alert(1)',
    'https://',
  ),
  text,
);

const publishedAt = fc.oneof(
  fc.constantFrom('2025', '2025-05', '2025-05-27', '2025-02-31', '2031-01-01T10:00:00Z'),
  text,
);

const version = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 64, maxLength: 64 });

const origin = fc.record({ title: text, publisher: text, url, publishedAt, locator: text }, { requiredKeys: [] });

const quote: fc.Arbitrary<Quote> = fc
  .record({ documentId: text, version, start: fc.nat({ max: 10_000_000 }), exact: text })
  .map((given) => ({ ...given, end: given.start + given.exact.length }));

const copies = fc.array(
  fc.record({ documentId: text, publisher: text, url, publishedAt }, { requiredKeys: ['documentId'] }),
  { maxLength: 5 },
);

const citation: fc.Arbitrary<Omit<Citation, 'label'>> = fc
  .tuple(quote, origin, fc.option(fc.tuple(fc.nat(), fc.nat())), fc.option(copies))
  .map(([of, from, marks, alsoIn]) => ({ quote: of, ...from, ...highlightOf(of, marks), ...(alsoIn && { alsoIn }) }));

function highlightOf(of: Quote, marks: readonly [number, number] | null): Pick<Citation, 'highlight'> {
  if (marks === null) return {};
  const [one, other] = marks.map((mark) => of.start + (mark % (of.exact.length + 1)));
  const [start, end] = [one ?? of.start, other ?? of.start].sort((a, b) => a - b);
  return { highlight: { start: start ?? of.start, end: end ?? of.end } };
}

export const citations = (most: number): fc.Arbitrary<Citation[]> =>
  fc.array(citation, { maxLength: most }).map((all) => all.map((each, at) => ({ ...each, label: at + 1 })));

const labels = fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 12 });

const nearest: fc.Arbitrary<NearestPassage[]> = fc.array(
  fc.tuple(quote, origin).map(([of, from]) => ({ ...of, ...from, score: 0.5 })),
  { maxLength: 5 },
);

const outcome = {
  question: text,
  confidence: fc.double({ min: 0, max: 1, noNaN: true }),
  timingsMs: fc.constant({ embed: 1, search: 1, read: 1, total: 3 }),
};

export const answers: fc.Arbitrary<Answer> = fc
  .record({
    ...outcome,
    outcome: fc.constant('answer' as const),
    method: fc.constantFrom('extractive' as const, 'generative' as const),
    statements: fc.array(fc.record({ text, citations: labels }), { maxLength: 8 }),
    citations: citations(10),
    disagreements: fc.array(
      fc.record({ about: text, positions: fc.array(fc.record({ claim: text, citations: labels }), { maxLength: 8 }) }),
      { maxLength: 3 },
    ),
    nearest,
    interpretedAs: fc.option(text, { nil: undefined }),
    searchedFor: fc.option(text, { nil: undefined }),
  })
  .map(({ interpretedAs, searchedFor, ...rest }) => ({
    ...rest,
    ...(interpretedAs === undefined ? {} : { interpretedAs }),
    ...(searchedFor === undefined ? {} : { searchedFor }),
  }));

export const abstentions: fc.Arbitrary<Abstention> = fc.record({
  ...outcome,
  outcome: fc.constant('abstention' as const),
  reason: fc.constantFrom(
    'nothing-indexed' as const,
    'nothing-near' as const,
    'not-stated' as const,
    'not-allowed' as const,
  ),
  statements: fc.constant([] as const),
  citations: fc.constant([] as const),
  disagreements: fc.constant([] as const),
  nearest,
});

export const verifications: fc.Arbitrary<Verification> = fc.record({
  words: text,
  outcome: fc.constantFrom('exact' as const, 'normalised', 'near', 'absent', 'earlier-version'),
  matches: citations(8),
  difference: fc.array(
    fc.record({ kind: fc.constantFrom('same' as const, 'stored' as const, 'asked' as const), text }),
    { maxLength: 10 },
  ),
});

export const contexts: fc.Arbitrary<Context> = fc
  .tuple(citation, text, text, fc.boolean())
  .map(([each, before, after, current]) => {
    const { start, end, exact, ...of } = each.quote;
    const moved = { ...of, exact, start: start + before.length, end: end + before.length };
    const surrounding = { ...of, exact: `${before}${exact}${after}`, start, end: end + before.length + after.length };
    return { citation: { ...each, label: 1, quote: moved }, surrounding, current };
  });

export const documents: fc.Arbitrary<DocumentInfo[]> = fc.array(
  fc
    .tuple(fc.record({ id: text, version, source: text, collections: fc.constant(['default']) }), origin)
    .map(([of, from]) => {
      const { locator: _, ...stated } = from;
      return { ...of, ...stated };
    }),
  { maxLength: 25 },
);

const changes: fc.Arbitrary<Change[]> = fc.array(
  fc.record(
    { documentId: text, source: text, passages: fc.nat(), reason: text },
    { requiredKeys: ['documentId', 'source', 'passages'] },
  ),
  { maxLength: 12 },
);

export const reports: fc.Arbitrary<ChangeReport> = fc.record({
  added: changes,
  changed: changes,
  removed: changes,
  unchanged: changes,
  failed: changes,
});
