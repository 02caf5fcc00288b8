import { expect, it } from 'vitest';
import { changeReport } from '../../src/message/report.js';

const NOTHING = { added: [], changed: [], removed: [], unchanged: [], failed: [] };

it.each([
  ['/srv/host/papers/minutes.txt', 'Cannot read minutes.txt. Expected text'],
  ['D:\\papers\\minutes.txt', 'Cannot read minutes.txt. Expected text'],
  ['https://example.org/a/minutes.txt', 'Cannot read https\\://example.org/a/minutes.txt. Expected text'],
])('names a file that failed without the host’s folders, and an address whole: %s', (source, said) => {
  const change = { documentId: 'minutes.txt', source, passages: 0, reason: `Cannot read ${source}. Expected text.` };
  const [view] = changeReport({ ...NOTHING, failed: [change] });
  expect(view?.embeds?.[0]?.description).toContain(`\`minutes.txt\` · ${said}`);
});
