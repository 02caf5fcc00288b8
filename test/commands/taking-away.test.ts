import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { erase } from '../../commands/erase.js';
import { remove } from '../../commands/remove.js';
import { undo } from '../../commands/undo.js';
import { collectionKey } from '../../src/message/controls.js';
import type { CollectionRef } from '../../src/model.js';
import { HOST } from '../support/local-engine.js';
import { BOARD, buttonOf, Moderating, OWN, seen } from './moderating.js';

let mod: Moderating;
beforeEach(async () => {
  mod = new Moderating();
  await put('pier.md', '# Pier rules\n\nNo fires on the pier.');
  await put('keys.md', '# Keys\n\nThe spare key hangs in the shed.', BOARD);
});
afterEach(() => mod.close());

const put = (name: string, text: string, collection: CollectionRef = OWN) =>
  mod.local.add({
    collection,
    actor: '76',
    uploads: [{ source: `attachment:${name}`, fileName: name, bytes: new TextEncoder().encode(text) }],
  });
const all = ['uploads/board/keys.md', 'uploads/pier.md'];

describe('/remove', () => {
  it.each(['uploads/pier.md', 'Pier rules', ' pier  RULES '])('takes out the document called %j', async (document) => {
    const views = await mod.run(remove, { document });
    expect(seen(views)).toMatchInlineSnapshot(`
      "Removed
      **Pier rules** · \`uploads/pier.md\` is no longer in **default**. A reindex does not bring it back.
      -# \`/undo\` takes this back."
    `);
    expect(await mod.ids()).toEqual(['uploads/board/keys.md']);
    expect(mod.audited).toEqual(['remove uploads/pier.md from default']);
    expect(mod.refreshed).toBe(1);
  });

  it('takes what was chosen while typing, where an id is too long to be chosen itself', async () => {
    const documentId = `uploads/${'x'.repeat(150)}.md`;
    const bytes = new TextEncoder().encode('# Long\n\nThe pier is long.');
    await mod.local.add({
      collection: OWN,
      actor: '76',
      uploads: [{ documentId, source: 's', fileName: 'x.md', bytes }],
    });
    const typing = { engine: mod.engine, caller: mod.caller(), options: { document: 'long' }, focused: 'document' };
    const [choice] = await remove.suggest({ ...typing, words: mod.context().words as never });
    expect(choice?.name).toBe('Long');
    await mod.run(remove, { document: String(choice?.value) });
    expect(await mod.ids()).toEqual(all);
  });

  it('names what comes near when nothing is called so, and takes nothing out', async () => {
    expect(seen(await mod.run(remove, { document: 'peir' }))).toMatchInlineSnapshot(`
      "There is no document “peir” that you may change here. These come near it:
      - **Pier rules** · \`uploads/pier.md\`"
    `);
    expect(seen(await mod.run(remove, { document: '@everyone' }))).toBe(
      'There is no document “\\@everyone” that you may change here.',
    );
    expect(await mod.ids()).toEqual(all);
  });

  it('says which there are when several are called so, and takes the one of the collection that is named', async () => {
    await put('pier2.md', '# Pier rules\n\nNo dogs on the pier.', BOARD);
    expect(seen(await mod.run(remove, { document: 'Pier rules' }))).toMatchInlineSnapshot(`
      "Several documents fit. Name one by its id, and its collection where they differ in that:
      - **Pier rules** · \`uploads/board/pier2.md\` · **board**
      - **Pier rules** · \`uploads/pier.md\` · **default**"
    `);
    await mod.run(remove, { document: 'Pier rules', collection: 'BOARD' });
    expect(await mod.ids()).toEqual(all);
    expect(seen(await mod.run(remove, { document: 'Pier rules', collection: 'attic' }))).toBe(
      'There is no collection “attic” here.',
    );
  });

  it('finds nothing in what its caller may not change', async () => {
    await mod.local.ingest({
      collection: HOST,
      actor: 'cli',
      targets: [mod.local.file('secret.md', 'The host hides.')],
    });
    expect(seen(await mod.run(remove, { document: 'secret.md' }))).toContain('There is no document');
    mod.changeable = [OWN];
    expect(seen(await mod.run(remove, { document: 'Keys' }))).toBe(
      'There is no document “Keys” that you may change here.',
    );
    expect(await mod.ids()).toEqual(['secret.md', ...all]);
  });

  it('works on the documents of the host where they may be changed', async () => {
    mod.changeable = [HOST, OWN];
    await mod.local.ingest({ collection: HOST, actor: 'cli', targets: [mod.local.file('open.md', 'The host says.')] });
    await mod.run(remove, { document: 'open.md' });
    expect(await mod.ids(HOST)).toEqual([]);
  });
});

