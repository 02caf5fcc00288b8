import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/index/sqlite.js';
import { pragma } from '../../src/index/statements.js';
import {
  enterWriter,
  PATIENCE_MS,
  type Processes,
  retryBusy,
  thisMachine,
  type WritingProcess,
  waitingText,
  whoWrites,
} from '../../src/index/writers.js';

const NOW = new Date('2026-06-01T12:00:00Z');
const INGEST = { kind: 'ingest', actor: 'cli', at: new Date('2026-06-01T11:00:00Z') } as const;

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'verbatim-writers-'));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

/** A machine on which the processes named run, each with its start. */
function machine(pid: number, running: Readonly<Record<number, string>>, host = 'here'): Processes {
  return {
    pid,
    host,
    look: (asked) => {
      const started = running[asked];
      return started === undefined ? { alive: false } : { alive: true, started };
    },
  };
}

const files = (): string[] => readdirSync(join(dataDir, 'writers'));

describe('the register of writers', () => {
  it('names the others while they write, and nobody afterwards', () => {
    const running = { 1: 'a', 2: 'b' };
    const leave = enterWriter(dataDir, INGEST, machine(1, running));
    expect(whoWrites(dataDir, NOW, machine(2, running))).toEqual([
      { pid: 1, host: 'here', kind: 'ingest', actor: 'cli', since: '2026-06-01T11:00:00.000Z', started: 'a' },
    ]);
    expect(whoWrites(dataDir, NOW, machine(1, running))).toEqual([]);
    leave();
    expect(whoWrites(dataDir, NOW, machine(2, running))).toEqual([]);
    expect(files()).toEqual([]);
  });

  it('recognises what a dead process left, and removes it', () => {
    enterWriter(dataDir, INGEST, machine(1, { 1: 'a' }));
    expect(whoWrites(dataDir, NOW, machine(2, { 2: 'b' }))).toEqual([]);
    expect(files()).toEqual([]);
  });

  it('is not fooled by another process that was given the dead one’s number', () => {
    enterWriter(dataDir, INGEST, machine(1, { 1: 'a' }));
    expect(whoWrites(dataDir, NOW, machine(2, { 1: 'later', 2: 'b' }))).toEqual([]);
    expect(files()).toEqual([]);
  });

  it('believes another machine for a day, since it cannot look there', () => {
    enterWriter(dataDir, INGEST, machine(1, {}, 'there'));
    expect(whoWrites(dataDir, NOW, machine(1, {}))).toMatchObject([{ host: 'there' }]);
    expect(whoWrites(dataDir, new Date('2026-06-02T11:30:00Z'), machine(1, {}))).toEqual([]);
    expect(files()).toEqual([]);
  });

  it('removes what is no entry, and needs no folder', () => {
    expect(whoWrites(join(dataDir, 'none'), NOW)).toEqual([]);
    mkdirSync(join(dataDir, 'writers'));
    for (const [at, text] of ['', 'null', '{"pid":7}', '{"pid'].entries())
      writeFileSync(join(dataDir, 'writers', `${at}.json`), text);
    expect(whoWrites(dataDir, NOW, machine(2, { 7: 'x' }))).toEqual([]);
    expect(files()).toEqual([]);
  });

  it('leaves alone an entry that is no longer its own', () => {
    const leave = enterWriter(dataDir, INGEST, machine(1, { 1: 'a' }));
    enterWriter(dataDir, { ...INGEST, kind: 'reindex' }, machine(1, { 1: 'a' }));
    leave();
    expect(whoWrites(dataDir, NOW, machine(2, { 1: 'a' }))).toMatchObject([{ kind: 'reindex' }]);
  });

  it('fails no change where it cannot be kept', () => {
    writeFileSync(join(dataDir, 'writers'), 'a file where the folder should be');
    expect(() => enterWriter(dataDir, INGEST, machine(1, { 1: 'a' }))()).not.toThrow();
  });

  it('knows on this machine who lives, who ended, and who is this process', async () => {
    const { pid, look } = thisMachine();
    expect(look(pid).alive).toBe(true);
    const ended = spawnSync(process.execPath, ['-e', '']).pid;
    expect(look(ended).alive).toBe(false);
    const child = spawn(process.execPath, ['-e', 'process.stdin.resume()']);
    try {
      const [mine, theirs] = [look(pid), look(child.pid ?? 0)];
      expect(theirs.alive).toBe(true);
      if (existsSync('/proc/self/stat')) expect(theirs.started).not.toBe(mine.started);
    } finally {
      child.kill();
      await once(child, 'exit');
    }
  });
});

