import { ComponentType } from 'discord-api-types/v10';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gaps as command } from '../../commands/gaps.js';
import type { Caller, CommandContext, CommandOptions, Powers, Typing } from '../../src/message/command.js';
import { decodeGaps, encodeGaps, type GapsControl, pointKey } from '../../src/message/control-gaps.js';
import { decode, encode } from '../../src/message/controls.js';
import { handleControl } from '../../src/message/handle-control.js';
import { check } from '../../src/message/limits.js';
import type { MessageView } from '../../src/message/view.js';
import { ENGLISH } from '../../src/message/words.js';
import { DEFAULT_SETTINGS, type Gap } from '../../src/records.js';
import { fakeEngine } from '../support/fake-engine.js';
import { GAZETTE, GUILD, HOST, hitsOf, NOW, POST } from '../support/samples.js';

const AUDITED: string[] = [];
const MODERATOR: Caller & Powers = {
  actor: '42',
  guildId: GUILD.owner,
  channelId: '7',
  isModerator: true,
  visible: [HOST, GUILD],
  changeable: [GUILD],
  additions: { owner: GUILD.owner, name: 'default' },
  settings: DEFAULT_SETTINGS,
  audit: async (act, detail) => void AUDITED.push(`${act}: ${detail}`),
};

function gap(at: number, more: Partial<Gap> = {}): Gap {
  const id = `gap${String(at).padStart(9, '0')}`;
  const lastAskedAt = '2026-11-19T10:00:00Z';
  return {
    id,
    question: `Who paid bill ${at}?`,
    asked: 20 - at,
    unhelpful: 0,
    lastAskedAt,
    collections: [HOST],
    ...more,
  };
}

/** A server with seven open questions, and two documents: one of the host's, one of the server's own. */
function server(open: Gap[] = Array.from({ length: 7 }, (_, at) => gap(at))) {
  AUDITED.length = 0;
  return fakeEngine({
    gaps: async () => open,
    closeGap: async ({ gapId }) => {
      const at = open.findIndex(({ id }) => id === gapId);
      if (at >= 0) open.splice(at, 1);
      return at >= 0;
    },
    search: async ({ query, visible }) => ({
      query,
      hits: visible[0]?.owner === 'host' ? hitsOf(GAZETTE, 3) : hitsOf(POST, 2),
    }),
    suggest: async () => [
      { documentId: GAZETTE.id, owner: 'host', title: 'Second round' },
      { documentId: 'third.md', owner: GUILD.owner },
    ],
    sources: async ({ visible }) => (visible[0]?.owner === 'host' ? [GAZETTE] : [POST]),
  });
}

