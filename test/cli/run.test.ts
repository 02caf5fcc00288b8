import { describe, expect, test } from 'vitest';
import { OutputClosed } from '../../src/cli/output.js';
import { reported, run } from '../../src/cli/run.js';
import { failure } from '../../src/errors.js';
import { GAZETTE } from '../support/samples.js';
import { json, plain, terminal, written } from './terminal.js';

describe('what goes wrong', () => {
  const failing = (error: unknown) => {
    const err = written();
    return { err, code: reported(err, () => Promise.reject(error)) };
  };

  test('is one sentence on standard error and exit code 1, or 2 for wrong usage', async () => {
    const missing = failing(failure('not-found', { what: 'a.md is not there', remedy: 'Check the path' }));
    expect([await missing.code, missing.err.text()]).toEqual([1, 'verbatim: A.md is not there. Check the path.\n']);
    expect(await failing(failure('usage', { what: 'no' })).code).toBe(2);
  });

  test('our own mistakes come with their stack', async () => {
    const ours = failing(new TypeError('x is not a function'));
    expect(await ours.code).toBe(1);
    expect(ours.err.text()).toMatch(/x is not a function\nThis is a mistake of ours.*\nTypeError: x is not/);
  });

  test('those of the system do not', async () => {
    const full = Object.assign(new Error('ENOSPC: no space left on device, write'), {
      code: 'ENOSPC',
      syscall: 'write',
    });
    const disk = failing(full);
    expect([await disk.code, disk.err.text()]).toEqual([1, 'verbatim: ENOSPC: no space left on device, write\n']);
  });

  test('a reader who left is no failure: export stops, quietly', async () => {
    const err = written();
    let asked = 0;
    const closedOut = written({ write: () => Promise.reject(new OutputClosed()) });
    const around = terminal(
      {
        exportPage: async () => {
          asked += 1;
          return [GAZETTE];
        },
      },
      { out: closedOut, err },
    );
    expect(await reported(err, () => run(plain({ kind: 'export' }), around))).toBe(0);
    expect([asked, err.text(), around.closed()]).toEqual([1, '', 1]);
  });
});

test('doctor ends with 1 when a check failed', async () => {
  const good = { name: 'node', ok: true, found: '20' };
  const bad = { name: 'models', ok: false, found: 'gone', remedy: 'Restore them' };
  expect(await run(plain({ kind: 'doctor' }), terminal({}, { examine: async () => [good] }))).toBe(0);
  const around = terminal({}, { examine: async () => [good, bad] });
  expect(await run(json({ kind: 'doctor' }), around)).toBe(1);
  expect(JSON.parse(around.out.text())).toEqual({ checks: [good, bad] });
});

test('deploy says what was done', async () => {
  const around = terminal({}, { deploy: async () => 'Registered 7 commands.' });
  expect(await run(plain({ kind: 'deploy' }), around)).toBe(0);
  expect(around.out.text()).toBe('Registered 7 commands.\n');
});
