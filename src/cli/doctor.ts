/**
 * Checks what a working bot needs and says what to do about each failure. It stands alone because it must work where
 * nothing else does: no check relies on another having passed.
 */
import { access, constants, readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Engine } from '../engine.js';
import { asVerbatimError, failure, type VerbatimError } from '../errors.js';
import { type Check, counted } from './report.js';

/** The part of the configuration that is looked at. */
export interface Settings {
  readonly dataDir: string;
  readonly documents: readonly string[];
  readonly embeddings: { readonly kind: string };
  /** Present when a token is set. */
  readonly discord?: object;
}

/** What the checks look at; whoever constructs the process hands it over. */
export interface Probes {
  /** `process.versions.node`. */
  readonly nodeVersion: string;
  /** The configuration, or why there is none. */
  readonly config: Settings | VerbatimError;
  readonly open: (dataDir: string) => Promise<Engine>;
  /** Compares the bundled models with their checksums. */
  readonly verifyModels: () => Promise<Omit<Check, 'name'>>;
  /** Asks Discord about token, servers and permissions. Called only when a token is set; without `kept` where the index cannot be opened. */
  readonly discord?: (kept?: Kept) => Promise<readonly Check[]>;
}

/** What the index keeps for servers. */
export interface Kept {
  readonly collections: Awaited<ReturnType<Engine['collections']>>;
  readonly settings: Awaited<ReturnType<Engine['settings']>>;
}

const OLDEST_NODE = [20, 19] as const;

/** Runs every check, in the order in which a person would mend them. Never rejects. */
export async function examine(probes: Probes): Promise<readonly Check[]> {
  const { config } = probes;
  const before = [nodeCheck(probes.nodeVersion), configCheck(config), await modelCheck(probes)];
  if (config instanceof Error) return before;
  const dataFolder = await check('data folder', () => dataFolderFound(config.dataDir));
  const { checks, kept } = await examineIndex(config, probes.open);
  const folders = config.documents.map((folder) => check('documents', () => documentsFound(folder)));
  return [
    ...before,
    dataFolder,
    ...checks,
    ...(await Promise.all(folders)),
    ...(await discordChecks(config, () => probes.discord?.(kept))),
  ];
}

function nodeCheck(version: string): Check {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const ok = major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]);
  const remedy = `Install Node ${OLDEST_NODE.join('.')} or newer`;
  return { name: 'node', ok, found: version, ...(!ok && { remedy }) };
}

function configCheck(config: Settings | VerbatimError): Check {
  if (config instanceof Error) return { name: 'configuration', ok: false, ...explained(config) };
  return { name: 'configuration', ok: true, found: `valid; embeddings: ${config.embeddings.kind}` };
}

async function modelCheck({ verifyModels }: Probes): Promise<Check> {
  const verdict = await verifyModels().catch((error: unknown) => ({ ok: false, ...explained(error) }));
  return { name: 'models', ...verdict };
}

async function dataFolderFound(folder: string): Promise<string> {
  let existing = folder;
  for (;;) {
    try {
      await access(existing, constants.W_OK);
      return existing === folder ? `${folder}, writable` : `${folder}, not there yet; ${existing} is writable`;
    } catch (error) {
      const gone = (error as NodeJS.ErrnoException).code === 'ENOENT' && path.dirname(existing) !== existing;
      if (!gone) {
        const remedy = 'Mend its permissions, or name another folder in VERBATIM_DATA';
        throw failure('unreadable', { what: `${existing} is not writable`, remedy }, error);
      }
      existing = path.dirname(existing);
    }
  }
}

async function documentsFound(folder: string): Promise<string> {
  const entries = await readdir(folder).catch((cause: unknown) => {
    const remedy = 'Create it, or name another folder in VERBATIM_DOCUMENTS';
    throw failure('not-found', { what: `${folder} cannot be read`, remedy }, cause);
  });
  return `${folder}, ${entries.length === 1 ? '1 entry' : `${entries.length} entries`}`;
}

interface Examined {
  readonly checks: readonly Check[];
  readonly kept?: Kept;
}

async function examineIndex(config: Settings, open: Probes['open']): Promise<Examined> {
  try {
    const engine = await open(config.dataDir);
    try {
      const health = await engine.health({ checkIntegrity: true });
      const found = `${counted(health.documents, 'document')}, ${counted(health.passages, 'passage')}, schema ${health.schema}`;
      const checks = [
        { name: 'index', ok: true, found },
        integrityCheck(health.integrity ?? 'not checked'),
        fingerprintCheck(health.embedderFingerprint, health.indexFingerprint),
      ];
      if (config.discord === undefined) return { checks };
      return { checks, kept: { collections: await engine.collections(), settings: await engine.settings() } };
    } finally {
      await engine.close();
    }
  } catch (error) {
    return { checks: [{ name: 'index', ok: false, ...explained(error) }] };
  }
}

function integrityCheck(integrity: string): Check {
  if (integrity === 'ok') return { name: 'integrity', ok: true, found: 'ok' };
  const remedy = 'Export what can be read (verbatim export), delete the data folder and ingest the export';
  return { name: 'integrity', ok: false, found: integrity, remedy };
}

function fingerprintCheck(embedder: string, index: string | undefined): Check {
  if (index === undefined) return { name: 'embedder', ok: true, found: `${embedder}; nothing is embedded yet` };
  if (index === embedder) return { name: 'embedder', ok: true, found: embedder };
  const found = `the index was embedded by ${index}, the embedder is ${embedder}`;
  return {
    name: 'embedder',
    ok: false,
    found,
    remedy: 'Run: verbatim reindex. Until it is done, questions are answered with the model of the index',
  };
}

async function discordChecks(
  config: Settings,
  probe: () => Promise<readonly Check[]> | undefined,
): Promise<readonly Check[]> {
  if (config.discord === undefined)
    return [{ name: 'discord', ok: true, found: 'DISCORD_TOKEN is not set: terminal only' }];
  try {
    return (await probe()) ?? [{ name: 'discord', ok: true, found: 'a token is set' }];
  } catch (error) {
    return [{ name: 'discord', ok: false, ...explained(error) }];
  }
}

async function check(name: string, probe: () => Promise<string>): Promise<Check> {
  try {
    return { name, ok: true, found: await probe() };
  } catch (error) {
    return { name, ok: false, ...explained(error) };
  }
}

function explained(thrown: unknown): { found: string; remedy?: string } {
  const error = asVerbatimError(thrown);
  const { remedy } = error.details;
  if (typeof remedy !== 'string') return { found: error.message };
  // The message ends with its remedy, which has a place of its own here.
  return { found: error.message.slice(0, -remedy.length - 1).trim(), remedy };
}
