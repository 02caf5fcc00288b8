/** Random lives of a store of records beside a naive model: gaps, what ends in time, and who is forgotten. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { openRecords } from '../../src/index/records.js';
import { connect } from '../../src/index/statements.js';
import { openWriter } from '../../src/index/writer.js';
import { DEFAULT_SETTINGS } from '../../src/records.js';
import { NaiveRecords } from '../support/naive-records.js';
import { DIMENSIONS, documentOf } from '../support/stored.js';

const HOUR_MS = 60 * 60 * 1_000;
const GUILDS = ['4001', '4002'] as const;
const PEOPLE = ['700000000001', '700000000002'] as const;
/** Alike within a line, in other words; not across lines. */
const TOPICS: readonly (readonly string[])[] = [
  ['Who keeps the harbour key?', 'who keeps the harbour keys', 'The harbour key: who is keeping it?'],
  ['When does the ferry leave?', 'When do the ferries leave?!', 'when will the FERRY leave'],
  ['Is there a lamp on the mole?', 'The lamps on the mole', 'is the mole’s lamp there?'],
];

/** Mostly one server, topic and person, so that what is done comes upon what was done before. */
const guild = fc.constantFrom(GUILDS[0], GUILDS[0], GUILDS[0], GUILDS[1]);
const topic = fc.constantFrom(0, 0, 0, 1, 2);
const person = fc.constantFrom(PEOPLE[0], PEOPLE[0], PEOPLE[1]);
const at = fc.nat({ max: 30 });
const document = fc.constantFrom({ owner: GUILDS[0], id: 'a.md' }, { owner: 'host', id: 'a.md' });
const is = <T extends string>(kind: T): fc.Arbitrary<T> => fc.constant(kind);
const act = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.record({
      ...{ is: is('ask'), topic, words: fc.nat({ max: 2 }), guild: fc.option(guild, { freq: 9 }) },
      ...{ person: fc.option(person), kind: fc.constantFrom(...(['ask', 'ask', 'ask', 'search'] as const)) },
      outcome: fc.constantFrom(...(['abstention', 'abstention', 'answer'] as const)),
    }),
  },
  { weight: 4, arbitrary: fc.record({ is: is('vote'), at, person, helpful: fc.boolean() }) },
  {
    weight: 4,
    arbitrary: fc.record({ is: is('close'), guild, at, person, document: fc.option(document, { freq: 2 }) }),
  },
  { weight: 4, arbitrary: fc.record({ is: is('put'), document, person }) },
  { weight: 1, arbitrary: fc.record({ is: is('remove'), document, person }) },
  { weight: 2, arbitrary: fc.record({ is: is('erase'), document, person }) },
  { weight: 1, arbitrary: fc.record({ is: is('record'), guild, person }) },
  { weight: 1, arbitrary: fc.record({ is: is('choose'), guild, person }) },
  { weight: 2, arbitrary: fc.record({ is: is('configure'), guild, days: fc.integer({ min: 1, max: 10 }) }) },
  { weight: 5, arbitrary: fc.record({ is: is('wait'), hours: fc.constantFrom(1, 24, 24, 24 * 4, 24 * 16) }) },
  { weight: 3, arbitrary: fc.record({ is: is('purge') }) },
  { weight: 1, arbitrary: fc.record({ is: is('forget'), person }) },
);
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;
type Of<Kind extends Act['is']> = Extract<Act, { readonly is: Kind }>;

