/**
 * Which language an answer is in. It stands alone because the rule is one for commands, buttons and mentions: what one
 * person sees is in that person's language, what everybody sees is in the server's.
 */
import { ENGLISH, type Words, words } from '../message/words.js';

/** Our words for the two audiences that an interaction can have. */
export interface Languages {
  /** For a message that only the one who acted sees. */
  readonly forUser: Words;
  /** For a message that everybody in the channel sees. */
  readonly forAll: Words;
}

/** What of an interaction is read. A discord.js interaction is one. */
export interface Spoken {
  /** The language that the user's client is set to. */
  readonly locale: string;
  /** The server's preferred language; `null` in a direct message. */
  readonly guildLocale: string | null;
}

/** In a direct message everybody is the user. */
export function languagesOf({ locale, guildLocale }: Spoken): Languages {
  return { forUser: words(locale), forAll: words(guildLocale ?? locale) };
}

/** For an answer to a message, whose author's language Discord does not tell. `undefined` outside a server. */
export function languageOfServer(preferredLocale: string | undefined): Words {
  return preferredLocale === undefined ? ENGLISH : words(preferredLocale);
}