describe('/gaps', () => {
  it('lists five a page, most asked first, without a word about who asked', async () => {
    const open = [gap(0, { asked: 12, unhelpful: 3 }), gap(1, { asked: 1 }), gap(2), gap(3), gap(4), gap(5)];
    const { engine, calls } = server(open);
    const views = await run({}, { engine });
    expect(calls[0]?.request).toEqual({ guildId: GUILD.owner, limit: 500 });
    expect(read(views)).toContain(
      '**1.** Who paid bill 0?\n-# asked 12 times · 3 answers did not help · last 19 November 2026, 3 days ago',
    );
    expect(read(views)).toContain('asked once ·');
    expect(read(views)).not.toContain('bill 5');
    expect(views[0]?.embeds?.[0]?.footer?.text).toBe('6 open questions · page 1 of 2');
    expect(menu(views).map(({ label }) => label)).toEqual(
      [0, 1, 2, 3, 4].map((at) => `${at + 1}. Who paid bill ${at}?`),
    );
  });

  it('turns to the next page, from a button after a restart', async () => {
    const { engine } = server();
    const views = await press('v1:gaps:1', engine);
    expect(read(views)).toContain('**6.** Who paid bill 5?');
    expect(ids(views)).toEqual(['v1:gap-menu:0', 'v1:gaps:0']);
  });

  it('says so when nothing is open, and shows no empty menu', async () => {
    const views = await run({ page: 3 }, { engine: server([]).engine });
    expect(read(views)).toContain('No question is open.');
    expect(ids(views)).toEqual([]);
  });

  it('offers the question that was chosen with the nearest documents of every owner, each once', async () => {
    const { engine } = server();
    const views = await press('v1:gap-menu:0', engine, [encodeGaps({ kind: 'gap', gapId: gap(1).id, page: 0 })]);
    expect(read(views)).toContain('Who paid bill 1?');
    expect(menu(views).map(({ label }) => label)).toEqual([GAZETTE.title, POST.title, 'third.md']);
    expect(ids(views)).toEqual(['v1:gap-menu:1', `v1:gap-no:${gap(1).id}:0`, 'v1:gaps:0']);
  });

  it('closes a question with the document chosen, notes the act, and lists the rest anew', async () => {
    const { engine, calls } = server();
    const open = await press('v1:gap-menu:0', engine, [encodeGaps({ kind: 'gap', gapId: gap(1).id, page: 0 })]);
    const views = await press('v1:gap-menu:1', engine, [menu(open)[1]?.value ?? '']);
    const document = { owner: GUILD.owner, documentId: POST.id };
    const closing = { guildId: GUILD.owner, gapId: gap(1).id, actor: '42', document };
    expect(calls.find(({ method }) => method === 'closeGap')?.request).toEqual(closing);
    expect(AUDITED).toEqual([`gap-answered: ${POST.id}`]);
    expect(read(views)).toContain('**Answered** by pointing at Third round \\*confirmed\\*.');
    expect(read(views)).not.toContain('bill 1');
  });

  it('dismisses a question, notes the act, and lists the rest anew', async () => {
    const { engine, calls } = server();
    const views = await press(`v1:gap-no:${gap(0).id}:0`, engine);
    expect(calls[0]?.request).toEqual({ guildId: GUILD.owner, gapId: gap(0).id, actor: '42' });
    expect(AUDITED).toEqual([`gap-dismissed: ${gap(0).id}`]);
    expect(read(views)).toContain('**Dismissed.**');
    expect(read(views)).not.toContain('bill 0');
  });

  it('says so when somebody else closed the question meanwhile, and notes nothing', async () => {
    const { engine } = server();
    for (const customId of ['v1:gap:gone12345678:0', 'v1:gap-no:gone12345678:0'])
      expect(read(await press(customId, engine))).toContain('This question is no longer open');
    const point: GapsControl = { kind: 'gap-to', gapId: 'gone12345678', pointKey: keyOfPost(), page: 0 };
    expect(read(await press(encode(point), engine))).toContain('This question is no longer open');
    expect(AUDITED).toEqual([]);
  });

  it('points at no document that the moderator does not see (any more)', async () => {
    const { engine, calls } = server();
    const point: GapsControl = { kind: 'gap-to', gapId: gap(0).id, pointKey: keyOfPost(), page: 0 };
    const views = await press(encode(point), engine, [], { ...MODERATOR, visible: [HOST] });
    expect(read(views)).toContain('You see no such document here');
    expect(calls.map(({ method }) => method)).not.toContain('closeGap');
  });

  it('takes a document by its key, id or title as an option, so that any can be named', async () => {
    for (const document of [keyOfPost(), POST.id, POST.title ?? '']) {
      const views = await run({ question: gap(2).id, document }, server());
      expect(read(views)).toContain('**Answered**');
    }
    expect(read(await run({ question: gap(2).id }, server()))).toContain('Who paid bill 2?');
  });

  it('does nothing for who is no moderator, whatever they press or type', async () => {
    const { engine, calls } = server();
    const member = { ...MODERATOR, isModerator: false };
    const controls = ['v1:gaps:0', `v1:gap:${gap(0).id}:0`, `v1:gap-no:${gap(0).id}:0`];
    const point = encodeGaps({ kind: 'gap-to', gapId: gap(0).id, pointKey: keyOfPost(), page: 0 });
    for (const customId of [...controls, point])
      expect(read(await press(customId, engine, [], member))).toContain('Only moderators');
    expect(read(await press('v1:gap-menu:0', engine, [point], member))).toContain('Only moderators');
    const typing = { engine, caller: member, options: { question: '' }, focused: 'question', words: ENGLISH };
    expect(await command.suggest(typing)).toEqual([]);
    expect(calls).toEqual([]);
  });

  it('suggests open questions and titles while they are typed', async () => {
    const { engine } = server();
    const typing: Omit<Typing, 'options' | 'focused'> = { engine, caller: MODERATOR, words: ENGLISH };
    expect(await command.suggest({ ...typing, options: { question: 'BILL 3' }, focused: 'question' })).toEqual([
      { name: 'Who paid bill 3?', value: gap(3).id },
    ]);
    const documents = await command.suggest({ ...typing, options: { document: 'sec' }, focused: 'document' });
    expect(documents.map(({ name }) => name)).toEqual(['Second round', 'third.md']);
  });

  it('shows a question of any words in messages that Discord takes', async () => {
    const any = fc.oneof(fc.string({ unit: 'binary', maxLength: 60 }), fc.constant(`e${'\u0301'.repeat(5000)}`));
    await fc.assert(
      fc.asyncProperty(any, any, async (question, title) => {
        const open = [gap(0, { question })];
        const engine = {
          ...server(open).engine,
          gaps: async () => open,
          search: async () => ({ query: '', hits: hitsOf({ ...POST, title, id: title }, 1) }),
          suggest: async () => [{ documentId: question, owner: 'host', title }],
        };
        read(await run({}, { engine }));
        read(await run({ question: gap(0).id }, { engine }));
      }),
      { numRuns: 100 },
    );
  });
});

