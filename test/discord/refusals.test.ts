import { DiscordAPIError } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { refusedConnection, refusedLogin, whyGone } from '../../src/discord/refusals.js';

const API = 'http://127.0.0.1:1/api';

function apiError(code: number, status: number): DiscordAPIError {
  return new DiscordAPIError({ code, message: 'refused' }, code, status, 'POST', API, { files: undefined, body: {} });
}

describe('refusedLogin', () => {
  it.each([
    ['a token that REST does not know', apiError(0, 401)],
    ['a token that the gateway does not know', new Error('Authentication failed')],
  ])('sends the operator to the portal for %s', (_what, thrown) => {
    const refused = refusedLogin(thrown, API);
    expect(refused).toMatchObject({ code: 'config', cause: thrown });
    expect(refused.message).toMatch(/DISCORD_TOKEN.*developers\/applications/);
  });

  it('says that no privileged intent is needed when intents are disallowed', () => {
    const refused = refusedLogin(new Error('Used disallowed intents'), API);
    expect(refused).toMatchObject({ code: 'discord' });
    expect(refused.message).toMatch(/4014.*no privileged intent/s);
  });

  it('names the address for anything else, and keeps the cause', () => {
    const thrown = new Error('connect ECONNREFUSED');
    const refused = refusedLogin(thrown, API);
    expect(refused).toMatchObject({ code: 'discord', cause: thrown });
    expect(refused.message).toContain(API);
  });

  it('hands on what is a plain reason already', () => {
    const reason = refusedConnection(4_011);
    expect(refusedLogin(reason, API)).toBe(reason);
  });
});

describe('whyGone', () => {
  it.each([10_062, 40_060, 10_003, 10_008, 10_015, 50_027])(
    'knows %d as an interaction that nobody waits for',
    (code) => {
      expect(whyGone(apiError(code, 404))).toEqual(expect.any(String));
    },
  );

  it('does not excuse other errors', () => {
    expect(whyGone(apiError(50_035, 400))).toBeUndefined();
    expect(whyGone(new Error('10062'))).toBeUndefined();
  });
});
