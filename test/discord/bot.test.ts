import { afterEach, describe, expect, it } from 'vitest';
import { commands } from '../../commands/all.js';
import { startBot } from '../../src/discord/bot.js';
import { deploy } from '../../src/discord/deploy.js';
import { identify } from '../../src/discord/identity.js';
import type { Answer } from '../../src/model.js';
import { startEmulator } from '../support/emulator/start.js';
import { answerOf, fakeEngine } from './fake-engine.js';
import { ManualClock } from './manual-clock.js';
import { type RunningBot, type RunOptions, recordingLog, runBot } from './running-bot.js';

let running: RunningBot | undefined;

async function run(options: RunOptions = {}): Promise<RunningBot> {
  const ask = async ({ question }: { readonly question: string }) => answerOf(question, 'Judge Vane.');
  running = await runBot({ engine: { ask }, ...options });
  return running;
}

afterEach(async () => {
  await running?.close();
  running = undefined;
});

const ask = { name: 'ask', options: { question: 'Who mediated the talks?' } };
const now = () => new Date('2026-01-01T00:00:00Z');

describe('starting', () => {
  it('registers the commands, and writes nothing when they are there already', async () => {
    const { discord, bot } = await run();
    expect(bot.deployment).toEqual({ changed: true, count: commands.length });
    const config = { token: discord.token, api: discord.url };
    expect(await deploy(config, commands)).toEqual({ changed: false, count: commands.length });
    expect(discord.requestsTo(/^PUT .*commands$/)).toHaveLength(1);
    expect(await deploy(config, commands.slice(1))).toEqual({ changed: true, count: commands.length - 1 });
  });

  it('registers them in one server when the setting names it', async () => {
    const discord = await startEmulator();
    const config = { token: discord.token, api: discord.url, guildId: discord.guildId };
    await deploy(config, commands);
    expect(await deploy(config, commands)).toEqual({ changed: false, count: commands.length });
    expect([discord.commands().length, discord.commands(discord.guildId).length]).toEqual([0, commands.length]);
    expect(JSON.stringify(discord.requestsTo(/^PUT /)[0]?.body)).not.toMatch(/contexts|integration_types/);
    await discord.close();
  });

  it('goes on when Discord refuses to register, and says what to do', async () => {
    const { bot, log } = await run({ guildId: '1' });
    expect(bot.deployment).toBeUndefined();
    expect(log).toContainEqual(expect.objectContaining({ level: 50, msg: expect.stringContaining(bot.invite) }));
  });

  it('refuses a wrong token with the place to get one', async () => {
    const discord = await startEmulator();
    const config = { token: 'wrong', api: discord.url };
    const refused = {
      code: 'config',
      message: expect.stringMatching(/DISCORD_TOKEN.*developers\/applications.*Reset Token/),
    };
    const { log } = recordingLog();
    await expect(startBot({ config, engine: fakeEngine(), commands, log, now })).rejects.toMatchObject(refused);
    await expect(deploy(config, commands)).rejects.toMatchObject(refused);
    await expect(identify(config)).rejects.toMatchObject(refused);
    await discord.close();
  });

  it('gives up connecting when told to stop meanwhile', async () => {
    const discord = await startEmulator();
    discord.hold('GET /gateway/bot');
    const stop = new AbortController();
    const config = { token: discord.token, api: discord.url };
    const { log } = recordingLog();
    const starting = startBot({ config, engine: fakeEngine(), commands, log, now, signal: stop.signal });
    await discord.waitFor(() => discord.requestsTo('GET /gateway/bot').length === 1, 'the first request');
    stop.abort();
    await expect(starting).rejects.toMatchObject({ code: 'cancelled' });
    await discord.close();
  });

  it('says plainly that Discord cannot be reached', async () => {
    const discord = await startEmulator();
    await discord.close();
    const config = { token: 'any', api: discord.url };
    const refused = { code: 'discord', message: expect.stringContaining(discord.url) };
    await expect(identify(config)).rejects.toMatchObject(refused);
  });

  it('says which server the host’s documents are shown in, and when that is none', async () => {
    const { discord, log } = await run();
    expect(log).toContainEqual(
      expect.objectContaining({ guild: discord.guildId, msg: expect.stringContaining('shown in this') }),
    );
    discord.addGuild({ name: 'Other' });
    const warned = () => log.some(({ msg }) => String(msg).includes('DISCORD_GUILD_ID'));
    await discord.interact(ask).settled();
    expect(warned()).toBe(true);
  });
});

describe('what a server may see', () => {
  it('is its own documents only, once the bot is in two servers', async () => {
    const seen: unknown[] = [];
    const { discord } = await run({
      engine: {
        ask: async ({ question, visible }) => {
          seen.push(visible);
          return answerOf(question, 'Yes.');
        },
      },
      emulator: { guilds: [{ name: 'One' }, { name: 'Two' }] },
    });
    await discord.interact(ask).settled();
    expect(seen).toEqual([[{ owner: discord.guildId, name: 'default' }]]);
  });
});

describe('trouble', () => {
  it('of the gateway is resumed, missed events included, and logged', async () => {
    const { discord, log } = await run();
    discord.dropGateway();
    await discord.disconnected();
    const asked = discord.interact(ask);
    expect((await asked.settled()).embeds[0]?.description).toContain('Judge Vane.');
    expect([discord.identifies, discord.resumes]).toEqual([1, 1]);
    const said = log.map(({ msg }) => String(msg)).join('\n');
    expect(said).toMatch(/connecting again.*resumed/s);
  });

  it('with rate limits is waited out and logged', async () => {
    const { discord, log } = await run();
    discord.rateLimitNext({ route: 'PATCH /webhooks', retryAfter: 0.05 });
    await discord.interact(ask).settled();
    expect(log).toContainEqual(expect.objectContaining({ level: 40, msg: expect.stringContaining('429') }));
  });
});

describe('stopping', () => {
  it('finishes an answer begun, turns a new one away, and leaves', async () => {
    let answer: (reply: Answer) => void = () => undefined;
    const { discord, bot } = await run({ engine: { ask: () => new Promise<Answer>((resolve) => (answer = resolve)) } });
    const begun = discord.interact(ask);
    await begun.firstResponse();
    await discord.waitFor(() => discord.requestsTo('POST /interactions')[0]?.status === 204, 'the acknowledgement');
    const closed = bot.close();
    const late = discord.interact(ask);
    expect((await late.settled()).embeds[0]?.description).toContain('restarted');
    answer(answerOf('Who?', 'Judge Vane.'));
    await closed;
    expect(begun.messages()[0]?.embeds[0]?.description).toContain('Judge Vane.');
    await discord.disconnected();
  });

  it('does not wait longer than ten seconds', async () => {
    const clock = new ManualClock();
    const { discord, bot, log } = await run({ clock, engine: { ask: () => new Promise(() => undefined) } });
    await discord.interact(ask).firstResponse();
    const closed = bot.close();
    await clock.pass(10_000);
    await closed;
    expect(log).toContainEqual(expect.objectContaining({ unfinished: 1 }));
  });

  it('may be asked for twice', async () => {
    const { bot } = await run();
    await Promise.all([bot.close(), bot.close()]);
  });
});
