/**
 * A thousand hostile documents, asked a thousand hostile questions through every command and control. Nothing that they say may
 * ping, break a limit, pass for our layout, or be shown as a quote of words that are not stored so.
 */
import { ComponentType } from 'discord-api-types/v10';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commands } from '../../commands/all.js';
import { asVerbatimError } from '../../src/errors.js';
import type { Caller, CommandOptions, Powers } from '../../src/message/command.js';
import { decode } from '../../src/message/controls.js';
import { failureNotice } from '../../src/message/failure.js';
import { handleControl } from '../../src/message/handle-control.js';
import { changeReport, progress } from '../../src/message/report.js';
import type { MessageView } from '../../src/message/view.js';
import { LANGUAGES, words } from '../../src/message/words.js';
import { DEFAULT_SETTINGS } from '../../src/records.js';
import { type HostileServer, hostileServer, SERVER } from './hostile-server.js';
import { dice, hostile, piece } from './hostile-text.js';
import { contextProblems, type Library, library, problemsOf } from './soundness.js';

const DOCUMENTS = 1000;
const QUESTIONS = 1000;
const SEED = 20261122;
const NOW = new Date('2026-06-01T00:00:00Z');
const ACTOR: Caller & Powers = {
  actor: '42',
  guildId: SERVER.owner,
  channelId: '7',
  isModerator: true,
  visible: [SERVER],
  changeable: [SERVER],
  additions: SERVER,
  settings: DEFAULT_SETTINGS,
  audit: async () => undefined,
};

let server: HostileServer;
let shelves: Library;
beforeAll(async () => {
  server = await hostileServer(DOCUMENTS, SEED);
  shelves = library(server.documents);
}, 180_000);
afterAll(() => server.close());

const random = dice(SEED + 7);
const languages = Object.keys(LANGUAGES);
/** How often each thing was shown, so that the test cannot pass by showing nothing. */
const seen = new Map<string, number>();

describe('whatever documents and questions say', () => {
  it('has documents to be hostile with', () => {
    expect(server.documents.length).toBeGreaterThan(DOCUMENTS - 60);
    expect(server.documents.length + server.report.failed.length).toBe(DOCUMENTS + 6);
  });

  it('every command shows true quotes, in our layout only, and pings nobody', async () => {
    const problems: string[] = [];
    for (let at = 0; at < QUESTIONS; at++) {
      const question = questionAbout(at);
      problems.push(...(await calling('ask', { question }, at)));
      if (at % 3 === 0) problems.push(...(await calling(...another(question, at), at)));
      expect(problems.slice(0, 5), `question ${at}: ${JSON.stringify(question)}`).toEqual([]);
    }
    expect(seen.get('answer') ?? 0).toBeGreaterThan(QUESTIONS / 10);
    expect(seen.get('abstention') ?? 0).toBeGreaterThan(QUESTIONS / 20);
    expect(seen.get('context') ?? 0).toBeGreaterThan(QUESTIONS / 4);
    expect(seen.get('gap') ?? 0).toBeGreaterThan(5);
  }, 180_000);

  it('reports of changes, their progress and failures are sound', () => {
    for (const language of languages) {
      const ours = words(language);
      const views = [
        ...changeReport(server.report, ours),
        ...server.progress.slice(0, 300).map((step) => progress(step, ours)),
        ...Array.from({ length: 100 }, () =>
          failureNotice(piece(random), { code: 'usage', message: hostile(random, 5) }, ours),
        ),
      ];
      // An error's sentence begins with any words; that it is one line, in our layout, is seen all the same.
      const problems = views.flatMap((view) => problemsOf(view, shelves));
      expect(problems.filter((each) => !each.startsWith('a line that is not ours')).slice(0, 5)).toEqual([]);
    }
  });
});

