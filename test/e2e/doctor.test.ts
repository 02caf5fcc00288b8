/** What `verbatim doctor` tells an operator of their bot and its servers, through the process entry. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { HarbourBot } from './harbour-bot.js';

let harbour: HarbourBot;
beforeEach(async () => {
  harbour = await HarbourBot.prepare();
});
afterEach(() => harbour.close());

interface Check {
  readonly name: string;
  readonly ok: boolean;
  readonly found: string;
  readonly remedy?: string;
}

async function doctor(env: Readonly<Record<string, string>> = {}): Promise<{ code: number | null; checks: Check[] }> {
  const run = harbour.launch({ LOG_LEVEL: 'silent', ...env }, ['doctor', '--json']);
  const code = await run.exited;
  const line = run.output.split('\n').find((one) => one.startsWith('{"checks"')) ?? '{}';
  return { code, checks: (JSON.parse(line) as { checks?: Check[] }).checks ?? [] };
}

it('finds a bot well, prints the link that adds it, and sums its servers up in a line', async () => {
  const { code, checks } = await doctor();
  expect(code).toBe(0);
  const found = Object.fromEntries(checks.map((check) => [check.name, check.found]));
  expect(found['discord']).toMatch(/^signed in as verbatim, application \d+$/);
  expect(found['intents']).toBe('no privileged intent is needed');
  expect(found['invite']).toContain('https://discord.com/oauth2/authorize?client_id=');
  expect(found['servers']).toBe('in 1; nothing wrong in Harbour (1 channel)');
  // It looks, and changes nothing; and it needs no gateway.
  expect(harbour.discord.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
  expect(harbour.discord.identifies).toBe(0);
});

it('ends with 1 and names server, channel, permission and remedy where one is missing', async () => {
  const { discord } = harbour;
  discord.deny(discord.addChannel('notices'), 'send');
  discord.deny(discord.addChannel('attic'), 'view');
  const { code, checks } = await doctor();
  expect(code).toBe(1);
  const faults = checks.filter(({ ok }) => !ok);
  expect(faults.map(({ found }) => found)).toEqual([
    'Harbour: #notices: Send Messages, Send Messages in Threads are taken from the bot there',
    'Harbour: #attic: View Channels is taken from the bot there',
  ]);
  expect(faults[0]?.remedy).toMatch(/^#notices, Edit Channel, Permissions/);
});

it('says so when the bot is not in the server that DISCORD_GUILD_ID names', async () => {
  const { code, checks } = await doctor({ DISCORD_GUILD_ID: '12345678901234567' });
  expect(code).toBe(1);
  expect(checks.find(({ ok }) => !ok)).toMatchObject({ found: expect.stringContaining('12345678901234567') });
});
