import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { config } from '../../commands/config.js';
import type { CommandContext, CommandOptions, ServerFacts } from '../../src/message/command.js';
import { accessNow, closed, opened } from '../../src/message/config-access.js';
import { decode, encode } from '../../src/message/controls.js';
import { handleControl } from '../../src/message/handle-control.js';
import { check } from '../../src/message/limits.js';
import type { MessageView } from '../../src/message/view.js';
import type { CollectionRef } from '../../src/model.js';
import { DEFAULT_SETTINGS, type GuildSettings } from '../../src/records.js';
import { fakeEngine } from '../support/fake-engine.js';

const GUILD = '10001';
const [CREW, PILOTS, STRANGER] = ['20001', '20002', '29999'];
const [QUAY, BRIDGE] = ['30001', '30002'];
const host: CollectionRef = { owner: 'host', name: 'default' };
const own: CollectionRef = { owner: GUILD, name: 'default' };
const minutes: CollectionRef = { owner: GUILD, name: 'minutes' };
const handbook: CollectionRef = { owner: 'host', name: 'handbook' };

/** Everyone reads the quay; the bot may post on the bridge alone. */
const server: ServerFacts = {
  hasRole: (role) => [GUILD, CREW, PILOTS].includes(role),
  channel: (channel) => {
    if (channel === QUAY) return { everyoneReads: true, mayPost: false };
    return channel === BRIDGE ? { everyoneReads: false, mayPost: true } : undefined;
  },
};

/** A server that has every role and channel there is. */
const whole: ServerFacts = { hasRole: () => true, channel: () => ({ everyoneReads: false, mayPost: true }) };

/** A server over which several commands are given, one after the other. */
function moderated(before: Partial<GuildSettings> = {}, rest: Partial<CommandContext> = {}) {
  let settings: GuildSettings = { ...DEFAULT_SETTINGS, ...before };
  const audited: string[] = [];
  const caller = () => ({
    ...{ actor: '42424', guildId: GUILD, channelId: QUAY, isModerator: true, additions: own, settings },
    ...{ visible: [own, minutes, handbook], changeable: [own, minutes], server, ...rest },
  });
  const run = async (subcommand: string, options: CommandOptions = {}) => {
    const context: CommandContext = {
      ...caller(),
      engine: fakeEngine({}).engine,
      options: { subcommand, ...options },
      now: new Date(0),
      update: () => {},
      configure: async (chosen) => {
        settings = chosen;
        return undefined;
      },
      audit: async (act, detail) => void audited.push(`${act} ${detail}`),
      ...rest,
    };
    const views = await config.execute(context);
    for (const view of views) expect(check(view)).toEqual([]);
    return views.map(shown).join('\n');
  };
  return { run, audited, caller, settings: () => settings };
}

/** The words of a view, and whether there is a next page. */
function shown(view: MessageView | undefined): string {
  const next = JSON.stringify(view?.components ?? []).includes('Next') ? 'Next' : '';
  return `${view?.embeds?.[0]?.description ?? ''}${next}`;
}

