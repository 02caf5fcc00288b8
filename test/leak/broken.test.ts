/**
 * Whether the leak test would notice: the rule of who may see what is broken on purpose, one way after the other, and each
 * time somebody reads what is not for them.
 */
import { expect, it, vi } from 'vitest';
import type * as visibility from '../../src/discord/visibility.js';
import { spendDay } from './day.js';

type Rule = typeof visibility.accessOf;
type Broken = (rule: Rule, ...given: Parameters<Rule>) => ReturnType<Rule>;

const how = vi.hoisted((): { broken: Broken | undefined } => ({ broken: undefined }));

vi.mock('../../src/discord/visibility.js', async (original) => {
  const real = await original<typeof visibility>();
  const accessOf: Rule = (...given) => how.broken?.(real.accessOf, ...given) ?? real.accessOf(...given);
  return { ...real, accessOf };
});

const MOST_ACTS = 1_500;

const ways: Readonly<Record<string, Broken>> = {
  'a public reply draws on what its asker alone may see': (rule, place, memory) =>
    rule({ ...place, audience: 'private' }, memory),
  'everybody counts as a moderator': (rule, place, memory) => rule({ ...place, isModerator: true }, memory),
  'a role counts in every collection that any role opens': (rule, place, memory) =>
    rule({ ...place, roles: memory.settings.access.flatMap(({ roles }) => roles) }, memory),
  'a channel shows what any channel shows': (rule, place, memory) => {
    const { visible, ...access } = rule(place, memory);
    const bound = memory.settings.access.filter(({ channels }) => channels.length > 0);
    return { ...access, visible: [...visible, ...bound.map(({ collection }) => collection)] };
  },
  'all that is known to a server is open there': (rule, place, memory) => ({
    ...rule(place, memory),
    visible: memory.known,
  }),
};

it.for(Object.entries(ways))('notices that %s', { timeout: 300_000 }, async ([, broken]) => {
  how.broken = broken;
  const { leaks } = await spendDay({ seed: 7, acts: MOST_ACTS, untilLeak: true });
  expect(leaks.length).toBeGreaterThan(0);
});

it('notices that one server knows the papers of another', { timeout: 300_000 }, async () => {
  const seen = new Map<string, visibility.GuildMemory>();
  how.broken = (rule, place, memory) => {
    seen.set(memory.guildId, memory);
    const [other] = [...seen.values()].filter(({ guildId }) => guildId !== memory.guildId);
    const access = rule(place, memory);
    return { ...access, visible: [...access.visible, ...(other?.known ?? [])] };
  };
  const { leaks } = await spendDay({ seed: 7, acts: MOST_ACTS, untilLeak: true });
  expect(leaks.length).toBeGreaterThan(0);
});
