/** The signals by which a process is asked to stop, as one `AbortSignal`. */

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** The part of a process that is needed here. */
export type Signalled = Pick<NodeJS.EventEmitter, 'on' | 'off'>;

/** Aborts at the first of them. The second one, of either kind, ends the process as if nobody listened. */
export function stopSignal(process: Signalled): AbortSignal {
  const stop = new AbortController();
  const heard = (): void => {
    for (const name of SIGNALS) process.off(name, heard);
    stop.abort();
  };
  for (const name of SIGNALS) process.on(name, heard);
  return stop.signal;
}
