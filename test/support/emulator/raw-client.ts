/**
 * A bot reduced to fetch and a WebSocket, for testing the emulator without a library in between. Alone because the
 * emulator's own tests share it, and tests of the bot have no use for it.
 */
import { WebSocket } from 'ws';
import type { Discord } from './discord.js';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly json: unknown;
}

/** `Authorization` is the emulator's token unless another, or none (`null`), is given. */
export async function call(
  discord: Discord,
  route: string,
  options: { readonly body?: unknown; readonly form?: FormData; readonly authorization?: string | null } = {},
): Promise<Answer> {
  const [method = 'GET', path = '/'] = route.split(' ');
  const { body, form, authorization = `Bot ${discord.token}` } = options;
  const isRaw = typeof body === 'string';
  const response = await fetch(`${discord.url}/v10${path}`, {
    method,
    headers: {
      ...(authorization === null ? {} : { authorization }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: isRaw ? body : JSON.stringify(body) }),
    ...(form === undefined ? {} : { body: form }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type') === 'application/json';
  return { status: response.status, headers: response.headers, json: isJson ? JSON.parse(text) : text };
}

export interface Received {
  readonly op: number;
  readonly t: string | null;
  readonly s: number | null;
  readonly d: Record<string, unknown> | null | boolean;
}

/** A gateway connection that keeps everything it hears. */
export class RawGateway {
  readonly received: Received[] = [];
  closedWith: number | undefined;
  readonly #socket: WebSocket;
  readonly #wakeups = new Set<() => void>();

  constructor(discord: Discord, query = 'v=10&encoding=json') {
    this.#socket = new WebSocket(`${discord.url.replace('http', 'ws').replace('/api', '/gateway')}?${query}`);
    this.#socket.on('message', (data) => {
      this.received.push(JSON.parse(String(data)) as Received);
      this.#wake();
    });
    this.#socket.on('close', (code) => {
      this.closedWith = code;
      this.#wake();
    });
    this.#socket.on('error', () => this.#wake());
  }

  send(op: number, d: unknown): void {
    this.#socket.send(JSON.stringify({ op, d }));
  }

  sendText(text: string): void {
    this.#socket.send(text);
  }

  identify(token: string, intents: number): void {
    this.send(2, { token, intents, properties: { os: 'test', browser: 'test', device: 'test' } });
  }

  /** The first payload that fits, heard already or to come. */
  heard(predicate: (payload: Received) => boolean): Promise<Received> {
    return this.#until(() => this.received.find(predicate));
  }

  event(name: string): Promise<Received> {
    return this.heard(({ t }) => t === name);
  }

  closed(): Promise<number> {
    return this.#until(() => this.closedWith);
  }

  close(code = 1000): void {
    this.#socket.close(code);
  }

  #wake(): void {
    for (const wakeup of [...this.#wakeups]) wakeup();
  }

  #until<T>(read: () => T | undefined): Promise<T> {
    return new Promise((resolve) => {
      const look = () => {
        const value = read();
        if (value === undefined) return;
        this.#wakeups.delete(look);
        resolve(value);
      };
      this.#wakeups.add(look);
      look();
    });
  }
}
