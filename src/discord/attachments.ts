/**
 * Reads a file that somebody attached. It stands alone because the address comes from a payload: whoever could make the bot
 * fetch any address could make it read the operator's own network. So only hosts that the operator named are asked, over
 * https, no redirect leads elsewhere, and neither a large nor a slow file holds the bot.
 */
import { isIPv4 } from 'node:net';
import { failure, VerbatimError } from '../errors.js';
import type { AttachedFile } from '../message/command.js';
import { type Clock, systemClock } from './clock.js';

/** Largest file, in bytes: what the engine takes. */
const MAX_BYTES = 20 * 1_024 * 1_024;
/** For the whole file. Discord's own first attempt at an upload takes no longer. */
const TIMEOUT_MS = 30_000;
/** Discord's hosts redirect once at most. */
const MOST_REDIRECTS = 3;

export interface FetchOptions {
  /** Lower case, with a port where it is not the scheme's own: `cdn.discordapp.com`, `127.0.0.1:4000`. */
  readonly hosts: readonly string[];
  /** Default: the system's. */
  readonly fetch?: typeof globalThis.fetch;
  /** Default: the system's. */
  readonly clock?: Clock;
  /** Default 20 MiB. */
  readonly maxBytes?: number;
  /** Default 30 s. */
  readonly timeoutMs?: number;
}

/**
 * Gives a function that reads attached files. It rejects with `unreadable` for an address that is not of these hosts or does
 * not answer in time, and with `too-large`.
 */
export function fileFetcher(options: FetchOptions): (file: AttachedFile) => Promise<Uint8Array> {
  const { clock = systemClock, timeoutMs = TIMEOUT_MS, maxBytes = MAX_BYTES } = options;
  return async (file) => {
    if (file.size > maxBytes) throw tooLarge(file, maxBytes);
    const late = new AbortController();
    const called = clock.after(timeoutMs, () => late.abort());
    try {
      const response = await respondedBy(file, options, late.signal);
      return await bytesOf(response, file, maxBytes);
    } catch (thrown) {
      if (thrown instanceof VerbatimError) throw thrown;
      const found = late.signal.aborted ? `no end of it within ${timeoutMs / 1_000} s` : 'no answer';
      throw unreadable(file, { found, remedy: 'Try again, or attach it anew' }, thrown);
    } finally {
      called();
    }
  };
}

async function respondedBy(file: AttachedFile, options: FetchOptions, signal: AbortSignal): Promise<Response> {
  const { fetch = globalThis.fetch, hosts } = options;
  let address = file.url;
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
    const url = allowed(address, hosts);
    if (url === undefined) {
      const expected = `an address of ${hosts.join(' or ')}`;
      throw unreadable(file, { expected, found: hostOf(address), remedy: 'Attach the file itself' });
    }
    const response = await fetch(url, { redirect: 'manual', signal, headers: { accept: '*/*' } });
    const next: string | null =
      response.status >= 300 && response.status < 400 ? response.headers.get('location') : null;
    if (next === null) return response;
    await response.body?.cancel();
    address = URL.canParse(next, url.href) ? new URL(next, url.href).href : next;
  }
  throw unreadable(file, { found: 'too many redirects', remedy: 'Attach the file anew' });
}

/** The address, if it may be asked; plain http only of this machine, where tests and proxies are. */
function allowed(address: string, hosts: readonly string[]): URL | undefined {
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
  const hasName = url.username !== '' || url.password !== '';
  return isSafe && !hasName && hosts.includes(url.host.toLowerCase()) ? url : undefined;
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || (isIPv4(hostname) && hostname.startsWith('127.'));
}

function hostOf(address: string): string {
  if (!URL.canParse(address)) return 'something else';
  const { protocol, host } = new URL(address);
  return `${protocol}//${host}`;
}

async function bytesOf(response: Response, file: AttachedFile, maxBytes: number): Promise<Uint8Array> {
  if (response.status !== 200) {
    await response.body?.cancel();
    const found = response.status === 404 ? 'that it is gone' : `the answer ${response.status}`;
    throw unreadable(file, { found, remedy: 'Attach it anew' });
  }
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of response.body ?? []) {
    length += piece.length;
    // Leaving the loop ends the transfer.
    if (length > maxBytes) throw tooLarge(file, maxBytes);
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

function unreadable(
  { name }: AttachedFile,
  parts: { readonly expected?: string; readonly found: string; readonly remedy: string },
  cause?: unknown,
): VerbatimError {
  return failure('unreadable', { what: `Cannot read ${name}`, ...parts }, cause);
}

function tooLarge({ name, size }: AttachedFile, maxBytes: number): VerbatimError {
  const expected = `at most ${maxBytes} bytes`;
  const found = size > maxBytes ? `${size} bytes` : 'more';
  return failure('too-large', { what: `Cannot read ${name}`, expected, found, remedy: 'Split it' });
}
