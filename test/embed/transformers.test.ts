import { copyFile, mkdir, mkdtemp, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Embedder } from '../../src/embed/embedder.js';
import { openEmbedder } from '../../src/embed/open.js';
import { createTransformersEmbedder } from '../../src/embed/transformers.js';
import { cosine, embedderContract } from '../contracts/embedder.js';

const bundled = path.resolve('models/all-MiniLM-L6-v2');
const opened: Embedder[] = [];
afterAll(() => Promise.all(opened.map((embedder) => embedder.close())));

async function open(folder: string): Promise<Embedder> {
  const embedder = await createTransformersEmbedder({ folder, threads: 1 });
  opened.push(embedder);
  return embedder;
}

/** A model folder of the user's own: the bundled weights, and these settings. */
async function folderWith(settings: Readonly<Record<string, unknown>>, weights = 'model.onnx'): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'verbatim-model-'));
  await copyFile(path.join(bundled, 'tokenizer.json'), path.join(folder, 'tokenizer.json'));
  for (const [name, content] of Object.entries(settings)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), JSON.stringify(content));
  }
  await mkdir(path.dirname(path.join(folder, weights)), { recursive: true });
  await symlink(path.join(bundled, 'model_int8.onnx'), path.join(folder, weights));
  return folder;
}

const plain = await open(bundled);
embedderContract('transformers', () => plain);

describe('a folder of the user’s own', () => {
  test('without settings is read as sentence-transformers reads it: mean, and the window of its configuration', async () => {
    expect(plain.fingerprint).toMatch(/^transformers:all-MiniLM-L6-v2:[0-9a-f]{8}:mean:512$/u);
    expect([plain.dimensions, plain.maxTokens, plain.languages]).toEqual([384, 510, []]);
  });

  test('gives the vectors of the bundled model, being the same one', async () => {
    const own = await openEmbedder({ kind: 'bundled' }, { modelsDir: path.resolve('models'), threads: 1 });
    opened.push(own);
    expect(cosine(await own.embedQuery('the same words'), await plain.embedQuery('the same words'))).toBeCloseTo(1, 5);
  });

  test.each([
    ['cls', { pooling_mode_cls_token: true, pooling_mode_mean_tokens: false }],
    ['max', { pooling_mode_max_tokens: true }],
    ['mean', { pooling_mode: 'mean' }],
  ])('pools as it says: %s', async (pooling, config) => {
    const embedder = await open(await folderWith({ '1_Pooling/config.json': config }, 'onnx/model.onnx'));
    expect(embedder.fingerprint).toContain(`:${pooling}:`);
    const same = cosine(await embedder.embedQuery('some words'), await plain.embedQuery('some words'));
    if (pooling === 'mean') expect(same).toBeCloseTo(1, 5);
    else expect(same).toBeLessThan(0.99);
  });

  test('keeps the smallest window stated, and puts its prompts before queries and passages', async () => {
    const embedder = await open(
      await folderWith({
        'sentence_bert_config.json': { max_seq_length: 64 },
        'config.json': { max_position_embeddings: 512 },
        'config_sentence_transformers.json': { prompts: { query: 'query: ', document: 'passage: ' } },
      }),
    );
    expect(embedder.maxTokens).toBe(60);
    expect(await embedder.embedQuery('bread')).toEqual(await plain.embedQuery('query: bread'));
    const [own] = await embedder.embedPassages([{ sentences: ['bread'] }]);
    expect(cosine(own?.vector, await plain.embedQuery('passage: bread'))).toBeCloseTo(1, 5);
  });
});

describe('a folder that cannot be used is refused', () => {
  test('without weights, naming where they are looked for', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'verbatim-model-'));
    await expect(open(folder)).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringMatching(/has no weights\. Expected one of model\.onnx, onnx\/model\.onnx/u),
    });
  });

  test('without a tokenizer', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'verbatim-model-'));
    await writeFile(path.join(folder, 'model.onnx'), '');
    await expect(open(folder)).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringContaining('tokenizer.json'),
    });
  });

  test('with weights that are none', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'verbatim-model-'));
    await copyFile(path.join(bundled, 'tokenizer.json'), path.join(folder, 'tokenizer.json'));
    await writeFile(path.join(folder, 'model.onnx'), 'no model');
    await expect(open(folder)).rejects.toMatchObject({ code: 'provider' });
  });

  test.each([
    ['pooling', { '1_Pooling/config.json': { pooling_mode_lasttoken: true } }, 'pooling lasttoken'],
    [
      'layer',
      { 'modules.json': [{ path: '2_Dense', type: 'sentence_transformers.models.Dense' }] },
      'a layer of type Dense',
    ],
  ])('with a %s it does not know', async (_, settings, found) => {
    const refused = open(await folderWith(settings));
    await expect(refused).rejects.toMatchObject({ code: 'unsupported', message: expect.stringContaining(found) });
  });
});
