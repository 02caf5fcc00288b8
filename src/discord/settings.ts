/**
 * What this surface needs of the configuration. Its own type, since only `main` and the workers know the whole one;
 * the `discord` part of that is one of these.
 */
export interface DiscordSettings {
  readonly token: string;
  /** The server in which commands are registered, and which the host's documents belong to. */
  readonly guildId?: string;
  /** Base of Discord's REST API, without version or final slash. */
  readonly api: string;
  /** Names of the host's collections that further servers know, by server id. */
  readonly collections?: Readonly<Record<string, readonly string[]>>;
  /** Hosts from which attachments may be fetched, lower case. Default: none. */
  readonly cdnHosts?: readonly string[];
}
