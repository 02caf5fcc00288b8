import { describe, expect, test } from 'vitest';
import type { Output } from '../../src/cli/output.js';
import { createProgress } from '../../src/cli/progress.js';
import type { Pace, Progress } from '../../src/engine.js';
import { written } from './terminal.js';

const ERASE = '\r\u001b[K';

const step = (kind: Progress['kind'], documentId: string, more: Partial<Progress> = {}): Progress => ({
  kind,
  change: { documentId, source: `/srv/${documentId}`, passages: 3 },
  documents: 1,
  passages: 3,
  ...more,
});

/** What stands on the screen in the end, line by line, as a terminal would draw it. */
function screenOf(text: string): string[] {
  return text.split('\n').map((line) => line.slice(line.lastIndexOf(ERASE) + 1).replace('\u001b[K', ''));
}

describe('elsewhere than on a terminal', () => {
  test('each document has one line, once it is done; unchanged ones and steps have none', async () => {
    const err = written();
    const { onProgress, end, hasLines } = createProgress(err);
    onProgress(step('unchanged', 'old.md'));
    onProgress(step('embedding', 'a.md'));
    expect([err.text(), hasLines()]).toEqual(['', false]);
    onProgress(step('added', 'a.md'));
    onProgress(step('changed', 'b c.md', { change: { documentId: 'b  c.md', source: 'x', passages: 1 } }));
    onProgress(step('removed', 'c.md', { change: { documentId: 'c.md', source: 'x', passages: 0, reason: 'gone' } }));
    onProgress(
      step('failed', 'd.md', { change: { documentId: 'd.md', source: '/srv/d.md', passages: 0, reason: 'No\ntext.' } }),
    );
    await end();
    expect(err.text()).toBe(
      'added a.md (3 passages)\nchanged b  c.md (1 passage)\nremoved c.md\nfailed /srv/d.md: No text.\n',
    );
    expect(hasLines()).toBe(true);
  });

  test('a document whose name is an attack has a line like the others', () => {
    const err = written();
    createProgress(err).onProgress(step('added', 'a\nadded b.md (9 passages)\u001b[2J\u202e.md'));
    expect(err.text()).toBe('added a added b.md (9 passages).md (3 passages)\n');
  });

  test('lines are handed over at once and in order, however slow the reader is', async () => {
    const handed: string[] = [];
    const release: (() => void)[] = [];
    const write = (text: string) => {
      handed.push(text);
      return new Promise<void>((resolve) => release.push(resolve));
    };
    const { onProgress, end } = createProgress({ ...written(), write });
    for (const name of ['a', 'b', 'c']) onProgress(step('added', name));
    expect(handed).toEqual(['a', 'b', 'c'].map((name) => `added ${name} (3 passages)\n`));
    for (const each of release) each();
    await end();
  });

  test('a reader who left stops no change', async () => {
    const write = () => Promise.reject(new Error('closed'));
    const { onProgress, end } = createProgress({ ...written(), write });
    onProgress(step('added', 'a.md'));
    await expect(end()).resolves.toBeUndefined();
  });
});

describe('on a terminal', () => {
  const pace: Pace = { share: 0.429, documentsInAll: 300, passagesPerSecond: 35.2, secondsLeft: 118 };
  const wide: Partial<Output> = { isTerminal: true, columns: 100 };

  test('lines scroll above a bar with percent, documents, passages, rate and time left, which goes in the end', async () => {
    const err = written(wide);
    const { onProgress, note, end } = createProgress(err);
    onProgress(step('added', 'a.md', { documents: 120, passages: 1_204, pace }));
    onProgress(step('embedding', 'b.md', { documents: 120, passages: 1_220, pace: { ...pace, secondsLeft: 40.2 } }));
    note('Waiting for process 7 …');
    expect(screenOf(err.text())).toEqual([
      'added a.md (3 passages)',
      'Waiting for process 7 …',
      ' 42% [########------------] 120 of 300 documents, 1,220 passages, 35/s, 41 s left',
    ]);
    await end();
    expect(screenOf(err.text())).toEqual(['added a.md (3 passages)', 'Waiting for process 7 …', '']);
  });

  test.each<[Partial<Pace>, number, string]>([
    [{ share: 0 }, 100, '  0% [--------------------] 1 document, 3 passages'],
    [{ share: 1, passagesPerSecond: 2.54 }, 100, '100% [####################] 1 document, 3 passages, 2.5/s'],
    [{ share: 0.999, secondsLeft: 5_401 }, 100, ' 99% [###################-] 1 document, 3 passages, 2 h left'],
    [{ share: 0.5, secondsLeft: 600 }, 69, ' 50% 1 document, 3 passages, 10 min left'],
    [{ share: 0.5, secondsLeft: 600 }, 24, ' 50% 1 document, 3…'],
  ])('says what is known, within the columns: %o in %i', (known, columns, shown) => {
    const err = written({ isTerminal: true, columns });
    createProgress(err).onProgress(step('unchanged', 'a', { pace: { share: 0, ...known } }));
    expect(screenOf(err.text())).toEqual([shown]);
  });

  test('while the screen is busy the bar waits, the lines do not', () => {
    const handed: string[] = [];
    const write = (text: string) => {
      handed.push(text);
      return new Promise<void>(() => undefined);
    };
    const { onProgress } = createProgress({ ...written(wide), write });
    onProgress(step('unchanged', 'a'));
    onProgress(step('unchanged', 'b'));
    onProgress(step('added', 'c'));
    expect(handed).toHaveLength(2);
    expect(handed[1]).toContain('added c (3 passages)\n');
  });
});