describe('/erase', () => {
  it('asks first, and says what will be gone and what stays', async () => {
    const views = await mod.run(erase, { document: 'Pier rules' });
    expect(seen(views)).toMatchInlineSnapshot(`
      "Erase this document for good?
      **Pier rules** · \`uploads/pier.md\` in **default**

      Gone for good: its text in every version and collection, what \`/undo\` could bring back, answers kept for a while, and quotes behind buttons.
      Messages that were posted already stay in Discord: whoever wants them gone deletes them by hand.
      [Erase for good] [Keep it]"
    `);
    expect(await mod.ids()).toEqual(all);
    expect(mod.audited).toEqual([]);
  });

  it('erases when its button is pressed, and leaves nothing to undo or to find', async () => {
    await put('pier.md', '# Pier rules\n\nNo fires, no dogs.');
    const button = buttonOf(await mod.run(erase, { document: 'Pier rules' }), 'Erase for good');
    expect(seen(await mod.press(button))).toMatchInlineSnapshot(`
      "**Pier rules** · \`uploads/pier.md\` is erased from **default**.
      Messages that were posted already stay in Discord: whoever wants them gone deletes them by hand."
    `);
    expect(await mod.ids()).toEqual(['uploads/board/keys.md']);
    expect(mod.audited).toEqual(['erase uploads/pier.md from default']);
    for (const words of ['No fires on the pier.', 'No fires, no dogs.']) {
      expect(await mod.local.verify({ visible: [OWN], words })).toMatchObject({ outcome: 'absent' });
    }
    await mod.run(undo);
    expect(await mod.ids()).toEqual([]);
  });

  it('does nothing when the other button is pressed', async () => {
    const button = buttonOf(await mod.run(erase, { document: 'Pier rules' }), 'Keep it');
    expect(seen(await mod.press(button))).toBe('Nothing was erased.');
    expect(await mod.ids()).toEqual(all);
  });

  it('does nothing for who is no moderator any more, or may not change that collection', async () => {
    const button = buttonOf(await mod.run(erase, { document: 'Keys' }), 'Erase for good');
    expect(seen(await mod.press(button, { isModerator: false, changeable: [] }))).toContain('Only moderators');
    expect(seen(await mod.press(button, { changeable: [OWN] }))).toContain('Nothing was erased');
    expect(await mod.ids()).toEqual(all);
  });

  it('erases no other document that has come to be called like the one on the button', async () => {
    const button = buttonOf(await mod.run(erase, { document: 'Pier rules' }), 'Erase for good');
    await mod.run(remove, { document: 'Pier rules' });
    await put('other.md', '# uploads/pier.md\n\nAbout a file.');
    await mod.press(button);
    expect(await mod.ids()).toContain('uploads/other.md');
  });

  it('erases what has an id longer than a button', async () => {
    const documentId = `uploads/${'é'.repeat(150)}.md`;
    const bytes = new TextEncoder().encode('# Long\n\nThe pier is long.');
    await mod.local.add({
      collection: OWN,
      actor: '76',
      uploads: [{ documentId, source: 's', fileName: 'x.md', bytes }],
    });
    await mod.press(buttonOf(await mod.run(erase, { document: 'Long' }), 'Erase for good'));
    expect(await mod.ids()).toEqual(all);
  });

  it('erases what was removed before, by its id, and says when there is none', async () => {
    await mod.run(remove, { document: 'Pier rules' });
    const views = await mod.run(erase, { document: 'uploads/pier.md' });
    expect(seen(views)).toContain('If a document of exactly this id was removed before');
    expect(seen(await mod.press(buttonOf(views, 'Erase for good')))).toContain('is erased from **default**');
    await mod.run(undo);
    expect(await mod.ids()).toEqual([]);
    const none = buttonOf(await mod.run(erase, { document: 'nothing' }), 'Erase for good');
    expect(seen(await mod.press(none))).toContain('Nothing was erased.');
  });

  it('erases nothing of the host that its presser does not see', async () => {
    const hidden: CollectionRef = { owner: 'host', name: 'hidden' };
    await mod.local.ingest({
      collection: hidden,
      actor: 'cli',
      targets: [mod.local.file('secret.md', 'The host hides.')],
    });
    mod.changeable = [HOST, OWN];
    const views = await mod.run(erase, { document: 'secret.md' });
    expect(seen(await mod.press(buttonOf(views, 'Erase for good')))).toContain('Nothing was erased.');
    const forged = `v1:erase:${collectionKey(HOST)}:=secret.md`;
    expect(seen(await mod.press(forged))).toContain('Nothing was erased.');
    expect(await mod.ids(hidden)).toEqual(['secret.md']);
  });

  it('is done when two press at once, and fails for neither', async () => {
    const button = buttonOf(await mod.run(erase, { document: 'Pier rules' }), 'Erase for good');
    await Promise.all([mod.press(button), mod.press(button)]);
    expect(await mod.ids()).toEqual(['uploads/board/keys.md']);
  });
});

