#!/usr/bin/env node
/** The process: argv to a command or the serving surface, signals to an orderly end, anything thrown to a sentence. */
import { existsSync, fstatSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { Invocation } from './cli/invocation.js';
import { streamOutput } from './cli/output.js';
import { parseArguments } from './cli/parse.js';
import type { QuestionSource } from './cli/prompt.js';
import { isStoppable, reported, run } from './cli/run.js';
import { serve } from './cli/serve.js';
import { EXIT, type ExitCode } from './cli/surroundings.js';
import { assemble } from './main/assembly.js';
import { stopSignal } from './main/signals.js';

const cwd = process.cwd();
// The package's folder is one up from `src/`, two up from `dist/src/`.
const parents = ['..', '../..'].map((up) => path.resolve(import.meta.dirname, up));
const root = parents.find((folder) => existsSync(path.join(folder, 'package.json'))) ?? cwd;
const [out, err] = [streamOutput(process.stdout), streamOutput(process.stderr)];

async function main(argv: readonly string[]): Promise<ExitCode> {
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string };
  const parsed = parseArguments(argv, version);
  if (parsed.outcome === 'run') return start(parsed.invocation);
  if (parsed.outcome === 'print') await out.write(parsed.text);
  else await err.write(`verbatim: ${parsed.message}\n`);
  return parsed.outcome === 'print' ? EXIT.done : EXIT.usage;
}

async function start(invocation: Invocation): Promise<ExitCode> {
  const assembly = assemble({ root, cwd, dataDir: invocation.data, serving: invocation.kind === 'serve' });
  if (invocation.kind !== 'serve') {
    const stop = isStoppable(invocation) ? stopSignal(process) : new AbortController().signal;
    return run(invocation, { ...assembly, cwd, out, err, stop, readInput: () => buffer(process.stdin) });
  }
  const stop = stopSignal(process);
  const { open, documents, startBot } = assembly.serving();
  const questions = questionSource();
  const around = { out, err, open, documents, nowMs: () => performance.now(), stop };
  // Timers of a library that still tries to reconnect must not hold a process whose work is done.
  return process.exit(
    await reported(err, () =>
      serve(invocation, { ...around, ...(startBot && { startBot }), ...(questions && { questions }) }),
    ),
  );
}

/** A person at a terminal, or lines from a file or a shell's pipe. A supervisor's socket would never end. */
function questionSource(): QuestionSource | undefined {
  const input = process.stdin;
  if (input.isTTY && process.stdout.isTTY) return { input, terminal: process.stdout };
  try {
    const kind = fstatSync(process.stdin.fd);
    return kind.isFIFO() || kind.isFile() ? { input } : undefined;
  } catch {
    return undefined; // Closed: started without any input.
  }
}

process.once('uncaughtException', (thrown) => {
  void reported(err, () => Promise.reject(thrown)).then((code) => process.exit(code));
});
process.exitCode = await reported(err, () => main(process.argv.slice(2)));
