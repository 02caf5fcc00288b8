/** The emulator itself, driven by raw requests and by a real discord.js client: tests of the bot rest on it. */
import { Client, Events, GatewayIntentBits, MessageFlags } from 'discord.js';
import { afterEach, expect, test } from 'vitest';
import type { Discord } from './emulator/discord.js';
import { startEmulator } from './emulator/start.js';

const { Guilds, GuildMessages, MessageContent } = GatewayIntentBits;
const open: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

async function started(options: Parameters<typeof startEmulator>[0] = {}): Promise<Discord> {
  const discord = await startEmulator({ token: 'right', ...options });
  open.push(discord);
  return discord;
}

async function botOf(discord: Discord, intents: number[] = [Guilds, GuildMessages]): Promise<Client<true>> {
  const client = new Client({ rest: { api: discord.url, version: '10' }, intents });
  open.push({ close: () => client.destroy() });
  const ready = new Promise<Client<true>>((resolve) => client.once(Events.ClientReady, resolve));
  await client.login(discord.token);
  return ready;
}

const ask = {
  name: 'ask',
  description: 'Ask',
  options: [{ type: 3, name: 'question', description: 'What', required: true }],
};

test('a discord.js client logs in, registers, answers a command with buttons and a follow-up', async () => {
  const discord = await started();
  const client = await botOf(discord);
  expect(client.guilds.cache.get(discord.guildId)?.channels.cache.has(discord.channelId)).toBe(true);
  await client.application.commands.set([ask]);
  client.on(Events.InteractionCreate, async (interaction) => {
    if (interaction.isChatInputCommand()) {
      await interaction.deferReply();
      await interaction.editReply({
        content: `You asked: ${interaction.options.getString('question', true)}`,
        components: [{ type: 1, components: [{ type: 2, style: 1, label: 'More', custom_id: 'more:1' }] }],
      });
      await interaction.followUp({ content: 'psst', flags: MessageFlags.Ephemeral });
    }
    if (interaction.isButton()) await interaction.update({ content: 'More it is', components: [] });
  });
  const asked = discord.interact({ name: 'ask', options: { question: 'who?' } });
  expect((await asked.firstResponse()).type).toBe(5);
  const answer = await asked.settled((message) => message.content === 'You asked: who?');
  const secret = await asked.settled((message) => message.content === 'psst');
  expect(asked.isPrivate(answer)).toBe(false);
  expect(asked.isPrivate(secret)).toBe(true);
  expect(discord.messages().map(({ content }) => content)).toEqual(['You asked: who?']);
  const pressed = discord.press({ message: answer, label: 'More' });
  await pressed.settled((message) => message.content === 'More it is');
  expect(asked.original()?.content).toBe('More it is');
  expect(discord.refusals).toEqual([]);
});

test('a discord.js client takes up its session after a cut and when asked to reconnect', async () => {
  const discord = await started();
  const client = await botOf(discord);
  const heard: string[] = [];
  client.on(Events.MessageCreate, (message) => heard.push(message.content));
  const say = async (words: string) => {
    const reached = new Promise<unknown>((resolve) => client.once(Events.MessageCreate, resolve));
    discord.say({ content: `<@${discord.bot.id}> ${words}` });
    await reached;
  };
  await say('before');
  discord.dropGateway();
  discord.say({ content: `<@${discord.bot.id}> meanwhile` });
  await discord.waitFor(() => discord.resumes === 1, 'a resume after the cut');
  await say('after');
  discord.requestReconnect();
  await discord.waitFor(() => discord.resumes === 2, 'a resume on request');
  await say('again');
  expect(heard.map((content) => content.split(' ')[1])).toEqual(['before', 'meanwhile', 'after', 'again']);
  expect(discord.identifies).toBe(1);
});

test('a discord.js client leaves a connection that no longer acknowledges, and comes back', async () => {
  const discord = await started({ heartbeatIntervalMs: 40 });
  await botOf(discord);
  discord.gateway.acknowledges = false;
  await discord.waitFor(() => discord.resumes === 1, 'a resume after heartbeats without answer');
  discord.gateway.acknowledges = true;
  expect(discord.identifies).toBe(1);
});

