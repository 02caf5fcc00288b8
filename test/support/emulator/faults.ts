/**
 * Failures that a test asks for: rate limits, server errors, cut connections, answers held back. Alone because they
 * come before any route and know nothing of what the routes do.
 */

/** Which requests: all, those whose `METHOD /path` contains the text, or those it matches. */
export type RequestFilter = string | RegExp;

export type Fault =
  | { readonly kind: 'rate-limit'; readonly retryAfterSeconds: number | undefined; readonly isGlobal: boolean }
  | { readonly kind: 'status'; readonly status: number; readonly body: Readonly<Record<string, unknown>> }
  /** `isDone`: what was asked for is done, and only the answer is lost. */
  | { readonly kind: 'hang-up'; readonly isDone: boolean };

interface Planned {
  readonly route: RequestFilter | undefined;
  readonly fault: Fault;
  left: number;
}

interface Held {
  readonly route: RequestFilter;
  readonly released: Promise<void>;
}

export class Faults {
  readonly #planned: Planned[] = [];
  readonly #held = new Set<Held>();

  plan(fault: Fault, route: RequestFilter | undefined, times: number): void {
    this.#planned.push({ route, fault, left: times });
  }

  /** The fault for this request, used up by asking. */
  next(request: string): Fault | undefined {
    const planned = this.#planned.find(({ route, left }) => left > 0 && matches(request, route));
    if (planned === undefined) return undefined;
    planned.left -= 1;
    return planned.fault;
  }

  /** Holds back matching requests, before they are looked at, until the returned function is called. */
  hold(route: RequestFilter): () => void {
    let release: () => void = () => undefined;
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const held: Held = { route, released };
    this.#held.add(held);
    return () => {
      this.#held.delete(held);
      release();
    };
  }

  async released(request: string): Promise<void> {
    await Promise.all([...this.#held].filter(({ route }) => matches(request, route)).map(({ released }) => released));
  }
}

export function matches(request: string, route: RequestFilter | undefined): boolean {
  if (route === undefined) return true;
  return typeof route === 'string' ? request.includes(route) : route.test(request);
}
