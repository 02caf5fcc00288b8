/**
 * The bot's own words in the language of whoever reads them. Quotes, titles and publishers are never among them. It
 * stands alone so that renderers name a message and its values, and know no language; which language a reader has is
 * the surface's to know.
 *
 * The messages are ICU MessageFormat, the plain-text form that translators and their tools know, one file a language.
 */
import { Locale } from 'discord-api-types/v10';
import { IntlMessageFormat } from 'intl-messageformat';
import de from './locales/de.json' with { type: 'json' };
import en from './locales/en.json' with { type: 'json' };
import es from './locales/es.json' with { type: 'json' };
import fr from './locales/fr.json' with { type: 'json' };
import type { PLACEHOLDERS } from './placeholders.js';

/** The name of one message, as in `locales/en.json`. */
export type MessageKey = keyof typeof en;

type Messages = Readonly<Record<MessageKey, string>>;

/** By primary language subtag. A language is added here and nowhere else. */
export const LANGUAGES: Readonly<Record<string, Messages>> = Object.freeze({ en, de, es, fr });

type Placeholders = typeof PLACEHOLDERS;
/** What a message must be given: nothing, or a value for each of its placeholders. */
export type ValuesOf<Key extends MessageKey> = Key extends keyof Placeholders
  ? [values: Readonly<Record<Placeholders[Key][number], string | number>>]
  : [];

/** Our words in one language. */
export interface Words {
  /** For `Intl`: how numbers, dates and ages are written beside these words. */
  readonly locale: string;
  /** Primary subtag, a key of `LANGUAGES`. */
  readonly language: string;
  /** One message. Values that are texts go in as they are: the caller escapes them. */
  text<Key extends MessageKey>(key: Key, ...values: ValuesOf<Key>): string;
}

/** Used for whoever's language is not known, or not among ours. Dates are written day first. */
const DEFAULT = { language: 'en', locale: 'en-GB' };

const LOCALE = /^([a-z]{2,3})(?:-(?:[A-Z]{2}|\d{3}))?$/;

const made = new Map<string, Words>();

/**
 * @param locale as Discord names it: `de`, `es-419`, `en-US`. Anything else, or a language without a file, is English.
 */
export function words(locale?: string | null): Words {
  const best = bestMatch(locale ?? '');
  const known = made.get(best.locale);
  if (known !== undefined) return known;
  const fresh = wordsOf(best);
  // One a locale that Discord has, so this stays small.
  made.set(best.locale, fresh);
  return fresh;
}

export const ENGLISH: Words = words();

const DISCORD_LOCALES: ReadonlySet<string> = new Set(Object.values(Locale));

/** One message in every language but English, by Discord's names of their locales: a command's `description_localizations`. */
export function localizations(key: Exclude<MessageKey, keyof Placeholders>): Partial<Record<Locale, string>> {
  const entries = Object.values(Locale).flatMap((locale) => {
    const its = words(locale);
    return its.language === DEFAULT.language ? [] : [[locale, its.text(key)] as const];
  });
  return Object.fromEntries(entries);
}

function bestMatch(locale: string): { language: string; locale: string } {
  const language = LOCALE.exec(locale)?.[1] ?? '';
  if (!Object.hasOwn(LANGUAGES, language)) return DEFAULT;
  if (DISCORD_LOCALES.has(locale)) return { language, locale };
  return language === DEFAULT.language ? DEFAULT : { language, locale: language };
}

function wordsOf({ language, locale }: { language: string; locale: string }): Words {
  const messages = LANGUAGES[language] ?? en;
  const formats = new Map<MessageKey, IntlMessageFormat>();
  const formatOf = (key: MessageKey) => {
    const known = formats.get(key);
    if (known !== undefined) return known;
    // Tags are no markup here: Discord's own look like them.
    const fresh = new IntlMessageFormat(messages[key], locale, undefined, { ignoreTag: true });
    formats.set(key, fresh);
    return fresh;
  };
  return Object.freeze({
    locale,
    language,
    text<Key extends MessageKey>(key: Key, ...[values]: ValuesOf<Key>): string {
      return String(formatOf(key).format(values ?? {}));
    },
  });
}
