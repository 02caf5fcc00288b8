/**
 * Who writes to the index right now, so that a writer that waits can say for whom. The lock itself is SQLite's, held for
 * one document at a time and gone with its process; this register beside it decides nothing but words and patience. So it
 * is never synced to the disk, and failing to keep it fails no change.
 */
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { failure } from '../errors.js';
import type { ChangeRecord } from '../model.js';

/** What a process is doing to the index. */
export interface Task {
  readonly kind: ChangeRecord['kind'];
  /** `cli`, `start`, or a Discord user's id. */
  readonly actor: string;
}

/** One process that has a change open. */
export interface WritingProcess extends Task {
  readonly pid: number;
  readonly host: string;
  /** ISO 8601, when the change began. */
  readonly since: string;
  /** Tells a process from a later one of the same number; absent where the system does not say. */
  readonly started?: string;
}

/** What the register asks of the machine. */
export interface Processes {
  readonly pid: number;
  readonly host: string;
  /** Whether a process of this number runs here, and when it started, in any form that compares. */
  readonly look: (pid: number) => { readonly alive: boolean; readonly started?: string };
}

/** An entry of another machine (a container, say) cannot be checked, and is believed for so long. */
const BELIEVED_MS = 24 * 60 * 60 * 1_000;

/** Enters this process until the function it gives is called. */
export function enterWriter(
  dataDir: string,
  task: Task & { readonly at: Date },
  processes: Processes = thisMachine(),
): () => void {
  const { pid, host, look } = processes;
  const { kind, actor, at } = task;
  const { started } = look(pid);
  const entry: WritingProcess = { pid, host, kind, actor, since: at.toISOString(), ...(started && { started }) };
  const file = join(registerOf(dataDir), `${pid}.json`);
  const text = JSON.stringify(entry);
  try {
    mkdirSync(registerOf(dataDir), { recursive: true });
    // Renamed into place, so that nobody reads half an entry.
    writeFileSync(`${file}.tmp`, text);
    renameSync(`${file}.tmp`, file);
  } catch {
    return () => undefined;
  }
  return () => {
    if (read(file) === text) forget(file);
  };
}

/** The other processes that have a change open, the longest first. Entries of dead ones are removed. */
export function whoWrites(dataDir: string, now: Date, processes: Processes = thisMachine()): readonly WritingProcess[] {
  const folder = registerOf(dataDir);
  const others: WritingProcess[] = [];
  for (const name of names(folder)) {
    const entry = parsed(read(join(folder, name)));
    if (entry?.pid === processes.pid && entry.host === processes.host) continue;
    if (entry !== undefined && isLive(entry, now, processes)) others.push(entry);
    else forget(join(folder, name));
  }
  return others.sort((one, other) => one.since.localeCompare(other.since));
}

function isLive(entry: WritingProcess, now: Date, { host, look }: Processes): boolean {
  if (entry.host !== host) return now.getTime() - Date.parse(entry.since) < BELIEVED_MS;
  const { alive, started } = look(entry.pid);
  // Numbers are used again: a later process of that number is not the one that entered.
  return alive && (entry.started === undefined || started === undefined || started === entry.started);
}

/** `Waiting for process 4242 (ingest by cli, since 21:40:12) to finish writing …`; times are this machine's. */
export function waitingText(others: readonly WritingProcess[]): string {
  const named = others.map(({ pid, kind, actor, since }) => {
    const at = new Date(since);
    const time = [at.getHours(), at.getMinutes(), at.getSeconds()]
      .map((part) => String(part).padStart(2, '0'))
      .join(':');
    return `${pid} (${kind} ${actor === 'start' ? 'at start' : `by ${actor}`}, since ${time})`;
  });
  if (named.length === 0) return 'Waiting for another process to finish writing …';
  return `Waiting for ${named.length === 1 ? 'process' : 'processes'} ${named.join(', ')} to finish writing …`;
}

export interface RetryOptions {
  /** Milliseconds from any fixed point. */
  readonly clock: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  /** `whoWrites` of that folder. */
  readonly others: () => readonly WritingProcess[];
  /** Told once, after about a second of waiting, for whom; for nobody when the other process did not enter itself. */
  readonly onWait?: (others: readonly WritingProcess[]) => void;
  /** Aborted when nobody wants the lock any more: the wait then ends with `cancelled`. */
  readonly signal?: AbortSignal;
}

/**
 * How long one try may block its thread, as `busy_timeout` of a connection whose transactions go through `retryBusy`.
 * Longer ones keep the thread deaf to a cancellation; shorter ones ask more often than the lock changes hands.
 */
export const TRY_MS = 200;
const PAUSE_MS = 20;
const TOLD_AFTER_MS = 1_000;
/** Patience with a writer that nobody knows: a tool that left a transaction open, say. */
export const PATIENCE_MS = 30_000;

/**
 * Runs a transaction that begins with `BEGIN IMMEDIATE` until it gets the lock: without limit while a living process is
 * entered as writing, for `PATIENCE_MS` otherwise. Then, and for every other reason, it rejects with what `work` threw.
 */
export async function retryBusy<T>(work: () => T, options: RetryOptions): Promise<T> {
  const { clock, sleep, others, onWait, signal } = options;
  const startedMs = clock();
  let told = false;
  for (;;) {
    try {
      return work();
    } catch (error) {
      if (!isBusy(error)) throw error;
      const waitedMs = clock() - startedMs;
      if (waitedMs >= TOLD_AFTER_MS && !told) {
        told = true;
        onWait?.(others());
      }
      if (signal?.aborted === true) throw givenUp(error);
      if (waitedMs >= PATIENCE_MS && others().length === 0) throw error;
    }
    await sleep(PAUSE_MS);
  }
}

function givenUp(cause: unknown): Error {
  const what = 'Waiting for another process to finish writing was stopped';
  return failure('cancelled', { what, remedy: 'Nothing was changed since the last document that was reported' }, cause);
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && String((error as { code?: unknown }).code).startsWith('SQLITE_BUSY');
}

/** This process, on this machine. Start times are known on Linux; elsewhere only whether a number is in use. */
export function thisMachine(): Processes {
  return {
    pid: process.pid,
    host: hostname(),
    look: (pid) => {
      try {
        process.kill(pid, 0);
      } catch (error) {
        // Another user's process cannot be signalled, and is there.
        if ((error as NodeJS.ErrnoException).code !== 'EPERM') return { alive: false };
      }
      return startOf(pid);
    },
  };
}

/** The 3rd and 22nd fields of proc(5)'s `stat`: state, and ticks from the boot to the start. A zombie writes no more. */
function startOf(pid: number): { readonly alive: boolean; readonly started?: string } {
  const stat = read(`/proc/${pid}/stat`);
  if (stat === undefined) return { alive: true };
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const boot = read('/proc/sys/kernel/random/boot_id')?.trim() ?? '';
  return { alive: fields[0] !== 'Z', started: `${boot}:${fields[19]}` };
}

function registerOf(dataDir: string): string {
  return join(dataDir, 'writers');
}

function names(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith('.json'));
  } catch {
    return [];
  }
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function forget(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // Another user's entry in a folder that is only read: it is left out each time.
  }
}

function parsed(text: string | undefined): WritingProcess | undefined {
  try {
    const value = JSON.parse(text ?? '') as Partial<WritingProcess> | null;
    const { pid, host, kind, actor, since } = value ?? {};
    const whole = typeof pid === 'number' && [host, kind, actor, since].every((part) => typeof part === 'string');
    return whole && !Number.isNaN(Date.parse(since as string)) ? (value as WritingProcess) : undefined;
  } catch {
    return undefined;
  }
}