class Life {
  readonly naive = new NaiveRecords();
  readonly folder = mkdtempSync(join(tmpdir(), 'verbatim-records-'));
  nowMs = Date.parse('2026-05-01T08:00:00Z');
  readonly #now = (): Date => new Date(this.nowMs);
  readonly #writer = openWriter({
    ...{ dataDir: this.folder, fingerprint: 'model', dimensions: DIMENSIONS, now: this.#now },
  });
  readonly records = openRecords({ dataDir: this.folder, now: this.#now });
  readonly #raw = connect(join(this.folder, 'verbatim.db'), 1_000);
  readonly #ids: string[] = [];
  readonly #stored = new Set<string>();

  async do(step: Act): Promise<void> {
    // No two things at one time: which came last is known.
    this.nowMs += 1;
    switch (step.is) {
      case 'ask':
        return this.#ask(step);
      case 'close':
        return this.#close(step);
      case 'put':
      case 'remove':
        return this.#change(step);
      case 'erase':
        return this.#erase(step);
      case 'wait':
        this.nowMs += step.hours * HOUR_MS;
        return;
      case 'purge':
        expect(await this.records.purge()).toBe(this.naive.purge(this.nowMs));
        return;
      case 'forget':
        return this.#forget(step.person);
      default:
        return this.#note(step);
    }
  }

  async #note(step: Of<'vote' | 'record' | 'choose' | 'configure'>): Promise<void> {
    if (step.is === 'vote') {
      const exchangeId = this.#ids[step.at % Math.max(1, this.#ids.length)] ?? 'nothing-here';
      const { person: userId, helpful } = step;
      expect(await this.records.vote({ exchangeId, userId, helpful })).toBe(
        this.naive.vote(exchangeId, userId, helpful),
      );
    } else if (step.is === 'record') {
      const { guild: guildId, person: actor } = step;
      await this.records.record({ guildId, actor, act: 'config', detail: 'x', at: this.#now().toISOString() });
      this.naive.audit.push({ owner: guildId, actor, atMs: this.nowMs });
    } else if (step.is === 'choose') {
      await this.records.chooseServer({ userId: step.person, guildId: step.guild });
      this.naive.chosen.set(step.person, step.guild);
    } else {
      const settings = { ...DEFAULT_SETTINGS, retentionDays: step.days };
      await this.records.configure({ guildId: step.guild, settings });
      this.naive.retention.set(step.guild, step.days);
    }
  }

  async #ask({ topic, words, guild: where, person: who, kind, outcome }: Of<'ask'>): Promise<void> {
    const id = `question${String(this.#ids.length).padStart(4, '0')}`;
    const question = TOPICS[topic]?.[words] ?? '';
    const [guildId, userId] = [where ?? undefined, who ?? undefined];
    this.#ids.push(id);
    this.naive.asked.push({ id, question, topic, guild: guildId, user: userId, kind, outcome, atMs: this.nowMs });
    await this.records.keep({
      id,
      exchange: { question, collections: [], kind, outcome, ...(guildId && { guildId }), ...(userId && { userId }) },
    });
  }

  async #close({ guild: guildId, at: which, person: actor, document: chosen }: Of<'close'>): Promise<void> {
    const open = this.naive.open(guildId).flat();
    const gap = open[which % Math.max(1, open.length)];
    const pointed = chosen === null ? undefined : { owner: chosen.owner, documentId: chosen.id };
    const closing = { guildId, actor, gapId: gap?.id ?? 'nothing-here', ...(pointed && { document: pointed }) };
    expect(await this.records.closeGap(closing)).toBe(gap !== undefined);
    if (gap === undefined) return;
    const [face] = this.naive.open(guildId).find((group) => group.includes(gap)) ?? [gap];
    const { question, topic, user: asker } = face ?? gap;
    const name = pointed && `${pointed.owner}/${pointed.documentId}`;
    this.naive.closed.push({ guild: guildId, question, topic, asker, atMs: this.nowMs, document: name });
  }

  async #change({ is: kind, document: { owner, id }, person: actor }: Of<'put'> | Of<'remove'>): Promise<void> {
    const name = `${owner}/${id}`;
    if (kind === 'remove' && !this.naive.documents.has(name)) return;
    const change = await this.#writer.change('ingest', { owner, name: 'default' }, actor);
    this.naive.changes.push({ owner, actor, atMs: this.nowMs });
    this.#stored.add(name);
    if (kind === 'put') {
      await change.put(documentOf(id, 'A line.'));
      this.naive.documents.add(name);
    } else {
      await change.remove(id, { tombstone: false });
      this.naive.documents.delete(name);
    }
  }

  async #erase({ document: chosen, person: actor }: Of<'erase'>): Promise<void> {
    // Rather one that a closing points at.
    const pointed = this.naive.closed.find((each) => each.document !== undefined && this.#stored.has(each.document));
    const name = pointed?.document ?? `${chosen.owner}/${chosen.id}`;
    const [owner = '', id = ''] = name.split('/');
    if (!this.#stored.has(name)) return;
    await this.#writer.erase({ owner, name: 'default' }, id, actor);
    this.naive.changes.push({ owner, actor, atMs: this.nowMs });
    this.naive.erase(name);
  }

  async #forget(userId: string): Promise<void> {
    expect(await this.records.forget({ userId })).toBe(this.naive.forget(userId));
    const tables = this.#all("SELECT name FROM sqlite_master WHERE type = 'table'") as { readonly name: string }[];
    const holding = tables.filter(({ name }) => JSON.stringify(this.#all(`SELECT * FROM ${name}`)).includes(userId));
    expect(holding).toEqual([]);
  }

  async check(): Promise<void> {
    const { naive, records } = this;
    for (const guildId of GUILDS) {
      const gaps = (await records.gaps({ guildId })).map(({ collections: _, ...gap }) => gap);
      expect(gaps).toEqual(naive.gaps(guildId));
      for (const [topic, [question]] of [[undefined, [undefined]] as const, ...TOPICS.entries()]) {
        const found = await records.pointers({ guildId, ...(question !== undefined && { question }) });
        const named = found.map((each) => ({ question: each.question, document: `${each.owner}/${each.documentId}` }));
        expect(named).toEqual(naive.pointers(guildId, topic));
      }
      const lines = naive.audit.filter(({ owner }) => owner === guildId).reverse();
      expect((await records.audit({ guildId, limit: 100 })).map(({ actor }) => actor)).toEqual(
        lines.map(({ actor }) => actor),
      );
    }
    for (const userId of PEOPLE) expect(await records.chosenServer(userId)).toBe(naive.chosen.get(userId));
    expect(this.#all('SELECT id FROM exchange ORDER BY id')).toEqual(naive.asked.map(({ id }) => ({ id })));
    expect(this.#all('SELECT actor FROM change ORDER BY id')).toEqual(naive.changes.map(({ actor }) => ({ actor })));
    expect(this.#all('SELECT exchange_id || user AS vote FROM vote ORDER BY 1')).toEqual(
      naive.votes.map(({ id, user }) => ({ vote: id + user })).sort((one, other) => (one.vote < other.vote ? -1 : 1)),
    );
    expect(this.#all('SELECT question FROM gap_closing ORDER BY id')).toEqual(
      naive.closed.map(({ question }) => ({ question })),
    );
  }

  async close(): Promise<void> {
    this.#raw.close();
    await this.records.close();
    await this.#writer.close();
    rmSync(this.folder, { recursive: true });
  }

  readonly #all = (sql: string): unknown[] => this.#raw.prepare(sql).all();
}

it('has the gaps, and forgets what and whom, that a naive model says', { timeout: 120_000 }, async () => {
  const lives = fc.array(act, { minLength: 10, maxLength: 80, size: 'max' });
  await fc.assert(
    fc.asyncProperty(lives, async (acts) => {
      const life = new Life();
      try {
        for (const step of acts) {
          await life.do(step);
          await life.check();
        }
      } finally {
        await life.close();
      }
    }),
    { numRuns: 50 },
  );
});
