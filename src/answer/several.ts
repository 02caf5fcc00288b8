/**
 * Whether a question asks for several things: a list, reasons, two sides. It stands alone because then one quote, however
 * good, is half an answer.
 */

/** English; other languages are answered as if one thing was asked for. */
const SEVERAL = [
  /^\s*(?:list|name|give|enumerate)\b(?!.*\bname of\b)/iu,
  /\b(?:which|what)\s+(?:\p{L}+\s+){0,2}?(?:are|were|have|do)\b/iu,
  /\b(?:which|what)\s+(?:other\s+|different\s+|two\s+|three\s+|some\s+)?(?!news\b|was\b|is\b|does\b|this\b|has\b|process\b|class\b|address\b)\p{L}{3,}(?<!ss|us|is)s\b(?!\s+(?:the|a|an|his|her|their|its)\b)/iu,
  /\b(?:both|each of|all (?:the|of)|several|sides?|pros and cons|advantages|disadvantages|reasons|causes|effects|differences?|compare|versus|vs\.?|examples?|types of|kinds of|steps)\b/iu,
  /\bwho (?:are|were)\b/iu,
];

export function asksForSeveral(question: string): boolean {
  return SEVERAL.some((pattern) => pattern.test(question));
}
