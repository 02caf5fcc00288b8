/** Documents for benchmarks that need no evaluation set: the sample's own sentences, so that words keep their frequencies. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { seededRandom } from './measure/statistics.mjs';

const SAMPLES = join(import.meta.dirname, '..', 'documents');
const SEED = 7;

/** Pairs of file name and text, the same each time: two paragraphs of six sentences under a title of their own. */
export function sampleDocuments(count) {
  const sentences = readdirSync(SAMPLES)
    .filter((name) => !name.endsWith('.html'))
    .flatMap(
      (name) =>
        readFileSync(join(SAMPLES, name), 'utf8')
          .replace(/^---[\s\S]*?---/, '')
          .match(/[^.!?\n]{20,}[.!?]/g) ?? [],
    );
  const next = seededRandom(SEED);
  const sentence = () => sentences[Math.floor(next() * sentences.length)].trim();
  const paragraph = () => Array.from({ length: 6 }, sentence).join(' ');
  return Array.from({ length: count }, (_, at) => [
    `${at}.txt`,
    `Report number ${at}\n\n${paragraph()}\n\n${paragraph()}\n`,
  ]);
}