describe('waitingText', () => {
  const other: WritingProcess = { ...INGEST, pid: 4242, host: 'here', since: '2026-06-01T21:40:12' };

  it('says for whom, what they do, and since when', () => {
    expect(waitingText([other])).toBe('Waiting for process 4242 (ingest by cli, since 21:40:12) to finish writing …');
    expect(waitingText([other, { ...other, pid: 7, kind: 'reindex', actor: 'start' }])).toBe(
      'Waiting for processes 4242 (ingest by cli, since 21:40:12), 7 (reindex at start, since 21:40:12) to finish writing …',
    );
    expect(waitingText([])).toBe('Waiting for another process to finish writing …');
  });
});

describe('retryBusy', () => {
  const other: WritingProcess = { ...INGEST, pid: 4242, host: 'here', since: '2026-06-01T21:40:12' };

  /** Two connections to one database, the first of which holds the lock until told to let go. */
  function contended() {
    const [holder, waiter] = [openDatabase(dataDir), openDatabase(dataDir)];
    pragma(waiter, 'busy_timeout = 0');
    holder.exec('BEGIN IMMEDIATE');
    let nowMs = 0;
    let tries = 0;
    const told: (readonly WritingProcess[])[] = [];
    const attempt = (
      others: () => readonly WritingProcess[],
      onSleep: (nowMs: number) => void = () => undefined,
      signal = new AbortController().signal,
    ) =>
      retryBusy(
        () => {
          tries += 1;
          return waiter.transaction(() => 'done').immediate();
        },
        {
          clock: () => nowMs,
          sleep: async () => {
            nowMs += 250;
            onSleep(nowMs);
          },
          others,
          signal,
          onWait: (waited) => told.push(waited),
        },
      );
    const close = (): void => {
      holder.close();
      waiter.close();
    };
    return { attempt, told, tries: () => tries, nowMs: () => nowMs, release: () => holder.exec('COMMIT'), close };
  }

  it('waits silently for a moment', async () => {
    const { attempt, told, release, close } = contended();
    expect(
      await attempt(
        () => [other],
        (nowMs) => nowMs === 500 && release(),
      ),
    ).toBe('done');
    expect(told).toEqual([]);
    close();
  });

  it('says once for whom it waits, and goes on past every limit while that process lives', async () => {
    const { attempt, told, release, nowMs, close } = contended();
    expect(
      await attempt(
        () => [other],
        (at) => at === 10 * PATIENCE_MS && release(),
      ),
    ).toBe('done');
    expect(told).toEqual([[other]]);
    expect(nowMs()).toBe(10 * PATIENCE_MS);
    close();
  });

  it('gives up after its patience with a writer that nobody knows, or that died', async () => {
    const { attempt, told, nowMs, close } = contended();
    await expect(attempt(() => (nowMs() < 60_000 ? [other] : []))).rejects.toMatchObject({ code: 'SQLITE_BUSY' });
    expect(nowMs()).toBe(60_000);
    expect(told).toHaveLength(1);
    close();
  });

  it('gives up when told to, and only while it waits', async () => {
    const stop = new AbortController();
    const { attempt, release, nowMs, close } = contended();
    const waiting = attempt(
      () => [other],
      (at) => at === 5_000 && stop.abort(),
      stop.signal,
    );
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled', cause: { code: 'SQLITE_BUSY' } });
    expect(nowMs()).toBe(5_000);
    release();
    expect(await attempt(() => [other], undefined, stop.signal)).toBe('done');
    close();
  });

  it('passes on at once whatever is not a lock', async () => {
    const { close } = contended();
    let tries = 0;
    const broken = (): never => {
      tries += 1;
      throw new Error('broken');
    };
    const options = { clock: () => 0, sleep: async () => undefined, others: () => [] };
    await expect(retryBusy(broken, options)).rejects.toThrow('broken');
    expect(tries).toBe(1);
    close();
  });
});
