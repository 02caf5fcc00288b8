/**
 * A question without what people say around it: greetings, thanks, "can you tell me", emoji. It stands alone because none of
 * that is asked of the documents, and a model that was trained on bare questions takes it for part of one.
 *
 * English, German, Spanish and French. What stands in quotation marks is left alone.
 */

const GREETING =
  /^(?:(?:hi|hello|hey|hiya|good (?:morning|afternoon|evening|day)|greetings|hallo|moin|servus|guten (?:tag|morgen|abend)|hola|buenas(?: tardes| noches)?|buenos días|bonjour|bonsoir|salut|coucou)(?:\s+(?:there|all|everyone|everybody|folks|team|bot|verbatim|zusammen|a todos|à tous))?\s*[,.!:;–-]*\s+)+/iu;
const LEAD =
  /^(?:(?:quick|short|another) question\s*[,:–-]\s*|(?:sorry|excuse me|entschuldigung|perdón|pardon)\s*[,:–-]\s*|please[,\s]+(?=\p{L})|bitte[,\s]+|por favor[,\s]+|s['’]il (?:te|vous) pla[iî]t[,\s]+)/iu;
/** Only before a question word: "tell me about the harbour" asks for nothing else. */
const TELL_ME =
  /^(?:(?:can|could|would|will) (?:you|someone|anyone|anybody|somebody) (?:please |kindly )?(?:tell (?:me|us)|say|explain(?: to me)?|let me know)|(?:does|do) (?:anyone|anybody|somebody|someone|you) (?:here )?know|(?:please )?tell me|i(?:['’]d| would) (?:like|love) to know|i want(?:ed)? to know|i(?:['’]m| am) wondering|(?:kannst du|können sie|könntest du|könnten sie)(?: mir| uns)?(?: bitte)? sagen|weiß (?:jemand|wer)|wei(?:ß|ss)t du|(?:puedes|podrías|puede|podría) decirme|(?:alguien sabe|sabes|sabe usted)|(?:peux-tu|pouvez-vous|pourrais-tu|pourriez-vous) me dire|(?:quelqu['’]un sait|sais-tu|savez-vous)),?\s+(?=(?:who|whom|whose|what|when|where|which|why|how|whether|if|wer|wen|wem|wessen|was|wann|wo|welche[rsnm]?|warum|wie|wieviele?|ob|quién(?:es)?|qué|cuándo|dónde|cuál(?:es)?|por qué|cómo|cuánt[oa]s?|si|qui|que|quoi|ce que|quand|où|quel(?:le)?s?|pourquoi|comment|combien)(?![\p{L}\p{M}]))/iu;
const THANKS =
  /[\s,;.!–-]+(?:please|pls|plz|thanks(?: in advance| a lot| so much)?|thank you(?: in advance| (?:so|very) much)?|thx|cheers|bitte|danke(?: schön| sehr| im voraus)?|vielen dank|por favor|(?:muchas )?gracias|s['’]il (?:te|vous) pla[iî]t|svp|stp|merci(?: d['’]avance| beaucoup)?)\s*[.!]*$/iu;
const EMOJI =
  /(?:\p{Regional_Indicator}{2}|(?![\d#*©®™])\p{Emoji_Presentation}(?:\p{Emoji_Modifier}|\ufe0f)?(?:\u200d\p{Extended_Pictographic}(?:\p{Emoji_Modifier}|\ufe0f)?)*|(?![©®™])\p{Extended_Pictographic}\ufe0f(?:\u200d\p{Extended_Pictographic}\ufe0f?)*)/gu;
const QUOTED = /[“„«"][^“„«»”"]*[”»"]/u;

/** The question alone; what was typed, when nothing else were left. */
export function withoutCourtesies(question: string): string {
  const plain = QUOTED.test(question) ? question : question.replace(EMOJI, ' ').replace(/\s+/gu, ' ').trim();
  let rest = plain;
  for (let before = ''; before !== rest; ) {
    before = rest;
    rest = rest.replace(GREETING, '').replace(LEAD, '').replace(TELL_ME, '');
    rest = withoutThanks(rest);
  }
  // A lone greeting is asked as it stands, and so is what is too short to be a question.
  if ((rest.match(/[\p{L}\p{N}]+/gu) ?? []).length < 2) return /[\p{L}\p{N}]/u.test(plain) ? plain : question;
  return rest;
}

/** "Who keeps the key, please?" keeps its mark. */
function withoutThanks(text: string): string {
  const [mark = ''] = /[?？؟]*\s*$/u.exec(text) ?? [];
  const body = text.slice(0, text.length - mark.length);
  const bare = body.replace(THANKS, '');
  // Without a mark between, it may be part of the question: "who said please".
  const isPart = (bare.match(/[\p{L}\p{N}]+/gu) ?? []).length < 3 && !/^[\s]*[,;.!?–-]/u.test(body.slice(bare.length));
  if (bare === body || (isPart && !/[?？؟]$/u.test(bare))) return text;
  // "who is it? thanks" has its mark before them.
  return /[?？؟]$/u.test(bare) ? bare : `${bare}${mark.trim()}`;
}
