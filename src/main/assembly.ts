/**
 * Puts the parts together for `main`: configuration, engine, bot and checks, each loaded only when it is used, so that
 * a question in the terminal does not wait for Discord's library. It stands alone to keep `main` to one screen.
 */
import path from 'node:path';
import { examine, type Kept } from '../cli/doctor.js';
import type { Check } from '../cli/report.js';
import type { ServeSurroundings } from '../cli/serve.js';
import type { OpenTold, Surroundings } from '../cli/surroundings.js';
import { type Config, loadConfig, readEnvironment, secretsOf } from '../config.js';
import type { Engine } from '../engine.js';
import { asVerbatimError, failure, type VerbatimError } from '../errors.js';
import { createLog, type Log } from '../ops/log.js';

export interface AssemblyOptions {
  /** Folder that holds `models/`. */
  readonly root: string;
  readonly cwd: string;
  /** `--data` as typed. */
  readonly dataDir: string | undefined;
  /** Whether this process goes on: then the log says what it does. */
  readonly serving: boolean;
}

export type Assembly = Pick<Surroundings, 'open' | 'openTemporary' | 'deploy' | 'examine'> & {
  /** What serving takes beside. Throws `config`, as the others reject. */
  readonly serving: () => Pick<ServeSurroundings, 'open' | 'documents' | 'startBot'>;
};

/** The bundled models: the embedder and the reader. */
const MODELS = ['all-MiniLM-L6-v2', 'minilm-reader-v1'];

interface Configured {
  readonly config: Config;
  readonly log: Log;
}

/** The parts, none of them made before it is asked for. A wrong configuration is told then, too. */
export function assemble(options: AssemblyOptions): Assembly {
  const modelsDir = path.join(options.root, 'models');
  let made: Configured | undefined;
  const configured = (): Configured => {
    made ??= configure(options);
    return made;
  };
  const open = async (dataDir?: string, told?: OpenTold): Promise<Engine> => {
    const { config, log } = configured();
    const { openEngine } = await import('../workers/open-engine.js');
    const warn = (message: string, error: string): void => log.warn({ error }, message);
    const onWait = told?.onWait ?? ((text) => log.warn(text));
    const { embeddings, caution } = config;
    return openEngine({ dataDir: dataDir ?? config.dataDir, embeddings, caution, modelsDir, warn, onWait });
  };
  return {
    open: (told) => open(undefined, told),
    openTemporary: (dataDir) => open(dataDir),
    deploy: async () => deployCommands(configured().config),
    examine: () => checkAll({ open, modelsDir, configured }),
    serving: () => {
      const startBot = botStarter(configured());
      return { open: () => open(), documents: configured().config.documents, ...(startBot && { startBot }) };
    },
  };
}

function configure({ cwd, dataDir, serving }: AssemblyOptions): Configured {
  const env = readEnvironment(cwd);
  // Beside a prompt, a log of ordinary events would only disturb.
  const talks = serving && (env['DISCORD_TOKEN'] ?? '').trim() !== '';
  const loaded = loadConfig(env, { cwd, defaultLogLevel: talks ? 'info' : 'warn' });
  const config = dataDir === undefined ? loaded : { ...loaded, dataDir: path.resolve(cwd, dataDir) };
  return { config, log: createLog(config.logLevel, { secrets: secretsOf(env) }) };
}

/** The bot, or undefined without a token. */
function botStarter({ config, log }: Configured): ServeSurroundings['startBot'] {
  const { discord } = config;
  if (discord === undefined) return undefined;
  return async (engine, signal) => {
    const [{ startBot }, { commands }] = await Promise.all([
      import('../discord/bot.js'),
      import('../../commands/all.js'),
    ]);
    return startBot({ config: discord, engine, commands, log, signal, now: () => new Date() });
  };
}

async function deployCommands({ discord }: Config): Promise<string> {
  if (discord === undefined) {
    const remedy = 'Put the token of your bot into .env, as .env.example shows';
    throw failure('config', { what: 'DISCORD_TOKEN is not set, so there is no bot to register commands for', remedy });
  }
  const [{ deploy }, { commands }] = await Promise.all([
    import('../discord/deploy.js'),
    import('../../commands/all.js'),
  ]);
  const { changed, count, pruned = 0 } = await deploy(discord, commands);
  const where = discord.guildId === undefined ? 'in single servers' : 'for every server';
  const taken = pruned === 0 ? '' : ` Took out ${pruned} of before that were registered ${where}.`;
  const done = changed
    ? `Registered ${count} commands.`
    : `Nothing to do: the ${count} commands are registered as they are.`;
  return `${done}${taken}`;
}

interface Checking {
  readonly open: (dataDir: string) => Promise<Engine>;
  readonly modelsDir: string;
  readonly configured: () => Configured;
}

function checkAll({ open, modelsDir, configured }: Checking): Promise<readonly Check[]> {
  const config = valueOrError(() => configured().config);
  return examine({
    nodeVersion: process.versions.node,
    config,
    open,
    verifyModels: async () => {
      const { verifyModelFolder } = await import('../embed/bundled.js');
      const verdicts = await Promise.all(MODELS.map((name) => verifyModelFolder(path.join(modelsDir, name))));
      return verdicts.find(({ ok }) => !ok) ?? { ok: true, found: verdicts.map(({ found }) => found).join('; ') };
    },
    discord: (kept) => discordFound(config, kept),
  });
}

function valueOrError<Value>(make: () => Value): Value | VerbatimError {
  try {
    return make();
  } catch (thrown) {
    return asVerbatimError(thrown);
  }
}

async function discordFound(config: Config | VerbatimError, kept?: Kept): Promise<readonly Check[]> {
  if (config instanceof Error || config.discord === undefined) return [];
  const { examineDiscord } = await import('../discord/doctor-servers.js');
  return examineDiscord(config.discord, kept);
}
