import { describe, expect, test } from 'vitest';
import { run } from '../../src/cli/run.js';
import type { ChangeRequest, Engine, IngestRequest } from '../../src/engine.js';
import { GAZETTE, HOST, POST, REPORT } from '../support/samples.js';
import { json, noting, plain, terminal, written } from './terminal.js';

const nothing = { added: [], changed: [], removed: [], unchanged: [], failed: [] };

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
        targets: ['/srv/docs/**/*.{md,html}', '/abs/a.md', 'https://a.example/b?c', '/x'],
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
