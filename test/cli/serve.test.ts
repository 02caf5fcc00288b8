import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { serve } from '../../src/cli/serve.js';
import type { Engine, IngestRequest } from '../../src/engine.js';
import { failure } from '../../src/errors.js';
import { ANSWER, HOST, REPORT } from '../support/samples.js';
import { health, invoked, nothing, serving } from './serving.js';

describe('indexing at start', () => {
  test('keeps the configured folders indexed, and leaves alone what was removed by hand', async () => {
    const requests: IngestRequest[] = [];
    const around = serving({
      ingest: async (request) => {
        requests.push(request);
        return nothing;
      },
    });
    expect(await serve(invoked, around)).toBe(0);
    expect(requests).toEqual([{ collection: HOST, actor: 'start', targets: ['/srv/documents'] }]);
    expect(around.out.text()).toMatch(/^Nothing new: 14 documents, 52 passages\.\n/);
    expect(around.closed()).toBe(1);
  });

  test('says what it indexed, and what failed', async () => {
    const ingest: Engine['ingest'] = async (_, onProgress) => {
      for (const change of REPORT.failed) onProgress?.({ kind: 'failed', change, documents: 1, passages: 0 });
      return REPORT;
    };
    const around = serving({ ingest });
    await serve(invoked, around);
    expect(around.out.text()).toMatch(
      /^Indexed 2 documents \(4 passages\) in 0\.9 s\. Now 14 documents, 52 passages\. 1 failed, as said above\.\n/,
    );
    expect(around.err.text()).toBe('failed documents/scan.bin: It is no text. Convert it first.\n');
  });

  test('a first start has nothing else to tell', async () => {
    const around = serving({
      ingest: async () => ({ ...nothing, added: REPORT.added }),
      health: async () => ({ ...health, documents: 1 }),
    });
    await serve(invoked, around);
    expect(around.out.text()).toMatch(/^Indexed 1 document \(3 passages\) in 0\.9 s\.\n/);
  });

  test('a folder that is missing is told, and what is stored is served', async () => {
    const missing = failure('not-found', { what: '/srv/documents is not there', remedy: 'Create it' });
    const around = serving({ ingest: () => Promise.reject(missing) });
    expect(await serve(invoked, around)).toBe(0);
    expect(around.err.text()).toBe(
      'verbatim: /srv/documents is not there. Create it.\nServing the 14 documents stored before.\n',
    );
  });

  test('an index that cannot be used is the end, orderly', async () => {
    const around = serving({ ingest: () => Promise.reject(failure('fingerprint', { what: 'another model' })) });
    await expect(serve(invoked, around)).rejects.toThrow('Another model.');
    expect(around.closed()).toBe(1);
  });

  test('told to stop, it does not wait for the rest', async () => {
    const stop = new AbortController();
    const around = serving({ ingest: () => new Promise(() => stop.abort()) }, { stop: stop.signal });
    expect(await serve(invoked, around)).toBe(0);
    expect([around.out.text(), around.closed()]).toEqual(['', 1]);
  });
});

describe('with a token', () => {
  test('the bot runs until told to stop, and is closed before the engine', async () => {
    const stop = new AbortController();
    const events: string[] = [];
    const startBot = async () => {
      queueMicrotask(() => stop.abort());
      const close = async () => void events.push(`bot closed, engine closed ${around.closed()} times`);
      return { lost: new Promise<Error>(() => {}), close };
    };
    const around = serving({}, { stop: stop.signal, startBot });
    expect(await serve(invoked, around)).toBe(0);
    expect([events, around.closed()]).toEqual([['bot closed, engine closed 0 times'], 1]);
    expect(around.out.text()).not.toContain('DISCORD_TOKEN');
  });

  test('told to stop while it connects, it ends without an error', async () => {
    const stop = new AbortController();
    const startBot = async (): Promise<never> => {
      stop.abort();
      throw failure('cancelled', { what: 'Stopped while connecting' });
    };
    expect(await serve(invoked, serving({}, { stop: stop.signal, startBot }))).toBe(0);
  });

  test('a connection lost for good ends with its reason', async () => {
    const lost = Promise.resolve(failure('discord', { what: 'Discord closed the connection' }));
    const around = serving({}, { startBot: async () => ({ lost, close: async () => {} }) });
    await expect(serve(invoked, around)).rejects.toThrow('Discord closed the connection.');
    expect(around.closed()).toBe(1);
  });
});

describe('without a token', () => {
  test('nor anybody to ask, it says what to do and ends', async () => {
    const around = serving();
    expect(await serve(invoked, around)).toBe(0);
    expect(around.out.text()).toMatch(
      /no terminal to ask in\. To answer in Discord, set DISCORD_TOKEN.*\n.*verbatim ask/,
    );
  });

  test('lines from a pipe are answered, without a prompt', async () => {
    const input = new PassThrough();
    input.end('who mediated?\n\n  \nwho else?\n');
    const around = serving({ ask: async () => ANSWER }, { questions: { input } });
    expect(await serve(invoked, around)).toBe(0);
    expect(around.out.text().match(/The talks were mediated/g)).toHaveLength(2);
    expect(around.out.text()).not.toContain('> ');
  });

  test.each(['exit', 'QUIT'])('at a terminal, %s ends the prompt', async (word) => {
    const [input, screen] = [new PassThrough(), new PassThrough()];
    input.end(`${word}\nwho mediated?\n`);
    const around = serving({}, { questions: { input, terminal: screen } });
    expect(await serve(invoked, around)).toBe(0);
    expect(String(screen.read())).toContain('> ');
    expect(around.out.text()).not.toContain('mediated');
  });

  test.each([
    ['Ctrl-C', '\u0003'],
    ['Ctrl-D', '\u0004'],
  ])('at a terminal, %s ends the prompt', async (_, key) => {
    const [input, screen] = [new PassThrough(), new PassThrough()];
    input.write(key);
    const around = serving({}, { questions: { input, terminal: screen } });
    expect(await serve(invoked, around)).toBe(0);
    expect(around.closed()).toBe(1);
  });

  test('a signal ends the prompt', async () => {
    const stop = new AbortController();
    const [input, screen] = [new PassThrough(), new PassThrough()];
    const ask = async () => {
      queueMicrotask(() => stop.abort());
      return ANSWER;
    };
    input.write('who mediated?\n');
    const around = serving({ ask }, { questions: { input, terminal: screen }, stop: stop.signal });
    expect(await serve(invoked, around)).toBe(0);
  });

  test('a question that fails is told, and the next is answered', async () => {
    let asked = 0;
    const ask = async () => {
      asked += 1;
      if (asked === 1) throw failure('index', { what: 'the disk is full' });
      return ANSWER;
    };
    const input = new PassThrough();
    input.end('one?\ntwo?\n');
    const around = serving({ ask }, { questions: { input } });
    expect(await serve(invoked, around)).toBe(0);
    expect(around.out.text()).toMatch(/The disk is full\.[\s\S]*The talks were mediated/);
  });
});
