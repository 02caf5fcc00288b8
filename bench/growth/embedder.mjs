/** The bundled model on one thread, as the answering thread of the product opens it. */
import { join } from 'node:path';
import { createBundledEmbedder } from '../../dist/src/embed/bundled.js';

const MODELS = join(import.meta.dirname, '..', '..', 'models');

export function openEmbedder() {
  return createBundledEmbedder({ folder: join(MODELS, 'all-MiniLM-L6-v2'), threads: 1 });
}
