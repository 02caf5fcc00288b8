/** A terminal without a process: what was written can be read, and the engine does what a test says. */
import type { Action } from '../../src/cli/invocation.js';
import type { Output } from '../../src/cli/output.js';
import type { OneShot } from '../../src/cli/run.js';
import type { Surroundings } from '../../src/cli/surroundings.js';
import type { Engine } from '../../src/engine.js';

export interface Written extends Output {
  text(): string;
}

/** Remembers what is written. By default a file: no columns, no styles. */
export function written(paper: Partial<Output> = {}): Written {
  const parts: string[] = [];
  return {
    columns: 0,
    styled: false,
    isTerminal: false,
    write: async (text) => void parts.push(text),
    text: () => parts.join(''),
    ...paper,
  };
}

export interface FakeTerminal extends Surroundings {
  readonly out: Written;
  readonly err: Written;
  /** How often the engine was closed. */
  closed(): number;
}

/** Surroundings over a fake engine; what a test does not name rejects. */
export function terminal(methods: Partial<Engine> = {}, more: Partial<Surroundings> = {}): FakeTerminal {
  let closed = 0;
  const engine = new Proxy(methods, {
    get: (target, name) => {
      if (name === 'close') {
        return async () => {
          closed += 1;
        };
      }
      // A promise is asked for `then` when it resolves to this.
      if (name === 'then') return undefined;
      // What follows every change, and has nothing to do here.
      if (name === 'settle' && methods.settle === undefined) return async () => undefined;
      const found = Reflect.get(target, name);
      return found ?? (() => Promise.reject(new Error(`the test did not expect ${String(name)}`)));
    },
  }) as Engine;
  const unexpected = (name: string) => () => Promise.reject(new Error(`the test did not expect ${name}`));
  return {
    cwd: '/srv',
    out: written(),
    err: written(),
    open: async () => engine,
    openTemporary: async () => engine,
    readInput: unexpected('readInput'),
    deploy: unexpected('deploy'),
    examine: unexpected('examine'),
    stop: new AbortController().signal,
    closed: () => closed,
    ...more,
  } as FakeTerminal;
}

type OneShotAction = Exclude<Action, { kind: 'serve' }>;

/** An invocation that prints for people. */
export const plain = (action: OneShotAction): OneShot => ({ collection: 'default', json: false, ...action }) as OneShot;

/** An invocation that prints JSON. */
export const json = (action: OneShotAction): OneShot => ({ collection: 'default', json: true, ...action }) as OneShot;

/** Notes what it was called with, and gives what it is told to. */
export const noting =
  <Request, Result>(seen: Request[], result: (request: Request) => Result) =>
  async (request: Request) => {
    seen.push(request);
    return result(request);
  };
