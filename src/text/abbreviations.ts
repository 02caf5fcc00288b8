/**
 * The words whose final stop does not end a sentence, in English, German, Spanish, French and Russian. Data only, so
 * that adding one is one word in one list; `sentence-repair.ts` holds the rules that read them. Lower case, no final stop.
 */

/** Always belong to what follows: titles, and "for example" in every language. */
export const NEVER_FINAL = words(`
  mr mrs ms mx dr prof gen col sgt maj lt cpl pvt capt cmdr adm rev hon gov sen rep pres fr supt insp messrs mme mlle mgr
  e.g i.e eg ie vs v cf viz al approx ca resp incl excl esp
  hr frau dipl z.b d.h u.a bzw vgl evtl ggf sog inkl zzgl u.u z.t i.d.r
  sr sra srta dra dña ud uds ee p.ej
  mmes mlles p.ex c.-à-d
  т.е т.н т.к г-н г-жа акад проф ул им гл`);

/** Belong to a number that follows: `No. 5`, `Jan. 3`, `pp. 12-14`. */
export const BEFORE_NUMBER = words(`
  no nos nr núm n num vol vols p pp pg fig figs eq eqs sec secs ch chap art arts para pt ver ed app rs abs kap bd s st ziff tab
  jan feb mar apr may jun jul aug sep sept oct nov dec mär okt dez ene abr ago dic janv févr avr juil déc
  c circa b d r fl op cit ex max min стр рис табл`);

/** May end a sentence and may stand within one; what follows decides. */
export const SOMETIMES_FINAL = words(`
  inc ltd co corp llc plc bros assn dept univ est jr sr st ste mt ft ave blvd rd hwy sq etc a.m p.m ph.d m.d b.a m.a b.c a.d
  u.s u.k u.n e.u d.c gmbh ag usw usf s.a s.l ee.uu cía av bd г гг в вв др тыс млн млрд`);

/** Words that open a sentence so much more often than a name that a stop before them is a real one. */
export const SENTENCE_OPENERS = words(`
  the a an in on at by for from to of as if it its he she they we you i his her their our my this that these those there here
  but and or so yet nor then when while where after before since until during because although though however moreover
  therefore thus also both each some many most all no not what who why how which with without under over is are was were do did
  der die das ein eine er sie es wir ihr und aber oder im am zum zur bei nach vor seit mit auch wenn als dass doch dann dort hier
  el la los las un una unos ella ellos en con por para pero y o si cuando como este esta estos desde hasta según también
  le les une des il elle ils elles nous vous et mais ou où dans sur pour par avec ce cette ces depuis selon aussi quand
  в на и но он она они оно это этот эта эти как что когда если после до по из за от не мы вы я его её их`);

/** What a German ordinal always belongs to: `3. Mai`, `des späten 19. Jahrhunderts`. */
export const AFTER_ORDINAL = words(
  'januar jänner februar märz april mai juni juli august september oktober november dezember jahrhundert jahrhunderts jahrtausend',
);

/** What stands before a German ordinal: `im 19. Jahrhundert`. */
export const BEFORE_ORDINAL = words('am im vom zum der des dem den die das beim bis ab seit und jeder');

function words(list: string): ReadonlySet<string> {
  return new Set(list.trim().split(/\s+/u));
}
