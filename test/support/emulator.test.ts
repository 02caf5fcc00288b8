/** The emulator itself, driven by raw requests and by a real discord.js client: tests of the bot rest on it. */
import { Client, Events, GatewayIntentBits, MessageFlags } from 'discord.js';
import { afterEach, expect, test } from 'vitest';
import type { Discord } from './emulator/discord.js';
import { startEmulator } from './emulator/start.js';

const { Guilds, GuildMessages } = GatewayIntentBits;
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
