/** An engine that replies what it is told and records what it was asked, for tests of commands and controls. */
import type { Engine } from '../../src/engine.js';

type Method = keyof Engine;
type Replies = { readonly [Name in Method]?: Engine[Name] };

export interface FakeEngine {
  readonly engine: Engine;
  /** Every call, in order: the method's name and its first argument. */
  readonly calls: readonly { readonly method: Method; readonly request: unknown }[];
}

/** Methods that are not given throw, so that a test names all that it relies on. */
export function fakeEngine(replies: Replies): FakeEngine {
  const calls: { method: Method; request: unknown }[] = [];
  const engine = new Proxy(replies, {
    get(target, name: string) {
      return (...args: unknown[]) => {
        const method = name as Method;
        const reply = target[method] as ((...args: unknown[]) => unknown) | undefined;
        calls.push({ method, request: args[0] });
        if (reply === undefined) throw new Error(`the test gave no reply for engine.${name}`);
        return reply(...args);
      };
    },
  });
  return { engine: engine as Engine, calls };
}
