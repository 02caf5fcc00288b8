/** What moderators do to hostile documents: added, removed, erased, undone, and each act told in the audit channel. */
import { ComponentType } from 'discord-api-types/v10';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { commands } from '../../commands/all.js';
import { asVerbatimError } from '../../src/errors.js';
import { auditMessage } from '../../src/message/audit-line.js';
import type { Caller, CommandContext, CommandOptions, Powers } from '../../src/message/command.js';
import { decode } from '../../src/message/controls.js';
import { failureNotice } from '../../src/message/failure.js';
import { handleControl } from '../../src/message/handle-control.js';
import type { MessageView } from '../../src/message/view.js';
import { LANGUAGES, words } from '../../src/message/words.js';
import type { Document } from '../../src/model.js';
import { type AuditLine, DEFAULT_SETTINGS } from '../../src/records.js';
import { type HostileServer, hostileServer, SERVER } from './hostile-server.js';
import { address, dice, hostile, piece } from './hostile-text.js';
import { library, problemsOf } from './soundness.js';

const ACTS = 80;
const SEED = 20261123;
const MODERATOR = '123123123123123123';
const random = dice(SEED);
const languages = Object.keys(LANGUAGES);
const audited: AuditLine[] = [];

let server: HostileServer;
/** Every version that ever was, since reports name what is gone. */
const known = new Map<string, Document>();
beforeAll(async () => {
  server = await hostileServer(60, SEED);
}, 60_000);
afterAll(() => server.close());

it('every act on hostile documents is reported in our layout only, and pings nobody', async () => {
  const done = new Map<string, number>();
  for (let at = 0; at < ACTS; at++) {
    const ours = words(languages[at % languages.length]);
    await learn();
    const [name, given] = random.pick([adding, pasting, keeping, removing, erasing, undoing])(at);
    const views = await shown(() => command(name).execute({ ...contextOf(ours), ...given }), ours);
    await learn();
    expect(problemsIn(views).slice(0, 5), `${name} ${at}`).toEqual([]);
    expect(problemsIn(await pressed(views, ours)).slice(0, 5), `${name} ${at}, pressed`).toEqual([]);
    done.set(name, (done.get(name) ?? 0) + 1);
  }
  expect([...done.keys()].sort()).toEqual(['Add as document', 'add', 'erase', 'remove', 'undo']);
  expect(audited.length).toBeGreaterThan(ACTS / 4);
}, 120_000);

it('every line of the audit channel names who did it and pings nobody', () => {
  const lines = [...audited, ...Array.from({ length: 100 }, () => lineOf(hostile(random, 5)))];
  for (const language of languages) {
    const problems = problemsIn(lines.map((line) => auditMessage(line, words(language))));
    expect(problems.slice(0, 5)).toEqual([]);
  }
});

type Given = readonly [name: string, given: Partial<CommandContext>];

function adding(at: number): Given {
  const ending = random.pick(['.md', '.html', '.txt', '.jsonl', '.exe', '', ' @everyone.md']);
  const name = `${random.once(3) ? piece(random) : 'notes'} ${at}${ending}`;
  const fetchFile = async () => new TextEncoder().encode(hostile(random, 60));
  return ['add', { files: { file: { name, url: 'https://cdn.example/x', size: 9 } }, fetchFile, options: stated(at) }];
}

function pasting(at: number): Given {
  return ['add', { options: { ...stated(at), text: hostile(random, 40) } }];
}

function keeping(at: number): Given {
  const attachments = [{ name: `${piece(random)}.md`, url: 'https://cdn.example/y', size: 9 }];
  const target = {
    ...{ id: String(at), url: `https://discord.com/channels/1/2/${at}`, content: hostile(random, 20) },
    ...{ author: hostile(random, 2), channel: piece(random), server: piece(random) },
    ...{ sentAt: '2026-05-30T00:00:00Z', attachments: random.once(2) ? attachments : [] },
  };
  return ['Add as document', { target, fetchFile: async () => new TextEncoder().encode(hostile(random, 30)) }];
}

function removing(): Given {
  return ['remove', { options: { document: someDocument() } }];
}

function erasing(): Given {
  return ['erase', { options: { document: someDocument() } }];
}

function undoing(): Given {
  return ['undo', {}];
}

function stated(at: number): CommandOptions {
  return {
    ...(random.once(2) ? { title: hostile(random, 3) } : {}),
    ...(random.once(2) ? { url: address(random, at) } : {}),
    ...(random.once(2) ? { publisher: hostile(random, 2) } : {}),
    ...(random.once(4) ? { date: piece(random) } : {}),
    ...(random.once(4) ? { collection: random.once(2) ? 'minutes' : piece(random) } : {}),
  };
}

/** One that is there by its id or title, or none at all. */
function someDocument(): string {
  const { id, title } = random.pick([...known.values()]);
  return random.pick([id, title ?? id, hostile(random, 2)]);
}

function contextOf(ours: ReturnType<typeof words>): Omit<CommandContext, 'target'> {
  return {
    ...moderator(),
    engine: server.engine,
    options: {},
    now: new Date('2026-06-01'),
    words: ours,
    update: () => {},
  };
}

function moderator(): Caller & Powers {
  const collections = [SERVER, { owner: SERVER.owner, name: 'minutes' }];
  return {
    ...{ actor: MODERATOR, guildId: SERVER.owner, channelId: '7', isModerator: true, settings: DEFAULT_SETTINGS },
    ...{ visible: collections, changeable: collections, additions: SERVER },
    audit: async (act, detail) => void audited.push({ ...lineOf(detail), act }),
  };
}

function lineOf(detail: string): AuditLine {
  return { guildId: SERVER.owner, actor: MODERATOR, act: 'config', detail, at: '2026-06-01T00:00:00Z' };
}

/** An error that is meant for its reader is shown as the surface would; any other is a crash. */
async function shown(run: () => Promise<readonly MessageView[]>, ours: ReturnType<typeof words>) {
  try {
    return await run();
  } catch (thrown) {
    const error = asVerbatimError(thrown);
    if (error.code === 'internal') throw thrown;
    return [failureNotice('k3v9x2', error, ours)];
  }
}

async function pressed(views: readonly MessageView[], ours: ReturnType<typeof words>): Promise<MessageView[]> {
  const ids = views.flatMap((view) =>
    (view.components ?? []).flatMap((row) =>
      row.components.flatMap((each) =>
        each.type === ComponentType.Button && 'custom_id' in each ? [each.custom_id] : [],
      ),
    ),
  );
  const [customId] = ids;
  if (customId === undefined) return [];
  const press = {
    engine: server.engine,
    visible: [SERVER],
    now: new Date('2026-06-01'),
    words: ours,
    caller: moderator(),
  };
  return [...(await shown(() => handleControl(decode(customId), press), ours))];
}

async function learn(): Promise<void> {
  const visible = moderator().visible;
  for (const each of await server.engine.exportPage({ visible, limit: 1000 }))
    known.set(`${each.id} ${each.version}`, each);
}

function problemsIn(views: readonly MessageView[]): string[] {
  const from = library([...known.values()], { mentions: [`<@${MODERATOR}>`] });
  return views.flatMap((view) => problemsOf(view, from));
}

function command(name: string) {
  const found = commands.find(({ data }) => data.name === name);
  if (found === undefined) throw new Error(`no command ${name}`);
  return found;
}
