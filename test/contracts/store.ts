/** What every store must do, whatever it is made of. Run it with a function that opens a fresh one. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { NewPassage, Snapshot, StoreReader, StoreWriter } from '../../src/index/store.js';
import type { CollectionRef } from '../../src/model.js';
import { terms } from '../../src/text/terms.js';
import { DIMENSIONS, documentOf, vectorOf } from '../support/stored.js';

export interface OpenedStore {
  readonly reader: StoreReader;
  readonly writer: StoreWriter;
  readonly close: () => Promise<void>;
}

const HOST: CollectionRef = { owner: 'host', name: 'default' };
const GUILD: CollectionRef = { owner: '4001', name: 'default' };

export function storeContract(name: string, open: () => Promise<OpenedStore>): void {
  describe(`${name} keeps the contract of a store`, () => {
    let store: OpenedStore;
    beforeEach(async () => {
      store = await open();
    });
    afterEach(() => store.close());

    const put = async (collection: CollectionRef, id: string, text: string): Promise<void> => {
      const change = await store.writer.change('ingest', collection, 'test');
      await change.put(documentOf(id, text));
    };
    const see = <T>(work: (snapshot: Snapshot) => Promise<T>, ...visible: CollectionRef[]): Promise<T> =>
      store.reader.snapshot(visible.length > 0 ? visible : [HOST], work);
    const ids = (...visible: CollectionRef[]): Promise<string[]> =>
      see(async (snapshot) => (await snapshot.documents()).map(({ id }) => id), ...visible);

    it('shows a stored document whole, with its passages as slices of its text', async () => {
      await put(HOST, 'a.md', 'Norway mediated.\nIt rained in Tromsø.');
      await see(async (snapshot) => {
        const document = await snapshot.document('a.md');
        expect(document).toMatchObject({
          id: 'a.md',
          title: 'Title of a.md',
          collections: ['default'],
          source: '/docs/a.md',
        });
        const passages = await snapshot.passagesOf('a.md');
        expect(passages.map(({ passage }) => passage.text)).toEqual(['Norway mediated.', 'It rained in Tromsø.']);
        for (const { passage } of passages) {
          expect(document?.text.slice(passage.span.start, passage.span.end)).toBe(passage.text);
        }
      });
    });

    it('replaces a version, keeps the old text findable by its hash, and forgets its passages', async () => {
      await put(HOST, 'a.md', 'Old words.');
      const old = await see((snapshot) => snapshot.document('a.md'));
      await put(HOST, 'a.md', 'New words.');
      await see(async (snapshot) => {
        expect((await snapshot.document('a.md'))?.text).toBe('New words.');
        expect(snapshot.size).toBe(1);
        const found = await snapshot.version(old?.version.slice(0, 32) ?? '', () => true);
        expect(found).toMatchObject({ current: false, document: { text: 'Old words.' } });
      });
    });

    it('shows nothing of a collection that was not asked for', async () => {
      await put(GUILD, 'secret.md', 'The guild met in secret.');
      await put(HOST, 'open.md', 'The host met in the open.');
      expect(await ids(HOST)).toEqual(['open.md']);
      await see(async (snapshot) => {
        expect(await snapshot.document('secret.md')).toBeUndefined();
        expect((await snapshot.lexical(['guild'], 10)).top).toEqual([]);
        const near = await snapshot.nearest(vectorOf('The guild met in secret.'), 10);
        expect(near).toHaveLength(1);
        expect(await snapshot.passagesOf('secret.md')).toEqual([]);
      });
    });

    it('counts the visible passages of each term, and nothing of what may not be seen', async () => {
      await put(HOST, 'a.md', 'Norway mediated the talks.\nThe talks went on.');
      await put(HOST, 'b.md', 'The ferry talks.');
      await put(GUILD, 'secret.md', 'Talks and ferries in secret.');
      const asked = ['talk', 'ferri', 'secret', 'norwai', 'nothing'];
      const counted = (...visible: CollectionRef[]) =>
        see(async (snapshot) => Object.fromEntries(await snapshot.frequencies(asked)), ...visible);
      expect(await counted(HOST)).toEqual({ talk: 3, ferri: 1, norwai: 1 });
      expect(await counted(HOST, GUILD)).toEqual({ talk: 4, ferri: 2, norwai: 1, secret: 1 });
      await (await store.writer.change('remove', HOST, 'test')).remove('b.md', { tombstone: false });
      expect(await counted(HOST)).toEqual({ talk: 2, norwai: 1 });
    });

    it('finds visible terms by how they are written, the fewest edits and the same first letter first', async () => {
      await put(HOST, 'a.md', 'Port.\nPorts.\nPork.\nFort 12.\nPart of the harbour.');
      await put(GUILD, 'secret.md', 'Pore.');
      const near = (word: string, edits: 1 | 2) => see((snapshot) => snapshot.nearTerms(word, edits));
      expect(await near('port', 1)).toEqual([
        { term: 'port', edits: 0, documentFrequency: 2 },
        { term: 'part', edits: 1, documentFrequency: 1 },
        { term: 'pork', edits: 1, documentFrequency: 1 },
        { term: 'fort', edits: 1, documentFrequency: 1 },
      ]);
      expect((await near('xort', 1)).map(({ term }) => term)).toEqual(['port', 'fort']);
      expect((await near('14', 2)).map(({ term }) => term)).toEqual([]);
      expect((await near('park', 2)).map(({ term }) => term)).toEqual(['part', 'pork', 'port']);
    });

    it('finds terms that were stored after it was first asked, and none that are gone', async () => {
      await put(HOST, 'a.md', 'Harbour.');
      const near = () => see(async (snapshot) => (await snapshot.nearTerms('harbor', 2)).map(({ term }) => term));
      expect(await near()).toEqual(['harbour']);
      await put(HOST, 'b.md', 'Harbinger and arbor.');
      expect(await near()).toEqual(['harbour', 'arbor']);
      await store.writer.erase(HOST, 'a.md', 'test');
      expect(await near()).toEqual(['arbor']);
      await put(HOST, 'c.md', 'Harbour.');
      const again = await see((snapshot) => snapshot.nearTerms('harbor', 1));
      expect(again).toContainEqual({ term: 'harbour', edits: 1, documentFrequency: 1 });
    });

    it('keeps two documents of one id apart when their owners differ', async () => {
      await put(HOST, 'rules.md', 'Host rules.');
      await put(GUILD, 'rules.md', 'Guild rules.');
      await see(
        async (snapshot) => {
          const hits = await snapshot.lexical(['rule'], 10);
          const passages = await snapshot.passages(hits.top.map(({ passageId }) => passageId));
          const texts = await Promise.all(
            passages.map(async ({ passage }) => (await snapshot.document('rules.md', passage.version))?.text),
          );
          expect(texts.sort()).toEqual(['Guild rules.', 'Host rules.']);
        },
        HOST,
        GUILD,
      );
    });

    it('moves no score by documents that a reader cannot see', async () => {
      await put(HOST, 'a.md', 'Norway mediated the talks.\nTalks about talks.');
      const score = (): Promise<number | undefined> =>
        see(async (snapshot) => (await snapshot.lexical(['talk', 'norway'], 10)).top[0]?.score);
      const before = await score();
      for (let at = 0; at < 20; at++) await put(GUILD, `${at}.md`, `Norway talks ${at}.`);
      expect(await score()).toBe(before);
    });

    it('takes a removed document out of the next answer and remembers that it was removed by hand', async () => {
      await put(HOST, 'a.md', 'Norway mediated.');
      const change = await store.writer.change('remove', HOST, 'test');
      await change.remove('a.md', { tombstone: true });
      expect(await ids()).toEqual([]);
      expect(await change.isTombstone('a.md')).toBe(true);
      expect(await see(async (snapshot) => snapshot.size)).toBe(0);
    });

    it('undoes an add, a change and a removal, the last first', async () => {
      await put(HOST, 'a.md', 'First.');
      await put(HOST, 'a.md', 'Second.');
      const removal = await store.writer.change('remove', HOST, 'test');
      await removal.remove('a.md', { tombstone: true });
      const text = (): Promise<string | undefined> => see(async (snapshot) => (await snapshot.document('a.md'))?.text);
      expect(await store.writer.undo(HOST, 'test')).toMatchObject({
        kind: 'remove',
        actor: 'test',
        documents: [{ kind: 'added', documentId: 'a.md' }],
      });
      expect(await text()).toBe('Second.');
      expect(await removal.isTombstone('a.md')).toBe(false);
      expect(await store.writer.undo(HOST, 'test')).toMatchObject({ documents: [{ kind: 'changed' }] });
      expect(await text()).toBe('First.');
      expect(await store.writer.undo(HOST, 'test')).toMatchObject({ documents: [{ kind: 'removed' }] });
      expect(await text()).toBeUndefined();
      expect(await store.writer.undo(HOST, 'test')).toBeUndefined();
    });

    it('does not store again what another change stored meanwhile, unless it must', async () => {
      const [one, other] = await Promise.all(['x', 'y'].map((actor) => store.writer.change('ingest', HOST, actor)));
      expect(await one?.put(documentOf('a.md', 'Once.'))).toBe(true);
      expect(await other?.put(documentOf('a.md', 'Once.'))).toBe(false);
      expect(await other?.put(documentOf('a.md', 'Once.'), { force: true })).toBe(true);
    });

    it('stores several documents in one step, or none of them', async () => {
      const change = await store.writer.change('ingest', HOST, 'test');
      const one = documentOf('a.md', 'One.');
      const broken = { ...documentOf('b.md', 'Two.'), passages: [undefined as unknown as NewPassage] };
      await expect(change.putAll([one, broken])).rejects.toThrow();
      expect(await change.state('a.md')).toBeUndefined();
      expect(await change.putAll([one, documentOf('b.md', 'Two.'), one])).toEqual([true, true, false]);
      expect(await change.state('b.md')).toMatchObject({ passages: 1 });
      expect(await store.writer.undo(HOST, 'test')).toMatchObject({ documents: { length: 2 } });
      expect(await change.state('a.md')).toBeUndefined();
    });

    it('forgets a target with the ingest that named it', async () => {
      const first = await store.writer.change('ingest', HOST, 'test');
      await first.addTarget('/docs');
      await first.put(documentOf('a.md', 'One.'));
      const second = await store.writer.change('ingest', HOST, 'test');
      await second.addTarget('/docs');
      await second.addTarget('/wrong');
      await second.put(documentOf('b.md', 'Two.'));
      expect(await store.writer.targets(HOST)).toEqual(['/docs', '/wrong']);
      await store.writer.undo(HOST, 'test');
      expect(await store.writer.targets(HOST)).toEqual(['/docs']);
      await second.forgetTarget('/docs');
      expect(await store.writer.targets(HOST)).toEqual([]);
    });

    it('undoes in one collection without touching another', async () => {
      await put(HOST, 'a.md', 'Host.');
      await put(GUILD, 'b.md', 'Guild.');
      await store.writer.undo(HOST, 'test');
      expect(await ids(HOST)).toEqual([]);
      expect(await ids(GUILD)).toEqual(['b.md']);
    });

    it('gives back vectors of words embedded before', async () => {
      await put(HOST, 'a.md', 'Norway mediated.');
      const [passage] = documentOf('b.md', 'Norway mediated.').passages;
      const known = await store.writer.knownVectors([passage?.inputDigest ?? '', 'unheard of']);
      expect([...known.keys()]).toEqual([passage?.inputDigest]);
      expect([...(known.get(passage?.inputDigest ?? '')?.vector ?? [])]).toEqual([...(passage?.vector ?? [])]);
    });

    describe('when another embedding model is adopted', () => {
      const other = { fingerprint: 'model-b', choice: 'b', dimensions: DIMENSIONS };
      const prepareAll = async (): Promise<void> => {
        for (const { versionId, draft } of await store.writer.unprepared('current', { after: 0, limit: 100 })) {
          await store.writer.putPrepared(versionId, documentOf('any', draft.text).passages);
        }
      };

      it('lets the old one answer until every document is prepared for the new one', async () => {
        await put(HOST, 'a.md', 'Norway mediated.');
        await put(HOST, 'b.md', 'It rained.');
        const old = (await store.reader.model())?.fingerprint;
        expect(await store.writer.adopt(other)).toBe('behind');
        expect((await store.writer.unprepared('current', { after: 0, limit: 1 }))[0]?.draft.text).toBe(
          'Norway mediated.',
        );
        expect(await store.writer.swap()).toBe(false);
        await prepareAll();
        expect(await store.writer.preparedShare()).toEqual({ done: 2, total: 2 });
        expect(await see(async (snapshot) => [snapshot.fingerprint, snapshot.size])).toEqual([old, 2]);
        expect(await store.writer.swap()).toBe(true);
        // At once: whoever cannot have the old one would never get as far as a snapshot.
        expect(await store.reader.model()).toEqual(other);
        expect(await see(async (snapshot) => [snapshot.fingerprint, snapshot.size])).toEqual(['model-b', 2]);
        expect(await store.writer.adopt(other)).toBe('answering');
      });

      it('finds the same words after the swap, and nothing twice', async () => {
        await put(HOST, 'a.md', 'Norway mediated.\nIt rained.');
        await store.writer.adopt(other);
        await prepareAll();
        await store.writer.swap();
        await store.writer.settle();
        await see(async (snapshot) => {
          expect((await snapshot.lexical(terms('Norway'), 10)).top).toHaveLength(1);
          expect(await snapshot.nearest(vectorOf('It rained.'), 10)).toHaveLength(2);
          expect((await snapshot.passagesOf('a.md')).map(({ passage }) => passage.ordinal)).toEqual([0, 1]);
        });
      });

      it('stores nothing for a model that does not answer', async () => {
        await put(HOST, 'a.md', 'Norway mediated.');
        await store.writer.adopt(other);
        await expect(put(HOST, 'b.md', 'It rained.')).rejects.toMatchObject({ code: 'fingerprint' });
        expect(await ids()).toEqual(['a.md']);
      });

      it('prepares what an undo brings back before it is seen', async () => {
        await put(HOST, 'a.md', 'First.');
        await put(HOST, 'a.md', 'Second.');
        await store.writer.adopt(other);
        await prepareAll();
        await store.writer.swap();
        expect(await store.writer.undo(HOST, 'test')).toBe('unprepared');
        const [missing] = await store.writer.unprepared({ undo: HOST }, { after: 0, limit: 10 });
        expect(missing?.draft.text).toBe('First.');
        await store.writer.putPrepared(missing?.versionId ?? 0, documentOf('a.md', 'First.').passages);
        expect(await store.writer.undo(HOST, 'test')).toMatchObject({ documents: [{ kind: 'changed', passages: 1 }] });
        expect(await see(async (snapshot) => (await snapshot.lexical(terms('First'), 10)).top.length)).toBe(1);
      });
    });

    it('erases a document, its versions and its way back', async () => {
      await put(HOST, 'a.md', 'Leaked once.');
      await put(HOST, 'a.md', 'Leaked twice.');
      const version = await see(async (snapshot) => (await snapshot.document('a.md'))?.version ?? '');
      await store.writer.erase(HOST, 'a.md', 'test');
      expect(await ids()).toEqual([]);
      expect(await store.writer.undo(HOST, 'test')).toBeUndefined();
      expect(await see((snapshot) => snapshot.version(version, () => true))).toBeUndefined();
    });
  });
}
