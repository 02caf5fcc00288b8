/**
 * The environment as one frozen value, checked at the door. It stands alone so that nothing else reads `process.env`
 * or `.env`: a setting that is not here does not exist, and one that is misspelt is refused, not ignored.
 */
import path from 'node:path';
import { config as loadDotenv } from 'dotenv';
import { distance } from 'fastest-levenshtein';
import { failure, type VerbatimError } from './errors.js';

/** Which model makes the vectors. */
export type EmbeddingsChoice =
  | { readonly kind: 'bundled' }
  | { readonly kind: 'openai' | 'ollama'; readonly model: string }
  /** `folder` is absolute. */
  | { readonly kind: 'transformers'; readonly folder: string };

export interface DiscordConfig {
  readonly token: string;
  /** Register the commands in this guild only. Absent: for every guild. */
  readonly guildId?: string;
  /** Names of the host's collections that servers may read, by server id. Absent: none but `default` at its home. */
  readonly collections?: Readonly<Record<string, readonly string[]>>;
  /** Base of Discord's REST API, without version or final slash. */
  readonly api: string;
  /** Hosts from which attachments may be fetched, lower case. */
  readonly cdnHosts: readonly string[];
}

/** How much is risked for an answer: `strict` refuses soonest, `eager` last. */
export type Caution = 'strict' | 'balanced' | 'eager';

export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';

export interface Config {
  /** Absolute path of the folder that holds the index. */
  readonly dataDir: string;
  /** Absolute paths that `npm start` keeps indexed. */
  readonly documents: readonly string[];
  readonly embeddings: EmbeddingsChoice;
  readonly caution: Caution;
  /** Absent without a token. */
  readonly discord?: DiscordConfig;
  readonly logLevel: LogLevel;
}

/** Variables by name. An empty value counts as unset. */
export type Environment = Readonly<Record<string, string | undefined>>;

export interface ConfigOptions {
  /** Absolute; relative paths in values are resolved against it. */
  readonly cwd: string;
  /** Level when `LOG_LEVEL` is unset. Default `info`; one-shot terminal commands say `warn`. */
  readonly defaultLogLevel?: LogLevel;
}

/** Names under our two prefixes that do something. */
export const SUPPORTED = [
  'DISCORD_TOKEN',
  'DISCORD_GUILD_ID',
  'DISCORD_API',
  'DISCORD_CDN_HOSTS',
  'DISCORD_COLLECTIONS',
  'VERBATIM_DATA',
  'VERBATIM_DOCUMENTS',
  'VERBATIM_EMBEDDINGS',
  'VERBATIM_CAUTION',
] as const;

/** Names that are promised but do nothing yet: ignoring them would pretend that they do. */
export const NOT_YET: Readonly<Record<string, string>> = {
  VERBATIM_CHAT: 'answers are extractive only',
  VERBATIM_DATABASE: 'the index is kept in SQLite, in the folder that VERBATIM_DATA names',
  VERBATIM_HOST: 'there is no local page yet',
  VERBATIM_PORT: 'there is no local page yet',
};

const CAUTIONS: readonly Caution[] = ['strict', 'balanced', 'eager'];
const LOG_LEVELS: readonly LogLevel[] = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];
const EMBEDDINGS = '`bundled`, `openai:MODEL`, `ollama:MODEL` or `transformers:FOLDER`';
/** A suggestion further from what was typed than this share of its length is a guess, not a help. */
const NEAR_ENOUGH = 0.4;

/**
 * The environment with the values of `.env` in `cwd` added to it; what is already set wins. Added to the process too,
 * since providers' libraries read their own keys there. A missing `.env` is fine; an unreadable one is refused.
 */
export function readEnvironment(cwd: string = process.cwd(), env: NodeJS.ProcessEnv = process.env): Environment {
  const file = path.join(cwd, '.env');
  const { error } = loadDotenv({ path: file, quiet: true, processEnv: env as Record<string, string> });
  if (error !== undefined && !('code' in error && error.code === 'ENOENT')) {
    const found = error.message;
    throw failure('config', { what: `${file} cannot be read`, found, remedy: 'Mend its permissions' }, error);
  }
  return { ...env };
}

/** Checks every value and gives the whole as one frozen object. Throws `config`; no message holds a secret's value. */
export function loadConfig(env: Environment, options: ConfigOptions): Config {
  const read = (name: string): string | undefined => env[name]?.trim() || undefined;
  for (const name of Object.keys(env).sort()) refuseUnknown(name, read(name));

  const folder = (value: string): string => path.resolve(options.cwd, value);
  const discord = readDiscord(read);
  return Object.freeze({
    dataDir: folder(read('VERBATIM_DATA') ?? 'index-data'),
    documents: Object.freeze(listed(read('VERBATIM_DOCUMENTS') ?? 'documents').map(folder)),
    embeddings: Object.freeze(embeddingsChoice(read('VERBATIM_EMBEDDINGS') ?? 'bundled', folder)),
    caution: caution(read('VERBATIM_CAUTION') ?? 'balanced'),
    ...(discord && { discord: Object.freeze(discord) }),
    logLevel: logLevel(read('LOG_LEVEL') ?? options.defaultLogLevel ?? 'info'),
  });
}

/** Values that no log may show: tokens, keys and passwords, ours and the providers'. */
export function secretsOf(env: Environment): readonly string[] {
  const names = Object.keys(env).filter((name) => /(?:TOKEN|_KEY|SECRET|PASSWORD)$|^VERBATIM_DATABASE$/i.test(name));
  return names.flatMap((name) => env[name]?.trim() || []);
}

