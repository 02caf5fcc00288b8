/**
 * The kind of answer a question asks for, and whether a text holds one of that kind. It stands alone because both a refusal (asked
 * for a date, shown none) and a disagreement (dates compare as dates) turn on it. English; other questions are of kind `other`.
 */
import { datesIn } from './dates.js';
import { numbersIn } from './numbers.js';

export type AnswerKind = 'date' | 'number' | 'person' | 'place' | 'yes-no' | 'name' | 'other';

const MEASURES =
  'population|number|percentage|proportion|amount|area|height|length|width|depth|elevation|altitude|distance|weight|speed|price|cost|salary|income|age|capacity|density|temperature|rate|size|budget|total|count|score';
const KINDS: readonly (readonly [AnswerKind, RegExp])[] = [
  ['other', /^(?:why\b|how (?:do|does|did|is|are|was|were|can|could|should|would|to|has|have)\b)/iu],
  [
    'date',
    /\b(?:what|which) (?:exact |calendar )?(?:year|date|day|month|decade|century|season)s?\b|\bsince when\b|^when\b|\bwhat time\b/iu,
  ],
  [
    'number',
    new RegExp(
      `\\bhow (?:many|much|old|tall|high|long|far|big|large|wide|deep|heavy|fast|often)\\b|\\bwhat(?:'s| is| was| were| are)? (?:the |its |their )?(?:\\p{L}+ ){0,2}(?:${MEASURES})\\b(?! (?:of time\\b)?called)`,
      'iu',
    ),
  ],
  [
    'place',
    /^where\b|\b(?:what|which) (?:\p{L}+ ){0,1}(?:city|cities|country|countries|state|town|village|county|region|province|continent|island|river|mountain|place|location|district|borough)\b/iu,
  ],
  ['person', /^(?:by |to |with |for |from |of )?who(?:m|se|'s)?\b|\bwho (?:is|was|did|has|wrote|won)\b/iu],
  ['yes-no', /^(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might)\b(?!.*\bor\b)/iu],
  [
    'name',
    /\bwhat (?:does|do|did)\b.*\b(?:mean|stand for|refer to|represent)\b|\b(?:refers? to|is|was|are|were) (?:which|what)\b/iu,
  ],
  [
    'name',
    /^(?:in |on |at |for |to |of |from |by |under |with )?(?:what|which)\b(?! (?:happen|if|about|do|does|did|can|should|would)\b)/iu,
  ],
];

export function kindOf(question: string): AnswerKind {
  const asked = question.trim();
  // What opens a question decides; a clause before it ("In 1990, who …") is looked past.
  const main = asked.replace(/^(?:[^,?]{1,80},\s+)(?=(?:who|what|when|where|which|how|why)\b)/iu, '');
  return KINDS.find(([, pattern]) => pattern.test(main))?.[0] ?? 'other';
}

const VAGUE_DATE =
  /\b(?:yesterday|today|tomorrow|ago|last|next|this) ?(?:night|week|month|year|decade|century|spring|summer|autumn|fall|winter)?\b|\b(?:spring|summer|autumn|winter|century|centuries|decades?|years?|months?|weeks?|days?|BC|AD|era|age|period|dynasty|reign|war|after|before|during|since|until|when)\b|\b\d{1,2}(?::\d\d)?\s?[ap]\.?m\b/iu;
const VAGUE_NUMBER =
  /\b(?:several|few|many|most|dozens|hundreds|thousands|millions|billions|half|third|quarter|double|twice|once|all|none|no|single|both|pair|couple|every|daily|weekly|monthly|annually|yearly|decades?|centur(?:y|ies))\b|\d/iu;
/** A capital inside the sentence, or two in a row at its beginning. */
const NAME = /(?<=[\p{L}\p{N},;:'’"“)]\s+["“(]?)\p{Lu}[\p{L}.]|^["“(]?\p{Lu}\p{L}+\s+\p{Lu}/u;

/** Whether a text could answer a question of this kind. Lenient: false only where nothing in it can. */
export function hasKind(kind: AnswerKind, text: string): boolean {
  if (kind === 'date') return VAGUE_DATE.test(text) || datesIn(text).length > 0;
  if (kind === 'number') return VAGUE_NUMBER.test(text) || numbersIn(text).length > 0;
  if (kind === 'person')
    return NAME.test(text) || /\b(?:he|she|they|we|I|\p{L}+(?:ers|ors|ists|ians|men|women|people|ees))\b/u.test(text);
  return kind === 'place'
    ? NAME.test(text) || /\b(?:in|at|on|near|inside|outside|under|from|to|between)\b/iu.test(text)
    : true;
}

const MONTHS_AND_DAYS =
  /\b(?:Jan(?:uary|\.)|Feb(?:ruary|\.)|March|Apr(?:il|\.)|May|June|July|Aug(?:ust|\.)|Sept?(?:ember|\.)|Oct(?:ober|\.)|Nov(?:ember|\.)|Dec(?:ember|\.)|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|BCE?|AD|CE)\b/u;
const TIME =
  /\d{4}|\b(?:century|centuries|today|yesterday|tomorrow|tonight|noon|midnight|spring|summer|autumn|winter|easter|christmas|ago)\b|\b\d{1,2}(?::\d\d)?\s?[ap]\.?m\b|\b\d{1,2}[./-]\d{1,2}[./-]\d{2}\b/iu;
const AMOUNT =
  /\d|\b(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|dozens?|hundreds?|thousands?|[mb]illions?|half|third|quarter|twice|double|none|no|several|few|couple|pair|single|both|most|all)\b/iu;

/** Whether a text names a time or an amount where one is asked for; true of other kinds. Stricter than `hasKind`, and cheap. */
export function statesKind(kind: AnswerKind, text: string): boolean {
  if (kind === 'date') return TIME.test(text) || MONTHS_AND_DAYS.test(text);
  return kind === 'number' ? AMOUNT.test(text) : true;
}
