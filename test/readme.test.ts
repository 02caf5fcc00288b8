/** README promises files, commands and pictures: each of them is there. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '..');
const readme = readFileSync(path.join(root, 'README.md'), 'utf8');
const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>;
};
const links = [...readme.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].map(([, to = '']) => to);
const here = links.filter((to) => !/^https?:/.test(to));
const pictures = here.filter((to) => to.endsWith('.png'));

describe('README', () => {
  it('links only to files that are there', () => {
    expect(here.length).toBeGreaterThan(10);
    expect(here.filter((to) => !existsSync(path.join(root, to)))).toEqual([]);
  });

  it('resolves every link that is named by a reference, and names none for nothing', () => {
    const defined = [...readme.matchAll(/^\[([a-z-]+)\]: https:/gm)].map(([, name]) => name);
    const used = [...readme.matchAll(/\]\[([a-z-]+)\]/g)].map(([, name]) => name);
    expect([...new Set(used)].sort()).toEqual(defined.sort());
  });

  it('names only scripts that the package has', () => {
    const named = [...readme.matchAll(/npm run ([a-z:]+)/g)].map(([, name = '']) => name);
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });

  it('shows pictures that are described, and small enough to load at once', () => {
    expect(pictures.length).toBeGreaterThanOrEqual(4);
    for (const picture of pictures) expect(statSync(path.join(root, picture)).size, picture).toBeLessThan(150_000);
    expect(readme).not.toMatch(/!\[\s*\]/);
  });

  it('compares with others in rows of equal length, each cell of theirs linked or a dash', () => {
    const table = readme.slice(readme.indexOf('## Beside other Discord bots'), readme.indexOf('## Limits'));
    const rows = table.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('|---'));
    expect(rows.length).toBeGreaterThan(10);
    for (const row of rows) {
      const cells = row.split('|').slice(1, -1);
      expect(cells, row).toHaveLength(7);
      if (row.startsWith('| |')) continue;
      for (const cell of cells.slice(2)) expect(cell, row).toMatch(/\]\[[a-z-]+\]|^ – $/);
      expect(cells[1], row).toMatch(/\]\(test\/[^)]+\.ts\)|^ – $/);
    }
  });
});
