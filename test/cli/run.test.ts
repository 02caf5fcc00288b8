import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Action } from '../../src/cli/invocation.js';
import { OutputClosed } from '../../src/cli/output.js';
import { type OneShot, reported, run } from '../../src/cli/run.js';
import type { AskRequest, ChangeRequest, Engine, IngestRequest } from '../../src/engine.js';
import { failure } from '../../src/errors.js';
import type { Verification } from '../../src/model.js';
import { ABSTENTION, ANSWER, GAZETTE, HOST, POST, REPORT, VERIFICATION } from '../support/samples.js';
import { terminal, written } from './terminal.js';

type OneShotAction = Exclude<Action, { kind: 'serve' }>;
const plain = (action: OneShotAction): OneShot => ({ collection: 'default', json: false, ...action }) as OneShot;
const json = (action: OneShotAction): OneShot => ({ collection: 'default', json: true, ...action }) as OneShot;
/** Notes what it was called with, and gives what it is told to. */
const noting =
  <Request, Result>(seen: Request[], result: (request: Request) => Result) =>
  async (request: Request) => {
    seen.push(request);
    return result(request);
  };
const nothing = { added: [], changed: [], removed: [], unchanged: [], failed: [] };

describe('ask', () => {
  test('an answer is 0, an abstention 3; the engine is closed either way', async () => {
    const answering = terminal({ ask: async () => ANSWER });
    expect(await run(plain({ kind: 'ask', question: 'who?' }), answering)).toBe(0);
    expect(answering.out.text()).toContain('[1] “The talks were mediated');
    const abstaining = terminal({ ask: async () => ABSTENTION });
    expect(await run(plain({ kind: 'ask', question: 'who?' }), abstaining)).toBe(3);
    expect([answering.closed(), abstaining.closed()]).toEqual([1, 1]);
  });

  test('it looks in the host’s collection of that name', async () => {
    const asked: AskRequest[] = [];
    const around = terminal({ ask: noting(asked, () => ANSWER) });
    await run({ kind: 'ask', question: 'who?', collection: 'press', json: false }, around);
    expect(asked).toEqual([{ question: 'who?', visible: [{ owner: 'host', name: 'press' }] }]);
  });

  test('with JSON, standard output is the answer and nothing else', async () => {
    const around = terminal({ ask: async () => ANSWER });
    await run(json({ kind: 'ask', question: 'who?' }), around);
    expect(JSON.parse(around.out.text())).toEqual(ANSWER);
    expect(around.err.text()).toBe('');
  });

  test('when it fails, the engine is closed', async () => {
    const around = terminal({ ask: () => Promise.reject(failure('index', { what: 'broken' })) });
    await expect(run(plain({ kind: 'ask', question: 'who?' }), around)).rejects.toThrow('Broken.');
    expect(around.closed()).toBe(1);
  });
});

describe('ask --file', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'questions-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const file = (text: string): string => {
    const name = path.join(folder, 'q.jsonl');
    writeFileSync(name, text);
    return name;
  };

  test('answers each line in order with its id; abstaining is done too', async () => {
    const asked: AskRequest[] = [];
    const around = terminal({ ask: noting(asked, () => (asked.length === 1 ? ABSTENTION : ANSWER)) });
    const name = file('{"id":"a","question":"one?"}\n{"id":2,"question":"two?"}\n{"question":"three?"}\n');
    expect(await run(json({ kind: 'ask-file', file: name }), around)).toBe(0);
    const lines = around.out
      .text()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { id?: string; outcome: string });
    expect(asked.map((request) => request.question)).toEqual(['one?', 'two?', 'three?']);
    expect(lines.map(({ id, outcome }) => [id, outcome])).toEqual([
      ['a', 'abstention'],
      ['2', 'answer'],
      [undefined, 'answer'],
    ]);
  });

  test('a broken line is told by its place, the others are answered, and the end is 1', async () => {
    const around = terminal({ ask: async () => ANSWER });
    const name = file('{"id":"a","question":"one?"}\n{"id":"b","quest\n{"id":"c","question":"three?"}');
    expect(await run(json({ kind: 'ask-file', file: name }), around)).toBe(1);
    expect(around.out.text().trimEnd().split('\n')).toHaveLength(2);
    expect(around.err.text()).toMatch(/^verbatim: .*q\.jsonl:2: Expected one JSON object/);
  });

  test('reads standard input as -', async () => {
    const around = terminal({ ask: async () => ANSWER }, { readInput: async () => Buffer.from('{"question":"one?"}') });
    expect(await run(json({ kind: 'ask-file', file: '-' }), around)).toBe(0);
  });

  test('a missing or empty file is told before anything is opened', async () => {
    const around = terminal({}, { open: () => Promise.reject(new Error('opened')) });
    await expect(run(plain({ kind: 'ask-file', file: 'none.jsonl' }), around)).rejects.toThrow(
      /Cannot read none\.jsonl.*no such file/,
    );
    await expect(run(plain({ kind: 'ask-file', file: file('\n') }), around)).rejects.toThrow(/no questions/);
  });
});

