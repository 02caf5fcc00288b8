/**
 * Shows a long change as it goes: one redrawn line on a terminal, now and then a plain line elsewhere. It stands alone
 * because it is the only text that is drawn over.
 */
import type { OnProgress } from '../engine.js';
import { cleanLine, clip } from './layout.js';
import type { Output } from './output.js';
import { counted } from './report.js';

/** Elsewhere than on a terminal, one line for so many documents: enough to see life in a log. */
const DOCUMENTS_A_LINE = 250;
const ERASE_LINE = '\r\u001b[K';

export interface ProgressDisplay {
  readonly onProgress: OnProgress;
  /** Takes the redrawn line away. Call once, when the change is over. */
  readonly end: () => Promise<void>;
}

/** A display on `err`. What cannot be shown is not worth failing for, so its errors are dropped. */
export function createProgress(err: Output): ProgressDisplay {
  let drawing: Promise<void> | undefined;
  let drawn = false;
  const draw = (text: string): void => {
    // While the terminal is busy, newer states replace older ones.
    if (drawing !== undefined) return;
    drawing = err.write(text).then(settled, settled);
  };
  const settled = (): void => {
    drawing = undefined;
  };
  return {
    onProgress: ({ change, documents, passages }) => {
      const state = `${counted(documents, 'document')}, ${counted(passages, 'passage')}`;
      if (err.isTerminal) {
        drawn = true;
        draw(`${ERASE_LINE}${clip(`${state}  ${cleanLine(change.documentId)}`, Math.max(20, err.columns - 2))}`);
      } else if (documents % DOCUMENTS_A_LINE === 0) draw(`${state} …\n`);
    },
    end: async () => {
      await drawing;
      if (drawn) await err.write(ERASE_LINE).catch(() => {});
    },
  };
}
