/**
 * The engine as the bot uses it: the same, but what is asked of it is counted. It stands alone so that no command has to
 * remember to count, and answers are measured where they are made.
 */
import type { Engine } from '../engine.js';
import type { Reply } from '../model.js';
import type { Counters } from '../ops/counters.js';

export function countedEngine(engine: Engine, counters: Counters, nowMs: () => number): Engine {
  const measured = async (work: Promise<Reply>): Promise<Reply> => {
    const sinceMs = nowMs();
    try {
      const reply = await work;
      counters.asked(reply.outcome, nowMs() - sinceMs);
      return reply;
    } catch (thrown) {
      counters.asked(undefined, nowMs() - sinceMs);
      throw thrown;
    }
  };
  return {
    ...engine,
    ask: (request) => measured(engine.ask(request)),
    summarize: (request) => measured(engine.summarize(request)),
    timeline: (request) => measured(engine.timeline(request)),
  };
}
