/**
 * Lets the thread that indexes stand back when another one wants the processor: a question is worth more than a second of
 * a reindex. It stands alone because only some systems can do this for one thread of a process.
 */
import { readlinkSync } from 'node:fs';
import { setPriority } from 'node:os';

/** Of setpriority(2), 0 as everybody, 19 the most: about a tenth of the time when another thread competes. */
export const NICENESS = 10;

/**
 * Lowers the priority of the calling thread, and of those it starts from now on. False where the system has no priority for
 * a thread alone: lowering that of the whole process would slow the answers as well.
 */
export function standBack(): boolean {
  if (process.platform !== 'linux') return false;
  try {
    // setpriority(2): Linux takes a thread's id where POSIX knows processes only. `123/task/456`, see proc(5).
    const thread = Number(readlinkSync('/proc/thread-self').split('/').at(-1));
    if (!Number.isInteger(thread) || thread <= 0) return false;
    setPriority(thread, NICENESS);
    return true;
  } catch {
    return false;
  }
}