test('a discord.js client answers mentions and replies, in a thread and with a file', async () => {
  const discord = await started();
  const client = await botOf(discord);
  client.on(Events.MessageCreate, async (message) => {
    if (message.author.bot || !message.mentions.has(client.user)) return;
    await message.channel.sendTyping();
    if (message.content.includes('thread')) {
      const thread = await message.startThread({ name: 'talk' });
      await thread.send({ content: 'inside', files: [{ name: 'a.txt', attachment: Buffer.from('words') }] });
    } else await message.reply({ content: `> ${message.content}`, allowedMentions: { parse: [] } });
  });
  const said = discord.say({ content: `<@${discord.bot.id}> hello` });
  const reply = await discord.nextMessage(discord.channelId, undefined, said);
  expect(reply).toMatchObject({
    content: `> ${said.content}`,
    message_reference: { message_id: said.id },
    mentions: [],
  });
  discord.say({ content: 'not to you' });
  const further = discord.say({ content: 'and now?', reference: reply });
  const second = await discord.nextMessage(discord.channelId, undefined, further);
  expect(second.content).toBe('> and now?');
  const opening = discord.say({ content: `<@${discord.bot.id}> thread please` });
  const inside = await discord.nextMessage(opening.id);
  expect(inside).toMatchObject({ content: 'inside', attachments: [{ filename: 'a.txt', size: 5 }] });
  expect(discord.requestsTo('POST /channels').filter(({ path }) => path.endsWith('/typing'))).toHaveLength(3);
  expect(discord.refusals).toEqual([]);
});

test('a discord.js client waits out a 429 and sees errors by their codes', async () => {
  const discord = await started();
  const client = await botOf(discord);
  const channel = await client.channels.fetch(discord.channelId);
  if (channel === null || !channel.isSendable()) throw new Error('The default channel can be written in.');
  discord.rateLimitNext({ route: 'POST /channels', retryAfter: 0.02 });
  await channel.send('patience');
  expect(discord.requestsTo('POST /channels').map(({ status }) => status)).toEqual([429, 200]);
  discord.deny(discord.channelId, 'send');
  await expect(channel.send('x')).rejects.toMatchObject({ code: 50013, status: 403 });
  discord.deny(discord.channelId);
  await expect(channel.send('x'.repeat(2001))).rejects.toMatchObject({ code: 50035 });
});

test('a discord.js client offers choices and shows a modal', async () => {
  const discord = await started();
  const client = await botOf(discord);
  const [question] = ask.options;
  await client.application.commands.set([{ ...ask, options: [{ ...question, autocomplete: true }] }] as never);
  client.on(Events.InteractionCreate, async (interaction) => {
    if (interaction.isAutocomplete())
      await interaction.respond([{ name: 'Who?', value: interaction.options.getFocused() }]);
    if (interaction.isChatInputCommand()) {
      const input = { type: 4, customId: 'why', label: 'Why?', style: 1 } as const;
      await interaction.showModal({ customId: 'm', title: 'M', components: [{ type: 1, components: [input] }] });
    }
    if (interaction.isModalSubmit()) {
      await interaction.reply({ content: interaction.fields.getTextInputValue('why'), flags: MessageFlags.Ephemeral });
    }
  });
  const typing = discord.autocomplete({ name: 'ask', options: { question: 'wh' }, focused: 'question' });
  expect(await typing.choices()).toEqual([{ name: 'Who?', value: 'wh' }]);
  const asked = discord.interact({ name: 'ask', options: { question: 'who?' } });
  expect((await asked.firstResponse()).type).toBe(9);
  const sent = discord.modalSubmit({ asked, fields: { why: 'because' } });
  expect((await sent.settled()).content).toBe('because');
});

test('a discord.js client with a wrong token or a disallowed intent is turned away', async () => {
  const discord = await started();
  const client = new Client({ rest: { api: discord.url, version: '10' }, intents: [Guilds] });
  await expect(client.login('wrong')).rejects.toThrow('An invalid token was provided.');
  const greedy = new Client({ rest: { api: discord.url, version: '10' }, intents: [Guilds, MessageContent] });
  greedy.on(Events.Error, () => undefined);
  await expect(greedy.login(discord.token)).rejects.toThrow('disallowed intents');
  expect(discord.gateway.refusedWith).toBe(4014);
});
