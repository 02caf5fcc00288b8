/**
 * The one embedding model that every system is given: the bundled weights through our runtime, one thread, one text a
 * call (stacking texts is slower on a CPU). It counts the time spent inside, so that each system's own work shows. Verbatim
 * has it in a thread of its own, as its indexing thread does; what the model alone takes is measured afterwards then.
 */
import { join } from 'node:path';
import { createBundledEmbedder } from '../../dist/src/embed/bundled.js';
import { openSessionBeside } from '../../dist/src/workers/session-beside.js';
import { cpuMsSince } from '../measure/machine.mjs';

/** Longer than the window of 256 tokens: the runtime's buffers grow to their full size before memory is measured. */
const LONGEST = 'measure '.repeat(400);
const WARMING = 10;

export async function openEmbedding(root) {
  const model = { folder: join(root, 'models', 'all-MiniLM-L6-v2'), threads: 1 };
  const open = async (options) => {
    const embedder = await createBundledEmbedder({ ...model, ...options });
    for (let round = 0; round < WARMING; round++) await embedder.embedQuery(LONGEST);
    return embedder;
  };
  return new Embedding(await open(), () => open({ openSession: openSessionBeside }));
}

class Embedding {
  /** Milliseconds spent embedding documents, of time and of the processor, and how many chunks or passages those were. */
  spentMs = 0;
  spentCpuMs = 0;
  embedded = 0;
  #embedder;
  #openBeside;
  #beside;
  /** What the embedder beside was asked for. */
  #asked = [];
  #questions = new Map();

  constructor(embedder, openBeside) {
    this.#embedder = embedder;
    this.#openBeside = openBeside;
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
    this.#asked = [];
  }

  /** For Verbatim: our interface, in a thread beside, with the questions prepared. */
  async asEmbedder() {
    const beside = await this.#openBeside();
    this.#beside = beside;
    const embedPassages = (inputs, signal) => {
      this.#asked.push(...inputs);
      return beside.embedPassages(inputs, signal);
    };
    // A word that was corrected makes another question: it is embedded when first asked, before anything is timed.
    const embedQuery = async (text) => {
      if (!this.#questions.has(text)) await this.prepare([text]);
      return this.question(text);
    };
    return { ...beside, embedPassages, embedQuery };
  }

  /** Embeds again, alone and counted, what was embedded beside. */
  async finish() {
    await this.#counted(this.#asked.length, () => this.#embedder.embedPassages(this.#asked));
    await this.#beside?.close();
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
