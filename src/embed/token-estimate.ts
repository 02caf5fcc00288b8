/**
 * How many tokens a text is at most, for models whose tokenizer we do not have. It stands alone because an estimate too
 * low loses words silently; one too high only makes passages shorter.
 */

const PARTS = /[A-Za-z]+|[0-9]+|[^\s\p{ASCII}]+|[^\s]/gu;
/** Letters and digits that one token stands for at least; byte-pair and WordPiece vocabularies reach 4 to 5 in English. */
const LETTERS_PER_TOKEN = 3;
const DIGITS_PER_TOKEN = 2;
/** UTF-8 bytes outside ASCII for one token: a Chinese character is then 1.5 tokens, a Cyrillic letter one. */
const BYTES_PER_TOKEN = 2;

/** 0 for a text without words or marks. An estimate from above for natural language, not a bound for any string. */
export function estimateTokens(text: string): number {
  let tokens = 0;
  for (const [part] of text.matchAll(PARTS)) {
    if (/^[a-z]/iu.test(part)) tokens += Math.ceil(part.length / LETTERS_PER_TOKEN);
    else if (/^\d/u.test(part)) tokens += Math.ceil(part.length / DIGITS_PER_TOKEN);
    else tokens += Math.ceil(Buffer.byteLength(part) / BYTES_PER_TOKEN);
  }
  return tokens;
}
