/**
 * The menu of servers in direct messages, as its `custom_id`: what is chosen in it is a server's id, and whether its chooser is
 * in that server is asked anew. Apart from `controls`, because it is the one control that needs no server to be used in.
 *
 *     v1:servers
 *     v1:servers:<exchangeId>       with a question that waits for the choice
 */

export interface ServersControl {
  readonly kind: 'servers';
  /** Name of the remembered question that is asked once a server is chosen. No exchange to go on from: it has no answer. */
  readonly waiting?: string;
}

const SERVERS = /^v1:servers(?::([A-Za-z0-9_-]{1,32}))?$/;

export function encodeServers({ waiting }: ServersControl): string {
  return waiting === undefined ? 'v1:servers' : `v1:servers:${waiting}`;
}

export function decodeServers(text: string): ServersControl | undefined {
  const found = SERVERS.exec(text);
  if (found === null) return undefined;
  const [, waiting] = found;
  return { kind: 'servers', ...(waiting !== undefined && { waiting }) };
}
