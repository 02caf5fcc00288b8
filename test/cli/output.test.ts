import { PassThrough, Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { OutputClosed, streamOutput } from '../../src/cli/output.js';

function failing(code: string): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done(Object.assign(new Error(code), { code })) });
}

test('what is written is handed over before it resolves', async () => {
  const stream = new PassThrough();
  const output = streamOutput(stream);
  await output.write('a');
  await output.write('b');
  expect(stream.read()?.toString()).toBe('ab');
  expect(output).toMatchObject({ isTerminal: false, columns: 0, styled: false });
});

test('a closed pipe is told as such, now and ever after', async () => {
  const output = streamOutput(failing('EPIPE'));
  await expect(output.write('a')).rejects.toBeInstanceOf(OutputClosed);
  await expect(output.write('b')).rejects.toBeInstanceOf(OutputClosed);
});

test('a full disk is a failure', async () => {
  await expect(streamOutput(failing('ENOSPC')).write('a')).rejects.toThrow('ENOSPC');
});

test('a terminal has columns, at most a readable width, and styles if it knows colours', () => {
  const tty = (columns: number, colours: boolean) =>
    streamOutput(Object.assign(new PassThrough(), { isTTY: true, columns, hasColors: () => colours }) as never);
  expect(tty(70, true)).toMatchObject({ isTerminal: true, columns: 70, styled: true });
  expect(tty(300, false)).toMatchObject({ columns: 100, styled: false });
});
