/**
 * Discord's gateway over a WebSocket: hello, heartbeat, identify, resume, and the ways it breaks on demand. Alone
 * because it is one protocol with its own failures; what is worth telling is decided by whoever changes the world.
 */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { GatewayIntentBits } from 'discord-api-types/v10';
import type { WebSocket } from 'ws';
import { applicationJson, guildCreateJson } from './factories.js';
import { GatewaySession } from './gateway-session.js';
import type { World } from './state.js';

export interface GatewayOptions {
  readonly token: string;
  readonly heartbeatIntervalMs: number;
  /** Privileged intents that the application has switched on, as bits. */
  readonly allowedIntents: number;
}

interface Payload {
  readonly op: number;
  readonly d?: unknown;
}

type CloseReason = readonly [code: number, reason: string];

const alreadyIdentified: CloseReason = [4005, 'Already authenticated.'];
const privileged = GatewayIntentBits.GuildMembers | GatewayIntentBits.GuildPresences | GatewayIntentBits.MessageContent;

export class Gateway {
  /** Sessions started, and sessions taken up again. */
  identifies = 0;
  resumes = 0;
  heartbeats = 0;
  /** The last close code that the emulator itself gave. */
  refusedWith: number | undefined;
  /** While false, heartbeats get no answer: a connection that looks alive and is dead. */
  acknowledges = true;
  /** The presence that the bot last set. */
  presence: unknown;
  readonly #sessions = new Map<string, GatewaySession>();
  readonly #sockets = new Set<WebSocket>();

