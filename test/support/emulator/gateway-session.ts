/**
 * One gateway session: what it asked to hear, what it was told, and the socket it is told through, if any. Alone
 * because a session outlives its socket, which is what makes resuming possible.
 */
import { GatewayIntentBits } from 'discord-api-types/v10';
import type { WebSocket } from 'ws';
import type { Publication } from './state.js';

interface Dispatched {
  readonly op: 0;
  readonly s: number;
  readonly t: string;
  readonly d: unknown;
}

export class GatewaySession {
  socket: WebSocket | undefined;
  readonly #told: Dispatched[] = [];

  constructor(
    readonly id: string,
    readonly intents: number,
  ) {}

  /** Tells the session, or remembers it for a resume. */
  tell({ event, intents, data }: Publication): void {
    if (intents !== 0 && (this.intents & intents) === 0) return;
    const seesContent = (this.intents & GatewayIntentBits.MessageContent) !== 0;
    const payload: Dispatched = { op: 0, s: this.#told.length + 1, t: event, d: data(seesContent) };
    this.#told.push(payload);
    this.socket?.send(JSON.stringify(payload));
  }

  /** Sends again what came after `sequence`; false if that number was never given out. */
  replay(socket: WebSocket, sequence: number): boolean {
    if (sequence < 0 || sequence > this.#told.length) return false;
    this.socket = socket;
    for (const payload of this.#told.slice(sequence)) socket.send(JSON.stringify(payload));
    return true;
  }
}
