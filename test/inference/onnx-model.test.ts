import path from 'node:path';
import { expect, test } from 'vitest';
import { openOnnxModel } from '../../src/inference/onnx-model.js';

const FILE = path.resolve(import.meta.dirname, '../../models/all-MiniLM-L6-v2/model_int8.onnx');
/** [CLS] the harbour [SEP] */
const INPUT = { tokens: [101, 1996, 6496, 102] };

test('closing lets what runs finish, and refuses what comes later', async () => {
  const model = await openOnnxModel(FILE, { threads: 1 });
  const outputs = model.outputNames.slice(0, 1);
  const order: string[] = [];
  const runs = [1, 2].map((at) => model.run(INPUT, outputs).then(([first]) => order.push(`run ${at} ${first?.dims}`)));
  const closed = model.close().then(() => order.push('closed'));
  await expect(model.run(INPUT, outputs)).rejects.toMatchObject({ code: 'cancelled' });
  await Promise.all([...runs, closed]);
  expect(order).toEqual(['run 1 1,4,384', 'run 2 1,4,384', 'closed']);
});
