import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { reindex } from '../../commands/reindex.js';
import type { Engine, OnProgress } from '../../src/engine.js';
import { failure, VerbatimError } from '../../src/errors.js';
import type { Change, ChangeReport } from '../../src/model.js';
import { HOST } from '../support/local-engine.js';
import { buttonOf, Moderating, OWN, seen } from './moderating.js';

const NOTHING: ChangeReport = { added: [], changed: [], removed: [], unchanged: [], failed: [] };
const change = (documentId: string, reason?: string): Change => ({
  documentId,
  source: `/docs/${documentId}`,
  passages: 2,
  ...(reason !== undefined && { reason }),
});

let mod: Moderating;
beforeEach(() => {
  mod = new Moderating();
});
afterEach(() => mod.close());

/** An engine whose reindex of the host's documents does what it is told, when it is told. */
function staged(): {
  readonly engine: Engine;
  readonly calls: string[];
  step: OnProgress;
  end: (report: ChangeReport) => void;
  fail: (thrown: unknown) => void;
} {
  const calls: string[] = [];
  const stage = { calls, step: () => undefined, end: () => undefined, fail: () => undefined } as unknown as ReturnType<
    typeof staged
  >;
  const engine: Partial<Engine> = {
    reindex: ({ collection, full }, onProgress) => {
      calls.push(`reindex ${collection.owner}/${collection.name}${full === true ? ' full' : ''}`);
      if (collection.owner !== 'host') return Promise.resolve(NOTHING);
      return new Promise((resolve, reject) => {
        Object.assign(stage, { step: onProgress, end: resolve, fail: reject });
      });
    },
    cancelChange: async (of) => {
      calls.push(`cancel ${of?.owner}/${of?.name}`);
    },
  };
  return Object.assign(stage, { engine: engine as Engine });
}

const step = (documents: number) =>
  ({ kind: 'added', change: change('a.md'), documents, passages: 7, pace: { share: 0.5 } }) as const;