/** Half of them lead to one document; some are all of its words, or its title, or nothing but hostility. */
function questionAbout(at: number): string {
  const document = server.documents[random.below(server.documents.length)];
  const key = /qua\w+ex/.exec(document?.text ?? '')?.[0] ?? server.keyOf(at);
  const asked = random.pick([
    `what does the ${key} report say`,
    `${key} ${hostile(random, 4)}`,
    `${piece(random)} ${key}?`,
    document?.title ?? key,
    hostile(random, 6),
    (document?.text ?? key).slice(random.below(200)),
    `paper ${random.below(DOCUMENTS)}`,
  ]);
  return asked.slice(0, random.once(50) ? 5000 : 3900);
}

function another(question: string, at: number): [name: string, options: CommandOptions] {
  const document = server.documents[at % server.documents.length];
  const id = document?.id ?? '';
  const choices: [string, CommandOptions][] = [
    ['search', { query: question }],
    ['verify', { quote: at % 2 === 0 ? (document?.text ?? '').slice(0, 300) : question }],
    ['summarize', { 'topic-or-document': at % 2 === 0 ? id : question }],
    ['timeline', { topic: question }],
    ['sources', { filter: question.slice(0, 75) }],
    ['sources', { collection: question.slice(0, 64) }],
    ['help', {}],
    ['gaps', { page: 1 + (at % 9) }],
    ['gaps', { question: `gap${String(at % 40).padStart(9, '0')}` }],
    ['gaps', { question: `gap${String(at % 40).padStart(9, '0')}`, document: id }],
  ];
  return random.pick(choices.filter(([name]) => commands.some(({ data }) => data.name === name)));
}

/** Runs a command, then presses what it showed. */
async function calling(name: string, options: CommandOptions, at: number): Promise<string[]> {
  const command = commands.find(({ data }) => data.name === name);
  if (command === undefined) return [`no command ${name}`];
  const ours = words(languages[at % languages.length]);
  const context = { ...ACTOR, engine: server.engine, options, now: NOW, words: ours, update: () => {} };
  const views = await shownBy(() => command.execute(context), ours);
  if (name === 'gaps') note('gap');
  return [...views.flatMap((view) => sound(view)), ...(await pressing(views, ours))];
}

async function pressing(views: readonly MessageView[], ours: ReturnType<typeof words>): Promise<string[]> {
  const pressed = customIds(views)
    .filter(() => random.once(3))
    .slice(0, 2);
  const problems = pressed.map(async ({ customId, values }) => {
    const control = decode(customId);
    if (control === undefined) return [`a button that cannot be read: ${customId}`];
    const press = { engine: server.engine, visible: [SERVER], now: NOW, words: ours, caller: ACTOR, values };
    const shown = await shownBy(() => handleControl(control, press), ours);
    if (control.kind !== 'context') return shown.flatMap((view) => sound(view));
    note('context');
    return shown.flatMap((view) => [...sound(view), ...contextProblems(view, shelves)]);
  });
  return (await Promise.all(problems)).flat();
}

function sound(view: MessageView): string[] {
  const colour = view.embeds?.[0]?.color;
  if (colour === 0x3b7a57) note('answer');
  if (colour === 0x8a8f98) note('abstention');
  return problemsOf(view, shelves);
}

/** An error that is meant for its reader is shown as the surface would; any other is a crash. */
async function shownBy(
  run: () => Promise<readonly MessageView[]>,
  ours: ReturnType<typeof words>,
): Promise<readonly MessageView[]> {
  try {
    return await run();
  } catch (thrown) {
    const error = asVerbatimError(thrown);
    if (error.code === 'internal') throw thrown;
    return [failureNotice('k3v9x2', error, ours)];
  }
}

function customIds(views: readonly MessageView[]): { customId: string; values: string[] }[] {
  return views.flatMap((view) =>
    (view.components ?? []).flatMap((row) =>
      row.components.flatMap((each) => {
        if (!('custom_id' in each)) return [];
        const values = each.type === ComponentType.StringSelect ? [random.pick(each.options).value] : [];
        return [{ customId: each.custom_id, values }];
      }),
    ),
  );
}

function note(what: string): void {
  seen.set(what, (seen.get(what) ?? 0) + 1);
}
