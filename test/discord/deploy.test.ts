import { describe, expect, it } from 'vitest';
import { sameCommands } from '../../src/discord/deploy.js';

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
