import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { type ServeSurroundings, serve } from '../../src/cli/serve.js';
import type { Engine, Health, IngestRequest } from '../../src/engine.js';
import { failure } from '../../src/errors.js';
import { ANSWER, HOST, REPORT } from '../support/samples.js';
import { terminal, type Written, written } from './terminal.js';

const invoked = { kind: 'serve', collection: 'default', json: false } as const;
const nothing = { added: [], changed: [], removed: [], unchanged: REPORT.unchanged, failed: [] };
const health: Health = {
  documents: 14,
  passages: 52,
  collections: [HOST],
  embedderFingerprint: 'bundled:x',
  schema: 1,
  integrity: 'ok',
};

interface Serving extends ServeSurroundings {
  readonly out: Written;
  readonly err: Written;
  closed(): number;
}

function serving(methods: Partial<Engine> = {}, more: Partial<ServeSurroundings> = {}): Serving {
  const { open, closed } = terminal({ ingest: async () => nothing, health: async () => health, ...methods });
  let clock = 0;
  const nowMs = (): number => {
    clock += 900;
    return clock;
  };
  const documents = ['/srv/documents'];
  return {
    out: written(),
    err: written(),
    open,
    closed,
    documents,
    nowMs,
    stop: new AbortController().signal,
    ...more,
  } as Serving;
}

/** A bot that runs until it is lost, which it is once `ready` resolves. */
function botUntil(ready: Promise<unknown>) {
  return async () => ({ lost: ready.then(() => new Error('enough')), close: async () => undefined });
}

/** Indexing that fails as soon as the bot is up, and that bot. */
function failingLater(error: Error) {
  let fail: (error: Error) => void = () => undefined;
  const failing = new Promise<never>((_, reject) => {
    fail = reject;
  });
  const startBot = async () => {
    fail(error);
    await failing.catch(() => undefined);
    return botUntil(new Promise((resolve) => setImmediate(resolve)))();
  };
  return { ingest: () => failing, startBot };
}

describe('another embedding model', () => {
  const other = { ...health, indexFingerprint: 'bundled:before' };

  test('is embedded for while the bot answers with the one before', async () => {
    // Never done: were it waited for, so would be the bot.
    const ingest: Engine['ingest'] = () => new Promise(() => undefined);
    const around = serving({ ingest, health: async () => other }, { startBot: botUntil(Promise.resolve()) });
    await expect(serve(invoked, around)).rejects.toThrow('enough');
  });

  test('that fails leaves the bot with the one before, and says so', async () => {
    const { ingest, startBot } = failingLater(failure('provider', { what: 'The model is gone' }));
    const around = serving({ ingest, health: async () => other }, { startBot });
    await expect(serve(invoked, around)).rejects.toThrow('enough');
    expect(around.err.text()).toContain('The model is gone.\nServing with the model of before.');
  });

  test('of an index that is of the chosen model is nothing to go on without: the bot starts when all is indexed', async () => {
    const order: string[] = [];
    const ingest: Engine['ingest'] = async () => {
      await new Promise((resolve) => setImmediate(resolve));
      order.push('indexed');
      return nothing;
    };
    const startBot = async () => {
      order.push('bot');
      return botUntil(Promise.resolve())();
    };
    const same = { ...health, indexFingerprint: health.embedderFingerprint };
    await expect(serve(invoked, serving({ ingest, health: async () => same }, { startBot }))).rejects.toThrow('enough');
    expect(order).toEqual(['indexed', 'bot']);
  });
});

describe('folders that take long', () => {
  const ingest: Engine['ingest'] = () => new Promise(() => undefined);

  test('keep no bot waiting that has an index to answer from, once patience is over', async () => {
    const more = { startBot: botUntil(Promise.resolve()), patience: async () => undefined };
    const around = serving({ ingest }, more);
    await expect(serve(invoked, around)).rejects.toThrow('enough');
    expect(around.out.text()).toBe(
      'Still indexing. Answering meanwhile from the 14 documents stored before, and from each new one.\n',
    );
  });

  test('are waited for where nothing is stored yet', async () => {
    const stop = new AbortController();
    const started: string[] = [];
    const startBot = async () => {
      started.push('bot');
      return botUntil(Promise.resolve())();
    };
    const patience = async () => stop.abort();
    const around = serving(
      { ingest, health: async () => ({ ...health, documents: 0 }) },
      { startBot, patience, stop: stop.signal },
    );
    const served = serve(invoked, around);
    stop.abort();
    expect(await served).toBe(0);
    expect(started).toEqual([]);
  });

  test('that fail before it is up keep no bot from what is stored', async () => {
    const ingest: Engine['ingest'] = () => Promise.reject(failure('index', { what: 'The disk is full' }));
    const around = serving({ ingest }, { startBot: botUntil(Promise.resolve()) });
    await expect(serve(invoked, around)).rejects.toThrow('enough');
    expect(around.err.text()).toBe('verbatim: The disk is full.\nServing what is stored.\n');
  });

  test('that fail where nothing is stored end the start, and say why', async () => {
    const ingest: Engine['ingest'] = () => Promise.reject(failure('index', { what: 'The disk is full' }));
    const empty = async () => ({ ...health, documents: 0 });
    const around = serving({ ingest, health: empty }, { startBot: botUntil(Promise.resolve()) });
    await expect(serve(invoked, around)).rejects.toThrow('The disk is full.');
  });

  test('that fail after the bot is up are told, and it goes on', async () => {
    const { ingest, startBot } = failingLater(failure('index', { what: 'The disk is full' }));
    const around = serving({ ingest }, { startBot, patience: async () => undefined });
    await expect(serve(invoked, around)).rejects.toThrow('enough');
    expect(around.err.text()).toBe('verbatim: The disk is full.\nServing what is stored.\n');
  });
});

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
