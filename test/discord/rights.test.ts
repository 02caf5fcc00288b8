/** Who may do and see what, through the bot: three members (no role, a role, a moderator), in public and in private. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { commands } from '../../commands/all.js';
import type { Engine } from '../../src/engine.js';
import type { Command } from '../../src/message/command.js';
import { notice } from '../../src/message/layout.js';
import type { CollectionRef } from '../../src/model.js';
import type { AuditLine, GuildSettings } from '../../src/records.js';
import { answerOf } from './fake-engine.js';
import { ManualClock } from './manual-clock.js';
import { type RunningBot, type RunOptions, runBot } from './running-bot.js';

let running: RunningBot | undefined;

afterEach(async () => {
  await running?.close();
  running = undefined;
});

const question = 'Who mediated the talks?';

function description(message: { readonly embeds: readonly { readonly description?: string }[] }): string {
  return message.embeds[0]?.description ?? '';
}

/** Stands for any command that made a collection. */
const look: Command = {
  data: { name: 'look', description: 'Looks again' },
  isPrivate: () => true,
  moderatorsOnly: true,
  async execute({ collectionsChanged }) {
    await collectionsChanged?.();
    return [notice('Looked.')];
  },
};

/** A bot in two servers, so that neither is the home of the host's documents; the first has a collection beside its default. */
async function start(options: RunOptions = {}) {
  const settings = new Map<string, GuildSettings>();
  const collections: CollectionRef[] = [];
  const seen: (readonly CollectionRef[])[] = [];
  const audited: AuditLine[] = [];
  const engine: Partial<Engine> = {
    ask: async ({ question: asked, visible }) => {
      seen.push(visible);
      return answerOf(asked, 'Judge Vane.');
    },
    settings: async () => [...settings].map(([guildId, chosen]) => ({ guildId, settings: chosen })),
    collections: async () => collections,
    configure: async ({ guildId, settings: chosen }) => void settings.set(guildId, chosen),
    record: async (line) => void audited.push(line),
    ...options.engine,
  };
  running = await runBot({
    commands: [...commands, look],
    ...options,
    engine,
    emulator: { guilds: [{ name: 'One' }, { name: 'Two' }] },
  });
  const { discord, bot, log } = running;
  const own = { owner: discord.guildId, name: 'default' };
  const minutes = { owner: discord.guildId, name: 'minutes' };
  collections.push(minutes);
  await discord.interact({ name: 'look', user: discord.moderator }).settled();
  const config = (
    subcommand: string,
    given: Record<string, string | number | boolean> = {},
    user = discord.moderator,
  ) => discord.interact({ name: 'config', subcommand, options: given, user, isForced: true });
  const asks = async (use: { user?: typeof discord.user; private?: boolean; channelId?: string } = {}) => {
    const { private: isPrivate = false, ...place } = use;
    await discord.interact({ name: 'ask', options: { question, private: isPrivate }, ...place }).settled();
    return seen.at(-1);
  };
  return { discord, bot, log, minutes, own, config, asks, audited, settings, seen };
}

describe('a collection with a role', () => {
  it('is in the private replies of its members and of moderators, and in no public one', async () => {
    const { discord, minutes, own, config, asks } = await start();
    const crew = discord.addRole('crew');
    const member = discord.addUser('mia');
    discord.giveRole(member, crew);
    await config('allow', { collection: 'minutes', role: crew }).settled();
    for (const user of [discord.user, member, discord.moderator]) expect(await asks({ user })).toEqual([own]);
    expect(await asks({ user: discord.user, private: true })).toEqual([own]);
    expect(await asks({ user: member, private: true })).toEqual([own, minutes]);
    expect(await asks({ user: discord.moderator, private: true })).toEqual([own, minutes]);
  });

  it('is closed again from the next question on', async () => {
    const { discord, own, config, asks } = await start();
    const crew = discord.addRole('crew');
    discord.giveRole(discord.user, crew);
    await config('allow', { collection: 'minutes', role: crew }).settled();
    expect(await asks({ private: true })).toHaveLength(2);
    await config('deny', { collection: 'minutes', role: crew }).settled();
    expect(await asks({ private: true })).toEqual([own]);
  });
});

