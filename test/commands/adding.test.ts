import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { add } from '../../commands/add.js';
import { addAsDocument } from '../../commands/add-as-document.js';
import { failure } from '../../src/errors.js';
import { DOCUMENT_ENDINGS } from '../../src/ingest/parsers/parse.js';
import { READABLE_ENDINGS } from '../../src/message/adding.js';
import type { TargetMessage } from '../../src/message/command.js';
import { ENGLISH, words } from '../../src/message/words.js';
import { DEFAULT_SETTINGS } from '../../src/records.js';
import { BOARD, GUILD, Moderating, OWN, seen } from './moderating.js';

let mod: Moderating;
beforeEach(() => {
  mod = new Moderating();
});
afterEach(() => mod.close());

const MESSAGE: TargetMessage = {
  id: '6001',
  url: 'https://discord.com/channels/4001/5001/6001',
  content: '**Ferry times**\nThe ferry leaves at eight <:boat:123> on <t:1780272000:d>.',
  author: 'Ada',
  sentAt: '2026-05-27T08:30:00.000Z',
  attachments: [],
  channel: 'harbour',
  server: 'Port Selby',
};

const addFile = (name: string, content: string | Uint8Array, options: Record<string, string> = {}) =>
  mod.run(add, { file: '1', ...options }, { files: { file: mod.file(name, content) } });
const addMessage = (more: Partial<TargetMessage> = {}) =>
  mod.run(addAsDocument, {}, { target: { ...MESSAGE, ...more } });

describe('/add', () => {
  it('stores an attached file and says what, where, for whom, and how it is taken back', async () => {
    const views = await addFile('rules.md', '# House rules\n\nNo fires on the pier.\n');
    expect(seen(views)).toMatchInlineSnapshot(`
      "Added
      **House rules** · \`uploads/rules.md\` · 1 passage
      In **default**: everyone here may see it
      -# \`/undo\` takes this back."
    `);
    expect(await mod.ids()).toEqual(['uploads/rules.md']);
    expect(mod.audited).toEqual(['add uploads/rules.md to default']);
    expect(mod.refreshed).toBe(1);
  });

  it('makes a collection of a new name, for moderators only', async () => {
    const views = await addFile('rules.md', 'No fires on the pier.', { collection: 'Keys_2' });
    expect(seen(views)).toContain('In **Keys\\_2**: only moderators may see it, until `/config` opens the collection');
    expect(await mod.ids({ owner: GUILD, name: 'Keys_2' })).toEqual(['uploads/Keys_2/rules.md']);
  });

  it('says whom the collection is open to', async () => {
    const access = [{ collection: BOARD, roles: ['91'], channels: ['5002'] }];
    const settings = { ...DEFAULT_SETTINGS, access };
    const files = { file: mod.file('rules.md', 'No fires.') };
    const views = await mod.run(add, { file: '1', collection: 'BOARD' }, { files, settings });
    expect(seen(views)).toContain('In **board**: it may be seen by or in: <@&91>, <#5002>');
  });

  it('says that a file replaced one, or that it is there already, and then tells nobody', async () => {
    await addFile('rules.txt', 'No fires.');
    expect(seen(await addFile('rules.txt', 'No fires, no dogs.'))).toContain('Replaced by the new version');
    const again = seen(await addFile('rules.txt', 'No fires, no dogs.'));
    expect(again).toContain('It is there already, unchanged');
    expect(again).not.toContain('/undo');
    expect(mod.audited).toHaveLength(2);
  });

  it.each([
    ['scan.pdf', '%PDF-1.7', 'Cannot read scan.pdf. Expected a name that ends in'],
    ['empty.md', '', 'Cannot read empty.md. Expected text, found an empty file'],
    ['bad.txt', Uint8Array.of(0x61, 0xff, 0xfe), 'Expected UTF-8 text, found an invalid byte'],
  ])('says why it did not take %s', async (name, content, reason) => {
    const text = seen(await addFile(name, content)).replaceAll('\\', '');
    expect(text).toContain('Nothing was added');
    expect(text).toContain(reason);
    expect(mod.audited).toEqual([]);
  });

  it('says why a file could not be fetched', async () => {
    const fetchFile = async (): Promise<Uint8Array> => {
      throw failure('unreadable', { what: 'Cannot read rules.md', found: 'https://10.0.0.1' });
    };
    const views = await mod.run(add, { file: '1' }, { files: { file: mod.file('rules.md', 'x') }, fetchFile });
    expect(seen(views).replaceAll('\\', '')).toContain(
      'Nothing was added\nCannot read rules.md. Found https://10.0.0.1',
    );
  });

  it('takes what was given with it before what the file says', async () => {
    const given = { title: 'Rules', url: 'https://selby.example/rules', date: '27 May 2025', publisher: 'The port' };
    await addFile('rules.md', '---\ntitle: Draft\ndate: 2020-01-01\n---\n\nNo fires.', given);
    const document = await mod.local.document({ visible: [OWN], documentId: 'uploads/rules.md' });
    expect(document).toMatchObject({
      title: 'Rules',
      url: given.url,
      publishedAt: '2025-05-27',
      publisher: 'The port',
    });
  });

  it.each([
    ['url', 'javascript:alert(1)', 'The link cannot be used'],
    ['date', 'soon', 'The date cannot be used'],
  ])('refuses a %s that is none', async (option, value, reason) => {
    expect(seen(await addFile('rules.md', 'No fires.', { [option]: value }))).toContain(reason);
    expect(await mod.ids()).toEqual([]);
  });

  it('refuses a name that no collection may have', async () => {
    const text = seen(await addFile('rules.md', 'No fires.', { collection: 'a b' }));
    expect(text).toBe('A collection’s name has 1 to 64 letters, digits, hyphens or underscores.');
  });

  it('takes a text that was pasted, under its title or its first words', async () => {
    await mod.run(add, { text: '# Opening hours\n\nThe gate opens at nine.' });
    await mod.run(add, { text: 'No fires.', title: 'House rules' });
    expect(await mod.ids()).toEqual(['uploads/House rules.md', 'uploads/Opening hours.md']);
  });

  it.each(['\u200B'.repeat(9), ' \u2060\n\u00AD '])(
    'says of a text that nobody sees that there is none',
    async (text) => {
      expect(seen(await mod.run(add, { text }))).toContain('There is nothing to add.');
      expect(await mod.ids()).toEqual([]);
    },
  );

  it('names a text by its first words where nobody sees its title', async () => {
    await mod.run(add, { text: 'No fires.', title: '\u200B' });
    expect(await mod.ids()).toEqual(['uploads/No fires..md']);
  });

  it('tells many documents of one file in numbers', async () => {
    const lines = Array.from({ length: 300 }, (_, at) => JSON.stringify({ id: `d${at}`, text: `Gate ${at} opens.` }));
    const text = seen(await addFile('gates.jsonl', [...lines, 'nonsense'].join('\n')));
    expect(text).toContain('**300 added · 0 changed · 0 removed · 0 unchanged · 1 failed**');
    expect(text).toContain('and 292 more');
    expect(text).toContain('`/undo` takes this back.');
  });

  it('does both when two add at once', async () => {
    const views = await Promise.all([addFile('a.txt', 'The gate opens.'), addFile('b.txt', 'The gate shuts.')]);
    expect(views.map((each) => seen(each).split('\n')[0])).toEqual(['Added', 'Added']);
    expect(await mod.ids()).toEqual(['uploads/a.txt', 'uploads/b.txt']);
  });
});

