/** What every store of records must do, whatever it is made of. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RecordStore } from '../../src/index/records.js';
import type { CollectionRef } from '../../src/model.js';
import { DEFAULT_SETTINGS, type Exchange, type QuoteAddress } from '../../src/records.js';
import { documentKey as keyOf } from '../../src/text/document-key.js';

/** A store of records, beside an index in which documents can be put and taken away. */
export interface RecordsUnderTest {
  readonly records: RecordStore;
  put(collection: CollectionRef, documentId: string, text: string): Promise<void>;
  erase(collection: CollectionRef, documentId: string): Promise<void>;
  documents(collection: CollectionRef): Promise<readonly string[]>;
  /** Of a document that is there. */
  version(collection: CollectionRef, documentId: string): Promise<string>;
  /** Everything that is stored, as text. */
  dump(): string;
  close(): Promise<void>;
}

const GUILD = '4001';
const OTHER = '4002';
const PAPERS: CollectionRef = { owner: GUILD, name: 'default' };
const DAY_MS = 24 * 60 * 60 * 1_000;
const START = Date.parse('2026-05-01T08:00:00Z');

export function describeRecords(name: string, open: (now: () => Date) => Promise<RecordsUnderTest>): void {
  describe(`the records of ${name}`, () => {
    let nowMs = START;
    let under: RecordsUnderTest;
    let records: RecordStore;
    let named = 0;

    beforeEach(async () => {
      nowMs = START;
      named = 0;
      under = await open(() => new Date(nowMs));
      records = under.records;
    });
    afterEach(() => under.close());

    async function asked(question: string, more: Partial<Exchange> = {}): Promise<string> {
      named += 1;
      const id = `question${String(named).padStart(4, '0')}`;
      const exchange = { question, collections: [PAPERS], guildId: GUILD, userId: '7', ...more };
      await records.keep({ id, exchange: { outcome: 'abstention', ...exchange } });
      return id;
    }
    const questions = async (): Promise<string[]> =>
      (await records.gaps({ guildId: GUILD })).map(({ question }) => question);

    it('keeps an exchange whole, and one of an earlier version', async () => {
      const exchange: Exchange = {
        ...{ question: 'Who?', collections: [PAPERS], kind: 'summarize', options: { words: 80 }, guildId: GUILD },
        ...{ userId: '7', outcome: 'answer', previous: 'abcdefghijkl' },
        quotes: [{ documentKey: '01234567', version: 'ab'.repeat(16), start: 3, end: 9 }],
      };
      await records.keep({ id: 'mnopqrstuvwx', exchange });
      expect(await records.recall('mnopqrstuvwx')).toEqual(exchange);
      await records.keep({ id: 'abcdefghijkl', exchange: { question: 'Who?', collections: [PAPERS] } });
      expect(await records.recall('abcdefghijkl')).toEqual({ question: 'Who?', collections: [PAPERS] });
      expect(await records.recall('nothing-here')).toBeUndefined();
    });

    it('lets an exchange outlive a document that it quotes, without the quotes', async () => {
      const others: CollectionRef = { owner: OTHER, name: 'default' };
      const quoted = async (collection: CollectionRef): Promise<QuoteAddress> => {
        await under.put(collection, 'key.md', 'The key hangs in the customs house.');
        return {
          documentKey: keyOf('key.md'),
          version: (await under.version(collection, 'key.md')).slice(0, 32),
          start: 0,
          end: 7,
        };
      };
      const kept: QuoteAddress = { documentKey: keyOf('ferry.md'), version: 'ab'.repeat(16), start: 3, end: 9 };
      const quotes = [await quoted(PAPERS), kept];
      const id = await asked('Where is the key?', { outcome: 'answer', quotes });
      const elsewhere = await asked('Where is the key?', {
        ...{ outcome: 'answer', collections: [others], guildId: OTHER, quotes: [await quoted(others)] },
      });
      await under.erase(PAPERS, 'key.md');
      expect((await records.recall(id))?.quotes).toEqual([kept]);
      expect((await records.recall(elsewhere))?.quotes).toHaveLength(1);
    });

    it('keeps settings, a server each, and gives defaults for what it cannot read', async () => {
      const settings = { ...DEFAULT_SETTINGS, moderatorRoles: ['11'], retentionDays: 7, auditChannelId: '12' };
      await records.configure({ guildId: GUILD, settings });
      await records.configure({ guildId: OTHER, settings: { ...settings, retentionDays: -1, caution: 'x' as never } });
      expect(await records.settings()).toEqual([
        { guildId: GUILD, settings },
        { guildId: OTHER, settings: { ...settings, retentionDays: 30 } },
      ]);
    });

    it('counts a question once a person and day, and joins those alike', async () => {
      await asked('Who keeps the harbour key?');
      await asked('who keeps the harbour key', { userId: '7' });
      nowMs += DAY_MS;
      await asked('Who keeps the Harbour keys?!', { userId: '7' });
      await asked('When does the ferry leave?', { userId: '8' });
      await asked('When does the ferry leave?', { userId: '9', outcome: 'answer' });
      await asked('Elsewhere?', { guildId: OTHER });
      const gaps = await records.gaps({ guildId: GUILD });
      expect(gaps.map(({ question, asked: times }) => [question, times])).toEqual([
        ['Who keeps the Harbour keys?!', 2],
        ['When does the ferry leave?', 1],
      ]);
    });

    it('takes an answer that helps fewer than it does not for a gap', async () => {
      const id = await asked('Where is the mole?', { outcome: 'answer' });
      expect(await questions()).toEqual([]);
      expect(await records.vote({ exchangeId: id, userId: '1', helpful: false })).toBe(true);
      expect(await records.gaps({ guildId: GUILD })).toMatchObject([{ question: 'Where is the mole?', unhelpful: 1 }]);
      await records.vote({ exchangeId: id, userId: '1', helpful: true });
      expect(await questions()).toEqual([]);
      expect(await records.vote({ exchangeId: 'nothing-here', userId: '1', helpful: true })).toBe(false);
    });

    it('closes a gap with all like it; dismissed, it comes back when it is asked again', async () => {
      const id = await asked('Who keeps the harbour key?');
      await asked('Who keeps the harbour keys?');
      nowMs += 1_000;
      expect(await records.closeGap({ guildId: OTHER, gapId: id, actor: '1' })).toBe(false);
      expect(await records.closeGap({ guildId: GUILD, gapId: id, actor: '1' })).toBe(true);
      expect(await records.closeGap({ guildId: GUILD, gapId: id, actor: '1' })).toBe(false);
      expect(await questions()).toEqual([]);
      expect(await records.pointers({ guildId: GUILD })).toEqual([]);
      nowMs += 1_000;
      await asked('Who keeps the harbour key?');
      expect(await questions()).toEqual(['Who keeps the harbour key?']);
    });

    it('stays closed by a document as long as that is there', async () => {
      await under.put(PAPERS, 'key.md', 'The key hangs in the customs house.');
      const id = await asked('Who keeps the harbour key?');
      const document = { owner: GUILD, documentId: 'key.md' };
      await records.closeGap({ guildId: GUILD, gapId: id, actor: '1', document });
      nowMs += 1_000;
      await asked('who keeps the harbour KEY');
      expect(await questions()).toEqual([]);
      const pointed = await records.pointers({ guildId: GUILD, question: 'the harbour key: who keeps it?' });
      expect(pointed).toMatchObject([{ documentId: 'key.md', owner: GUILD }]);
      expect(await records.pointers({ guildId: GUILD, question: 'Who keeps the ferry?' })).toEqual([]);
      expect(await records.pointers({ guildId: OTHER })).toEqual([]);
      await under.erase(PAPERS, 'key.md');
      expect(await records.pointers({ guildId: GUILD })).toEqual([]);
      expect(await questions()).toEqual(['who keeps the harbour KEY']);
      expect(under.dump().includes('customs house')).toBe(false);
    });

    it('writes an audit trail, newest first, a server each', async () => {
      const line = { guildId: GUILD, actor: '1', act: 'config', at: new Date(nowMs).toISOString() } as const;
      await records.record({ ...line, detail: 'one' });
      await records.record({ ...line, detail: `two ${'x'.repeat(400)}` });
      await records.record({ ...line, guildId: OTHER, detail: 'three' });
      const found = await records.audit({ guildId: GUILD });
      expect(found.map(({ detail }) => detail.slice(0, 3))).toEqual(['two', 'one']);
      expect(found[0]?.detail).toHaveLength(300);
      expect(await records.audit({ guildId: GUILD, limit: 1 })).toHaveLength(1);
    });

    it('deletes what is older than each server keeps it', async () => {
      await records.configure({ guildId: GUILD, settings: { ...DEFAULT_SETTINGS, retentionDays: 2 } });
      const id = await asked('Old one?');
      await records.vote({ exchangeId: id, userId: 'voter', helpful: false });
      await asked('Elsewhere?', { guildId: OTHER });
      await records.keep({ id: 'of-terminal0', exchange: { question: 'Typed?', collections: [] } });
      await records.record({
        guildId: GUILD,
        actor: '1',
        act: 'config',
        detail: 'x',
        at: new Date(nowMs).toISOString(),
      });
      nowMs += 3 * DAY_MS;
      const fresh = await asked('New one?');
      expect(await records.purge()).toBe(1);
      expect(await records.recall(id)).toBeUndefined();
      expect(await records.recall(fresh)).toBeDefined();
      expect(await records.audit({ guildId: GUILD })).toEqual([]);
      expect(under.dump().includes('voter')).toBe(false);
      nowMs += 28 * DAY_MS;
      expect(await records.purge()).toBe(3);
    });

    it('forgets a person', async () => {
      await under.put(PAPERS, 'key.md', 'The key.');
      const mine = await asked('My own question?', { userId: 'person-7' });
      const theirs = await asked('Another question here?', { userId: '8' });
      await records.vote({ exchangeId: theirs, userId: 'person-7', helpful: true });
      await records.closeGap({
        guildId: GUILD,
        gapId: mine,
        actor: '1',
        document: { owner: GUILD, documentId: 'key.md' },
      });
      await records.chooseServer({ userId: 'person-7', guildId: GUILD });
      await records.record({ guildId: GUILD, actor: 'person-7', act: 'config', detail: 'x', at: '2026-05-01' });
      expect(await records.forget({ userId: 'person-7' })).toBe(1);
      expect(await records.recall(mine)).toBeUndefined();
      expect(await records.recall(theirs)).toBeDefined();
      expect(await records.chosenServer('person-7')).toBeUndefined();
      expect((await records.audit({ guildId: GUILD })).map(({ actor }) => actor)).toEqual(['forgotten']);
      expect(/person-7|My own question/.test(under.dump())).toBe(false);
    });

    it('erases what belongs to a server that was left, once its time is over', async () => {
      await under.put(PAPERS, 'secret.md', 'The secret word is xyzzyplugh.');
      const others: CollectionRef = { owner: OTHER, name: 'default' };
      await under.put(others, 'kept.md', 'This stays.');
      await asked('About xyzzyplugh?');
      await records.configure({ guildId: GUILD, settings: DEFAULT_SETTINGS });
      await records.presentIn([OTHER]);
      nowMs += 6 * DAY_MS;
      expect(await records.eraseLeft({ days: 7 })).toEqual([]);
      await records.presentIn([OTHER, GUILD]);
      nowMs += 2 * DAY_MS;
      expect(await records.eraseLeft({ days: 7 })).toEqual([]);
      await records.presentIn([OTHER]);
      nowMs += 8 * DAY_MS;
      expect(await records.eraseLeft({ days: 7 })).toEqual([GUILD]);
      expect(await records.eraseLeft({ days: 7 })).toEqual([]);
      expect(await under.documents(PAPERS)).toEqual([]);
      expect(await under.documents(others)).toEqual(['kept.md']);
      expect(await records.collections()).toEqual([others]);
      expect(await records.servers()).toEqual([OTHER]);
      expect(await records.settings()).toEqual([]);
      expect(under.dump().includes('xyzzyplugh')).toBe(false);
    });

    it('knows which of some collections changed last', async () => {
      const rules: CollectionRef = { owner: GUILD, name: 'rules' };
      expect(await records.lastChange([PAPERS, rules])).toBeUndefined();
      await under.put(PAPERS, 'a.md', 'A.');
      await under.put(rules, 'b.md', 'B.');
      expect(await records.lastChange([PAPERS, rules])).toMatchObject({
        collection: rules,
        change: { kind: 'ingest' },
      });
      expect(await records.lastChange([PAPERS])).toMatchObject({ collection: PAPERS });
    });

    it('remembers which server a person asks in direct messages', async () => {
      await records.chooseServer({ userId: '7', guildId: GUILD });
      await records.chooseServer({ userId: '7', guildId: OTHER });
      expect(await records.chosenServer('7')).toBe(OTHER);
      expect(await records.chosenServer('8')).toBeUndefined();
    });
  });
}