describe('a collection bound to a channel', () => {
  it('is in public replies there and in its threads, in mentions too, and nowhere else', async () => {
    const { discord, minutes, own, config, asks, seen } = await start();
    const quay = discord.addChannel('quay');
    const reply = await config('allow', { collection: 'minutes', channel: quay }).settled();
    expect(description(reply)).toContain('Everyone in this server can read');
    expect(await asks({ channelId: quay })).toEqual([own, minutes]);
    expect(await asks()).toEqual([own]);
    const said = discord.say({ content: `<@${discord.bot.id}> ${question}`, channelId: quay });
    await discord.nextMessage(quay, undefined, said);
    expect(seen.at(-1)).toEqual([own, minutes]);
    const thread = discord.openThread({ channelId: quay, name: 'tides' });
    expect(await asks({ channelId: thread })).toEqual([own, minutes]);
    expect(await asks({ channelId: discord.openThread({ channelId: discord.channelId, name: 'winds' }) })).toEqual([
      own,
    ]);
  });
});

describe('/config', () => {
  it('is for moderators, by permission or by a role that it names, and refuses others privately', async () => {
    const { discord, config, settings } = await start();
    const crew = discord.addRole('crew');
    const refused = config('retention', { days: 3 }, discord.user);
    const reply = await refused.settled();
    expect(description(reply)).toContain('moderators');
    expect([refused.isPrivate(reply), settings.size]).toEqual([true, 0]);
    await config('moderators', { role: crew }).settled();
    discord.giveRole(discord.user, crew);
    expect(description(await config('retention', { days: 3 }, discord.user).settled())).toContain('3 days');
    expect(settings.get(discord.guildId)).toMatchObject({ retentionDays: 3, moderatorRoles: [crew] });
  });

  it('keeps what several moderators choose at once', async () => {
    const { discord, config, settings } = await start();
    const chosen = [
      config('retention', { days: 7 }),
      config('threads', { after: 3 }),
      config('allow', { collection: 'minutes', role: discord.guildId }),
    ];
    await Promise.all(chosen.map((each) => each.settled()));
    const { retentionDays, threadAfter, access } = settings.get(discord.guildId) ?? {};
    expect([retentionDays, threadAfter, access?.length]).toEqual([7, 3, 1]);
  });

  it('replies privately, and says so in the audit trail and its channel, pinging nobody', async () => {
    const { discord, config, audited } = await start();
    const bridge = discord.addChannel('bridge');
    const asked = config('audit', { channel: bridge });
    expect(asked.isPrivate(await asked.settled())).toBe(true);
    await config('threads', { after: 2 }).settled();
    const [first, second] = discord.requestsTo(`POST /channels/${bridge}/messages`).map(({ body }) => body);
    for (const body of [first, second]) expect(body).toMatchObject({ allowed_mentions: { parse: [] } });
    expect(JSON.stringify(second)).toContain(`<@${discord.moderator.id}> · changed a setting · threadAfter`);
    expect(audited.map(({ act, actor }) => [act, actor])).toEqual([
      ['config', discord.moderator.id],
      ['config', discord.moderator.id],
    ]);
  });

  it('says that the audit channel cannot be written to; the log says it once', async () => {
    const { discord, config, log } = await start();
    const bridge = discord.addChannel('bridge');
    await config('audit', { channel: bridge }).settled();
    discord.deny(bridge, 'send');
    await config('threads', { after: 2 }).settled();
    await config('threads', { after: 3 }).settled();
    expect(description(await config('show').settled())).toContain('I cannot post there');
    expect(log.filter(({ msg }) => String(msg).includes('audit channel'))).toHaveLength(1);
  });
});

