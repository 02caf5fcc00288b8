/**
 * The menu of servers in direct messages, as its `custom_id`: what is chosen in it is a server's id, and whether its chooser is
 * in that server is asked anew. Apart from `controls`, because it is the one control that needs no server to be used in.
 *
 *     v1:servers
 */

export interface ServersControl {
  readonly kind: 'servers';
}

const SERVERS = 'v1:servers';

export function encodeServers(_: ServersControl): string {
  return SERVERS;
}

export function decodeServers(text: string): ServersControl | undefined {
  return text === SERVERS ? { kind: 'servers' } : undefined;
}
