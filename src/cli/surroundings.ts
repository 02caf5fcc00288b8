/**
 * What a terminal command is given to work with. It stands alone so that `main` is the only place that constructs, and a
 * test hands over a fake engine and two strings.
 */
import type { Engine } from '../engine.js';
import type { CollectionRef } from '../model.js';
import type { Common } from './invocation.js';
import type { Output } from './output.js';
import type { Check } from './report.js';

export interface Surroundings {
  /** Absolute; relative paths are resolved against it. */
  readonly cwd: string;
  readonly out: Output;
  readonly err: Output;
  /** Opens the engine over the configured index. Called at most once by a command, which closes it. */
  readonly open: (told?: OpenTold) => Promise<Engine>;
  /** Opens an engine over a throw-away index in `dataDir`, for measuring. */
  readonly openTemporary: (dataDir: string) => Promise<Engine>;
  /** Reads all of standard input. */
  readonly readInput: () => Promise<Uint8Array>;
  /** Registers the slash commands; resolves to what was done. Rejects with `config` without a token. */
  readonly deploy: () => Promise<string>;
  readonly examine: () => Promise<readonly Check[]>;
  /** Aborted when the process is told to stop, during commands that can; others end at once. */
  readonly stop: AbortSignal;
}

/** What an engine tells whoever opened it. */
export interface OpenTold {
  /** A change waits for another process; a whole sentence says for whom. Default: the log is told. */
  readonly onWait?: (text: string) => void;
}

/** Exit codes, as CONTRACT.md promises them. */
export const EXIT = { done: 0, failed: 1, usage: 2, abstained: 3 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The terminal speaks for the host, who owns the process. */
export function hostCollection({ collection }: Pick<Common, 'collection'>): CollectionRef {
  return { owner: 'host', name: collection };
}

/** One value as JSON on a line of its own. */
export function jsonLine(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}

/** Lends the engine to `work` and closes it, whatever happened. */
export async function withEngine<Result>(open: () => Promise<Engine>, work: (engine: Engine) => Promise<Result>) {
  const engine = await open();
  try {
    return await work(engine);
  } finally {
    await engine.close();
  }
}

/** Resolves when the signal aborts; never otherwise. */
export function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    else signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
}