describe('limits', () => {
  const strict = { userMinute: 1, userAtOnce: 1 };

  it('turn a question away privately, with when to try again, and let it through then', async () => {
    const clock = new ManualClock();
    const { discord, config, seen } = await start({ clock });
    await config('limits', { 'person-minute': strict.userMinute }).settled();
    const ask = () => discord.interact({ name: 'ask', options: { question } });
    await ask().settled();
    await clock.pass(40_000);
    const refused = ask();
    const reply = await refused.settled();
    expect(description(reply)).toContain('asked 1 question in a minute');
    expect(description(reply)).toContain('in 20 seconds');
    expect([refused.isPrivate(reply), seen.length]).toEqual([true, 1]);
    await discord.interact({ name: 'ask', options: { question }, user: discord.moderator }).settled();
    await clock.pass(20_000);
    await ask().settled();
    expect(seen).toHaveLength(3);
  });

  it('do not hold up whoever asks for something else', async () => {
    const { discord, config } = await start({ engine: { sources: async () => [] } });
    await config('limits', { 'person-minute': 1 }).settled();
    await discord.interact({ name: 'ask', options: { question } }).settled();
    for (const name of ['sources', 'forget-me'])
      expect(description(await discord.interact({ name }).settled())).not.toContain('Try again');
  });

  it('are told to a mention once a minute, since everyone reads it', async () => {
    const { discord, config, log } = await start();
    await config('limits', { 'person-minute': 1 }).settled();
    const mention = (content = question) => discord.say({ content: `<@${discord.bot.id}> ${content}` });
    const [first, second] = [mention(), mention()];
    await discord.nextMessage(first.channel_id, undefined, first);
    const told = await discord.nextMessage(
      second.channel_id,
      (message) => description(message).includes('Try again'),
      first,
    );
    expect(told.message_reference?.message_id).toBe(second.id);
    mention();
    mention();
    await config('show').settled();
    expect(discord.requestsTo(`POST /channels/${first.channel_id}/messages`)).toHaveLength(2);
    expect(log.filter(({ level }) => level === 50)).toEqual([]);
  });

  it('free the place of an answer that failed', async () => {
    let isBroken = true;
    const ask: Engine['ask'] = async ({ question: asked }) => {
      if (isBroken) throw new Error('disk on fire');
      return answerOf(asked, 'Yes.');
    };
    const { discord, config } = await start({ engine: { ask } });
    await config('limits', { 'person-at-once': 1 }).settled();
    await discord.interact({ name: 'ask', options: { question } }).settled();
    isBroken = false;
    const reply = await discord.interact({ name: 'ask', options: { question } }).settled();
    expect(description(reply)).toContain('Yes.');
  });
});

describe('/forget-me', () => {
  it('forgets who pressed its button, and lets them ask as if they never had', async () => {
    const forgotten: string[] = [];
    const forget = async ({ userId }: { userId: string }) => forgotten.push(userId);
    const { discord, config, seen } = await start({ engine: { forget } });
    await config('limits', { 'person-minute': 1 }).settled();
    await discord.interact({ name: 'ask', options: { question } }).settled();
    const asked = discord.interact({ name: 'forget-me' });
    const shown = await asked.settled();
    expect([asked.isPrivate(shown), forgotten]).toEqual([true, []]);
    discord.press({ message: shown, label: 'Delete all of it' });
    await discord.waitFor(() => description(discord.current(shown)).includes('Forgotten'), 'the end');
    expect(forgotten).toEqual([discord.user.id]);
    await discord.interact({ name: 'ask', options: { question } }).settled();
    expect(seen).toHaveLength(2);
  });

  it('works in a direct message of somebody who shares no server any more', async () => {
    const forgotten: string[] = [];
    const forget = async ({ userId }: { userId: string }) => forgotten.push(userId);
    const { discord } = await start({ engine: { forget } });
    const channelId = discord.directMessages();
    for (const at of [0, 1]) discord.leave(discord.user, discord.guildAt(at).guildId);
    const shown = await discord.interact({ name: 'forget-me', channelId }).settled();
    discord.press({ message: shown, label: 'Delete all of it' });
    await discord.waitFor(() => forgotten.length === 1, 'the forgetting');
    expect(forgotten).toEqual([discord.user.id]);
  });
});

describe('a summary in the log', () => {
  it('counts what was asked, every ten minutes and when the bot stops', async () => {
    const clock = new ManualClock();
    const { discord, bot, log, asks } = await start({ clock });
    await asks();
    await clock.pass(600_000);
    await asks({ user: discord.moderator });
    await bot.close();
    const summaries = log.filter(({ msg }) => msg === 'Since the last summary');
    expect(summaries).toHaveLength(2);
    for (const line of summaries) expect(line).toMatchObject({ level: 30, questions: 1, answers: 1, abstentions: 0 });
  });
});

it('leaving a server is noted and deletes nothing, and coming back is noted too', async () => {
  const present: (readonly string[])[] = [];
  const { discord, audited } = await start({ engine: { presentIn: async (ids) => void present.push(ids) } });
  const { guildId } = discord.addGuild({ name: 'Other' });
  await vi.waitFor(() => expect(present.at(-1)).toContain(guildId));
  discord.removeGuild(guildId);
  await vi.waitFor(() => expect(present.at(-1)).not.toContain(guildId));
  expect(audited.at(-1)).toMatchObject({ act: 'left', guildId, actor: 'bot' });
});
