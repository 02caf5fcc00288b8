/**
 * Discord's REST side as an HTTP listener: finds the route, asks for the token, applies planned faults, answers with
 * the headers that clients read, and records every request. Alone because no route needs to know HTTP.
 */
import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type RequestBody, readBody, type UploadedFile } from './body.js';
import { type Fault, Faults } from './faults.js';
import { Refusal } from './refusal.js';
import type { Route, RouteAnswer, RouteRequest } from './route.js';
import type { World } from './state.js';

/** A request as the emulator got it, for tests to look at. */
export interface RecordedRequest {
  readonly method: string;
  /** Without `/api/v10`, decoded. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Parsed JSON, or `payload_json` of a multipart body. */
  readonly body: unknown;
  readonly files: readonly UploadedFile[];
  /** Milliseconds since 1970 by the emulator's clock. */
  readonly at: number;
  /** What was answered. 0 while it is not, or when the connection was cut. */
  status: number;
  response: unknown;
}

export class RestServer {
  readonly requests: RecordedRequest[] = [];
  readonly faults = new Faults();

  constructor(
    private readonly world: World,
    private readonly token: string,
    private readonly routes: readonly Route[],
  ) {}

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.world.origin);
    const path = decodeURIComponent(url.pathname.replace(/^\/api(\/v\d+)?(?=\/)/, ''));
    const method = request.method ?? 'GET';
    const body = await readBody(request).catch((error: unknown) => asRefusal(error));
    const record: RecordedRequest = {
      method,
      path,
      query: Object.fromEntries(url.searchParams),
      body: body instanceof Refusal ? undefined : body.json,
      files: body instanceof Refusal ? [] : body.files,
      at: this.world.now(),
      status: 0,
      response: undefined,
    };
    this.requests.push(record);
    this.world.changes.notify();
    await this.faults.released(`${method} ${path}`);
    const fault = this.faults.next(`${method} ${path}`);
    const call = { record, rawPath: url.pathname.replace(/^\/api(\/v\d+)?(?=\/)/, ''), query: url.searchParams };
    if (fault?.kind === 'hang-up') {
      if (fault.isDone) this.#answer(call, request, body);
      response.destroy();
      this.world.changes.notify();
      return;
    }
    const answer = fault === undefined ? this.#answer(call, request, body) : faultAnswer(fault);
    record.status = answer.status;
    record.response = answer.json;
    write(response, answer, this.world);
    this.world.changes.notify();
  }

  #answer(
    { record, rawPath, query }: { record: RecordedRequest; rawPath: string; query: URLSearchParams },
    request: IncomingMessage,
    body: RequestBody | Refusal,
  ): WrittenAnswer {
    try {
      const found = this.#find(record.method, rawPath);
      const isBot = request.headers.authorization === `Bot ${this.token}`;
      const sentWrong = request.headers.authorization !== undefined && !isBot;
      if (found?.route.isOpen === true ? sentWrong : !isBot) throw new Refusal('unauthorized');
      if (found === undefined) throw new Refusal('notFound');
      if (body instanceof Refusal) throw body;
      const { params } = found;
      const routed: RouteRequest = { ...body, query, param: (name) => params.get(name) ?? '' };
      const { method, pattern } = found.route;
      const bucket = createHash('md5').update(`${method} ${pattern}`).digest('hex');
      return { ...found.route.handle(this.world, routed), headers: { 'x-ratelimit-bucket': bucket } };
    } catch (error) {
      const refusal = asRefusal(error);
      return { status: refusal.status, json: refusal.body };
    }
  }

  #find(method: string, path: string): { route: Route; params: ReadonlyMap<string, string> } | undefined {
    const parts = path.split('/').map(decodeURIComponent);
    for (const route of this.routes) {
      const params = route.method === method ? matchParts(route.pattern.split('/'), parts) : undefined;
      if (params !== undefined) return { route, params };
    }
    return undefined;
  }
}

interface WrittenAnswer extends RouteAnswer {
  readonly headers?: Readonly<Record<string, string>>;
  /** Without the headers about limits. */
  readonly isBare?: boolean;
}

function matchParts(pattern: readonly string[], parts: readonly string[]): ReadonlyMap<string, string> | undefined {
  const takesRest = pattern.at(-1) === '*';
  if (takesRest ? parts.length < pattern.length : parts.length !== pattern.length) return undefined;
  const params = new Map<string, string>();
  for (const [index, name] of pattern.entries()) {
    const part = parts[index] ?? '';
    if (name.startsWith(':')) params.set(name.slice(1), part);
    else if (name === '*') params.set('*', parts.slice(index).map(encodeURIComponent).join('/'));
    else if (name !== part) return undefined;
  }
  return params;
}

/** A mistake of the emulator's own is passed on as what it is, not dressed up as one of Discord's answers. */
function asRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  throw error;
}

/** Discord rounds `Retry-After` up to whole seconds; here it may be a part of one, so that tests need not wait. */
function faultAnswer(fault: Exclude<Fault, { kind: 'hang-up' }>): WrittenAnswer {
  if (fault.kind === 'status') return { status: fault.status, json: fault.body };
  const { retryAfterSeconds, isGlobal } = fault;
  const message = 'You are being rate limited.';
  // As a proxy in front of Discord says it: too much, and not until when.
  if (retryAfterSeconds === undefined) return { status: 429, json: { message }, isBare: true };
  const json = { message, retry_after: retryAfterSeconds, global: isGlobal };
  const scope = isGlobal ? 'global' : 'user';
  const headers = {
    'retry-after': String(retryAfterSeconds),
    'x-ratelimit-scope': scope,
    'x-ratelimit-remaining': '0',
    'x-ratelimit-reset-after': String(retryAfterSeconds),
    ...(isGlobal ? { 'x-ratelimit-global': 'true' } : {}),
  };
  return { status: 429, json, headers };
}

function write(response: ServerResponse, answer: WrittenAnswer, world: World): void {
  const { status, json, file, isBare = false } = answer;
  const limits = isBare
    ? {}
    : {
        'x-ratelimit-limit': '50',
        'x-ratelimit-remaining': '49',
        'x-ratelimit-reset': String(world.now() / 1000 + 1),
        'x-ratelimit-reset-after': '1',
        via: '1.1 emulator',
      };
  if (file !== undefined) {
    response.writeHead(status, { 'content-type': file.contentType, 'content-length': file.data.length });
    response.end(file.data);
    return;
  }
  const type = json === undefined ? {} : { 'content-type': 'application/json' };
  response.writeHead(status, { ...limits, ...type, ...answer.headers });
  response.end(json === undefined ? undefined : JSON.stringify(json));
}