it('a control of /gaps comes back from its text as it was', () => {
  const page = fc.nat({ max: 100 });
  const gapId = fc.stringMatching(/^[A-Za-z0-9_-]{12}$/);
  const controls: fc.Arbitrary<GapsControl> = fc.oneof(
    fc.record({ kind: fc.constant('gaps' as const), page }),
    fc.record({ kind: fc.constantFrom('gap' as const, 'gap-no' as const), gapId, page }),
    fc.record({ kind: fc.constant('gap-to' as const), gapId, pointKey: fc.stringMatching(/^[0-9a-f]{16}$/), page }),
    fc.record({ kind: fc.constant('gap-menu' as const), which: fc.nat({ max: 3 }) }),
  );
  fc.assert(
    fc.property(controls, (control) => {
      const text = encode(control);
      expect(text.length).toBeLessThanOrEqual(100);
      expect(decode(text)).toEqual(control);
    }),
  );
  for (const text of ['v1:gap:', 'v1:gap:a b:0', 'v1:gap-to:abc:xyz:0', 'v1:gaps:-1', 'v1:gap-menu', 'v2:gaps:0'])
    expect(decodeGaps(text)).toBeUndefined();
});

function keyOfPost(): string {
  return pointKey({ owner: GUILD.owner, documentId: POST.id });
}

function run(options: CommandOptions, { engine }: Pick<CommandContext, 'engine'>): Promise<MessageView[]> {
  return command.execute({ ...MODERATOR, engine, options, now: NOW, update: () => {} });
}

function press(customId: string, engine: CommandContext['engine'], values: string[] = [], caller = MODERATOR) {
  return handleControl(decode(customId), { engine, visible: caller.visible, now: NOW, caller, values });
}

function read(views: readonly MessageView[]): string {
  for (const view of views) expect(check(view)).toEqual([]);
  return views
    .flatMap((view) => view.embeds ?? [])
    .map(({ description }) => description)
    .join('\n');
}

function components(views: readonly MessageView[]) {
  return views.flatMap((view) => view.components ?? []).flatMap((row) => row.components);
}

function menu(views: readonly MessageView[]) {
  return components(views).flatMap((each) => (each.type === ComponentType.StringSelect ? each.options : []));
}

function ids(views: readonly MessageView[]): string[] {
  return components(views).flatMap((each) => ('custom_id' in each ? [each.custom_id] : []));
}
