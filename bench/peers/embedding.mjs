/**
 * The one embedding model that every system is given: the bundled weights through our runtime, one thread, one text a
 * call (stacking texts is slower on a CPU). It counts the time spent inside, so that each system's own work shows.
 */
import { join } from 'node:path';
import { createBundledEmbedder } from '../../dist/src/embed/bundled.js';
import { cpuMsSince } from '../measure/machine.mjs';

/** Longer than the window of 256 tokens: the runtime's buffers grow to their full size before memory is measured. */
const LONGEST = 'measure '.repeat(400);
const WARMING = 10;

export async function openEmbedding(root) {
  const embedder = await createBundledEmbedder({ folder: join(root, 'models', 'all-MiniLM-L6-v2'), threads: 1 });
  for (let round = 0; round < WARMING; round++) await embedder.embedQuery(LONGEST);
  return new Embedding(embedder);
}

class Embedding {
  /** Milliseconds spent embedding documents, of time and of the processor, and how many chunks or passages those were. */
  spentMs = 0;
  spentCpuMs = 0;
  embedded = 0;
  #embedder;
  #questions = new Map();

  constructor(embedder) {
    this.#embedder = embedder;
  }

  /** Embeds the questions ahead, so that a search is timed alone; gives the milliseconds of each. */
  async prepare(questions) {
    const times = [];
    for (const question of questions) {
      const started = performance.now();
      this.#questions.set(question, await this.#embedder.embedQuery(question));
      times.push(performance.now() - started);
    }
    return times;
  }

  /** The vector of a prepared question, as if embedding took no time. */
  question = async (text) => {
    const vector = this.#questions.get(text);
    if (vector === undefined) throw new Error(`Expected a question that was prepared, got "${text}"`);
    return vector;
  };

  /** For peers: the vector of one chunk, cut at the model's window as its authors do. */
  chunk = (text) => this.#counted(1, () => this.#embedder.embedQuery(text));

  /** Leaves out of the count what was embedded until now. */
  restart() {
    this.spentMs = 0;
    this.spentCpuMs = 0;
    this.embedded = 0;
  }

  /** For Verbatim: our interface, counting, with the questions prepared. */
  asEmbedder() {
    const embedPassages = (inputs, signal) =>
      this.#counted(inputs.length, () => this.#embedder.embedPassages(inputs, signal));
    return { ...this.#embedder, embedPassages, embedQuery: this.question };
  }

  async #counted(count, work) {
    const started = performance.now();
    const cpu = process.cpuUsage();
    const result = await work();
    this.spentMs += performance.now() - started;
    this.spentCpuMs += cpuMsSince(cpu);
    this.embedded += count;
    return result;
  }
}