function refuseUnknown(name: string, value: string | undefined): void {
  if (!/^(verbatim|discord)_/i.test(name)) return;
  const why = NOT_YET[name];
  if (why !== undefined && value !== undefined) {
    throw failure('config', {
      what: `${name} is not yet supported: ${why}`,
      expected: 'it to be unset',
      found: name === 'VERBATIM_DATABASE' ? 'a value, not shown here' : `\`${value}\``,
      remedy: 'Unset it',
    });
  }
  const known = [...SUPPORTED, ...Object.keys(NOT_YET)];
  if (known.includes(name)) return;
  const upper = name.toUpperCase();
  const [nearest] = known.sort((a, b) => distance(upper, a) - distance(upper, b));
  const near = nearest !== undefined && distance(upper, nearest) <= NEAR_ENOUGH * nearest.length;
  throw failure('config', {
    what: `Verbatim has no setting ${name}`,
    expected: near ? nearest : `one of ${[...SUPPORTED].join(', ')}`,
    found: name,
    remedy: 'Correct the name or unset it; .env.example lists them all',
  });
}

function readDiscord(read: (name: string) => string | undefined): DiscordConfig | undefined {
  const token = read('DISCORD_TOKEN');
  const guildId = read('DISCORD_GUILD_ID');
  const api = apiBase(read('DISCORD_API') ?? 'https://discord.com/api');
  const cdnHosts = listed(read('DISCORD_CDN_HOSTS') ?? 'cdn.discordapp.com,media.discordapp.net').map(hostName);
  const collections = boundCollections(read('DISCORD_COLLECTIONS'));
  if (guildId !== undefined && !/^\d{1,20}$/.test(guildId)) {
    throw invalid('DISCORD_GUILD_ID', "a server's id: digits only (Discord, Developer Mode, Copy Server ID)", guildId);
  }
  if (token === undefined) return undefined;
  if (/\s/.test(token)) {
    const found = `a value of ${token.length} characters with a space in it`;
    throw failure('config', { what: 'DISCORD_TOKEN is invalid', expected: 'the token alone', found });
  }
  const servers = { ...(guildId !== undefined && { guildId }), ...(collections !== undefined && { collections }) };
  return { token, ...servers, api, cdnHosts: Object.freeze(cdnHosts) };
}

/** `123=handbook,papers; 456=default`. A mistake here would show papers to the wrong server, so nothing is guessed. */
function boundCollections(value: string | undefined): DiscordConfig['collections'] {
  if (value === undefined) return undefined;
  const bound = new Map<string, readonly string[]>();
  for (const entry of listed(value, ';')) {
    const [, guildId, names] = /^(\d{5,20})\s*=([^=]*)$/.exec(entry) ?? [];
    const named = listed(names ?? '');
    if (guildId === undefined || named.length === 0 || !named.every((name) => /^[\p{L}\p{N}_-]{1,64}$/u.test(name))) {
      const form = "server ids with names of the host's collections, such as `123456789012345678=handbook,papers; …`";
      throw invalid('DISCORD_COLLECTIONS', form, entry);
    }
    if (bound.has(guildId)) throw invalid('DISCORD_COLLECTIONS', 'each server once', `${guildId} twice`);
    bound.set(guildId, Object.freeze(named));
  }
  return Object.freeze(Object.fromEntries(bound));
}

function apiBase(value: string): string {
  const url = URL.canParse(value) ? new URL(value) : null;
  const plain = url !== null && /^https?:$/.test(url.protocol) && !url.search && !url.hash && !url.username;
  if (!plain || /\/v\d+\/?$/.test(url.pathname)) {
    throw invalid('DISCORD_API', 'an http or https URL without version, such as `https://discord.com/api`', value);
  }
  return value.replace(/\/+$/, '');
}

function hostName(value: string): string {
  if (!/^[a-z0-9.-]+(:\d{1,5})?$/i.test(value)) {
    throw invalid('DISCORD_CDN_HOSTS', 'host names separated by commas, without scheme or path', value);
  }
  return value.toLowerCase();
}

function embeddingsChoice(value: string, folder: (value: string) => string): EmbeddingsChoice {
  if (value === 'bundled') return { kind: 'bundled' };
  const colon = value.indexOf(':');
  const kind = colon < 0 ? value : value.slice(0, colon);
  const rest = colon < 0 ? '' : value.slice(colon + 1).trim();
  if (rest !== '' && (kind === 'openai' || kind === 'ollama')) return { kind, model: rest };
  if (rest !== '' && kind === 'transformers') return { kind, folder: folder(rest) };
  throw invalid('VERBATIM_EMBEDDINGS', EMBEDDINGS, value);
}

function caution(value: string): Caution {
  const chosen = CAUTIONS.find((one) => one === value.toLowerCase());
  if (chosen === undefined) throw invalid('VERBATIM_CAUTION', `one of ${CAUTIONS.join(', ')}`, value);
  return chosen;
}

function logLevel(value: string): LogLevel {
  const level = LOG_LEVELS.find((one) => one === value.toLowerCase());
  if (level === undefined) throw invalid('LOG_LEVEL', `one of ${LOG_LEVELS.join(', ')}`, value);
  return level;
}

function listed(value: string, separator = ','): string[] {
  return value
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function invalid(name: string, expected: string, value: string): VerbatimError {
  return failure('config', { what: `${name} is invalid`, expected, found: `\`${value}\``, remedy: 'See .env.example' });
}
