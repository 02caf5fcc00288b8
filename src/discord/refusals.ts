/**
 * What Discord's refusals mean and what to do about each, in one place: the reasons to stop at start, and the codes
 * that are ordinary while answering. Discord's own words name none of our settings.
 */
import {
  DiscordAPIError,
  DiscordjsError,
  DiscordjsErrorCodes,
  GatewayCloseCodes,
  HTTPError,
  RateLimitError,
} from 'discord.js';
import { asVerbatimError, failure, VerbatimError } from '../errors.js';

const PORTAL = 'https://discord.com/developers/applications';

/** The token is wrong, was reset, or is not a bot's. */
export function refusedToken(cause: unknown): VerbatimError {
  const remedy = `Open ${PORTAL}, choose your application, then Bot, then Reset Token, and put the new one there`;
  const what = 'Discord refused the token in DISCORD_TOKEN';
  return failure(
    'config',
    { what, expected: 'the token of a bot', found: 'one that Discord does not know', remedy },
    cause,
  );
}

/** Why the connection could not be made, or was closed for good. `thrown` is what discord.js said. */
export function refusedLogin(thrown: unknown, api: string): VerbatimError {
  if (thrown instanceof VerbatimError) return thrown;
  if (thrown instanceof DiscordjsError && thrown.code === DiscordjsErrorCodes.TokenInvalid) return refusedToken(thrown);
  if (thrown instanceof DiscordAPIError && thrown.status === 401) return refusedToken(thrown);
  const words = asVerbatimError(thrown).message;
  const closeCode = CLOSE_CODES.get(words);
  if (closeCode !== undefined) return refusedConnection(closeCode, thrown);
  const remedy = 'Check the network and DISCORD_API, then start again';
  return failure('discord', { what: `Could not connect to Discord at ${api}`, found: words, remedy }, thrown);
}

/** Why the gateway closed the connection and will not have it again. */
export function refusedConnection(closeCode: number, cause?: unknown): VerbatimError {
  if (closeCode === GatewayCloseCodes.AuthenticationFailed) return refusedToken(cause);
  const what = `Discord closed the connection for good (code ${closeCode})`;
  if (closeCode === GatewayCloseCodes.DisallowedIntents || closeCode === GatewayCloseCodes.InvalidIntents) {
    const remedy = `Verbatim needs no privileged intent: open ${PORTAL}, and see whether this application is restricted`;
    return failure('discord', { what, expected: 'its gateway intents to be allowed', remedy }, cause);
  }
  return failure(
    'discord',
    { what, remedy: 'Update Verbatim, or look the code up in Discord’s gateway documentation' },
    cause,
  );
}

/** discord.js gives these words, and not the code, when the first connection is refused. */
const CLOSE_CODES: ReadonlyMap<string, number> = new Map([
  ['Authentication failed', GatewayCloseCodes.AuthenticationFailed],
  ['Invalid shard', GatewayCloseCodes.InvalidShard],
  ['Sharding is required', GatewayCloseCodes.ShardingRequired],
  ['Used an invalid API version', GatewayCloseCodes.InvalidAPIVersion],
  ['Used invalid intents', GatewayCloseCodes.InvalidIntents],
  ['Used disallowed intents', GatewayCloseCodes.DisallowedIntents],
]);

const ALREADY_ACKNOWLEDGED = 40_060;

/** Codes after which nothing more can be said to the user through that interaction. */
const GONE: ReadonlyMap<number, string> = new Map([
  [10_062, 'the interaction had expired: the first response must arrive within 3 s'],
  [ALREADY_ACKNOWLEDGED, 'the interaction was answered already, perhaps by another process with the same token'],
  [10_003, 'the channel was deleted meanwhile'],
  [10_008, 'the message was deleted meanwhile'],
  [10_015, 'the interaction had ended: its token lives 15 minutes'],
  [50_027, 'the interaction had ended: its token lives 15 minutes'],
]);

/** In plain words why nothing can be answered any more, or undefined when that is not what `thrown` says. */
export function whyGone(thrown: unknown): string | undefined {
  if (!(thrown instanceof DiscordAPIError)) return undefined;
  return typeof thrown.code === 'number' ? GONE.get(thrown.code) : undefined;
}

/** Whether no answer came at all: Discord may have done what was asked, or may never have heard of it. */
export function isUnanswered(thrown: unknown): boolean {
  return !(thrown instanceof DiscordAPIError || thrown instanceof HTTPError || thrown instanceof RateLimitError);
}

/** Whether the interaction has its first response already. */
export function isAcknowledged(thrown: unknown): boolean {
  return thrown instanceof DiscordAPIError && thrown.code === ALREADY_ACKNOWLEDGED;
}
