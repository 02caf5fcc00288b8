/**
 * Standard output and standard error as two plain objects. It stands alone so that runners can be tested without a
 * process, and so that what a closed pipe means (`verbatim export | head`) is decided in one place.
 */

/** How wide text may run, and whether it may be styled. */
export interface Paper {
  /** Columns of the terminal; 0 where lines must not be broken: files and pipes. */
  readonly columns: number;
  /** Whether bold and colours are understood. */
  readonly styled: boolean;
}

export interface Output extends Paper {
  /** Whether a person watches: only then are lines redrawn. */
  readonly isTerminal: boolean;
  /** Resolves once the text is handed over. Rejects with `OutputClosed` when nobody reads any more. */
  write(text: string): Promise<void>;
}

/** The reader of our output has gone: no failure, and nothing more to do. */
export class OutputClosed extends Error {
  override readonly name = 'OutputClosed';
}

/** The part of a process's stream that is needed here. */
export type Stream = NodeJS.WritableStream & Partial<Pick<NodeJS.WriteStream, 'isTTY' | 'columns' | 'hasColors'>>;

/** Wider lines are hard to read. */
const WIDEST = 100;

/** An output over a stream of the process. `NO_COLOR` and `FORCE_COLOR` are honoured, as Node reads them. */
export function streamOutput(stream: Stream): Output {
  // Without a listener the error of a closed pipe would end the process; `write` reports it.
  stream.on('error', () => {});
  const isTerminal = stream.isTTY === true;
  return {
    isTerminal,
    columns: isTerminal ? Math.min(stream.columns || 80, WIDEST) : 0,
    styled: isTerminal && stream.hasColors?.() === true,
    write: (text) => writeTo(stream, text),
  };
}

function writeTo(stream: Stream, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(text, (error?: NodeJS.ErrnoException | null) => {
      if (error === undefined || error === null) resolve();
      else if (error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED') reject(new OutputClosed());
      else reject(error);
    });
  });
}
