import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type HostBindings, homeOf, hostCollections } from '../../src/discord/bindings.js';
import { Guilds } from '../../src/discord/guilds.js';
import { HOST_COLLECTION } from '../../src/discord/visibility.js';
import type { CollectionRef } from '../../src/model.js';
import { DEFAULT_SETTINGS, type GuildSettings } from '../../src/records.js';

const host = (name: string) => ({ owner: 'host', name });
const own = (guildId: string, name = 'default') => ({ owner: guildId, name });

describe('what a server knows of the host', () => {
  it('is the default, where the bot is in one server', () => {
    expect(hostCollections('1', {}, ['1'])).toEqual([HOST_COLLECTION]);
  });

  it('is nothing, where there are several and nobody said which', () => {
    expect(hostCollections('1', {}, ['1', '2'])).toEqual([]);
  });

  it('is the default in the server that DISCORD_GUILD_ID names, and in no other', () => {
    const bindings = { guildId: '2' };
    expect([hostCollections('1', bindings, ['1', '2']), hostCollections('2', bindings, ['1', '2'])]).toEqual([
      [],
      [HOST_COLLECTION],
    ]);
    expect(hostCollections('1', bindings, ['1'])).toEqual([]);
  });

  it('is nothing elsewhere, where just a user installed the app', () => {
    expect(hostCollections('9', {}, ['1'])).toEqual([]);
  });

  it('is what DISCORD_COLLECTIONS gives it, beside the default at its home', () => {
    const bindings = { guildId: '1', collections: { '1': ['handbook'], '2': ['papers', 'default'] } };
    expect(hostCollections('1', bindings, ['1', '2'])).toEqual([HOST_COLLECTION, host('handbook')]);
    expect(hostCollections('2', bindings, ['1', '2'])).toEqual([host('papers'), HOST_COLLECTION]);
  });

  it('has no home in the only server when DISCORD_COLLECTIONS gave the default to another', () => {
    const collections = { '2': ['default'] };
    expect([homeOf({ collections }, ['1']), hostCollections('1', { collections }, ['1'])]).toEqual(['2', []]);
    expect(homeOf({ collections: { '1': ['default'], '2': ['default'] } }, ['1'])).toBeUndefined();
  });
});

/** An engine's memory of servers, and a way to hold its next reading back. */
function stored() {
  const settings = new Map<string, GuildSettings>();
  const collections: CollectionRef[] = [];
  const gates: Promise<void>[] = [];
  const read = async () => {
    const found = [...settings].map(([guildId, chosen]) => ({ guildId, settings: chosen }));
    await gates.shift();
    return found;
  };
  const configure = async ({ guildId, settings: chosen }: { guildId: string; settings: GuildSettings }) => {
    settings.set(guildId, chosen);
  };
  return {
    settings,
    collections,
    gates,
    engine: { settings: read, collections: async () => [...collections], configure },
  };
}

function guildsOver(engine: ReturnType<typeof stored>['engine'], bindings: HostBindings = {}, ids = ['1', '2']) {
  return new Guilds({ engine, bindings, guildIds: () => ids });
}

describe('the memory of servers', () => {
  it('knows a server’s own collections and no other’s, its default even before anything is in it', async () => {
    const { engine, collections } = stored();
    const guilds = guildsOver(engine);
    expect(guilds.of('1').known).toEqual([own('1')]);
    collections.push(own('1'), own('1', 'minutes'), own('2', 'logs'), host('handbook'));
    await guilds.refresh();
    expect(guilds.of('1').known).toEqual([own('1'), own('1', 'minutes')]);
    expect(guilds.of('2').known).toEqual([own('2'), own('2', 'logs')]);
  });

  it('gives the defaults to a server that chose nothing', async () => {
    expect(guildsOver(stored().engine).of('1').settings).toEqual(DEFAULT_SETTINGS);
  });

  it('has new settings in force once they are stored, and not when storing fails', async () => {
    const { engine } = stored();
    const guilds = guildsOver(engine);
    const chosen = { ...DEFAULT_SETTINGS, threadAfter: 3 };
    await guilds.configure('1', chosen);
    expect(guilds.of('1').settings).toEqual(chosen);
    const full = guildsOver({ ...engine, configure: () => Promise.reject(new Error('disk full')) });
    await expect(full.configure('1', chosen)).rejects.toThrow('disk full');
    expect(full.of('1').settings).toEqual(DEFAULT_SETTINGS);
  });

  it('stores nothing that was made out of settings that somebody changed meanwhile, and gives those in force', async () => {
    const guilds = guildsOver(stored().engine);
    const from = guilds.of('1').settings;
    const first = { ...from, threadAfter: 3 };
    const [one, other] = await Promise.all([
      guilds.configure('1', first, from),
      guilds.configure('1', { ...from, retentionDays: 7 }, from),
    ]);
    expect([one, other]).toEqual([undefined, first]);
    expect(guilds.of('1').settings).toEqual(first);
  });

  it('does not let a reading begun before a choice undo it', async () => {
    const { engine, gates } = stored();
    const guilds = guildsOver(engine);
    let open = () => {};
    gates.push(new Promise<void>((resolve) => (open = resolve)));
    const reading = guilds.refresh();
    const choosing = guilds.configure('1', { ...DEFAULT_SETTINGS, retentionDays: 7 });
    open();
    await Promise.all([reading, choosing]);
    expect(guilds.of('1').settings.retentionDays).toBe(7);
  });

  it('stays as it was when a reading fails, and goes on afterwards', async () => {
    const { engine } = stored();
    let isBroken = false;
    const guilds = guildsOver({
      ...engine,
      settings: () => (isBroken ? Promise.reject(new Error('gone')) : engine.settings()),
    });
    await guilds.configure('1', { ...DEFAULT_SETTINGS, threadAfter: 2 });
    isBroken = true;
    await expect(guilds.refresh()).rejects.toThrow('gone');
    expect(guilds.of('1').settings.threadAfter).toBe(2);
    isBroken = false;
    await guilds.refresh();
    expect(guilds.of('1').settings.threadAfter).toBe(2);
  });

  it('never lets a server know what another owns, whatever is stored and bound', async () => {
    const id = fc.constantFrom('1', '2', '3');
    const name = fc.constantFrom('default', 'minutes', 'logs');
    const bindings = fc.record(
      { guildId: id, collections: fc.dictionary(id, fc.uniqueArray(name)) },
      { requiredKeys: [] },
    );
    const refs = fc.array(fc.record({ owner: fc.oneof(id, fc.constant('host')), name }));
    await fc.assert(
      fc.asyncProperty(id, fc.uniqueArray(id), bindings, refs, async (guildId, ids, bound, collections) => {
        const { engine } = stored();
        const guilds = guildsOver({ ...engine, collections: async () => collections }, bound, ids);
        await guilds.refresh();
        const { known } = guilds.of(guildId);
        const host = known.filter(({ owner }) => owner === 'host').map((each) => each.name);
        expect(known.filter(({ owner }) => owner !== 'host' && owner !== guildId)).toEqual([]);
        const allowed = new Set<string>(bound.collections?.[guildId] ?? []);
        if ((bound.guildId ?? guildId) === guildId) allowed.add('default');
        expect(host.filter((each) => !allowed.has(each))).toEqual([]);
      }),
    );
  });
});
