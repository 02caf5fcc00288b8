/**
 * An invocation to its runner, and whatever goes wrong to an exit code and a sentence on standard error. Thin on
 * purpose: what a command does is in `asking`, `changing`, `measuring` and `serve`.
 */
import { asVerbatimError } from '../errors.js';
import { ask, askFile, search, summarize, timeline, verify } from './asking.js';
import { eraseSource, exportAll, ingest, listSources, reindex, removeSource, showSource, undo } from './changing.js';
import { gaps } from './gaps.js';
import type { Invocation, Invoked } from './invocation.js';
import { measure } from './measuring.js';
import { type Output, OutputClosed } from './output.js';
import { checksText } from './report.js';
import { EXIT, type ExitCode, jsonLine, type Surroundings } from './surroundings.js';

/** Every command but the one that goes on. */
export type OneShot = Exclude<Invocation, { readonly kind: 'serve' }>;

/** Runs one command to its exit code. Rejects with what went wrong; `reported` turns that into a code. */
export function run(invocation: OneShot, around: Surroundings): Promise<ExitCode> {
  switch (invocation.kind) {
    case 'ask':
      return ask(invocation, around);
    case 'ask-file':
      return askFile(invocation, around);
    case 'search':
      return search(invocation, around);
    case 'verify':
      return verify(invocation, around);
    case 'summarize':
      return summarize(invocation, around);
    case 'timeline':
      return timeline(invocation, around);
    case 'ingest':
      return ingest(invocation, around);
    case 'sources-list':
      return listSources(invocation, around);
    case 'sources-show':
      return showSource(invocation, around);
    case 'sources-remove':
      return removeSource(invocation, around);
    case 'sources-erase':
      return eraseSource(invocation, around);
    case 'undo':
      return undo(invocation, around);
    case 'reindex':
      return reindex(invocation, around);
    case 'export':
      return exportAll(invocation, around);
    case 'gaps':
      return gaps(invocation, around);
    case 'eval':
      return measure(invocation, around);
    case 'deploy':
      return deploy(invocation, around);
    case 'doctor':
      return doctor(invocation, around);
  }
}

/** Whether a signal lets it stop in order; every other command just ends. */
export function isStoppable({ kind }: OneShot): boolean {
  return kind === 'ingest' || kind === 'reindex';
}

/** Does `work`; what it throws is told on `err` and becomes an exit code. A reader who left is no failure. */
export async function reported(err: Output, work: () => Promise<ExitCode>): Promise<ExitCode> {
  try {
    return await work();
  } catch (thrown) {
    if (thrown instanceof OutputClosed) return EXIT.done;
    const error = asVerbatimError(thrown);
    const ours = error.code === 'internal' && !isOfTheSystem(thrown);
    const trace = ours ? `\nThis is a mistake of ours; please report it with these lines:\n${stackOf(thrown)}` : '';
    await err.write(`verbatim: ${error.message}${trace}\n`).catch(() => {});
    return error.code === 'usage' ? EXIT.usage : EXIT.failed;
  }
}

/** A full disk or a missing right, say: what Node reports of a system call needs no stack of ours. */
function isOfTheSystem(thrown: unknown): boolean {
  return thrown instanceof Error && 'syscall' in thrown;
}

function stackOf(thrown: unknown): string {
  return thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
}

async function deploy({ json }: Invoked<'deploy'>, { out, deploy }: Surroundings): Promise<ExitCode> {
  const done = await deploy();
  await out.write(json ? jsonLine({ done }) : `${done}\n`);
  return EXIT.done;
}

async function doctor({ json }: Invoked<'doctor'>, { out, examine }: Surroundings): Promise<ExitCode> {
  const checks = await examine();
  await out.write(json ? jsonLine({ checks }) : checksText(checks, out));
  return checks.every((check) => check.ok) ? EXIT.done : EXIT.failed;
}
