/** The bot, in this process, connected to the emulated Discord, with a fake engine behind the real commands. */
import { commands as allCommands } from '../../commands/all.js';
import { type Bot, type BotOptions, startBot } from '../../src/discord/bot.js';
import type { Engine } from '../../src/engine.js';
import { createLog } from '../../src/ops/log.js';
import type { Discord } from '../support/emulator/discord.js';
import { type EmulatorOptions, startEmulator } from '../support/emulator/start.js';
import { fakeEngine } from './fake-engine.js';

export type LogLine = Readonly<Record<string, unknown>>;

/** Time stands still, so that no interaction expires because the machine is busy; a test that wants one says so. */
const STILL_MS = Date.parse('2026-01-01T00:00:00Z');

export interface RunningBot {
  readonly discord: Discord;
  readonly bot: Bot;
  /** Log lines so far. */
  readonly log: readonly LogLine[];
  close(): Promise<void>;
}

export interface RunOptions extends Partial<Pick<BotOptions, 'commands' | 'clock'>> {
  readonly engine?: Partial<Engine>;
  readonly guildId?: string;
  readonly emulator?: EmulatorOptions;
}

/** Every line that `createLog` would write. */
export function recordingLog() {
  const lines: LogLine[] = [];
  const log = createLog('debug', { to: { write: (line) => void lines.push(JSON.parse(line) as LogLine) } });
  return { lines, log };
}

export async function runBot(options: RunOptions = {}): Promise<RunningBot> {
  const { engine, guildId, emulator, commands = allCommands, ...rest } = options;
  const discord = await startEmulator({ clock: () => STILL_MS, ...emulator });
  const { lines, log } = recordingLog();
  const config = { token: discord.token, api: discord.url, ...(guildId === undefined ? {} : { guildId }) };
  const now = () => new Date(STILL_MS);
  try {
    const bot = await startBot({ config, engine: fakeEngine(engine), commands, log, now, ...rest });
    const close = async () => {
      await bot.close();
      await discord.close();
    };
    return { discord, bot, log: lines, close };
  } catch (thrown) {
    await discord.close();
    throw thrown;
  }
}
