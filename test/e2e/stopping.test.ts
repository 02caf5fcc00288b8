import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ChangeReport, DocumentInfo } from '../../src/model.js';
import { BotProcess } from './bot-process.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'verbatim-stopping-'));
  mkdirSync(path.join(folder, 'docs'));
  writeFileSync(path.join(folder, 'docs', 'a.txt'), 'The first round of the talks began in March.');
  writeFileSync(path.join(folder, 'docs', 'b.txt'), longText());
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Takes the bundled model far longer than a signal. */
function longText(): string {
  const sentence = (at: number): string => `Crane ${at} of harbour ${at * 7} stood idle in the rain while nobody came.`;
  return Array.from({ length: 20_000 }, (_, at) => sentence(at)).join(' ');
}

const verbatim = (...args: string[]): BotProcess =>
  new BotProcess({ cwd: folder, args: [...args, '--json'], env: { VERBATIM_DATA: path.join(folder, 'index') } });

async function sources(): Promise<string[]> {
  const listing = verbatim('sources');
  expect(await listing.exited).toBe(0);
  return (JSON.parse(listing.output) as { documents: DocumentInfo[] }).documents.map(({ id }) => id);
}

it.each(['SIGINT', 'SIGTERM'] as const)(
  '%s stops an ingest with a report of what it stored, and exit code 1',
  async (signal) => {
    const ingest = verbatim('ingest', 'docs');
    await ingest.said('added a.txt (1 passage)\n');
    expect(await ingest.stop(signal)).toBe(1);
    const report = ingest.output.split('\n').find((line) => line.startsWith('{"added"')) ?? '{}';
    expect(JSON.parse(report) as ChangeReport & { ended: unknown }).toMatchObject({
      added: [{ documentId: 'a.txt', passages: 1 }],
      ended: { code: 'cancelled' },
    });
    expect(ingest.output).toContain('verbatim: The change was stopped before its end.');
    expect(await sources()).toEqual(['a.txt']);
  },
);

it('what a line named is there after a kill that nothing can catch', async () => {
  const ingest = verbatim('ingest', 'docs');
  await ingest.said('added a.txt (1 passage)\n');
  await ingest.stop('SIGKILL');
  expect(await sources()).toEqual(['a.txt']);
});
