/**
 * Replies as text for people: answers, hits and verifications. Pure, so that what a reader sees is compared in tests;
 * reports of changes and checks are in `report`.
 */
import type { SearchResult } from '../engine.js';
import { dateOnly } from '../message/age.js';
import type { AbstentionReason, Answer, Citation, Metadata, Reply, Span, Verification } from '../model.js';
import { block, bold, clean, cleanLine, clip, dim, green, red } from './layout.js';
import type { Paper } from './output.js';

const INDENT = 4;
/** Nearest passages shown with an abstention, and how much of each: enough to see whether asking otherwise would help. */
const NEAREST_SHOWN = 3;
const NEAREST_LENGTH = 280;

const ABSTENTIONS: Readonly<Record<AbstentionReason, string>> = {
  'nothing-indexed': 'Nothing is indexed yet, so there is nothing to answer from. Add documents: verbatim ingest PATH',
  'nothing-near': 'The documents have nothing near this question.',
  'not-stated': 'The documents do not state this.',
  'not-allowed': 'You may not see the documents that this would need.',
};

/** An answer or an abstention. Ends with a new line, as all texts here. */
export function replyText(reply: Reply, paper: Paper): string {
  const interpreted = interpretation(reply, paper);
  if (reply.outcome === 'answer') {
    const parts = [...interpreted, ...statements(reply), ...reply.citations.map((one) => citationText(one, paper))];
    return paragraphs([...parts, ...disagreements(reply, paper)]);
  }
  const nearest = reply.nearest.slice(0, NEAREST_SHOWN).map((passage) => {
    const text = cleanLine(passage.exact);
    const shown = clip(text, NEAREST_LENGTH);
    const quoted = shown === text ? `“${text}”` : `“${shown.slice(0, -1)}” …`;
    return `${block(quoted, paper, { indent: INDENT, lead: '–' })}\n${sourceLines(passage, passage.documentId, paper)}`;
  });
  const heading = nearest.length > 0 ? ['Nearest, but no answer:'] : [];
  return paragraphs([...interpreted, bold(ABSTENTIONS[reply.reason], paper), ...heading, ...nearest]);
}

/** Quotes in order of publication, each under its date, then where accounts changed. */
export function timelineText(reply: Reply, paper: Paper): string {
  if (reply.outcome === 'abstention') {
    if (reply.undated === undefined) return replyText(reply, paper);
    const undated =
      'The documents about this do not say when they were published, so there is no order to show them in.';
    return paragraphs([bold(undated, paper), 'Without an order: verbatim summarize TOPIC']);
  }
  const entries = reply.citations.map((citation) => {
    const date = citation.publishedAt === undefined ? '' : (dateOnly(citation.publishedAt) ?? citation.publishedAt);
    return `${bold(cleanLine(date), paper)}\n${citationText(citation, paper)}`;
  });
  const left = reply.undated === undefined ? [] : [dim(undatedText(reply.undated), paper)];
  return paragraphs([...entries, ...disagreements(reply, paper, 'Accounts changed'), ...left]);
}

function undatedText(count: number): string {
  return count === 1
    ? 'One more document is about this and does not say when it was published.'
    : `${count} more documents are about this and do not say when they were published.`;
}

/** What the question was taken to mean. What was searched for is the completed question, so it says both. */
function interpretation(
  { interpretedAs, searchedFor }: { readonly interpretedAs?: string; readonly searchedFor?: string },
  paper: Paper,
): string[] {
  if (searchedFor !== undefined) return [dim(`Searched for: ${cleanLine(searchedFor)}`, paper)];
  return interpretedAs === undefined ? [] : [dim(`Understood as: ${cleanLine(interpretedAs)}`, paper)];
}

/** The hits of a search, best first. */
export function searchText(result: SearchResult, paper: Paper): string {
  if (result.hits.length === 0)
    return paragraphs([...interpretation(result, paper), 'No passage is near these words.']);
  const hits = result.hits.map(({ rank, passage, document, score }) => {
    const text = block(cleanLine(passage.text), paper, { indent: INDENT, lead: `${rank}.` });
    return `${text}\n${sourceLines(document, document.id, paper, [`score ${score.toFixed(2)}`])}`;
  });
  return paragraphs([...interpretation(result, paper), ...hits]);
}

const VERIFICATIONS: Readonly<Record<Verification['outcome'], string>> = {
  exact: 'To the letter. These words stand in:',
  normalised: 'These words stand here, but for case, quotation marks, dashes or spaces:',
  near: 'Not as quoted. The nearest passage reads:',
  'earlier-version': 'Not any more. These words stood in an earlier version, since replaced:',
  absent: 'These words do not stand in the documents.',
};

/** Where some words stand. */
export function verificationText(verification: Verification, paper: Paper): string {
  const matches = verification.matches.map((one) => citationText(one, paper));
  const difference =
    verification.difference === undefined
      ? []
      : [block(differenceText(verification.difference, paper), paper, { indent: INDENT, lead: '±' }), legend(paper)];
  return paragraphs([bold(VERIFICATIONS[verification.outcome], paper), ...matches, ...difference]);
}

