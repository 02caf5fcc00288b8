import { describe, expect, it } from 'vitest';
import { deployCommands, sameCommands } from '../../src/discord/deploy.js';
import type { Rest } from '../../src/discord/rest.js';
import type { Command } from '../../src/message/command.js';

const ask = {
  name: 'ask',
  description: 'Ask the documents',
  options: [{ type: 3, name: 'question', description: 'What you want to know', required: true, max_length: 4_000 }],
};
const reindex = { type: 1, name: 'reindex', description: 'Read again', default_member_permissions: '32' };

/** As Discord gives back what was registered: other order, defaults filled in. */
const registered = [
  {
    id: '2',
    application_id: '1',
    version: '9',
    default_member_permissions: '32',
    type: 1,
    name: 'reindex',
    name_localizations: null,
    description: 'Read again',
    description_localizations: null,
    dm_permission: true,
    contexts: null,
    integration_types: [0, 1],
    nsfw: false,
  },
  {
    id: '3',
    type: 1,
    name: 'ask',
    description: 'Ask the documents',
    default_member_permissions: null,
    options: [
      {
        max_length: 4_000,
        type: 3,
        name: 'question',
        name_localizations: null,
        description: 'What you want to know',
        required: true,
        autocomplete: false,
      },
    ],
    nsfw: false,
  },
];

describe('sameCommands', () => {
  it('sees no change in what Discord gives back of the same commands', () => {
    expect(sameCommands([ask, reindex], registered, true)).toBe(true);
    expect(sameCommands([ask, reindex], registered, false)).toBe(true);
  });

  it.each([
    ['a description', [{ ...ask, description: 'Ask them' }, reindex]],
    ['an option', [{ ...ask, options: [] }, reindex]],
    ['an option’s limit', [{ ...ask, options: [{ ...ask.options[0], max_length: 100 }] }, reindex]],
    ['the members allowed', [ask, { ...reindex, default_member_permissions: null }]],
    ['a name', [{ ...ask, name: 'question' }, reindex]],
    ['a kind', [{ ...ask, type: 3 }, reindex]],
    ['a command less', [ask]],
    ['a command more', [ask, reindex, { name: 'help', description: 'Help' }]],
  ])('sees a change of %s', (_what, wanted) => {
    expect(sameCommands(wanted, registered, true)).toBe(false);
  });

  it('compares places only where we say them, and never in one server', () => {
    const here = { ...reindex, contexts: [0] };
    expect(sameCommands([ask, here], registered, true)).toBe(false);
    expect(sameCommands([ask, here], registered, false)).toBe(true);
  });

  it('keeps the order of options, which people see', () => {
    const two = { name: 'a', description: 'b', options: [{ name: 'x' }, { name: 'y' }] };
    expect(sameCommands([two], [{ ...two, options: two.options.toReversed() }], true)).toBe(false);
  });
});

describe('deployCommands', () => {
  /** Discord's lists by route; a PUT replaces one. */
  class Lists {
    readonly puts: string[] = [];

    constructor(private readonly lists: Record<string, object[]>) {}

    async get(route: string): Promise<object[]> {
      return this.lists[route] ?? [];
    }

    async put(route: string, { body }: { readonly body: object[] }): Promise<object[]> {
      this.puts.push(route);
      this.lists[route] = body;
      return body;
    }
  }
  const EVERYWHERE = '/applications/1/commands';
  const IN_SEVEN = '/applications/1/guilds/7/commands';
  const menu = { type: 3, name: 'Verify this' };
  const commands = [ask, menu].map((data) => ({ data }) as unknown as Command);
  const run = (lists: Lists, more: { guildId?: string; earlierGuildIds?: string[] } = {}) =>
    deployCommands({ rest: lists as unknown as Rest, applicationId: '1', commands, ...more });

  it('registers commands on messages beside slash commands, in place of what was there', async () => {
    const lists = new Lists({ [EVERYWHERE]: [ask, { name: 'old', description: 'Gone' }] });
    expect(await run(lists)).toEqual({ changed: true, count: 2 });
    expect(await lists.get(EVERYWHERE)).toEqual([ask, menu]);
    expect(await run(lists)).toEqual({ changed: false, count: 2 });
  });

  it('knows a command on messages again as Discord gives it back', async () => {
    const given = { ...menu, description: '', options: [], default_member_permissions: null, nsfw: false };
    expect(await run(new Lists({ [EVERYWHERE]: [ask, given] }))).toMatchObject({ changed: false });
  });

  it('takes out what is registered everywhere once commands are for one server, so that nobody sees them twice', async () => {
    const lists = new Lists({ [EVERYWHERE]: [ask, menu], [IN_SEVEN]: [ask, menu] });
    expect(await run(lists, { guildId: '7' })).toEqual({ changed: false, count: 2, pruned: 2 });
    expect(lists.puts).toEqual([EVERYWHERE]);
    expect(await lists.get(EVERYWHERE)).toEqual([]);
  });

  it('takes out what is registered in servers once commands are for all', async () => {
    const lists = new Lists({ [EVERYWHERE]: [ask, menu], [IN_SEVEN]: [ask] });
    expect(await run(lists, { earlierGuildIds: ['7', '8'] })).toMatchObject({ changed: false, pruned: 1 });
    expect(lists.puts).toEqual([IN_SEVEN]);
  });
});
