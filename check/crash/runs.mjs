// Runs a process and ends it with SIGKILL: at an instant after one of its lines, or wherever it kills itself. What it said
// before is kept, since what it said must hold.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** Below this, timers are too coarse, and the clock is watched. */
const WATCHED_MS = 4;
/** Longer than any run takes; one that waits for a dead process would wait for ever. */
const LONGEST_MS = 120_000;

/**
 * Runs Node with `args`. `aim`: `{phase, delayMs}`, or nothing; the phase `start` is the whole run. Resolves when the process
 * has ended and all it said is read: `killed`, `isStuck` (it came to no end), `code`, `lines`, `stderr`, `lengths` of the
 * phases that ended (ms), `last` (where it was when it ended).
 */
export async function runAndKill(args, { aim, cwd = process.cwd(), env = process.env } = {}) {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'], cwd, env });
  const ended = new Promise((resolve) => child.once('close', (code, signal) => resolve({ code, signal })));
  const lines = [];
  let stderr = '';
  const started = new Map([['start', performance.now()]]);
  const lengths = {};
  const open = ['start'];
  const onLine = (line) => {
    const now = performance.now();
    lines.push(line);
    const { begins, ends } = phaseOfLine(line);
    if (begins !== undefined) {
      started.set(begins, now);
      open.push(begins);
      if (aim?.phase === begins) killIn(child, aim.delayMs);
    }
    if (ends !== undefined && started.has(ends)) {
      lengths[ends] = Math.max(lengths[ends] ?? 0, now - started.get(ends));
      if (open.includes(ends)) open.splice(open.lastIndexOf(ends), 1);
    }
  };
  if (aim?.phase === 'start') killIn(child, aim.delayMs);
  for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', onLine);
  child.stderr.on('data', (bytes) => {
    stderr += bytes;
  });
  let isStuck = false;
  const giveUp = setTimeout(() => {
    isStuck = true;
    child.kill('SIGKILL');
  }, LONGEST_MS);
  const { code, signal } = await ended;
  clearTimeout(giveUp);
  lengths.start = performance.now() - started.get('start');
  return { killed: signal === 'SIGKILL' && !isStuck, isStuck, code, lines, stderr, lengths, last: open.at(-1) };
}

function phaseOfLine(line) {
  const [, verb, phase] = /^(begin|end) (\w+)$/.exec(line) ?? [];
  return { begins: verb === 'begin' ? phase : undefined, ends: verb === 'end' ? phase : undefined };
}

function killIn(child, delayMs) {
  const at = performance.now() + delayMs;
  const kill = () => {
    while (performance.now() < at);
    child.kill('SIGKILL');
  };
  if (delayMs <= WATCHED_MS) kill();
  else setTimeout(kill, delayMs - WATCHED_MS);
}
