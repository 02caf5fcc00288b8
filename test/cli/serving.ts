/** `serve` with everything around it made by hand, for its tests. */
import type { ServeSurroundings } from '../../src/cli/serve.js';
import type { Engine, Health } from '../../src/engine.js';
import { HOST, REPORT } from '../support/samples.js';
import { terminal, type Written, written } from './terminal.js';

export const invoked = { kind: 'serve', collection: 'default', json: false } as const;
export const nothing = { added: [], changed: [], removed: [], unchanged: REPORT.unchanged, failed: [] };
export const health: Health = {
  documents: 14,
  passages: 52,
  collections: [HOST],
  embedderFingerprint: 'bundled:x',
  schema: 1,
  integrity: 'ok',
};

interface Serving extends ServeSurroundings {
  readonly out: Written;
  readonly err: Written;
  closed(): number;
}

export function serving(methods: Partial<Engine> = {}, more: Partial<ServeSurroundings> = {}): Serving {
  const { open, closed } = terminal({ ingest: async () => nothing, health: async () => health, ...methods });
  let clock = 0;
  const nowMs = (): number => {
    clock += 900;
    return clock;
  };
  const documents = ['/srv/documents'];
  return {
    out: written(),
    err: written(),
    open,
    closed,
    documents,
    nowMs,
    stop: new AbortController().signal,
    ...more,
  } as Serving;
}
