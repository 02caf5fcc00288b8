/**
 * Messages that ask nothing: thanks, greetings, "ok". It stands alone because a conversation has them, and a search for
 * "thanks" in the documents is the answer of a machine that does not listen.
 *
 * English, German, Spanish and French, as our own words are.
 */
import { notice } from './layout.js';
import type { MessageView } from './view.js';
import { ENGLISH, type Words } from './words.js';

export type Courtesy = 'hello' | 'thanks';

const HELLO =
  /^(?:hi|hello|hey|hiya|greetings|good (?:morning|afternoon|evening|day)|hallo|moin|servus|guten (?:tag|morgen|abend)|hola|buenas(?: tardes| noches)?|buenos días|bonjour|bonsoir|salut|coucou)$/u;
const THANKS =
  /^(?:thanks|thank you|many thanks|thx|ty|cheers|ok|okay|great|nice|cool|perfect|awesome|got it|good bot|danke|vielen dank|super|gracias|muchas gracias|genial|merci|parfait)$/u;
/** Said to somebody, or of how much. */
const TO =
  /\s+(?:(?:very |so )?much|a lot|again|there|all|everyone|everybody|folks|team|bot|verbatim|for (?:that|this|the help|your help)|schön|sehr|zusammen|a todos|beaucoup|à tous)$/u;
/** A word as short as these is said in a breath. */
const LONGEST = 60;

/** What a message is that says nothing else; undefined of one that may ask something. */
export function courtesyOf(text: string): Courtesy | undefined {
  if (text.length > LONGEST || /[?？؟\d]/u.test(text)) return undefined;
  const parts = text
    .toLowerCase()
    .split(/[^\p{L}\p{M}\s'’]+/u)
    .map((part) => part.trim().replace(TO, '').replace(TO, ''))
    .filter((part) => part !== '');
  if (parts.length === 0 || !parts.every((part) => HELLO.test(part) || THANKS.test(part))) return undefined;
  return parts.some((part) => THANKS.test(part)) ? 'thanks' : 'hello';
}

export function courtesyView(courtesy: Courtesy, words: Words = ENGLISH): MessageView {
  return notice(words.text(`courtesy.${courtesy}`));
}