test('search gives flat hits in JSON', async () => {
  const passage = {
    documentId: POST.id,
    version: POST.version,
    ordinal: 0,
    span: { start: 0, end: 9 },
    text: 'The third',
    sentences: [],
  };
  const { text: _, outline: __, ...document } = POST;
  const hit = { passage, document, rank: 1, score: 0.9, lexical: 3.2, semantic: 0.5 };
  const around = terminal({ search: async ({ query, limit }) => ({ query: `${query} ${limit}`, hits: [hit] }) });
  expect(await run(json({ kind: 'search', query: 'third', limit: 4 }), around)).toBe(0);
  const place = { documentId: POST.id, version: POST.version, start: 0, end: 9, exact: 'The third' };
  expect(JSON.parse(around.out.text())).toEqual({
    query: 'third 4',
    hits: [
      {
        ...{ rank: 1, score: 0.9, lexical: 3.2, semantic: 0.5 },
        ...place,
        ...{ title: POST.title, publisher: POST.publisher, publishedAt: '2025-06', source: POST.source },
      },
    ],
  });
});

test.each<[Verification['outcome'], number]>([
  ['exact', 0],
  ['normalised', 0],
  ['near', 3],
  ['absent', 3],
  ['earlier-version', 3],
])('verify: %s ends with %i', async (outcome, code) => {
  const around = terminal({ verify: async () => ({ ...VERIFICATION, outcome }) });
  expect(await run(json({ kind: 'verify', words: 'x' }), around)).toBe(code);
  expect(JSON.parse(around.out.text())).toMatchObject({ outcome });
});

test('summarize abstains with 3', async () => {
  expect(await run(plain({ kind: 'summarize', about: 'x' }), terminal({ summarize: async () => ANSWER }))).toBe(0);
  expect(await run(plain({ kind: 'summarize', about: 'x' }), terminal({ summarize: async () => ABSTENTION }))).toBe(3);
});

describe('changes', () => {
  test('ingest hands over absolute targets, wildcards and addresses as they are, and brings back what was removed', async () => {
    const requests: IngestRequest[] = [];
    const around = terminal({
      ingest: noting(requests, () => ({ ...nothing, added: REPORT.added })),
    });
    const targets = ['docs/**/*.{md,html}', '/abs/a.md', 'https://a.example/b?c', '../x'];
    expect(await run(plain({ kind: 'ingest', targets }), around)).toBe(0);
    expect(requests).toEqual([
      {
        collection: HOST,
        actor: 'cli',
        targets: ['/work/docs/**/*.{md,html}', '/abs/a.md', 'https://a.example/b?c', '/x'],
        restoreRemoved: true,
      },
    ]);
  });

  test('when some inputs failed it ends with 1 and lists them', async () => {
    const around = terminal({ ingest: async () => REPORT });
    expect(await run(plain({ kind: 'ingest', targets: ['x'] }), around)).toBe(1);
    expect(around.out.text()).toContain('documents/scan.bin: It is no text. Convert it first.');
    const inJson = terminal({ ingest: async () => REPORT });
    expect(await run(json({ kind: 'ingest', targets: ['x'] }), inJson)).toBe(1);
    expect(JSON.parse(inJson.out.text())).toEqual(REPORT);
  });

  test('progress is redrawn on a terminal and taken away again; elsewhere nothing is drawn over', async () => {
    const [change] = REPORT.added;
    if (change === undefined) throw new Error('no change');
    const ingest: Engine['ingest'] = async (_, onProgress) => {
      onProgress?.({ kind: 'added', change, documents: 1, passages: 3 });
      return REPORT;
    };
    const screen = written({ isTerminal: true, columns: 80 });
    await run(plain({ kind: 'ingest', targets: ['x'] }), terminal({ ingest }, { err: screen }));
    expect(screen.text()).toBe('\r\u001b[K1 document, 3 passages  gazette/second-round.md\r\u001b[K');
    const pipe = written();
    await run(plain({ kind: 'ingest', targets: ['x'] }), terminal({ ingest }, { err: pipe }));
    expect(pipe.text()).toBe('');
  });

  test('reindex, undo, remove and erase name the collection and who asked', async () => {
    const seen: [string, ChangeRequest][] = [];
    const note = (name: string) => async (request: ChangeRequest) => {
      seen.push([name, request]);
      return nothing;
    };
    const around = terminal({
      reindex: note('reindex'),
      undo: note('undo'),
      remove: note('remove'),
      erase: note('erase'),
    });
    await run(plain({ kind: 'reindex', full: true }), around);
    await run(plain({ kind: 'undo' }), around);
    await run(plain({ kind: 'sources-remove', documentId: 'a' }), around);
    await run(plain({ kind: 'sources-erase', documentId: 'a' }), around);
    const request = { collection: HOST, actor: 'cli' };
    expect(seen).toEqual([
      ['reindex', { ...request, full: true }],
      ['undo', request],
      ['remove', { ...request, documentId: 'a' }],
      ['erase', { ...request, documentId: 'a' }],
    ]);
  });
});

