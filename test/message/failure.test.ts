import { describe, expect, it } from 'vitest';
import { failure } from '../../src/errors.js';
import { failureNotice, moderatorsOnly, notForYou, outdated } from '../../src/message/failure.js';
import { check } from '../../src/message/limits.js';
import type { MessageView } from '../../src/message/view.js';

describe('failureNotice', () => {
  it('shows what a user can do something about, escaped, with the reference', () => {
    const error = failure('not-found', { what: 'there is no document @everyone', remedy: 'see `/sources`' });
    expect(read(failureNotice('k3v9x2', error))).toBe(
      'There is no document \\@everyone. See \\`/sources\\`.\n-# Reference `k3v9x2`',
    );
  });

  it.each(['internal', 'discord', 'index', 'fingerprint', 'config', 'provider', 'locked'] as const)(
    'keeps the internals of %s to the log',
    (code) => {
      const shown = read(failureNotice('k3v9x2', failure(code, { what: 'SQLITE_CORRUPT at /srv/data/verbatim.db' })));
      expect(shown).not.toContain('/srv');
      expect(shown).toMatch(/\.\n-# Reference `k3v9x2`$/);
    },
  );

  it('needs neither an error nor a reference', () => {
    expect(read(failureNotice(undefined))).toBe('Something went wrong on my side. Nothing that is stored was lost.');
    expect(read(failureNotice('`'))).not.toContain('Reference');
  });

  it('cuts no character of a reference in two', () => {
    expect(read(failureNotice(`${'x'.repeat(63)}\u{1f469}`))).toMatch(/`x{63}\ufffd`$/);
  });
});

it('every fixed notice is one that Discord takes', () => {
  for (const view of [notForYou(), moderatorsOnly(), outdated()]) expect(read(view)).toMatch(/\.$/);
});

function read(view: MessageView): string {
  expect(check(view)).toEqual([]);
  return view.embeds?.[0]?.description ?? '';
}