describe('/reindex', () => {
  beforeEach(() => {
    mod.changeable = [HOST, OWN];
  });

  it('shows what is done with a button that cancels it, and then what became of each document', async () => {
    const stage = staged();
    const running = mod.run(reindex, { full: true }, { engine: stage.engine });
    stage.step(step(3));
    expect(mod.updates.map((view) => seen([view]))).toMatchInlineSnapshot(`
      [
        "Waiting for its turn…
      -# Begun by <@77>, <t:1780272000:f>
      [Cancel]",
        "Indexing… 50%, 3 documents, 7 passages
      -# added: \`a.md\`
      -# Begun by <@77>, <t:1780272000:f>
      [Cancel]",
      ]
    `);
    stage.end({ ...NOTHING, added: [change('a.md')], failed: [change('b.pdf', 'It is broken.')], leftOut: 2 });
    expect(seen(await running)).toMatchInlineSnapshot(`
      "The index is up to date, but for what failed
      **1 added · 0 changed · 0 removed · 0 unchanged · 1 failed**

      **Failed**
      - \`b.pdf\` · 2 passages · It is broken.

      **Added**
      - \`a.md\` · 2 passages

      -# 2 files of other kinds were left out
      -# Begun by <@77>, <t:1780272000:f>"
    `);
    expect(stage.calls).toEqual(['reindex host/default full', 'reindex 4001/default full']);
    expect(mod.audited).toEqual(['reindex 1 added · 0 changed · 0 removed · 0 unchanged · 1 failed']);
    expect(mod.refreshed).toBe(1);
  });

  it('is cancelled by the button, by whoever is a moderator, and says what is stored', async () => {
    const stage = staged();
    const running = mod.run(reindex, {}, { engine: stage.engine });
    const stop = buttonOf(mod.updates.slice(-1), 'Cancel');
    Object.assign(mod, { engine: stage.engine });
    expect(seen(await mod.press(stop, { isModerator: false }))).toContain('Only moderators');
    expect(stage.calls).toHaveLength(1);
    expect(seen(await mod.press(stop, { actor: '78' }))).toBe('It is being stopped. What is stored until then stays.');
    expect(stage.calls.slice(1)).toEqual(['cancel host/default', 'cancel 4001/default']);
    const report = { ...NOTHING, added: [change('a.md')] };
    stage.fail(new VerbatimError('cancelled', 'It was stopped.', { report }));
    const text = seen(await running);
    expect(text).toContain('Stopped before it was done');
    expect(text).toContain('Cancelled by <@78>');
    expect(text).toContain('**1 added · 0 changed');
    expect(mod.audited[0]).toBe('cancel reindex of default, default');
  });

  it('tells a second one that one is running, whose it is, and lets it be cancelled from there', async () => {
    const stage = staged();
    const running = mod.run(reindex, {}, { engine: stage.engine });
    stage.step(step(3));
    const second = await mod.run(reindex, {}, { engine: stage.engine, actor: '78' });
    expect(seen(second)).toContain('A reindex is running already.\nIndexing… 50%, 3 documents, 7 passages');
    expect(seen(second)).toContain('Begun by <@77>');
    expect(buttonOf(second, 'Cancel')).toBe(buttonOf(mod.updates.slice(-1), 'Cancel'));
    stage.end(NOTHING);
    await running;
    expect(stage.calls.filter((call) => call === 'reindex host/default')).toHaveLength(1);
  });

  it('says that nothing runs when the button of another life of the bot is pressed', async () => {
    expect(seen(await mod.press('v1:stop:0123abcd'))).toBe('This reindex is not running any more.');
  });

  it('shows the last one again, and beneath the next what the one before did', async () => {
    const stage = staged();
    expect(seen(await mod.run(reindex, { last: true }, { engine: stage.engine }))).toContain(
      'No reindex was begun here',
    );
    const running = mod.run(reindex, {}, { engine: stage.engine });
    expect(seen(await mod.run(reindex, { last: true }, { engine: stage.engine }))).toContain('Waiting for its turn…');
    stage.end({ ...NOTHING, added: [change('a.md')] });
    const first = seen(await running);
    expect(seen(await mod.run(reindex, { last: true }, { engine: stage.engine }))).toBe(first);
    const again = mod.run(reindex, {}, { engine: stage.engine });
    stage.end({ ...NOTHING, unchanged: [change('a.md')] });
    expect(seen(await again)).toContain('The one before, begun by <@77>, <t:1780272000:f>: 1 added');
  });

  it('keeps what it did before it failed, and can be begun again', async () => {
    const stage = staged();
    const running = mod.run(reindex, {}, { engine: stage.engine });
    stage.fail(failure('index', { what: 'The disk is full' }));
    await expect(running).rejects.toMatchObject({ code: 'index' });
    expect(mod.audited).toEqual(['reindex index: 0 added · 0 changed · 0 removed · 0 unchanged']);
    expect(seen(await mod.run(reindex, { last: true }, { engine: stage.engine }))).toContain(
      'Stopped before it was done',
    );
    const again = mod.run(reindex, {}, { engine: stage.engine });
    stage.end({ ...NOTHING, unchanged: [change('a.md')] });
    expect(seen(await again)).toContain('The index is up to date');
  });

  it('lists hundreds readably: every count, the first of each kind, and of failures more, with their reasons', async () => {
    const stage = staged();
    const running = mod.run(reindex, {}, { engine: stage.engine });
    const many = (count: number, reason?: string) =>
      Array.from({ length: count }, (_, at) => change(`${'x'.repeat(190)}${at}.md`, reason));
    stage.end({
      added: many(400),
      changed: many(300),
      removed: many(200),
      unchanged: many(9_000),
      failed: many(150, `Cannot read it. ${'Because. '.repeat(60)}`),
    });
    const views = await running;
    expect(views.length).toBeLessThanOrEqual(5);
    const text = seen(views);
    expect(text).toContain('**400 added · 300 changed · 200 removed · 9,000 unchanged · 150 failed**');
    for (const more of ['and 135 more', 'and 392 more', 'and 292 more', 'and 192 more']) expect(text).toContain(more);
  });
});

describe('/reindex of a real index', () => {
  it('reads again what the host named, and is stopped by its button between two documents', async () => {
    mod.changeable = [HOST, OWN];
    const texts = Array.from({ length: 40 }, (_, at) => `Gate ${at} opens at nine and shuts at ten. `.repeat(40));
    const docs = texts
      .map((text, at) => mod.local.file(`docs/${at}.txt`, text))
      .map((file) => file.replace(/\/[^/]+$/, ''))[0];
    await mod.local.ingest({ collection: HOST, actor: 'cli', targets: [docs ?? ''] });
    texts.forEach(
      (_, at) => void mod.local.file(`docs/${at}.txt`, `Door ${at} opens at six and shuts at seven. `.repeat(40)),
    );
    let pressed: Promise<unknown> | undefined;
    const update = (view: Parameters<Moderating['updates']['push']>[0]): void => {
      mod.updates.push(view);
      if (mod.updates.length === 4) pressed = mod.press(buttonOf([view], 'Cancel'));
    };
    const text = seen(await mod.run(reindex, {}, { update }));
    await pressed;
    expect(text).toContain('Stopped before it was done');
    const changed = Number(/(\d+) changed/.exec(text)?.[1]);
    expect(changed).toBeGreaterThan(0);
    expect(changed).toBeLessThan(40);
    expect(seen(await mod.run(reindex))).toContain(`${40 - changed} changed · 0 removed · ${changed} unchanged`);
  });

  it('says so when there is nothing to read again', async () => {
    expect(seen(await mod.run(reindex))).toContain('There is nothing to read again');
  });
});
