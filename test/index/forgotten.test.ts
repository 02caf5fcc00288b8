import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openRecords, type RecordStore } from '../../src/index/records.js';
import { connect, pragma } from '../../src/index/statements.js';

const DAY_MS = 24 * 60 * 60 * 1_000;
const PEOPLE = 40;
let folder: string;
let records: RecordStore;
let nowMs = 0;

beforeEach(() => {
  nowMs = Date.parse('2026-01-01T00:00:00Z');
  folder = mkdtempSync(join(tmpdir(), 'verbatim-forgotten-'));
  records = openRecords({ dataDir: folder, now: () => new Date(nowMs) });
});
afterEach(async () => {
  await records.close();
  rmSync(folder, { recursive: true });
});

/** Questions in the order of no key, so that pages are split and joined; each begins with its number and its asker. */
function ask(count: number, from = 0): void {
  const other = connect(join(folder, 'verbatim.db'), 1_000);
  // As the records' own connection writes them.
  pragma(other, 'secure_delete = ON');
  const at = new Date(nowMs).toISOString();
  other.exec('BEGIN');
  for (let number = from; number < from + count; number++) {
    const id = Buffer.from(String((number * 7_919) % 100_003).padStart(9, 'x')).toString('base64url');
    const words = `<<${number}:p${number % PEOPLE}>>${' word'.repeat((number * 31) % 29)}`;
    const details = `{"quotes":[${'"0123456789abcdef",'.repeat((number * 17) % 5)}0]}`;
    other.exec(
      `INSERT INTO exchange (id, question, collections, at, details, guild, user)
         VALUES ('${id}', '${words}', '[]', '${at}', '${details}', '4001', 'p${number % PEOPLE}')`,
    );
  }
  other.exec('COMMIT');
  other.close();
}

/** Of every question some word of which is in the files. */
function found(): Set<string> {
  const files = readdirSync(folder).filter((name) => name.startsWith('verbatim.db'));
  const bytes = files.map((name) => readFileSync(join(folder, name), 'latin1')).join('\n');
  return new Set([...bytes.matchAll(/<<\d+:(p\d+)>>/g)].map(([whole]) => whole));
}

it('holds no question of the forgotten, in unused parts of its pages neither', async () => {
  for (let person = 1; person < PEOPLE; person++) {
    ask(300, person * 300);
    await records.forget({ userId: `p${person}` });
  }
  const stored = connect(join(folder, 'verbatim.db'), 1_000);
  const count = `SELECT count(*) AS count FROM exchange`;
  const { count: left } = stored.prepare(count).get() as { count: number };
  stored.close();
  expect(found().size).toBe(left);
});

it('holds no question that is past its time, in unused parts of its pages neither', async () => {
  for (let round = 0; round < 4; round++) {
    ask(1_500, round * 1_500);
    nowMs += 16 * DAY_MS;
    await records.purge();
  }
  const numbers = [...found()].map((words) => Number(/\d+/.exec(words)?.[0]));
  expect(numbers).toHaveLength(1_500);
  expect(Math.min(...numbers)).toBe(4_500);
});
