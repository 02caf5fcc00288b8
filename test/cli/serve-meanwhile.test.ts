import { describe, expect, test } from 'vitest';
import { serve } from '../../src/cli/serve.js';
import type { Engine } from '../../src/engine.js';
import { failure } from '../../src/errors.js';
import { health, invoked, nothing, serving } from './serving.js';

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
