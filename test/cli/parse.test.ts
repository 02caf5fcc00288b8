import { describe, expect, test } from 'vitest';
import type { Parsed } from '../../src/cli/invocation.js';
import { parseArguments } from '../../src/cli/parse.js';

const parse = (...argv: string[]): Parsed => parseArguments(argv, '1.2.3');
const common = { collection: 'default', json: false };

function run(...argv: string[]) {
  const parsed = parse(...argv);
  if (parsed.outcome !== 'run') throw new Error(`${argv.join(' ')}: ${JSON.stringify(parsed)}`);
  return parsed.invocation;
}

function usage(...argv: string[]): string {
  const parsed = parse(...argv);
  if (parsed.outcome !== 'usage') throw new Error(`${argv.join(' ')}: ${JSON.stringify(parsed)}`);
  return parsed.message;
}

describe('commands', () => {
  test.each<[string[], object]>([
    [[], { kind: 'serve' }],
    [['ask', 'who mediated the talks'], { kind: 'ask', question: 'who mediated the talks' }],
    [['ask', 'who', 'mediated', 'the', 'talks'], { kind: 'ask', question: 'who mediated the talks' }],
    [['ask', '--', '--what?'], { kind: 'ask', question: '--what?' }],
    [['ask', '--file', 'q.jsonl'], { kind: 'ask-file', file: 'q.jsonl' }],
    [['ask', '--file', '-'], { kind: 'ask-file', file: '-' }],
    [['search', 'talks'], { kind: 'search', query: 'talks', limit: 10 }],
    [['search', 'talks', '--limit', '3'], { kind: 'search', query: 'talks', limit: 3 }],
    [['verify', 'so', 'he said'], { kind: 'verify', words: 'so he said' }],
    [['summarize', 'the talks'], { kind: 'summarize', about: 'the talks' }],
    [
      ['summarize', 'the talks', '--document', 'a.md', '--words', '250', '--since', '2025-05'],
      { kind: 'summarize', about: 'the talks', documentId: 'a.md', words: 250, since: '2025-05' },
    ],
    [['summarize', '--since', '2025-05-27'], { kind: 'summarize', about: '', since: '2025-05-27' }],
    [['timeline', 'the talks'], { kind: 'timeline', topic: 'the talks' }],
    [
      ['timeline', 'the', 'talks', '--since', '2025', '--limit', '20'],
      { kind: 'timeline', topic: 'the talks', since: '2025', length: 20 },
    ],
    [['ingest', 'a.md', 'b/*.html'], { kind: 'ingest', targets: ['a.md', 'b/*.html'] }],
    [['sources'], { kind: 'sources-list' }],
    [['sources', 'list'], { kind: 'sources-list' }],
    [['sources', 'show', 'a b'], { kind: 'sources-show', documentId: 'a b' }],
    [['sources', 'remove', 'a'], { kind: 'sources-remove', documentId: 'a' }],
    [['sources', 'erase', 'a'], { kind: 'sources-erase', documentId: 'a' }],
    [['undo'], { kind: 'undo' }],
    [['reindex'], { kind: 'reindex', full: false }],
    [['reindex', '--full'], { kind: 'reindex', full: true }],
    [['export'], { kind: 'export' }],
    [['eval', 'a', 'b'], { kind: 'eval', folders: ['a', 'b'], lang: 'en', split: 'dev' }],
    [['eval', 'a', '--lang', 'zh', '--split', 'test'], { kind: 'eval', folders: ['a'], lang: 'zh', split: 'test' }],
    [['deploy'], { kind: 'deploy' }],
    [['doctor'], { kind: 'doctor' }],
  ])('%j', (argv, action) => {
    expect(run(...argv)).toEqual({ ...common, ...action });
  });

  test.each<[string[]]>([
    [['--data', 'd', '--collection', 'press_2', '--json', 'sources', 'show', 'a']],
    [['sources', '--data', 'd', 'show', '--collection', 'press_2', 'a', '--json']],
    [['sources', 'show', 'a', '--data', 'd', '--json', '--collection', 'press_2']],
  ])('what every command takes may stand anywhere: %j', (argv) => {
    expect(run(...argv)).toEqual({
      kind: 'sources-show',
      documentId: 'a',
      data: 'd',
      collection: 'press_2',
      json: true,
    });
  });
});

