import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseArguments } from '../../src/cli/parse.js';
import { run } from '../../src/cli/run.js';
import type { Engine } from '../../src/engine.js';
import type { Gap } from '../../src/records.js';
import { json, plain, terminal } from './terminal.js';

let cwd = '';
beforeAll(() => {
  cwd = mkdtempSync(path.join(tmpdir(), 'verbatim-gaps-'));
});
afterAll(() => rmSync(cwd, { recursive: true }));

const paid: Gap = {
  id: 'abcdefghij12',
  question: 'Who paid\nfor the \u001b[31mquay?',
  asked: 12,
  unhelpful: 2,
  lastAskedAt: '2026-11-19T10:00:00Z',
  collections: [],
};
const pointer = {
  question: 'Who paid for the quay?',
  documentId: 'accounts.md',
  owner: 'host',
  at: '2026-11-20T00:00:00Z',
};

/** Two servers, one with an open question. */
const engine: Partial<Engine> = {
  servers: async () => ['11', '22'],
  gaps: async ({ guildId }) => (guildId === '22' ? [paid] : []),
  pointers: async ({ guildId }) => (guildId === '22' ? [pointer, pointer] : [{ ...pointer, owner: '11' }]),
};

test('gaps lists the open questions of every server, clean of control characters', async () => {
  const around = terminal(engine);
  expect(await run(plain({ kind: 'gaps' }), around)).toBe(0);
  expect(around.out.text()).toBe('Server 22\n   12 × Who paid for the quay? (last 2026-11-19, 2 without help)\n');
});

test('gaps --server lists one server, and says so when nothing is open there', async () => {
  const around = terminal(engine);
  expect(await run(plain({ kind: 'gaps', server: '11' }), around)).toBe(0);
  expect(around.out.text()).toBe('No question is open.\n');
});

test('gaps --json prints each with its server, and nothing about who asked', async () => {
  const around = terminal(engine);
  await run(json({ kind: 'gaps' }), around);
  expect(JSON.parse(around.out.text())).toEqual({ gaps: [{ server: '22', ...paid }] });
});

test('gaps --export writes each question answered by pointing once, with an id that stays', async () => {
  const around = terminal(engine, { cwd });
  expect(await run(plain({ kind: 'gaps', file: 'cases.jsonl' }), around)).toBe(0);
  expect(around.out.text()).toBe('2 questions written to cases.jsonl\n');
  const lines = readFileSync(path.join(cwd, 'cases.jsonl'), 'utf8').trim().split('\n');
  const cases = lines.map((line) => JSON.parse(line) as { id: string });
  const { at: _, ...asked } = pointer;
  expect(cases[1]).toEqual({ ...asked, id: expect.stringMatching(/^[0-9a-f]{12}$/), expect: 'answer' });
  await run(plain({ kind: 'gaps', server: '22', file: 'again.jsonl' }), terminal(engine, { cwd }));
  expect(readFileSync(path.join(cwd, 'again.jsonl'), 'utf8')).toContain(cases[1]?.id ?? '-');
});

test('gaps --export says what stops it from writing', async () => {
  const refused = run(plain({ kind: 'gaps', file: 'no/such/folder.jsonl' }), terminal(engine, { cwd }));
  await expect(refused).rejects.toThrow(/^Cannot write no\/such\/folder.jsonl\. Expected a file/);
});

test.each([
  [['gaps'], { kind: 'gaps' }],
  [['gaps', '--server', '22', '--export', 'c.jsonl'], { kind: 'gaps', server: '22', file: 'c.jsonl' }],
])('%j is understood', (argv, expected) => {
  expect(parseArguments(argv, '1')).toMatchObject({ outcome: 'run', invocation: expected });
});

test.each([
  [['gaps', '--server', 'port'], /a server's id/],
  [['gaps', '--export', ' '], /a file to write/],
])('%j is refused', (argv, message) => {
  expect(parseArguments(argv, '1')).toMatchObject({ outcome: 'usage', message: expect.stringMatching(message) });
});
