import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accessFrom, HOST_COLLECTION } from '../../src/discord/visibility.js';

const own = (guildId: string) => ({ owner: guildId, name: 'default' });

describe('accessFrom', () => {
  it('binds the host’s documents to the only server', () => {
    const access = accessFrom({ guildId: '1', guildIds: ['1'] });
    expect(access).toEqual({ visible: [HOST_COLLECTION, own('1')], changes: HOST_COLLECTION });
  });

  it('binds them to none of several servers when nobody said to which', () => {
    expect(accessFrom({ guildId: '1', guildIds: ['1', '2'] })).toEqual({ visible: [own('1')], changes: own('1') });
  });

  it('binds them to the server that the setting names, and to no other', () => {
    const servers = { guildIds: ['1', '2'], boundGuildId: '2' };
    expect(accessFrom({ guildId: '1', ...servers })).toEqual({ visible: [own('1')], changes: own('1') });
    expect(accessFrom({ guildId: '2', ...servers })?.changes).toEqual(HOST_COLLECTION);
  });

  it('does not show them to a single server when the setting names another', () => {
    expect(accessFrom({ guildId: '1', guildIds: ['1'], boundGuildId: '2' })?.visible).toEqual([own('1')]);
  });

  it('shows the only server’s documents nowhere else, where just a user installed the app', () => {
    expect(accessFrom({ guildId: '9', guildIds: ['1'] })?.visible).toEqual([own('9')]);
  });

  it('shows nothing in a direct message', () => {
    expect(accessFrom({ guildId: null, guildIds: ['1'] })).toBeUndefined();
  });

  it('never shows a server what another owns, nor lets it change that', () => {
    const id = fc.constantFrom('1', '2', '3');
    fc.assert(
      fc.property(id, fc.uniqueArray(id), fc.option(id, { nil: undefined }), (guildId, guildIds, boundGuildId) => {
        const access = accessFrom({ guildId, guildIds, boundGuildId });
        const owners = new Set([...(access?.visible ?? []), access?.changes].map((each) => each?.owner));
        owners.delete('host');
        expect([...owners]).toEqual([guildId]);
      }),
    );
  });
});
