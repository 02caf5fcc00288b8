/** The three articles that every installation must serve, where the evaluation sets are at hand. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parsePlain } from '../../src/ingest/parsers/plain.js';

const folder = resolve(import.meta.dirname, '../../../shared/eval/seeds/documents');
const isThere = existsSync(folder);
if (!isThere) process.stderr.write(`\nSKIPPED: test/ingest/seeds.test.ts: nothing at ${folder}\n`);

const draftOf = (prefix: string): ReturnType<typeof parsePlain> => {
  const name = readdirSync(folder).find((each) => each.startsWith(prefix)) ?? '';
  return parsePlain(readFileSync(resolve(folder, name), 'utf8'));
};

it('has the evaluation sets in continuous integration', () => {
  expect(isThere || process.env['CI'] !== 'true').toBe(true);
});

describe.skipIf(!isThere)('the seed articles', () => {
  it('states title and date of the first, and no publisher', () => {
    const { text, outline, ...metadata } = draftOf('000');
    expect(Object.keys(metadata).sort()).toEqual(['publishedAt', 'title']);
    expect(metadata.publishedAt).toBe('2024-12-28');
    expect(text.startsWith(`${metadata.title}\n\n`)).toBe(true);
    expect(text.indexOf(metadata.title ?? '', 1)).toBe(-1);
    expect(outline.headings[0]?.title).toBe(metadata.title);
    expect(text).not.toMatch(/Skip to main content|min read/);
  });

  it('states nothing of the second', () => {
    const { text, outline, ...metadata } = draftOf('001');
    expect(metadata).toEqual({});
    expect(outline.headings).toEqual([]);
    expect(text.split('\n\n').length).toBe(10);
  });

  it('states title and publisher of the third, and no date', () => {
    const { text, outline, ...metadata } = draftOf('002');
    expect(Object.keys(metadata).sort()).toEqual(['publisher', 'title']);
    expect(metadata.publisher).toBe('Middle East Eye');
    expect(outline.headings.map(({ level }) => level)).toEqual([1, 2]);
    expect(text).not.toMatch(/newsletter|Read More|republishing|Skip to/i);
  });
});