describe('/config show', () => {
  it('says who sees what, and everything else that is set, and changes nothing', async () => {
    const { run, audited, settings } = moderated();
    const text = await run('show');
    expect(text).toContain('**default**: everyone');
    expect(text).toContain('**minutes**: moderators');
    expect(text).toContain('**handbook** (of whoever runs the bot): everyone');
    expect(text).toContain('Moderators: everyone with Manage Server');
    expect(text).toContain('10 a minute, 200 a day, 2 at once');
    expect(text).toContain('kept for 30 days');
    expect([audited, settings()]).toEqual([[], DEFAULT_SETTINGS]);
  });

  it('says that the audit channel cannot be written to, and what is missing', async () => {
    const { run } = moderated({ auditChannelId: QUAY });
    expect(await run('show')).toContain(`<#${QUAY}>, but I cannot post there`);
  });

  it('names nothing that was deleted, and counts it', async () => {
    const access = [{ collection: minutes, roles: [CREW, STRANGER, '20009'], channels: [QUAY, '30009'] }];
    const { run } = moderated({ access, moderatorRoles: [STRANGER], auditChannelId: '30009' });
    const text = await run('show');
    expect(text).toContain(
      `**minutes**: <@&${CREW}>, 2 deleted roles, moderators · in public answers in <#${QUAY}>, a deleted channel`,
    );
    expect(text).toContain('Moderators: everyone with Manage Server, a deleted role');
    expect(text).toContain('announced in a deleted channel, but I cannot post there');
    expect(text).not.toMatch(/29999|20009|30009/);
  });

  it('names all that was chosen, page after page, and never breaks a limit of Discord', async () => {
    const many = Array.from({ length: 60 }, (_, at) => ({ owner: GUILD, name: `${at}-${'x'.repeat(50)}` }));
    const ids = Array.from({ length: 250 }, (_, at) => String(1_000_000_000_000_000 + at));
    const access = many.map((collection) => ({ collection, roles: ids, channels: ids }));
    const { run, caller } = moderated({ access, moderatorRoles: ids }, { visible: many, server: whole });
    let text = await run('show');
    const { engine } = fakeEngine({});
    for (let page = 1; text.includes('Next') && page < 1_000; page++) {
      const pressing = { engine, visible: many, now: new Date(0), caller: caller() };
      const [view, ...others] = await handleControl(decode(encode({ kind: 'config', page })), pressing);
      expect([others, view && check(view)]).toEqual([[], []]);
      text = `${text.replace('Next', '')}\n${shown(view)}`;
    }
    for (const id of ids) expect(text.split(`<@&${id}>`)).toHaveLength(62);
    for (const id of ids) expect(text.split(`<#${id}>`)).toHaveLength(61);
    for (const { name } of many) expect(text).toContain(name);
    expect(text).toContain('Answers: as set for the whole bot');
  });

  it('turns its pages for moderators alone', async () => {
    const { caller } = moderated();
    const { engine } = fakeEngine({});
    const pressing = { engine, visible: [own], now: new Date(0), caller: { ...caller(), isModerator: false } };
    const [view] = await handleControl({ kind: 'config', page: 0 }, pressing);
    expect(shown(view)).not.toContain('default');
  });
});

describe('/config allow and deny', () => {
  it('open a collection to a role, show so, and write it down', async () => {
    const { run, audited, settings } = moderated();
    const text = await run('allow', { collection: 'Minutes', role: CREW });
    expect(text).toContain(`**minutes**: opened to <@&${CREW}>`);
    expect(text).toContain(`**minutes**: <@&${CREW}>, moderators`);
    expect(settings().access).toEqual([{ collection: minutes, roles: [CREW], channels: [] }]);
    expect(audited).toEqual([`config allow Minutes: role ${CREW}`]);
  });

  it('warn where a channel that everyone reads opens a collection', async () => {
    const { run } = moderated();
    expect(await run('allow', { collection: 'minutes', channel: QUAY })).toContain('Everyone in this server can read');
    expect(await run('allow', { collection: 'minutes', channel: BRIDGE })).not.toContain('Everyone in this server');
  });

  it('warn where default is closed to everyone, and where denying a role changes nothing', async () => {
    const { run } = moderated();
    expect(await run('deny', { collection: 'default', role: CREW })).toContain('still open to everyone');
    expect(await run('deny', { collection: 'default', role: GUILD })).toContain('public answers no longer draw on it');
  });

  it('mean the server’s and the host’s collection of that name, where moderators look after both', async () => {
    const both = { visible: [host, own], changeable: [host, own] };
    const { run, settings } = moderated({}, both);
    await run('deny', { collection: 'default', role: GUILD });
    expect(settings().access).toEqual([
      { collection: host, roles: [], channels: [] },
      { collection: own, roles: [], channels: [] },
    ]);
  });

  it.each<[string, CommandOptions, string]>([
    ['a collection that does not exist', { collection: 'nowhere', role: CREW }, 'no collection “nowhere”'],
    ['a collection of the host', { collection: 'handbook', role: CREW }, 'belongs to whoever runs the bot'],
    ['a role of another server', { collection: 'minutes', role: STRANGER }, 'no role of this server'],
    ['a channel of another server', { collection: 'minutes', channel: '39999' }, 'no channel of this server'],
    ['neither a role nor a channel', { collection: 'minutes' }, 'Name a role, a channel, or both'],
  ])('refuse %s, and change nothing', async (_what, options, words) => {
    const { run, audited, settings } = moderated();
    expect(await run('allow', options)).toContain(words);
    expect([audited, settings()]).toEqual([[], DEFAULT_SETTINGS]);
  });

  it('close to a channel that was deleted', async () => {
    const access = [{ collection: minutes, roles: [], channels: ['39999', QUAY] }];
    const { run, settings } = moderated({ access });
    await run('deny', { collection: 'minutes', channel: '39999' });
    expect(settings().access[0]?.channels).toEqual([QUAY]);
  });
});

