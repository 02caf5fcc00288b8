import { describe, expect, test } from 'vitest';
import { run } from '../../src/cli/run.js';
import type { OpenTold } from '../../src/cli/surroundings.js';
import type { ChangeRequest, Engine, IngestRequest } from '../../src/engine.js';
import { VerbatimError } from '../../src/errors.js';
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

  test('what scrolled by on the terminal is not listed there once more; in a file it is', async () => {
    const [change] = REPORT.added;
    if (change === undefined) throw new Error('no change');
    const ingest: Engine['ingest'] = async (_, onProgress) => {
      onProgress?.({ kind: 'added', change, documents: 1, passages: 3 });
      return REPORT;
    };
    const listed = '  added   gazette/second-round.md';
    const screen = { isTerminal: true, columns: 80 };
    const watched = terminal({ ingest }, { err: written(screen), out: written(screen) });
    await run(plain({ kind: 'ingest', targets: ['x'] }), watched);
    expect(watched.err.text()).toContain('added gazette/second-round.md (3 passages)\n');
    expect(watched.out.text()).not.toContain(listed);
    const redirected = terminal({ ingest }, { err: written(screen) });
    await run(plain({ kind: 'ingest', targets: ['x'] }), redirected);
    expect(redirected.out.text()).toContain(listed);
  });

  test('told to stop, it cancels, shows what was stored so far, and fails', async () => {
    const { added } = REPORT;
    const report = { ...nothing, added };
    const stopping = (asJson: boolean) => {
      const stop = new AbortController();
      let end = (_: Error): void => undefined;
      const around = terminal(
        {
          ingest: () =>
            new Promise((_, reject) => {
              end = reject;
              queueMicrotask(() => stop.abort());
            }),
          cancelChange: async () => end(new VerbatimError('cancelled', 'It was stopped.', { what: 'It', report })),
        },
        { stop: stop.signal },
      );
      const invoked = asJson ? json : plain;
      return { around, running: run(invoked({ kind: 'ingest', targets: ['x'] }), around) };
    };
    const text = stopping(false);
    await expect(text.running).rejects.toMatchObject({ code: 'cancelled' });
    expect(text.around.out.text()).toBe('1 added (3 passages).\n  added   gazette/second-round.md\n');
    expect(text.around.err.text()).toBe('Stopping. What is stored stays; a second signal ends at once.\n');
    expect(text.around.closed()).toBe(1);
    const data = stopping(true);
    await expect(data.running).rejects.toMatchObject({ code: 'cancelled' });
    const ended = { code: 'cancelled', message: 'It was stopped.', details: { what: 'It' } };
    expect(JSON.parse(data.around.out.text())).toEqual({ ...report, ended });
  });

  test('it tidies up before it goes away, and leaves the rest when told to stop', async () => {
    const stop = new AbortController();
    const settle = () =>
      new Promise<void>(() => {
        stop.abort();
      });
    const err = written({ isTerminal: true, columns: 80 });
    const around = terminal(
      { ingest: async () => ({ ...nothing, added: REPORT.added }), settle },
      { stop: stop.signal, err },
    );
    expect(await run(plain({ kind: 'ingest', targets: ['x'] }), around)).toBe(0);
    expect(stop.signal.aborted).toBe(true);
    expect(around.out.text()).toMatch(/^1 added/);
    expect(err.text()).toBe('\r\u001b[KTidying up; a signal leaves the rest for later …\r\u001b[K');
    expect(around.closed()).toBe(1);
  });

  test('a full disk does not lose the list of what was stored', async () => {
    const details = { report: { ...nothing, added: REPORT.added } };
    const full = new VerbatimError('index', 'The disk is full.', details);
    const around = terminal({ reindex: () => Promise.reject(full) });
    await expect(run(plain({ kind: 'reindex', full: false }), around)).rejects.toThrow('The disk is full.');
    expect(around.out.text()).toContain('1 added (3 passages).');
  });

  test('waiting for another process is told', async () => {
    const around = terminal({ ingest: async () => nothing });
    const open = async (told?: OpenTold) => {
      told?.onWait?.('Waiting for process 4242 (ingest by cli, since 21:40:12) to finish writing …');
      return around.open();
    };
    await run(plain({ kind: 'ingest', targets: ['x'] }), { ...around, open });
    expect(around.err.text()).toBe('Waiting for process 4242 (ingest by cli, since 21:40:12) to finish writing …\n');
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