function legend(paper: Paper): string {
  const parts = [
    { kind: 'stored', text: 'only in the document' },
    { kind: 'asked', text: 'only in your words' },
  ] as const;
  return block(parts.map((part) => differenceText([part], paper)).join('  '), paper, { indent: INDENT });
}

/** Marked with signs as well as colours, as `wdiff` does: colours are lost in a file, and to some eyes. */
function differenceText(parts: NonNullable<Verification['difference']>, paper: Paper): string {
  return parts
    .map(({ kind, text }) => {
      const words = clean(text).replace(/\s+/g, ' ');
      if (kind === 'same') return words;
      return kind === 'stored' ? green(`{+${words}+}`, paper) : red(`[-${words}-]`, paper);
    })
    .join('');
}

function citationText(citation: Citation, paper: Paper): string {
  const quote = block(quoted(citation, paper), paper, { indent: INDENT, lead: `[${citation.label}]` });
  const copies = (citation.alsoIn ?? []).map((copy) => {
    const known = [copy.publisher ?? copy.documentId, copy.publishedAt && dateOnly(copy.publishedAt)];
    return known
      .filter(Boolean)
      .map((part) => cleanLine(part as string))
      .join(', ');
  });
  const place = citation.locator;
  const source = sourceLines(citation, citation.quote.documentId, paper, place === undefined ? [] : [place]);
  if (copies.length === 0) return `${quote}\n${source}`;
  return `${quote}\n${source}\n${block(dim(`Also in: ${copies.join('; ')}`, paper), paper, { indent: INDENT })}`;
}

/** The quote in quotation marks, the words that answer in bold. */
function quoted({ quote, highlight }: Citation, paper: Paper): string {
  const plain = (text: string): string => clean(text).replace(/\s+/g, ' ');
  if (highlight === undefined || !inside(highlight, quote)) return `“${plain(quote.exact).trim()}”`;
  const [from, to] = [highlight.start - quote.start, highlight.end - quote.start];
  const before = plain(quote.exact.slice(0, from)).trimStart();
  const after = plain(quote.exact.slice(to)).trimEnd();
  return `“${before}${bold(plain(quote.exact.slice(from, to)), paper)}${after}”`;
}

function inside(inner: Span, outer: Span): boolean {
  return outer.start <= inner.start && inner.start < inner.end && inner.end <= outer.end;
}

function sourceLines(known: Metadata, id: string, paper: Paper, more: readonly string[] = []): string {
  const date = known.publishedAt === undefined ? undefined : dateOnly(known.publishedAt);
  const parts = [known.title ?? id, known.publisher, date, ...more].filter((part) => part !== undefined);
  const lines = [block(dim(parts.map(cleanLine).join(' · '), paper), paper, { indent: INDENT })];
  // Never wrapped: a broken address cannot be opened.
  if (known.url !== undefined) lines.push(`${' '.repeat(INDENT)}${dim(cleanLine(known.url), paper)}`);
  return lines.join('\n');
}

/** Statements that are nothing but their quotes are not said twice. */
function statements(answer: Answer): string[] {
  const quotes = answer.citations.map((citation) => cleanLine(citation.quote.exact)).join('\n');
  const own = answer.statements.filter((statement) => !quotes.includes(cleanLine(statement.text)));
  if (own.length === 0) return [];
  return [answer.statements.map(({ text, citations }) => `${cleanLine(text)} ${labels(citations)}`.trim()).join('\n')];
}

/** Each position with the labels of its citations and who says so when, in the order given. */
function disagreements(answer: Answer, paper: Paper, heading = 'The sources disagree'): string[] {
  return answer.disagreements.map(({ about, positions }) => {
    const lines = positions.map(({ claim, citations }) => {
      const its = answer.citations.filter(({ label }) => citations.includes(label));
      const said = `${bold(cleanLine(claim), paper)} ${labels(citations)}${whoSays(its)}`;
      return block(said, paper, { indent: INDENT, lead: '  –' });
    });
    return [bold(`${heading}: ${cleanLine(about)}`, paper), ...lines].join('\n');
  });
}

/** ` (The Gazette, 27 May 2025; Coast Radio)`, each source once. */
function whoSays(citations: readonly Citation[]): string {
  const named = citations.map(({ publisher, title, publishedAt, quote }) => {
    const known = [publisher ?? title ?? quote.documentId, publishedAt && dateOnly(publishedAt)];
    return known
      .filter(Boolean)
      .map((part) => cleanLine(part as string))
      .join(', ');
  });
  return named.length === 0 ? '' : ` (${[...new Set(named)].join('; ')})`;
}

function labels(citations: readonly number[]): string {
  return citations.map((label) => `[${label}]`).join('');
}

function paragraphs(parts: readonly string[]): string {
  return `${parts.join('\n\n')}\n`;
}
