import { copyFile, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { createBundledEmbedder, verifyModelFolder } from '../../src/embed/bundled.js';
import { cosine, embedderContract } from '../contracts/embedder.js';

const folder = path.resolve('models/all-MiniLM-L6-v2');
const embedder = await createBundledEmbedder({ folder, threads: 1 });
afterAll(() => embedder.close());

embedderContract('bundled', () => embedder);

describe('the bundled embedder', () => {
  test('gives the cosines published with the model', async () => {
    const [a, b, c] = await Promise.all(
      ['The weather is lovely today.', "It's so sunny outside!", 'He drove to the stadium.'].map((text) =>
        embedder.embedQuery(text),
      ),
    );
    expect(Math.abs(cosine(a, b) - 0.654)).toBeLessThan(0.01);
    expect(Math.abs(cosine(a, c) - 0.118)).toBeLessThan(0.01);
    expect(Math.abs(cosine(b, c) - 0.16)).toBeLessThan(0.01);
  });

  test('names its weights in the fingerprint', () => {
    expect(embedder.fingerprint).toBe('bundled:all-MiniLM-L6-v2-int8:294e817f:mean:256');
    expect([embedder.dimensions, embedder.maxTokens, embedder.languages]).toEqual([384, 254, ['en']]);
  });

  test('reads a lone sentence as a query is read', async () => {
    const text = 'The talks were mediated by the harbour master.';
    const [passage] = await embedder.embedPassages([{ sentences: [text] }]);
    expect(cosine(passage?.vector, await embedder.embedQuery(text))).toBeCloseTo(1, 5);
  });

  test("a sentence's vector is near the sentence it stands for, and knows its context", async () => {
    const sentences = ['The mayor opened the bridge.', 'Bread prices rose by a tenth.'];
    const [passage] = await embedder.embedPassages([{ sentences }]);
    const query = await embedder.embedQuery('What happened to the price of bread?');
    expect(cosine(passage?.sentences[1], query)).toBeGreaterThan(cosine(passage?.sentences[0], query) + 0.1);
    const [alone] = await embedder.embedPassages([{ sentences: sentences.slice(1) }]);
    expect(cosine(passage?.sentences[1], alone?.sentences[0])).toBeLessThan(0.999);
  });

  test('the title is read before the passage, as a sentence', async () => {
    const sentences = ['It was signed on Monday.'];
    const [titled] = await embedder.embedPassages([{ title: 'Fishing treaty', sentences }]);
    const [written] = await embedder.embedPassages([{ sentences: ['Fishing treaty.', ...sentences] }]);
    expect(cosine(titled?.vector, written?.vector)).toBeCloseTo(1, 5);
  });

  test('a title too long for the window is cut, and the passage is not', async () => {
    const sentences = ['word '.repeat(254).trim()];
    const [bare] = await embedder.embedPassages([{ sentences }]);
    const [titled] = await embedder.embedPassages([{ title: 'A title', sentences }]);
    expect(titled?.vector).toEqual(bare?.vector);
  });

  test('a passage longer than the window is refused, not cut', async () => {
    const long = embedder.embedPassages([{ sentences: ['word '.repeat(255)] }]);
    await expect(long).rejects.toMatchObject({ code: 'internal', message: expect.stringContaining('254') });
  });

  test('a query longer than the window is cut', async () => {
    const [long, cut] = await Promise.all([
      embedder.embedQuery('word '.repeat(5000)),
      embedder.embedQuery('word '.repeat(254)),
    ]);
    expect(long).toEqual(cut);
  });
});

describe('a model folder that is not as released', () => {
  async function copied(...files: readonly string[]): Promise<string> {
    const models = await mkdtemp(path.join(os.tmpdir(), 'verbatim-models-'));
    const copy = path.join(models, path.basename(folder));
    await mkdir(copy);
    await copyFile(path.join(path.dirname(folder), 'checksums.json'), path.join(models, 'checksums.json'));
    for (const file of files) await copyFile(path.join(folder, file), path.join(copy, file));
    return copy;
  }

  test('passes when every file is there', async () => {
    expect(await verifyModelFolder(folder)).toEqual({ ok: true, found: 'all-MiniLM-L6-v2, 5 files as released' });
  });

  test('missing weights are named, with what to do', async () => {
    const copy = await copied('tokenizer.json');
    expect(await verifyModelFolder(copy)).toMatchObject({
      ok: false,
      found: 'all-MiniLM-L6-v2/model_int8.onnx is missing',
    });
    await expect(createBundledEmbedder({ folder: copy })).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringMatching(/model_int8\.onnx is missing\. Restore/u),
    });
  });

  test('damaged weights are refused although they might load', async () => {
    const copy = await copied('tokenizer.json');
    await writeFile(path.join(copy, 'model_int8.onnx'), 'damaged');
    expect(await verifyModelFolder(copy)).toMatchObject({ ok: false, found: expect.stringContaining('differs') });
    await expect(createBundledEmbedder({ folder: copy })).rejects.toMatchObject({ code: 'provider' });
  });

  test('a folder nobody released has no checksums', async () => {
    expect(await verifyModelFolder(os.tmpdir())).toMatchObject({ ok: false });
  });
});
