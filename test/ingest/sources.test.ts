import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Failed, type Listed, type Loaded, type LoadOptions, load } from '../../src/ingest/sources.js';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'verbatim-sources-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(name: string, content: string | Uint8Array = 'The envoys met.'): string {
  const path = join(root, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

interface Outcome {
  readonly loaded: Loaded[];
  readonly failed: Failed[];
  readonly listed: Listed[];
}

async function loadAll(targets: string[], options?: LoadOptions): Promise<Outcome> {
  const outcome: Outcome = { loaded: [], failed: [], listed: [] };
  for await (const item of load(targets, options)) (outcome[item.kind] as unknown[]).push(item);
  return outcome;
}

const ids = (items: readonly (Loaded | Failed)[]): string[] => items.map((item) => item.documentId);

describe('load', () => {
  it('reads a folder with all below it, by name, and names documents by their path in it', async () => {
    for (const name of [
      'b.txt',
      'a/z.md',
      'a/y.HTML',
      '.hidden.txt',
      '.git/x.txt',
      'node_modules/m.md',
      'c.text',
      'd.markdown',
      'e.htm',
    ])
      write(name);
    write('picture.png', 'x');
    const { loaded, failed, listed } = await loadAll([root]);
    expect(ids(loaded)).toEqual(['a/y.HTML', 'a/z.md', 'b.txt', 'c.text', 'd.markdown', 'e.htm']);
    expect(loaded[0]).toMatchObject({
      source: join(root, 'a/y.HTML'),
      target: root,
      draft: { text: 'The envoys met.' },
    });
    expect(failed).toEqual([]);
    expect(listed).toEqual([{ kind: 'listed', target: root, documents: 6, skipped: 1 }]);
  });

  it('names a single file by its base name, and a match of a glob by its path below the fixed part', async () => {
    const file = write('deep/er/a.txt');
    write('deep/b.md');
    write('deep/c.png');
    expect(ids((await loadAll([file])).loaded)).toEqual(['a.txt']);
    const { loaded, listed } = await loadAll([join(root, 'deep/**/*')]);
    expect(ids(loaded)).toEqual(['b.md', 'er/a.txt']);
    expect(listed[0]).toMatchObject({ documents: 2, skipped: 1 });
    expect(ids((await loadAll([join(root, '*/*.md')])).loaded)).toEqual(['deep/b.md']);
  });

  it.each([
    'it\'s "quoted".txt',
    'new\nline.txt',
    'Überläufer 河.txt',
    '100%25.txt',
    'https%3A%2F%2Fx.txt',
    'a[1]{2}*?.txt',
    'file:a.txt',
    ' space .txt',
    '$(id).txt',
  ])('reads a file called %j', async (name) => {
    const path = write(name);
    expect(ids((await loadAll([root])).loaded)).toEqual([name]);
    expect(ids((await loadAll([path])).loaded)).toEqual([name]);
  });

  it('reports a target that is missing or has nothing to read, and lists neither', async () => {
    mkdirSync(join(root, 'empty'));
    write('pictures/a.png');
    const targets = ['gone', 'gone/*.md', 'empty', 'pictures'].map((name) => join(root, name));
    const { loaded, failed, listed } = await loadAll([...targets, write('a.txt')]);
    expect(failed.map(({ code, target }) => [code, target])).toEqual([
      ['not-found', targets[0]],
      ['not-found', targets[1]],
      ['empty', targets[2]],
      ['empty', targets[3]],
    ]);
    expect(failed[0]?.reason).toMatch(/gone.*nothing.*Check the spelling/s);
    expect(ids(loaded)).toEqual(['a.txt']);
    expect(listed.map(({ target }) => target)).toEqual([join(root, 'a.txt')]);
  });

  it('reports each broken file with its path, reason and remedy, and reads the others', async () => {
    const broken = {
      'a-binary.txt': [Uint8Array.of(0, 1, 2), 'unsupported', /NUL/],
      'b-empty.md': ['', 'empty', /an empty file/],
      'c-blank.txt': [' \n\u200b\n', 'empty', /without words/],
      'd-latin1.txt': [Buffer.from('caf\u00e9 talks', 'latin1'), 'malformed', /0xe9.*offset 3.*UTF-8/],
      'e-large.txt': ['x'.repeat(2_000), 'too-large', /1000 bytes.*2000 bytes.*Split/],
      'f-yaml.md': ['---\ntitle: [\n---\nText.', 'malformed', /line \d/],
      'g-no-text.html': ['<html><body><script>1</script></body></html>', 'empty', /HTML page with no text/],
      'h-pdf.txt': ['%PDF-1.4', 'unsupported', /a PDF/],
    } as const;
    for (const [name, [content]] of Object.entries(broken)) write(name, content);
    write('z.txt');
    const { loaded, failed, listed } = await loadAll([root], { maxBytes: 1_000 });
    expect(failed.map(({ documentId, code }) => [documentId, code])).toEqual(
      Object.entries(broken).map(([name, [, code]]) => [name, code]),
    );
    for (const item of failed) {
      expect(item.reason).toContain(join(root, item.documentId));
      expect(item.reason).toMatch(broken[item.documentId as keyof typeof broken][2]);
    }
    expect(ids(loaded)).toEqual(['z.txt']);
    expect(listed).toHaveLength(1);
  });

  it('refuses what it is named but cannot read: another ending, a web address, a pipe', async () => {
    const pipe = join(root, 'pipe.txt');
    execFileSync('mkfifo', [pipe]);
    const { failed } = await loadAll([write('a.docx'), 'https://courier.example/a.html', pipe]);
    expect(failed.map(({ code }) => code)).toEqual(['unsupported', 'unsupported', 'unsupported']);
    expect(failed[0]?.reason).toMatch(/\.md.*"\.docx"/);
    expect(failed[1]?.reason).toMatch(/Save the page as \.html/);
  });

  it('follows links, but no loop, and reports a dangling one', async () => {
    write('real/a.txt');
    symlinkSync(root, join(root, 'real/loop'));
    symlinkSync(join(root, 'real'), join(root, 'alias'));
    symlinkSync(join(root, 'real/a.txt'), join(root, 'link.txt'));
    symlinkSync(join(root, 'nowhere'), join(root, 'dangling.txt'));
    const { loaded, failed } = await loadAll([root]);
    expect(ids(loaded)).toEqual(['link.txt', 'real/a.txt']);
    expect(failed.map(({ documentId, code }) => [documentId, code])).toEqual([['dangling.txt', 'unreadable']]);
    expect(ids((await loadAll([join(root, '**/*.txt')])).loaded)).toEqual(['link.txt', 'real/a.txt']);
  });

  it.skipIf(process.getuid?.() === 0)(
    'reports a folder it may not read, and thinks nothing gone from the target',
    async () => {
      write('open/a.txt');
      write('shut/b.txt');
      chmodSync(join(root, 'shut'), 0);
      for (const target of [root, join(root, '**/*.txt')]) {
        const { loaded, failed, listed } = await loadAll([target]);
        expect(ids(loaded)).toEqual(['open/a.txt']);
        expect(failed).toMatchObject([{ code: 'unreadable', reason: expect.stringContaining(join(root, 'shut')) }]);
        expect(listed).toEqual([]);
      }
      chmodSync(join(root, 'shut'), 0o755);
    },
  );

  it('gives an id to the first source that claims it, and names both to the second', async () => {
    const first = write('one/a.txt');
    const second = write('two/a.txt');
    const { loaded, failed } = await loadAll([join(root, 'one'), join(root, 'two'), first]);
    expect(ids(loaded)).toEqual(['a.txt']);
    expect(failed).toHaveLength(1);
    expect(failed[0]).toMatchObject({ code: 'duplicate-id', documentId: 'a.txt', source: second });
    expect(failed[0]?.reason).toContain(first);
    expect(failed[0]?.reason).toContain(second);
  });

  it('reads a file of ten megabytes in one line', async () => {
    write('line.txt', 'The envoy said so. '.repeat(550_000));
    write('line.md', 'The *envoy* said so. '.repeat(500_000));
    const started = performance.now();
    expect((await loadAll([root])).loaded).toHaveLength(2);
    expect(performance.now() - started).toBeLessThan(15_000);
  });
});
