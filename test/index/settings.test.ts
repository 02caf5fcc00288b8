import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openRecords } from '../../src/index/records.js';
import { disregarded, settingsOf } from '../../src/index/settings.js';
import { connect } from '../../src/index/statements.js';
import { DEFAULT_SETTINGS } from '../../src/records.js';

it.each(['', '{', 'null', '[]', '7', '"x"'])('takes defaults for %j, and says that it does', (stored) => {
  expect([settingsOf(stored), disregarded(stored)]).toEqual([DEFAULT_SETTINGS, ['everything']]);
});

it('names each part that it cannot take, and none that it does not know', () => {
  const stored = {
    ...{ retentionDays: 0, threadAfter: 3, caution: 'rash', moderatorRoles: ['11', 12], later: true },
    ...{ auditChannelId: 'general', limits: { ...DEFAULT_SETTINGS.limits, userDay: 0, userYear: 9 } },
  };
  expect(disregarded(JSON.stringify(stored))).toEqual([
    ...['retentionDays', 'caution', 'moderatorRoles', 'auditChannelId', 'limits.userDay'],
  ]);
  expect(disregarded(JSON.stringify({ limits: 'none' }))).toEqual(['limits']);
  expect(disregarded(JSON.stringify({ ...DEFAULT_SETTINGS, auditChannelId: '5' }))).toEqual([]);
  expect(disregarded('{}')).toEqual([]);
});

it('tells a caution that was chosen from one that was not', () => {
  expect(settingsOf(JSON.stringify({ caution: 'balanced' })).caution).toBe('balanced');
  expect(settingsOf('{}')).not.toHaveProperty('caution');
});

it('opens a collection whose access cannot be read to nobody', () => {
  const collection = { owner: '4001', name: 'rules' };
  const { access } = settingsOf(JSON.stringify({ access: [{ collection, roles: 'all' }, 7] }));
  expect(access).toEqual([{ collection, roles: [], channels: [] }]);
});

it('warns once of damaged settings, and gives defaults', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'verbatim-settings-'));
  const warnings: string[] = [];
  const records = openRecords({
    ...{ dataDir: folder, now: () => new Date(0) },
    warn: (message, found) => warnings.push(`${message}: ${found}`),
  });
  await records.configure({ guildId: '4001', settings: DEFAULT_SETTINGS });
  const other = connect(join(folder, 'verbatim.db'), 1_000);
  other.exec('UPDATE setting SET settings = substr(settings, 1, 20)');
  other.close();
  for (let time = 0; time < 2; time++) {
    expect(await records.settings()).toEqual([{ guildId: '4001', settings: DEFAULT_SETTINGS }]);
  }
  expect(warnings).toEqual([expect.stringMatching(/server 4001 .*everything$/)]);
  await records.close();
  rmSync(folder, { recursive: true });
});
