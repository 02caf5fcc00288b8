/** The bot as an operator runs it: its own process, its own folders, told what to do by the environment alone. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const ENTRY = fileURLToPath(new URL('../../dist/src/main.js', import.meta.url));
const SOURCES = ['../../src', '../../commands'].map((folder) => fileURLToPath(new URL(folder, import.meta.url)));
/** Longest wait for something that the process should say or do. */
const PATIENCE_MS = 20_000;

/** Throws when what would run is not what the sources say. */
function checkBuilt(): void {
  const builtMs = existsSync(ENTRY) ? statSync(ENTRY).mtimeMs : 0;
  const newer = SOURCES.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
  ).find((file) => file.endsWith('.ts') && statSync(file).mtimeMs > builtMs);
  if (newer !== undefined) throw new Error(`${newer} is newer than the build: run \`npm run build\` first.`);
}

checkBuilt();

export type LogLine = Readonly<Record<string, unknown>>;

export interface ProcessOptions {
  readonly env: Readonly<Record<string, string>>;
  /** The folder it runs in. */
  readonly cwd: string;
  readonly args?: readonly string[];
}

export class BotProcess {
  readonly log: LogLine[] = [];
  /** Everything on both outputs, for the message of a failed wait. */
  output = '';
  readonly exited: Promise<number | null>;
  readonly #child: ChildProcess;
  readonly #watchers = new Set<() => void>();

  constructor({ env, cwd, args = [] }: ProcessOptions) {
    const { PATH = '' } = process.env;
    this.#child = spawn(process.execPath, [ENTRY, ...args], {
      cwd,
      env: { PATH, LOG_LEVEL: 'debug', ...env },
      stdio: 'pipe',
    });
    this.exited = new Promise((resolve) => this.#child.once('close', (code) => resolve(code)));
    void this.exited.then(() => this.#changed());
    this.#child.stdout?.on('data', (data: Buffer) => {
      this.output += data.toString();
      this.#changed();
    });
    if (this.#child.stderr !== null) createInterface(this.#child.stderr).on('line', (line) => this.#read(line));
  }

  /** The first log line, past or to come, whose message contains `words`. */
  logged(words: string): Promise<LogLine> {
    const find = () => this.log.find(({ msg }) => typeof msg === 'string' && msg.includes(words));
    return this.#until(find, `a log line with "${words}"`);
  }

  /** The first log line, past or to come, that fits. */
  loggedWith(fits: (line: LogLine) => boolean, what: string): Promise<LogLine> {
    return this.#until(() => this.log.find(fits), what);
  }

  /** Resolves when it has said these words on either output. */
  async said(words: string): Promise<void> {
    await this.#until(() => (this.output.includes(words) ? true : undefined), `"${words}"`);
  }

  /** Asks it to stop and gives its exit code. */
  stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    if (this.#child.exitCode === null) this.#child.kill(signal);
    return this.exited;
  }

  #read(line: string): void {
    this.output += `${line}\n`;
    if (line.startsWith('{')) this.log.push(JSON.parse(line) as LogLine);
    this.#changed();
  }

  #changed(): void {
    for (const look of [...this.#watchers]) look();
  }

  #until<T>(find: () => T | undefined, what: string): Promise<T> {
    return new Promise((resolve, reject) => {
      const end = (act: () => void) => {
        clearTimeout(deadline);
        this.#watchers.delete(look);
        act();
      };
      const fail = (why: string) => end(() => reject(new Error(`${why} for ${what}. It said:\n${this.output}`)));
      const look = () => {
        const found = find();
        if (found !== undefined) end(() => resolve(found));
        else if (this.#child.exitCode !== null) fail('The bot ended before the wait was over');
      };
      const deadline = setTimeout(() => fail(`Waited ${PATIENCE_MS} ms`), PATIENCE_MS);
      this.#watchers.add(look);
      look();
    });
  }
}
