// Two ways to run the same commands in a process of their own: the writing half with an embedder that costs nothing, so
// that hundreds of runs take minutes, and the program's real commands with its bundled model.
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { wordEmbedder } from './embedder.mjs';
import { runAndKill } from './runs.mjs';

const CHILD = new URL('./child.mjs', import.meta.url).pathname;
const NOTHING_LEFT = /There is no document/;

const saltOfModel = (model) => `model${model}`;

export function childSurface({ dist, sabotage, saltOf = saltOfModel }) {
  return {
    documents: 24,
    operationsAtOnce: 6,
    embedder: (model) => wordEmbedder(saltOf(model)),
    run: ({ dataDir, operations, aim: { kill, ...aim }, model, sizes }) => {
      const options = { dist, dataDir, salt: saltOf(model), sizes, operations, kill, sabotage };
      return runAndKill([CHILD, JSON.stringify(options)], aim.phase === undefined ? {} : { aim });
    },
  };
}

/** One command a process; its embedder is loaded here as well, to look at what it stored. */
export async function terminalSurface({ dist, modelsDir }) {
  const { openEmbedder } = await import(join(dist, 'src/embed/open.js'));
  const threads = Math.max(1, Math.min(4, availableParallelism() - 1));
  const embedder = await openEmbedder({ kind: 'bundled' }, { modelsDir, threads });
  const { VERBATIM_EMBEDDINGS: _, ...env } = process.env;
  return {
    documents: 8,
    operationsAtOnce: 1,
    embedder: () => embedder,
    run: async ({ dataDir, root, operations: [operation], aim }) => {
      const args = [join(dist, 'src/main.js'), ...wordsOf(operation), '--data', dataDir];
      const run = await runAndKill(args, { cwd: root, env, ...(aim.phase === undefined ? {} : { aim }) });
      // What a killed run removed is gone already.
      return NOTHING_LEFT.test(run.stderr) ? { ...run, code: 0 } : run;
    },
    close: () => embedder.close(),
  };
}

function wordsOf({ do: name, targets = [], documentId }) {
  if (name === 'remove') return ['sources', 'remove', documentId];
  return [name, ...targets];
}