describe('who sees a collection', () => {
  const role = fc.constantFrom(GUILD, CREW, PILOTS);
  const channel = fc.constantFrom(QUAY, BRIDGE);
  const audience = fc.record({ role, channel }, { requiredKeys: [] });
  const act = fc.record({
    opens: fc.boolean(),
    collection: fc.constantFrom(own, minutes, host),
    audience,
  });

  it('is what the last word about each role and channel said, and nobody else’s collection moves', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 30 }), (acts) => {
        let settings = DEFAULT_SETTINGS;
        const said = new Map<string, boolean>([
          ['10001/default 10001', true],
          ['host/default 10001', true],
        ]);
        for (const { opens, collection, audience: whom } of acts) {
          const now = accessNow(collection, settings, GUILD);
          settings = (opens ? opened : closed)(settings, now, whom);
          for (const id of [whom.role, whom.channel])
            if (id !== undefined) said.set(`${collection.owner}/${collection.name} ${id}`, opens);
        }
        for (const collection of [own, minutes, host]) {
          const { roles, channels } = accessNow(collection, settings, GUILD);
          const open = [GUILD, CREW, PILOTS, QUAY, BRIDGE].filter((id) =>
            said.get(`${collection.owner}/${collection.name} ${id}`),
          );
          expect([...roles, ...channels].sort()).toEqual(open.sort());
        }
      }),
    );
  });
});

describe('/config', () => {
  it('moderators names a role and says how its members come to see the commands', async () => {
    const { run, settings } = moderated();
    expect(await run('moderators', { role: CREW })).toContain('Server Settings > Integrations');
    await run('moderators', { role: CREW });
    expect(settings().moderatorRoles).toEqual([CREW]);
    expect(await run('moderators', { role: CREW, remove: true })).not.toContain('Integrations');
    expect(settings().moderatorRoles).toEqual([]);
  });

  it('moderators does not make everyone one, nor a role of another server', async () => {
    const { run, settings } = moderated({ moderatorRoles: [STRANGER] });
    expect(await run('moderators', { role: GUILD })).toContain('Not everyone can be a moderator');
    expect(await run('moderators', { role: '28888' })).toContain('no role of this server');
    expect(settings().moderatorRoles).toEqual([STRANGER]);
    await run('moderators', { role: STRANGER, remove: true });
    expect(settings().moderatorRoles).toEqual([]);
  });

  it('audit names a channel, says what is missing there and who reads along, and is off without one', async () => {
    const { run, settings, audited } = moderated();
    const text = await run('audit', { channel: QUAY });
    expect(text).toContain('I cannot post there');
    expect(text).toContain('can read that channel, and so what moderators do');
    expect(await run('audit', { channel: BRIDGE })).not.toContain('⚠️');
    expect(settings().auditChannelId).toBe(BRIDGE);
    await run('audit');
    expect('auditChannelId' in settings()).toBe(false);
    expect(audited.at(-1)).toBe('config audit: off');
  });

  it('threads, retention, limits and caution change what they say and nothing else', async () => {
    const { run, settings } = moderated({ moderatorRoles: [CREW] });
    expect(await run('threads', { after: 3 })).toContain('after 3 answers');
    expect(await run('retention', { days: 1 })).toContain('older than 1 day');
    expect(await run('limits', { 'person-minute': 5, 'server-at-once': 9 })).toContain('5 a minute, 200 a day');
    expect(await run('caution', { level: 'strict' })).toContain('I say no more often');
    expect(await run('limits')).toContain('at least one limit');
    const { limits } = DEFAULT_SETTINGS;
    expect(settings()).toEqual({
      ...DEFAULT_SETTINGS,
      moderatorRoles: [CREW],
      threadAfter: 3,
      retentionDays: 1,
      limits: { ...limits, userMinute: 5, guildAtOnce: 9 },
      caution: 'strict',
    });
  });

  it('caution is as set for the whole bot until it is chosen, and again once it is left to whoever runs it', async () => {
    const { run, settings, audited } = moderated();
    expect(await run('show')).toContain('Answers: as set for the whole bot');
    expect(await run('caution', { level: 'balanced' })).toContain('Answers: balanced');
    expect(settings().caution).toBe('balanced');
    expect(await run('caution', { level: 'unset' })).toContain('From now on: as set for the whole bot.');
    expect(settings()).toEqual(DEFAULT_SETTINGS);
    expect(audited).toEqual(['config caution: balanced', 'config caution: unset']);
  });

  it('writes nothing down when the settings could not be stored', async () => {
    const { run, audited } = moderated({}, { configure: () => Promise.reject(new Error('disk full')) });
    await expect(run('retention', { days: 5 })).rejects.toThrow('disk full');
    expect(audited).toEqual([]);
  });
});