describe('the form of /add', () => {
  it('is shown without a file, and holds what was given already', () => {
    const form = add.form({ title: 'Rules', url: 'https://selby.example' }, ENGLISH);
    expect(form?.title).toBe('Add a document');
    const inputs = form?.components.map((each) => ('component' in each ? each.component : undefined));
    expect(inputs?.map((each) => each?.custom_id)).toEqual(['title', 'text', 'url', 'date', 'publisher']);
    expect(inputs?.[0]).toMatchObject({ value: 'Rules', required: false });
    expect(inputs?.[1]).toMatchObject({ required: true, max_length: 4_000 });
    expect(add.form({}, words('de'))?.title).toBe('Ein Dokument hinzufügen');
  });

  it('is not shown with a file, nor for a collection that cannot be', () => {
    expect(add.form({ file: '1' }, ENGLISH)).toBeUndefined();
    expect(add.form({ collection: 'a b' }, ENGLISH)).toBeUndefined();
  });
});

describe('Add as document', () => {
  it('makes a document of a message, whose quotes lead back to it', async () => {
    expect(seen(await addMessage())).toMatchInlineSnapshot(`
      "Added
      **Ferry times** · \`messages/6001\` · 1 passage
      In **default**: everyone here may see it
      -# \`/undo\` takes this back."
    `);
    const document = await mod.local.document({ visible: [OWN], documentId: 'messages/6001' });
    expect(document).toMatchObject({
      title: 'Ferry times',
      text: 'Ferry times\n\nThe ferry leaves at eight :boat: on 2026-06-01 00:00 UTC.',
      url: MESSAGE.url,
      publishedAt: MESSAGE.sentAt,
      author: 'Ada',
      publisher: 'Port Selby',
      source: MESSAGE.url,
    });
  });

  it('adds readable files to it, and says which it left out', async () => {
    const attachments = [mod.file('times.txt', 'It comes back at noon.'), mod.file('boat.png', 'png')];
    const text = seen(await addMessage({ attachments }));
    expect(text).toContain('boat.png is of a kind that I cannot read.');
    const document = await mod.local.document({ visible: [OWN], documentId: 'messages/6001' });
    expect(document?.text).toContain('UTC.\n\nIt comes back at noon.');
  });

  it('is called after its author, channel and day when it has only files', async () => {
    const text = seen(
      await addMessage({ content: ' ', attachments: [mod.file('times.txt', 'It comes back at noon.')] }),
    );
    expect(text).toContain('**Ada, #harbour, 2026-05-27**');
  });

  it('says when there is nothing to read in it', async () => {
    const text = seen(await addMessage({ content: '', attachments: [mod.file('boat.png', 'png')] }));
    expect(text).toContain('This message has no words, and no file that I can read (.txt,');
    expect(text).toContain('boat.png is of a kind that I cannot read.');
  });

  it('refreshes the document when the message was edited', async () => {
    await addMessage();
    expect(seen(await addMessage({ content: 'The ferry leaves at nine.' }))).toContain('Replaced by the new version');
    expect(await mod.ids()).toEqual(['messages/6001']);
  });

  it('takes the files that a parser reads', () => {
    expect(READABLE_ENDINGS).toEqual(DOCUMENT_ENDINGS);
  });

  it('shows no layout of a message or a file name as its own', async () => {
    const files = [mod.file('@everyone **x**.exe', 'x')];
    const text = seen(await addMessage({ content: '# @everyone [a](https://b.example)\n```', attachments: files }));
    expect(text).not.toMatch(/(^|[^\\])@everyone/);
    expect(text).not.toContain('](https://b.example)');
  });
});
