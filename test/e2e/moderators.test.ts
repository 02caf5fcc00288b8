/** What moderators do with documents, from the process entry: the real engine, a restart, and who else may see it. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { APIMessage } from 'discord-api-types/v10';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Discord } from '../support/emulator/discord.js';
import { brokenLimits, HarbourBot, words } from './harbour-bot.js';

let harbour: HarbourBot;
let discord: Discord;

beforeAll(async () => {
  harbour = await HarbourBot.prepare();
  discord = harbour.discord;
  await launch();
});
afterAll(() => harbour.close());
afterEach(() => {
  expect(brokenLimits(discord)).toEqual([]);
  expect(discord.refusals).toEqual([]);
});

async function launch(): Promise<void> {
  await harbour.launch({ DISCORD_CDN_HOSTS: discord.host }).logged('Discord: ready');
}

const file = (filename: string, data: string) => ({ filename, contentType: 'text/markdown', data });
const use = (name: string, options: Record<string, string | boolean | ReturnType<typeof file>> = {}) =>
  discord.interact({ name, user: discord.moderator, options });
const isDone = (message: APIMessage): boolean => !/Indexing…|Waiting for/.test(words(message));

async function said(asked: ReturnType<typeof use>): Promise<string> {
  const message = await asked.settled(isDone);
  expect(asked.isPrivate(message)).toBe(true);
  return [...message.embeds.map(({ title = '' }) => title), words(message)].join('\n');
}

async function answer(question: string, as = discord.user): Promise<string> {
  return words(await discord.interact({ name: 'ask', user: as, options: { question, private: true } }).settled());
}

const CRANE = '# The crane\n\nThe red crane of Port Ansel was built in 1931 by the Tolly brothers.\n';
const VAULT = '# The vault\n\nThe vault of the customs house opens with the number 4711.\n';

describe('a moderator', () => {
  it('adds a file that everyone is answered from at once', async () => {
    expect(await said(use('add', { file: file('crane.md', CRANE) }))).toContain('everyone here may see it');
    expect(await answer('Who built the red crane?')).toContain('built in 1931 by the Tolly brothers');
  });

  it('adds a file to a new collection that nobody else sees, by answer, list or suggestion', async () => {
    const added = await said(use('add', { file: file('vault.md', VAULT), collection: 'keys' }));
    expect(added).toContain('only moderators may see it');
    const question = 'With which number does the vault open?';
    expect(await answer(question)).not.toContain('4711');
    expect(await answer(question, discord.moderator)).toContain('4711');
    const listed = await discord
      .interact({ name: 'sources', user: discord.user, options: { filter: 'vault' } })
      .settled();
    expect(words(listed)).toContain('No document matches');
    const typed = { options: { document: 'vault' }, focused: 'document' };
    const offered = discord.autocomplete({ name: 'remove', user: discord.moderator, ...typed });
    expect(await offered.choices()).toEqual([{ name: 'The vault', value: 'uploads/keys/vault.md' }]);
  });

  it('makes a document of a message, and a quote of it leads back there', async () => {
    const message = discord.say({ content: 'Reminder: the fish market moves to Lantern Square in June.' });
    const menu = { name: 'Add as document', kind: 3, targetId: message.id, user: discord.moderator } as const;
    expect(await said(discord.interact(menu))).toContain(`messages/${message.id}`);
    const shown = await answer('Where does the fish market move to in June?');
    expect(shown).toContain('Lantern Square');
    expect(shown).toContain(`/channels/${discord.guildId}/${discord.channelId}/${message.id}`);
  });

  it('removes a document of the host, undoes that, and undoes no more than that', async () => {
    const removed = await said(use('remove', { document: 'Harbour treaty signed' }));
    expect(removed).toContain('Removed');
    expect(await said(use('undo'))).toContain('a removal in default by');
    expect(await answer('When was the harbour treaty signed?')).toContain('20 March 2025');
  });

  it('reindexes what the host named, and what was added by hand stays', async () => {
    await writeFile(join(harbour.papers, 'heron.txt'), 'A heron called Ibby nests on the lighthouse.\n');
    const report = await said(use('reindex'));
    expect(report).toContain('1 added');
    expect(report).toContain('heron.txt');
    expect(await answer('Who built the red crane?')).toContain('Tolly brothers');
  });

  it('erases a document by a button that was shown before a restart, and nothing of it is left', async () => {
    const asked = use('erase', { document: 'The crane' });
    expect(await said(asked)).toContain('Gone for good');
    await harbour.bot?.stop();
    await launch();
    const [message] = asked.messages();
    if (message === undefined) throw new Error('Nothing was shown');
    discord.press({ message, label: 'Erase for good', user: discord.moderator });
    const after = () => words(discord.current(message));
    await discord.waitFor(() => after().includes('is erased from'), 'the erasing');
    expect(await answer('Who built the red crane?')).not.toContain('Tolly');
    expect(await said(use('reindex', { last: true }))).toContain('No reindex was begun here since I was started.');
  });
});

describe('a member', () => {
  it.each(['add', 'remove', 'erase', 'undo', 'reindex'])(
    'is not shown /%s, and is refused all the same',
    async (name) => {
      const options = name === 'remove' || name === 'erase' ? { document: 'The vault' } : {};
      expect(() => discord.interact({ name, user: discord.user, options })).toThrow('is not shown');
      const asked = discord.interact({ name, user: discord.user, options, isForced: true });
      const message = await asked.settled();
      expect(asked.isPrivate(message)).toBe(true);
      expect(words(message)).toContain('Only moderators');
    },
  );
});
