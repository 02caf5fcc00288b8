import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  accessOf,
  type GuildMemory,
  HOST_COLLECTION,
  isModeratorBy,
  ownCollection,
  type Place,
} from '../../src/discord/visibility.js';
import type { CollectionRef } from '../../src/model.js';
import { type CollectionAccess, DEFAULT_SETTINGS } from '../../src/records.js';

const GUILD = '100';
const own = ownCollection(GUILD);
const minutes: CollectionRef = { owner: GUILD, name: 'minutes' };
const handbook: CollectionRef = { owner: 'host', name: 'handbook' };
const [CREW, PILOTS] = ['201', '202'];
const [QUAY, MESS] = ['301', '302'];

function memory(access: CollectionAccess[] = [], rest: Partial<GuildMemory> = {}): GuildMemory {
  const known = [HOST_COLLECTION, handbook, own, minutes];
  return { guildId: GUILD, known, isHome: true, settings: { ...DEFAULT_SETTINGS, access }, ...rest };
}

function place(rest: Partial<Place> = {}): Place {
  return { channelId: QUAY, roles: [], isModerator: false, audience: 'public', ...rest };
}

const seen = (at: Partial<Place>, from = memory()) => accessOf(place(at), from).visible;

describe('by default', () => {
  it('everyone sees what is named default and what the host owns, in public and in private', () => {
    for (const audience of ['public', 'private'] as const)
      expect(seen({ audience })).toEqual([HOST_COLLECTION, handbook, own]);
  });

  it('a collection with a name of its own is for moderators, and only where nobody reads along', () => {
    expect(seen({ isModerator: true, audience: 'private' })).toContain(minutes);
    expect(seen({ isModerator: true, audience: 'public' })).not.toContain(minutes);
  });

  it('only moderators change anything, and never what the host bound besides its default', () => {
    expect(accessOf(place(), memory()).changeable).toEqual([]);
    const { changeable, additions } = accessOf(place({ isModerator: true }), memory());
    expect(changeable).toEqual([HOST_COLLECTION, own, minutes]);
    expect(additions).toEqual(own);
  });

  it('moderators of a server that is not its home leave the host’s default alone', () => {
    const { changeable } = accessOf(place({ isModerator: true }), memory([], { isHome: false }));
    expect(changeable).toEqual([own, minutes]);
  });
});

describe('as /config says', () => {
  it('a role opens a collection to its members in private, not to the channel they ask in', () => {
    const opened = memory([{ collection: minutes, roles: [CREW], channels: [] }]);
    expect(seen({ roles: [CREW], audience: 'private' }, opened)).toContain(minutes);
    expect(seen({ roles: [PILOTS], audience: 'private' }, opened)).not.toContain(minutes);
    expect(seen({ roles: [CREW], audience: 'public' }, opened)).not.toContain(minutes);
  });

  it('a channel opens it to whoever reads there, and nowhere else', () => {
    const opened = memory([{ collection: minutes, roles: [], channels: [QUAY] }]);
    for (const audience of ['public', 'private'] as const) {
      expect(seen({ audience }, opened)).toContain(minutes);
      expect(seen({ audience, channelId: MESS }, opened)).not.toContain(minutes);
    }
  });

  it('a default may be closed to everyone, the host’s too', () => {
    const closed = memory([
      { collection: own, roles: [], channels: [] },
      { collection: HOST_COLLECTION, roles: [CREW], channels: [] },
    ]);
    expect(seen({}, closed)).toEqual([handbook]);
    expect(seen({ roles: [CREW], audience: 'private' }, closed)).toEqual([HOST_COLLECTION, handbook]);
  });

  it('a moderator is one by Discord’s permission or by a named role', () => {
    const named = memory([], { settings: { ...DEFAULT_SETTINGS, moderatorRoles: [PILOTS] } });
    expect([isModeratorBy([], true, named), isModeratorBy([PILOTS], false, named)]).toEqual([true, true]);
    expect([isModeratorBy([CREW], false, named), isModeratorBy([PILOTS], false, memory())]).toEqual([false, false]);
  });
});

describe('whatever is known, chosen and asked', () => {
  const role = fc.constantFrom(GUILD, CREW, PILOTS, '203');
  const channel = fc.constantFrom(QUAY, MESS, '303');
  const owner = fc.constantFrom('host', GUILD);
  const collection = fc.record({ owner, name: fc.constantFrom('default', 'minutes', 'handbook', 'logs') });
  const anyOwner = fc.constantFrom('host', GUILD, '999');
  const chosen = fc.record({
    collection: fc.record({ owner: anyOwner, name: fc.constantFrom('default', 'minutes', 'handbook') }),
    roles: fc.uniqueArray(role),
    channels: fc.uniqueArray(channel),
  });
  const key = ({ owner: by, name }: CollectionRef) => `${by}/${name}`;
  const memories = fc
    .record({
      known: fc.uniqueArray(collection, { selector: key }),
      access: fc.uniqueArray(chosen, { selector: (entry) => key(entry.collection) }),
      isHome: fc.boolean(),
    })
    .map(({ access, ...rest }) => memory(access, rest));
  const places = fc.record({
    channelId: channel,
    roles: fc.uniqueArray(role),
    isModerator: fc.boolean(),
    audience: fc.constantFrom('public' as const, 'private' as const),
  });

  /** The rule written the long way round: for each collection, every reason to show it. */
  function reasons(each: CollectionRef, at: Place, { settings }: GuildMemory): string[] {
    const entry = settings.access.filter((one) => key(one.collection) === key(each))[0];
    const found: string[] = [];
    if (entry === undefined && (each.owner === 'host' || each.name === 'default')) found.push('open by default');
    const isAlone = at.audience === 'private';
    const opened = new Set(entry?.roles);
    if (opened.has(GUILD)) found.push('open to everyone');
    found.push(...at.roles.filter((each) => isAlone && opened.has(each)));
    found.push(...(entry?.channels ?? []).filter((bound) => bound === at.channelId));
    if (isAlone && at.isModerator) found.push('a moderator alone');
    return found;
  }

  it('a collection is shown when there is a reason to, and never without', () => {
    fc.assert(
      fc.property(places, memories, (at, from) => {
        const shown = new Set(accessOf(at, from).visible.map(key));
        expect([...shown].every((name) => from.known.some((each) => key(each) === name))).toBe(true);
        for (const each of from.known) expect(shown.has(key(each))).toBe(reasons(each, at, from).length > 0);
      }),
      { numRuns: 2_000 },
    );
  });

  it('a public reply depends on nobody’s roles or office, and a private one never shows less', () => {
    fc.assert(
      fc.property(places, memories, (at, from) => {
        const nobody = accessOf({ ...at, roles: [], isModerator: false, audience: 'public' }, from).visible;
        expect(accessOf({ ...at, audience: 'public' }, from).visible).toEqual(nobody);
        expect(accessOf({ ...at, audience: 'private' }, from).visible).toEqual(expect.arrayContaining([...nobody]));
      }),
      { numRuns: 2_000 },
    );
  });

  it('nobody changes what another owns, but for the host’s default at its home', () => {
    fc.assert(
      fc.property(places, memories, (at, from) => {
        for (const each of accessOf(at, from).changeable) {
          expect(at.isModerator).toBe(true);
          expect(each.owner === GUILD || (from.isHome && key(each) === 'host/default')).toBe(true);
        }
      }),
    );
  });
});