describe('sources and export', () => {
  test('sources gives documents without text', async () => {
    const { text: _, outline: __, ...info } = GAZETTE;
    const around = terminal({ sources: async () => [info] });
    expect(await run(json({ kind: 'sources-list' }), around)).toBe(0);
    expect(JSON.parse(around.out.text())).toEqual({ documents: [info] });
  });

  test('show prints one with its text, and says when there is none', async () => {
    const around = terminal({ document: async ({ documentId }) => (documentId === GAZETTE.id ? GAZETTE : undefined) });
    expect(await run(plain({ kind: 'sources-show', documentId: GAZETTE.id }), around)).toBe(0);
    expect(around.out.text()).toContain(`\n\n${GAZETTE.text}\n`);
    await expect(run(plain({ kind: 'sources-show', documentId: 'b' }), around)).rejects.toThrow(
      /no document 'b'.*verbatim sources/,
    );
  });

  test('export gives every document on its line, page after page', async () => {
    const after: (string | undefined)[] = [];
    const pages = new Map([
      [undefined, [GAZETTE]],
      [GAZETTE.id, [POST]],
    ] as [string | undefined, (typeof GAZETTE)[]][]);
    const around = terminal({
      exportPage: async (request) => {
        after.push(request.after);
        return pages.get(request.after) ?? [];
      },
    });
    expect(await run(plain({ kind: 'export' }), around)).toBe(0);
    expect(
      around.out
        .text()
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([GAZETTE, POST]);
    expect(after).toEqual([undefined, GAZETTE.id, POST.id]);
  });
});

describe('what goes wrong', () => {
  const failing = (error: unknown) => {
    const err = written();
    return { err, code: reported(err, () => Promise.reject(error)) };
  };

  test('is one sentence on standard error and exit code 1, or 2 for wrong usage', async () => {
    const missing = failing(failure('not-found', { what: 'a.md is not there', remedy: 'Check the path' }));
    expect([await missing.code, missing.err.text()]).toEqual([1, 'verbatim: A.md is not there. Check the path.\n']);
    expect(await failing(failure('usage', { what: 'no' })).code).toBe(2);
  });

  test('our own mistakes come with their stack', async () => {
    const ours = failing(new TypeError('x is not a function'));
    expect(await ours.code).toBe(1);
    expect(ours.err.text()).toMatch(/x is not a function\nThis is a mistake of ours.*\nTypeError: x is not/);
  });

  test('those of the system do not', async () => {
    const full = Object.assign(new Error('ENOSPC: no space left on device, write'), {
      code: 'ENOSPC',
      syscall: 'write',
    });
    const disk = failing(full);
    expect([await disk.code, disk.err.text()]).toEqual([1, 'verbatim: ENOSPC: no space left on device, write\n']);
  });

  test('a reader who left is no failure: export stops, quietly', async () => {
    const err = written();
    let asked = 0;
    const closedOut = written({ write: () => Promise.reject(new OutputClosed()) });
    const around = terminal(
      {
        exportPage: async () => {
          asked += 1;
          return [GAZETTE];
        },
      },
      { out: closedOut, err },
    );
    expect(await reported(err, () => run(plain({ kind: 'export' }), around))).toBe(0);
    expect([asked, err.text(), around.closed()]).toEqual([1, '', 1]);
  });

  test('timeline says that it is not there yet', async () => {
    await expect(run(plain({ kind: 'timeline' }), terminal())).rejects.toThrow(/not yet available.*summarize/);
  });
});

test('doctor ends with 1 when a check failed', async () => {
  const good = { name: 'node', ok: true, found: '20' };
  const bad = { name: 'models', ok: false, found: 'gone', remedy: 'Restore them' };
  expect(await run(plain({ kind: 'doctor' }), terminal({}, { examine: async () => [good] }))).toBe(0);
  const around = terminal({}, { examine: async () => [good, bad] });
  expect(await run(json({ kind: 'doctor' }), around)).toBe(1);
  expect(JSON.parse(around.out.text())).toEqual({ checks: [good, bad] });
});

test('deploy says what was done', async () => {
  const around = terminal({}, { deploy: async () => 'Registered 7 commands.' });
  expect(await run(plain({ kind: 'deploy' }), around)).toBe(0);
  expect(around.out.text()).toBe('Registered 7 commands.\n');
});
