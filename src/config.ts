/** The environment as one frozen value. Placeholder types; see the loader below. */
export type EmbeddingsChoice =
  | { readonly kind: 'bundled' }
  | { readonly kind: 'openai' | 'ollama'; readonly model: string }
  | { readonly kind: 'transformers'; readonly folder: string };

export interface DiscordConfig {
  readonly token: string;
  readonly guildId?: string;
  /** Base of Discord's REST API, without version or final slash. */
  readonly api: string;
}

export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';

export interface Config {
  /** Absolute path of the folder that holds the index. */
  readonly dataDir: string;
  /** Absolute paths that `npm start` keeps indexed. */
  readonly documents: readonly string[];
  readonly embeddings: EmbeddingsChoice;
  /** Absent without a token. */
  readonly discord?: DiscordConfig;
  readonly logLevel: LogLevel;
}