  constructor(
    private readonly world: World,
    private readonly options: GatewayOptions,
  ) {
    world.publish = (publication) => {
      for (const session of this.#sessions.values()) session.tell(publication);
    };
  }

  /** Whether a bot listens right now. */
  get isConnected(): boolean {
    return [...this.#sessions.values()].some((session) => session.socket !== undefined);
  }

  /** Whether a bot listens, or may come back and hear what it missed. */
  get hasSession(): boolean {
    return this.#sessions.size > 0;
  }

  /** The intents of the newest session. */
  get intents(): number {
    return [...this.#sessions.values()].at(-1)?.intents ?? 0;
  }

  accept(socket: WebSocket, request: IncomingMessage): void {
    this.#sockets.add(socket);
    const query = new URL(request.url ?? '/', 'http://gateway').searchParams;
    if (query.get('v') !== '10') {
      this.#refuse(socket, 4012, 'Invalid API version');
      return;
    }
    if ((query.get('encoding') ?? 'json') !== 'json') {
      this.#refuse(socket, 4002, 'The emulator speaks JSON only');
      return;
    }
    socket.on('message', (data) => this.#receive(socket, String(data)));
    socket.on('close', (code) => this.#left(socket, code));
    send(socket, 10, { heartbeat_interval: this.options.heartbeatIntervalMs });
  }

  /** Cuts every connection without a word; the sessions may be resumed. */
  drop(): void {
    for (const socket of this.#sockets) {
      this.#detach(socket);
      socket.terminate();
    }
  }

  /** Op 7: asks every client to reconnect and resume. */
  requestReconnect(): void {
    for (const socket of this.#sockets) send(socket, 7, null);
  }

  /** Op 9. Without `resumable` the sessions are forgotten. */
  invalidate(resumable: boolean): void {
    if (!resumable) this.#sessions.clear();
    for (const socket of this.#sockets) send(socket, 9, resumable);
  }

  close(): void {
    for (const socket of this.#sockets) socket.terminate();
    this.#sockets.clear();
    this.#sessions.clear();
  }

  #receive(socket: WebSocket, text: string): void {
    const payload = parsed(text);
    if (payload === undefined) {
      this.#refuse(socket, 4002, 'Decode error.');
      return;
    }
    if (payload.op === 1) {
      this.heartbeats += 1;
      if (this.acknowledges) send(socket, 11, null);
      this.world.changes.notify();
      return;
    }
    if (payload.op === 2) {
      this.#identify(socket, fields(payload.d));
      return;
    }
    if (payload.op === 6) {
      this.#resume(socket, fields(payload.d));
      return;
    }
    const session = this.#sessionOf(socket);
    if (session === undefined) {
      this.#refuse(socket, 4003, 'Not authenticated.');
      return;
    }
    if (payload.op === 3) {
      this.presence = payload.d;
      this.world.changes.notify();
      return;
    }
    if (payload.op === 8) {
      this.#sendMembers(session, fields(payload.d));
      return;
    }
    if (payload.op !== 4) this.#refuse(socket, 4001, 'Unknown opcode.');
  }

  #identify(socket: WebSocket, data: Record<string, unknown>): void {
    const intents = Number(data['intents']);
    const fault = this.#sessionOf(socket) === undefined ? this.#faultOf(data, intents) : alreadyIdentified;
    if (fault !== undefined) {
      this.#refuse(socket, ...fault);
      return;
    }
    this.identifies += 1;
    const session = new GatewaySession(randomUUID().replaceAll('-', ''), intents);
    session.socket = socket;
    this.#sessions.set(session.id, session);
    this.#welcome(session);
    this.world.changes.notify();
  }

  #faultOf(data: Record<string, unknown>, intents: number): CloseReason | undefined {
    if (data['token'] !== this.options.token) return [4004, 'Authentication failed.'];
    if (!Number.isInteger(intents) || intents < 0) return [4013, 'Invalid intent(s).'];
    if ((intents & privileged & ~this.options.allowedIntents) !== 0) return [4014, 'Disallowed intent(s).'];
    return typeof data['properties'] === 'object' ? undefined : [4002, 'Decode error.'];
  }

  #welcome(session: GatewaySession): void {
    const { world } = this;
    const guilds = [...world.guilds.values()];
    const ready = {
      v: 10,
      user: world.bot,
      guilds: guilds.map(({ id }) => ({ id, unavailable: true })),
      session_id: session.id,
      resume_gateway_url: gatewayUrl(world),
      application: { id: world.bot.id, flags: applicationJson(world)['flags'] },
    };
    session.tell({ event: 'READY', intents: 0, data: () => ready });
    for (const guild of guilds) {
      const data = () => guildCreateJson(world, guild);
      session.tell({ event: 'GUILD_CREATE', intents: GatewayIntentBits.Guilds, data });
    }
  }

  #resume(socket: WebSocket, data: Record<string, unknown>): void {
    if (data['token'] !== this.options.token) {
      this.#refuse(socket, 4004, 'Authentication failed.');
      return;
    }
    const session = this.#sessions.get(String(data['session_id']));
    if (session === undefined || !session.replay(socket, Number(data['seq'] ?? -1))) {
      send(socket, 9, false);
      return;
    }
    this.resumes += 1;
    session.tell({ event: 'RESUMED', intents: 0, data: () => ({ _trace: [] }) });
    this.world.changes.notify();
  }

  #sendMembers(session: GatewaySession, data: Record<string, unknown>): void {
    const guild = this.world.guilds.get(String(data['guild_id']));
    if (guild === undefined) return;
    const wanted = data['user_ids'] === undefined ? undefined : [data['user_ids']].flat().map(String);
    const members = [...guild.members.values()].filter(({ user }) => wanted?.includes(user.id) ?? true);
    const missing = (wanted ?? []).filter((id) => !guild.members.has(id));
    const chunk = {
      guild_id: guild.id,
      members,
      chunk_index: 0,
      chunk_count: 1,
      not_found: missing,
      nonce: data['nonce'],
    };
    session.tell({ event: 'GUILD_MEMBERS_CHUNK', intents: 0, data: () => chunk });
  }

  #refuse(socket: WebSocket, code: number, reason: string): void {
    this.refusedWith = code;
    socket.close(code, reason);
    this.world.changes.notify();
  }

  /** A client that says goodbye with 1000 or 1001 ends its session; any other end may be resumed. */
  #left(socket: WebSocket, code: number): void {
    const session = this.#detach(socket);
    this.#sockets.delete(socket);
    if (session !== undefined && (code === 1000 || code === 1001)) this.#sessions.delete(session.id);
    this.world.changes.notify();
  }

  #detach(socket: WebSocket): GatewaySession | undefined {
    const session = this.#sessionOf(socket);
    if (session !== undefined) session.socket = undefined;
    return session;
  }

  #sessionOf(socket: WebSocket): GatewaySession | undefined {
    return [...this.#sessions.values()].find((session) => session.socket === socket);
  }
}

export function gatewayUrl(world: World): string {
  return `${world.origin.replace('http', 'ws')}/gateway`;
}

function send(socket: WebSocket, op: number, d: unknown): void {
  socket.send(JSON.stringify({ op, d, s: null, t: null }));
}

function parsed(text: string): Payload | undefined {
  try {
    const value = fields(JSON.parse(text));
    return typeof value['op'] === 'number' ? { op: value['op'], d: value['d'] } : undefined;
  } catch {
    return undefined;
  }
}

function fields(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
