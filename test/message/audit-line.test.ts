import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import english from '../../src/message/locales/en.json' with { type: 'json' };

it('has words for the acts that are written down, and for no other', () => {
  const sources = ['src', 'commands'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => readFileSync(join(folder, name), 'utf8')),
  );
  const written = sources.flatMap((text) =>
    [...text.matchAll(/audit\?\.\('([a-z-]+)'|actor: '[a-z]+', act: '([a-z-]+)'/g)].map(
      ([, called, line]) => called ?? line,
    ),
  );
  const named = Object.keys(english).flatMap((key) => /^audit\.(.+)$/.exec(key)?.[1] ?? []);
  expect(named.sort()).toEqual([...new Set(written)].sort());
});
