#!/usr/bin/env node
// Makes the pictures of README from what the bot really sends: an engine over the sample documents, the commands
// themselves, their JSON drawn as Discord draws it. Run it with `npm run pictures` after a message changed its looks.
import { appendFileSync, cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PEOPLE, page } from './page.mjs';
import { findBrowser, screenshot } from './screenshot.mjs';

const root = join(import.meta.dirname, '..');
const from = (file) => import(new URL(`../dist/${file}`, import.meta.url).href);
const [{ openEngine }, { commands }, { DEFAULT_SETTINGS }] = await Promise.all([
  from('src/workers/open-engine.js'),
  from('commands/all.js'),
  from('src/records.js'),
]);

/** Ages stand in the pictures, so the day is always the same. */
const NOW = new Date('2026-06-12T09:30:00Z');
const COLLECTION = { owner: 'host', name: 'default' };
const [ADA, GRACE] = PEOPLE.keys();
const QUESTIONS = [
  ['answer', ADA, 'who mediated the talks'],
  ['abstention', ADA, 'how much did the talks cost'],
  ['disagreement', ADA, 'when was the accord signed'],
];

const browser = findBrowser();
const folder = mkdtempSync(join(tmpdir(), 'verbatim-pictures-'));
const documents = join(folder, 'documents');
cpSync(join(root, 'documents'), documents, { recursive: true });
const engine = openEngine({
  dataDir: join(folder, 'index'),
  modelsDir: join(root, 'models'),
  embeddings: { kind: 'bundled' },
  warn: (message, error) => process.stderr.write(`${message}: ${error}\n`),
});

try {
  await engine.ingest({ collection: COLLECTION, actor: 'start', targets: [documents] });
  for (const [name, user, question] of QUESTIONS) await take(name, { user, command: 'ask', options: { question } });
  changeSources();
  await take('reindex', { user: GRACE, command: 'reindex', options: {} });
} finally {
  await engine.close();
  rmSync(folder, { recursive: true, force: true });
}

async function take(name, { user, command, options }) {
  const found = commands.find(({ data }) => data.name === command);
  const views = await found.execute({ ...caller(user), engine, options, now: NOW, update: () => undefined });
  const [option] = Object.entries(options).map(([key, value]) => ` ${key}: ${value}`);
  const html = page(views, { user, asked: `/${command}${option ?? ''}`, isPrivate: found.isPrivate(options) });
  screenshot(browser, html, join(import.meta.dirname, `${name}.png`));
  process.stdout.write(`pictures/${name}.png\n`);
}

function caller(actor) {
  const isModerator = actor === GRACE;
  return {
    actor,
    guildId: '1',
    channelId: '2',
    isModerator,
    visible: [COLLECTION],
    changeable: isModerator ? [COLLECTION] : [],
    additions: { owner: '1', name: 'default' },
    settings: DEFAULT_SETTINGS,
  };
}

/** One document of each kind that a report tells apart. */
function changeSources() {
  writeFileSync(
    join(documents, '2026-06-first-summer.md'),
    '# The first summer of the accord\n\nThe gauge at Brask read 121 cubic metres a second on 1 June 2026.\n',
  );
  appendFileSync(
    join(documents, '2026-05-gates-open.md'),
    '\nThe fourth gate was opened on 30 May 2026, two days early.\n',
  );
  rmSync(join(documents, '2026-02-dockers.html'));
  writeFileSync(join(documents, '2026-06-minutes.txt'), Buffer.from([0x50, 0x4b, 0x00, 0x01, 0x02, 0x00, 0xff]));
}
