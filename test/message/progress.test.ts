import { expect, it } from 'vitest';
import type { Pace } from '../../src/engine.js';
import { progress } from '../../src/message/report.js';

const change = { documentId: 'a.md', source: '/srv/a.md', passages: 2 };
const shown = (pace?: Pace): string => {
  const view = progress({ kind: 'embedding', change, documents: 1, passages: 1_234, ...(pace && { pace }) });
  return view.embeds?.[0]?.description ?? '';
};

it.each<[Pace | undefined, string]>([
  [undefined, 'Indexing… 1 document, 1,234 passages'],
  [{ share: 0.999 }, 'Indexing… 99%, 1 document, 1,234 passages'],
  [{ share: 0.42, secondsLeft: 59 }, 'Indexing… 42%, 1 document, 1,234 passages, less than a minute left'],
  [{ share: 0.42, secondsLeft: 90 }, 'Indexing… 42%, 1 document, 1,234 passages, about 2 minutes left'],
])('a moderator sees how far it is and when it may be done: %o', (pace, line) => {
  expect(shown(pace)).toBe(`${line}\n-# embedding: \`a.md\``);
});
