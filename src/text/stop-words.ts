/**
 * Words too common to tell documents apart, by language, in lower case without apostrophes.
 * Question words are among them: "who mediated the talks" asks about mediating and talks.
 * After the Snowball project's lists, shortened to function words.
 */
const LISTS: Readonly<Record<string, string>> = {
  en: `a about above after again against all also am an and any are aren as at be because been before being below
    between both but by can cannot could couldn did didn do does doesn doing don down during each few for from further
    had hadn has hasn have haven having he her here hers herself him himself his how i if in into is isn it its itself
    just me more most my myself no nor not of off on once only or other our ours ourselves out over own same she should
    shouldn so some such than that the their theirs them themselves then there these they this those through to too under
    until up very was wasn we were weren what when where which while who whom why will with won would wouldn you your
    yours yourself yourselves isnt dont doesnt didnt wasnt whats whos`,
  de: `aber alle als also am an auch auf aus bei bin bis bist da damit dann das dass dein dem den der des die dies diese
    diesem diesen dieser dieses doch dort du durch ein eine einem einen einer eines er es für hat hatte haben ich ihr ihre
    im in ist ja jede jeder jedes kann kein keine können mein mit muss nach nicht noch nun nur ob oder ohne sehr sein seine
    sich sie sind so über um und uns unter vom von vor war waren warum was welche welchem welchen welcher welches wem wen
    wenn wer werden wessen wie wir wird wo wurde wurden zu zum zur`,
  es: `a al algo como cómo con cual cuál cuales cuáles cuando cuándo cuanto cuánto cuántos cuántas de del desde donde dónde
    durante e el él ella ellas ellos en entre era es esa ese eso esta está estaba este esto fue fueron ha había han hasta
    hay la las le les lo los más me mi muy no nos o para pero por porque qué que quien quién quienes quiénes se ser si sí
    sin sobre son su sus también te tiene tu un una uno unos y ya`,
  fr: `a au aux avec c ce ces cet cette comme d dans de des du elle elles en entre est et était été être eux il ils j je l
    la le les leur leurs lui m mais me mon n ne nos notre nous on ont ou par pas plus pour qu quand que quel quelle quels
    qui s à où même sa sans se ses son sont sur t te un une vos votre vous y`,
  ru: `а без бы был была были было быть в вам вас весь во вот все всё всего вы где да для до его её ее если есть еще ещё же за здесь
    и из или им их к как какая какие какой каком ко когда кого который кто ли мне мы на над не него нее нет ни них но о об
    он она они оно от очень по под при с со сколько так также такой там то того тоже только том ты у уже чем что чтобы
    эта эти это этот я`,
};

const NONE: ReadonlySet<string> = new Set();
const SETS = new Map(Object.entries(LISTS).map(([tag, list]) => [tag, new Set(list.split(/\s+/))]));

/** The stop words of a language by its primary tag; none where we have no list. */
export function stopWords(tag: string): ReadonlySet<string> {
  return SETS.get(tag) ?? NONE;
}