describe('/undo', () => {
  it('takes back the last change of whichever collection changed last, and says whose it was', async () => {
    expect(seen(await mod.run(undo))).toMatchInlineSnapshot(`
      "Undone
      **0 added · 0 changed · 1 removed · 0 unchanged**

      **Removed**
      - \`uploads/board/keys.md\`

      -# Taken back: what was added in **board** by <@76>, <t:1780272000:f>"
    `);
    expect(await mod.ids()).toEqual(['uploads/pier.md']);
    await mod.run(undo);
    expect(await mod.ids()).toEqual([]);
    expect(seen(await mod.run(undo))).toBe('There is nothing to undo here. Erasing cannot be undone.');
    expect(mod.audited).toHaveLength(2);
  });

  it('brings back what was removed or replaced as it was', async () => {
    await mod.run(remove, { document: 'Pier rules' });
    expect(seen(await mod.run(undo))).toContain('Taken back: a removal in **default** by <@77>,');
    await put('pier.md', '# Pier rules\n\nNo dogs.');
    await mod.run(undo);
    const document = await mod.local.document({ visible: [OWN], documentId: 'uploads/pier.md' });
    expect(document?.text).toContain('No fires on the pier.');
  });

  it('takes back nothing of what its caller may not change', async () => {
    await mod.local.ingest({ collection: HOST, actor: 'cli', targets: [mod.local.file('open.md', 'The host says.')] });
    await mod.run(undo);
    expect(await mod.ids(HOST)).toEqual(['open.md']);
  });

  it('takes back one change when two undo at once', async () => {
    const views = await Promise.all([mod.run(undo), mod.run(undo)]);
    expect(views.map(seen).filter((text) => text.startsWith('Somebody is undoing'))).toHaveLength(1);
    expect(await mod.ids()).toEqual(['uploads/pier.md']);
  });
});

describe('what is offered while typing', () => {
  const choices = (options: Record<string, string>, focused = 'document', more = {}) =>
    erase.suggest({
      engine: mod.engine,
      caller: mod.caller(more),
      options,
      focused,
      words: mod.context().words as never,
    });

  it('is what its typer may change, in the collection that is named', async () => {
    expect(await choices({ document: 'rulse' })).toEqual([{ name: 'Pier rules', value: 'uploads/pier.md' }]);
    expect(await choices({ document: '' })).toHaveLength(2);
    expect(await choices({ document: '', collection: 'board' })).toEqual([
      { name: 'Keys', value: 'uploads/board/keys.md' },
    ]);
    expect(await choices({ document: '' }, 'document', { changeable: [OWN] })).toHaveLength(1);
    expect(await choices({ document: '' }, 'document', { isModerator: false })).toEqual([]);
    expect(await choices({ collection: 'B' }, 'collection')).toEqual([{ name: 'board', value: 'board' }]);
  });

  it('tells documents of one title apart', async () => {
    await put('pier2.md', '# Pier rules\n\nNo dogs.');
    const names = (await choices({ document: 'pier' })).map(({ name }) => name);
    expect(names.sort()).toEqual(['Pier rules · uploads/pier.md', 'Pier rules · uploads/pier2.md']);
  });
});
