/**
 * The log: one JSON object a line on standard error, since standard output belongs to answers. It stands alone so that
 * every layer logs through one door, and what must not be logged is taken out in one place, whoever wrote it.
 */
import { type BaseLogger, type DestinationStream, destination, type LevelWithSilent, pino } from 'pino';

/** What our code may do with a log. A test passes an object of empty functions. */
export type Log = Pick<BaseLogger, 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal'>;

export interface LogOptions {
  /** Values that must never appear, wherever they turn up: tokens and keys. Shorter than 8 characters are ignored. */
  readonly secrets?: readonly string[];
  /** Where lines go. Default: standard error, written at once. */
  readonly to?: DestinationStream;
}

const REDACTED = '[redacted]';
/** Fields that hold secrets under these names, at the top or one level down. */
const SECRET_FIELDS = ['token', 'authorization', 'apiKey', 'password', 'secret'].flatMap((name) => [name, `*.${name}`]);
/** What a change did before it ended early: every document, too long for a line. */
const REPORT_FIELD = 'err.details.report';
const LEFT_OUT = '[left out]';
/** An interaction's token lets its holder speak as the bot for 15 minutes, and stands in the URLs of Discord's errors. */
const TOKEN_IN_URL = /\b((?:webhooks|interactions)\/\d+\/)[\w.-]{20,}/g;
/** Shorter strings would blank ordinary words. */
const SHORTEST_SECRET = 8;

/** A log that writes lines of `level` and above. */
export function createLog(level: LevelWithSilent, options: LogOptions = {}): Log {
  const secrets = (options.secrets ?? []).filter((secret) => secret.length >= SHORTEST_SECRET);
  const to = options.to ?? destination({ dest: 2, sync: true });
  const redacting: DestinationStream = {
    write: (line) => {
      to.write(
        secrets
          .reduce((text, secret) => text.replaceAll(secret, REDACTED), line)
          .replace(TOKEN_IN_URL, `$1${REDACTED}`),
      );
    },
  };
  const paths = [...SECRET_FIELDS, REPORT_FIELD];
  const censor = (_: unknown, field: string[]): string => (field[field.length - 1] === 'report' ? LEFT_OUT : REDACTED);
  const settings = { level, base: null, redact: { paths, censor } };
  return pino({ ...settings, timestamp: pino.stdTimeFunctions.isoTime }, redacting);
}
