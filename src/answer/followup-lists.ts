/**
 * Words that tell no topic although search counts them: courtesies and talk about the talk (`empty`), nouns that mean
 * little until it is said of what (`relational`), verbs (`joining`). Data, apart from the rules that read it.
 */

const EMPTY: Readonly<Record<string, string>> = {
  en: `a.m a.m. able according across actually ahead allow allowed along alongside already also although among another
    answers anyone anything apologies around ask asked asking available aware behind besides beyond bit cannot
    certainly clarify clear come comes confused correct could course curious das dear despite e.g either
    elaborate else etc even ever every everything exactly explain explanation feel find finding fine found
    generally get gets give gives go goes going good great guess happen happens hello help helpful hey hi hmm
    however i.e idea ideas include included includes including indeed information informing inside interested
    interesting kindly knew know lets like likely look looking lot lots made makes making many matter may maybe
    mean means meant mention mentioned might moment much must need needed needs never nice nope obviously off oh
    ok okay one ones oops p.m p.m. per perhaps please pls possible possibly probably provide provided put
    question questions quite really referring regarding right say saying says second see seem seems seen sense
    several shall should show since so something somewhat soon sorry sound sounds specific specifically still
    stuff sure take taken takes talk talking tell telling thank thanks thats thing things think thinking though
    till today told toward towards true trying understand unfortunately upon us use used useful using usually
    various via vs wait want wanted wants way ways wd well whether whose wish within without wonder wondering
    worried worries worry would wow yeah yep yes yet`,
  de: `seit bitte danke ja nein ok okay hallo auch mal denn etwa eigentlich dann wann wieso weshalb wieviel viel viele etwas
    sagen sag gibt geben genau gut erzähl mehr anders andere anderen anderer`,
  es: `gracias favor hola sí vale bien dime decir puede puedes saber sabes mucho muchos mucha muchas otro otra otros otras
    entonces ese esa`,
  fr: `merci bonjour oui non plaît svp bien dire dis peux peut savoir sais beaucoup combien pourquoi comment quand autre
    autres alors donc fait est-ce`,
  ru: `спасибо пожалуйста привет да нет хорошо скажи скажите можно почему зачем много сколько другой другая другие тогда
    ещё кем чем`,
  zh: `什么 什么时候 时候 哪里 哪儿 谁 为什么 怎么 怎样 如何 多少 几 何时 呢 吗 吧 那 那么 他 她 它 他们 她们 它们 这 这个
    那个 是 的 了 在 有 和 请 谢谢 好 好的 我 你 您 们 个 呀 啊 还 也 又 另 另外 其他 别的 请问 可以 能 会 做 说`,
};

const RELATIONAL: Readonly<Record<string, string>> = {
  en: `advantage advantages alternative alternatives amount answer author authors benefit benefits cause causes
    characters consequence consequences cost costs created date dates deadline definition description detail
    details difference differences difficult disadvantage disadvantages drawback drawbacks duration effect
    effects end ended ends example examples expensive fee fees free full happened impact important instance
    instances issue issues kind kinds last latest length level limit limits list location long main major
    meaning member members method methods minimum name named names number numbers occur opinion opposite option
    options order other others outcome outcomes part parts people person place point points policies policy
    popular price prices pricing problem problems procedure process pros purpose purposes reason reasons related
    relationship remedy requirement requirements result results risk risks role roles rule rules safe same side
    sides similar size start started starts status step steps tips took type types version versions work worked
    works year years`,
};

/** Verbs that join a name to what is said of it: no part of the name. */
const JOINING: Readonly<Record<string, string>> = {
  en: `accept accepts accompany agree agrees allowing allows appear appears assume assuming based became become becomes
    began begin begins born bought bring brings brought build built buy call called came choose click clicking
    compared comprised considered considering considers consist consists contain contained contains covers
    defined depending describe described designed detects died enable enabled enables ensure ensures exist
    exists fall fell focus focused following follows gave getting given giving got grew happening hear heard
    held helping helps hold holding holds identify involve involved involves involving keep keeps kept known
    lead leads led left let live lived lives lose lost make met needing occurred occurs offer offered offers
    often paid pay plays provides ran recommend refer refers remain remaining remains require required requires
    requiring retrieved rise rose run runs said sang saw select selecting sell send sent serve serves sing sings
    sold stands starting stated stood suggest suggested supported supports taking tend tends thought try turning
    went won wrote`,
};

const sets = (lists: Readonly<Record<string, string>>): Readonly<Record<string, ReadonlySet<string>>> =>
  Object.fromEntries(Object.entries(lists).map(([tag, list]) => [tag, new Set(list.split(/\s+/))]));

/** By primary language tag. */
export const EMPTY_WORDS = sets(EMPTY);
export const RELATIONAL_WORDS = sets(RELATIONAL);
export const JOINING_WORDS = sets(JOINING);
