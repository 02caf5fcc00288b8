/** One emulated Discord, one folder of documents, one index, and the bot's process over them, started as often as wanted. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { APIEmbed, APIMessage } from 'discord-api-types/v10';
import { check } from '../../src/message/limits.js';
import type { MessageView } from '../../src/message/view.js';
import type { Discord } from '../support/emulator/discord.js';
import type { RecordedRequest } from '../support/emulator/rest.js';
import { type EmulatorOptions, startEmulator } from '../support/emulator/start.js';
import { BotProcess } from './bot-process.js';
import { writeHarbourPapers } from './harbour-papers.js';

/** Time stands still, so that no interaction expires because the machine is busy; a test that wants one says so. */
const STILL_MS = Date.parse('2026-01-01T12:00:00Z');

export class HarbourBot {
  bot: BotProcess | undefined;

  private constructor(
    readonly discord: Discord,
    private readonly folder: string,
  ) {}

  /** Time stands still unless another clock is given. */
  static async prepare(options: EmulatorOptions = {}): Promise<HarbourBot> {
    const folder = await mkdtemp(join(tmpdir(), 'verbatim-e2e-'));
    await writeHarbourPapers(join(folder, 'papers'));
    return new HarbourBot(await startEmulator({ clock: () => STILL_MS, ...options }), folder);
  }

  get papers(): string {
    return join(this.folder, 'papers');
  }

  /** Starts the process with what an operator would set, and `env` over it; to serve, unless `args` say otherwise. */
  launch(env: Readonly<Record<string, string>> = {}, args: readonly string[] = []): BotProcess {
    this.bot = new BotProcess({
      args,
      cwd: this.folder,
      env: {
        DISCORD_TOKEN: this.discord.token,
        DISCORD_API: this.discord.url,
        VERBATIM_DATA: join(this.folder, 'index'),
        VERBATIM_DOCUMENTS: this.papers,
        ...env,
      },
    });
    return this.bot;
  }

  /** As `launch`, and waits until it answers. */
  async start(): Promise<BotProcess> {
    const bot = this.launch();
    await bot.logged('Discord: ready');
    return bot;
  }

  /** Lets everyone ask as often as they like, as a moderator can. */
  async liftLimits(): Promise<void> {
    const names = ['person-minute', 'person-at-once', 'server-minute', 'server-at-once'];
    const options = Object.fromEntries(names.map((name) => [name, 1_000]));
    const { moderator: user } = this.discord;
    await this.discord.interact({ name: 'config', subcommand: 'limits', options, user }).settled();
  }

  async close(): Promise<void> {
    await this.bot?.stop();
    await this.discord.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** The messages that the bot sent, as JSON, in the order in which they were sent: all, or those of one interaction. */
export function sentViews(discord: Discord, { token = '' }: { readonly token?: string } = {}): MessageView[] {
  const ofMessage = /^(PATCH|POST) \/(webhooks\/|channels\/\d+\/messages(?!.*\/threads$))/;
  return discord.requests
    .filter(({ path }) => path.includes(token))
    .flatMap((request) => {
      if (ofMessage.test(`${request.method} ${request.path}`)) return [request.body as MessageView];
      return request.path.endsWith('/callback') ? firstMessage(request) : [];
    });
}

/** What Discord's documentation forbids in anything that was sent. */
export function brokenLimits(discord: Discord): string[] {
  return sentViews(discord).flatMap(check);
}

/** An embed's text without the marks that make words bold. */
export function words(
  view: Pick<APIMessage, 'embeds'> | { readonly embeds?: readonly APIEmbed[] } | undefined,
): string {
  return (view?.embeds ?? []).map(({ description = '' }) => description.replaceAll('**', '')).join('\n');
}

/** A first response that is a message itself has it in `data`; a deferral has none. */
function firstMessage({ body }: RecordedRequest): MessageView[] {
  const { type, data } = body as { readonly type: number; readonly data?: MessageView };
  return type === 4 && data !== undefined ? [data] : [];
}
