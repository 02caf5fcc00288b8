/**
 * A loopback Discord (REST and gateway) for end-to-end tests: the entry. It stands alone as the one file that tests
 * import; it only wires the server together, and `discord.ts` is what a test then holds.
 *
 * ```ts
 * const discord = await startEmulator({ token: 'secret' });
 * // start the bot with DISCORD_TOKEN=secret, DISCORD_API=discord.url, DISCORD_CDN_HOSTS=discord.host
 * await discord.connected();
 * await discord.registered('ask');
 * const asked = discord.interact({ name: 'ask', options: { question: 'who mediated the talks' } });
 * expect((await asked.firstResponse()).type).toBe(5);
 * const answer = await asked.settled((message) => message.content.includes('[1]'));
 * const pressed = discord.press({ message: answer, label: 'In context' });
 * expect(pressed.isPrivate(await pressed.settled())).toBe(true);
 * const said = discord.say({ content: `<@${discord.bot.id}> who mediated the talks` });
 * const reply = await discord.nextMessage(said.channel_id, (message) => message.content !== '', said);
 * await discord.close();
 * ```
 *
 * - Users: `interact`, `autocomplete`, `press`, `select`, `modalSubmit` give an `Interaction` (`interaction-handle.ts`:
 *   `firstResponse`, `settled`, `original`, `followups`, `messages`, `isPrivate`, `choices`); `say`, `edit`, `delete`.
 * - What came of it: `requests`, `requestsTo`, `refusals`, `commands`, `messages`, `threads`, `nextMessage`, `waitFor`,
 *   `connected`, `disconnected`, `registered`, `identifies`, `resumes`.
 * - Servers: `addUser`, `join`, `leave`, `addRole`, `changeRole`, `removeRole`, `giveRole`, `takeRole`, `grantCommands`,
 *   `addChannel`, `removeChannel`, `overwrite`, `deny`, `openThread`, `addGuild`, `removeGuild`; `permissions`, `readers`.
 * - Trouble: `advance`, `expireInteraction`, `dropGateway`, `requestReconnect`, `invalidateSession`, `rateLimitNext`,
 *   `failNext`, `hangUpNext`, `hold`, `gateway.acknowledges = false`.
 *
 * Waiting is by event. Whatever Discord refuses is refused here, with its status and code, and stands in
 * `discord.refusals`; what a Discord client would not let a user do throws in the test.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { Discord } from './discord.js';
import { Gateway } from './gateway.js';
import { RestServer } from './rest.js';
import { channelRoutes } from './routes/channels.js';
import { commandRoutes } from './routes/commands.js';
import { fileRoutes } from './routes/files.js';
import { identityRoutes } from './routes/identity.js';
import { interactionRoutes } from './routes/interactions.js';
import { messageRoutes } from './routes/messages.js';
import { webhookRoutes } from './routes/webhooks.js';
import { type GuildSeed, seed } from './seed.js';

export interface EmulatorOptions {
  /** The only bot token that is let in. Default `emulated-token`. */
  readonly token?: string;
  /** Guilds that the bot is in. Default: one, with the channel `general`. */
  readonly guilds?: readonly GuildSeed[];
  /** Privileged intents that are switched on, as bits. Default 0: asking for one is 4014. */
  readonly allowedIntents?: number;
  /** Milliseconds since 1970. Default the real clock; `discord.advance` lets time pass on top of it. */
  readonly clock?: () => number;
  /** In ms. Default 41,250, as Discord's. */
  readonly heartbeatIntervalMs?: number;
}

const routes = [
  ...identityRoutes,
  ...commandRoutes,
  ...channelRoutes,
  ...messageRoutes,
  ...interactionRoutes,
  ...webhookRoutes,
  ...fileRoutes,
];

/** Listens on a free port of 127.0.0.1. End it with `discord.close()`. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Discord> {
  const { token = 'emulated-token', allowedIntents = 0, heartbeatIntervalMs = 41_250 } = options;
  const seeded = seed({ guilds: options.guilds ?? [{}], allowedIntents, clock: options.clock ?? Date.now });
  const { world } = seeded;
  const gateway = new Gateway(world, { token, heartbeatIntervalMs, allowedIntents });
  const rest = new RestServer(world, token, routes);
  const mistakes: unknown[] = [];
  const server = createServer((request, response) => {
    rest.handle(request, response).catch((error: unknown) => {
      mistakes.push(error);
      response.destroy();
    });
  });
  const sockets = new WebSocketServer({ server, path: '/gateway', perMessageDeflate: false });
  sockets.on('connection', (socket, request) => gateway.accept(socket, request));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  world.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return new Discord({
    seeded,
    gateway,
    rest,
    token,
    mistakes,
    stop: () =>
      new Promise<void>((resolve) => {
        sockets.close();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
}