describe('help and version', () => {
  test('--version prints the version alone', () => {
    expect(parse('--version')).toEqual({ outcome: 'print', text: '1.2.3\n' });
    expect(parse('ask', '--version')).toEqual({ outcome: 'print', text: '1.2.3\n' });
  });

  test.each([[['--help']], [['help']]])('%j names every command and the exit codes', (argv) => {
    const parsed = parse(...argv);
    if (parsed.outcome !== 'print') throw new Error('nothing printed');
    for (const name of ['ask', 'search', 'verify', 'summarize', 'timeline', 'ingest', 'sources', 'undo', 'reindex'])
      expect(parsed.text).toMatch(new RegExp(`^  ${name}\\b`, 'm'));
    for (const name of ['export', 'eval', 'deploy', 'doctor', '--data', '--json', '--collection', 'Exit codes'])
      expect(parsed.text).toContain(name);
  });

  test('a command’s help shows its own options and those of every command', () => {
    const parsed = parse('ask', '--help');
    expect(parsed.outcome).toBe('print');
    expect(parsed.outcome === 'print' && parsed.text).toMatch(/--file[\s\S]*--json/);
  });
});

describe('wrong usage says what was expected and what was found', () => {
  test.each<[string[], RegExp]>([
    [['ask'], /Expected a question, found nothing.*verbatim ask "/],
    [['ask', ''], /Expected a question, found nothing/],
    [['ask', ' \n\t'], /Expected a question, found nothing/],
    [['ask', 'x'.repeat(5000)], /at most 4,000 characters, found 5,000/],
    [['ask', 'who?', '--file', 'q.jsonl'], /not both/],
    [['search'], /Expected a question/],
    [['search', 'x', '--limit', '0'], /limit.*'0'.*from 1 to 100/],
    [['search', 'x', '--limit', 'many'], /limit.*'many'.*from 1 to 100/],
    [['verify', ''], /Expected some words/],
    [['summarize'], /Expected some words/],
    [['summarize', 'x', '--words', '19'], /whole number from 20 to 1000/],
    [['summarize', 'x', '--since', 'May'], /a date like 2025-05-27/],
    [['summarize', 'x', '--document', ' '], /a document's id/],
    [['ingest'], /Expected what to ingest/],
    [['ingest', ''], /Expected what to ingest/],
    [['sources', 'show'], /Expected a document's id/],
    [['sources', 'shwo', 'a'], /no command 'shwo'.*verbatim sources show/],
    [['aks', 'who?'], /no command 'aks'.*verbatim ask/],
    [['who mediated the talks'], /no command 'who mediated the talks'.*Expected one of ask, /],
    [['ask', 'x', '--jsn'], /[Uu]nknown option '--jsn'.*--json/],
    [['undo', 'it'], /[Tt]oo many arguments/],
    [['ask', 'x', '--collection', 'a b'], /collection.*'a b'.*1 to 64 letters/],
    [['ask', 'x', '--data', ''], /--data to name a folder/],
    [['ask', 'x', '--data'], /--data <dir>.*argument missing/],
    [['eval'], /Expected a folder/],
    [['--json'], /--json needs a command/],
  ])('%j', (argv, message) => {
    expect(usage(...argv)).toMatch(message);
    expect(usage(...argv)).toMatch(/\. See verbatim --help\.$|[?)] See verbatim --help\.$/);
  });
});

test('a question of 4,000 characters is not too long, whatever its alphabet', () => {
  expect(run('ask', '🙂'.repeat(4000))).toMatchObject({ kind: 'ask' });
});
