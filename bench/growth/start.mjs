/** A process that starts, opens the model and the index, and answers one question: what a restart costs. */
import { createReading } from '../../dist/src/engine/reading.js';
import { openReader } from '../../dist/src/index/reader.js';
import { openEmbedder } from './embedder.mjs';
import { HOST } from './store.mjs';

const [dataDir, question] = process.argv.slice(2);
const embedder = await openEmbedder();
const store = openReader({ dataDir });
const reading = createReading({ store, embedder, clock: () => performance.now() });
const { outcome } = await reading.ask({ visible: [HOST], question });
process.stdout.write(`${outcome}\n`);
// What is left is not part of it.
process.exit(0);
