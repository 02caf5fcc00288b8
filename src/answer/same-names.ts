/**
 * Names that are one without sharing a form: places that were renamed or have a common short name, and first names with short
 * forms that begin with another letter. It stands alone because no rule derives them: this is all that is known by heart, and
 * it is kept to a screen. English.
 */

/** Each line is one place, as `nameWords` leaves its names. */
const PLACES: readonly (readonly string[])[] = [
  ['usa', 'us', 'america', 'united states', 'united states america', 'states'],
  ['uk', 'britain', 'great britain', 'united kingdom'],
  ['uae', 'emirates', 'united arab emirates'],
  ['ussr', 'soviet union'],
  ['prc', 'china'],
  ['drc', 'dr congo', 'democratic republic congo', 'zaire'],
  ['netherlands', 'holland'],
  ['czechia', 'czech republic'],
  ['turkey', 'turkiye'],
  ['iran', 'persia'],
  ['burma', 'myanmar'],
  ['ceylon', 'sri lanka'],
  ['siam', 'thailand'],
  ['ivory coast', 'cote divoire'],
  ['swaziland', 'eswatini'],
  ['istanbul', 'constantinople'],
  ['bombay', 'mumbai'],
  ['calcutta', 'kolkata'],
  ['madras', 'chennai'],
  ['peking', 'beijing'],
  ['saigon', 'ho chi minh city'],
  ['kiev', 'kyiv'],
  ['leningrad', 'petrograd', 'petersburg'],
  ['nyc', 'new york', 'new york city'],
];

/** A short form, and the names it stands for. Those with one initial are told by it and a surname (`names`). */
const FIRST_NAMES: Readonly<Record<string, readonly string[]>> = {
  bob: ['robert', 'bobby'],
  bobby: ['robert'],
  bill: ['william', 'billy'],
  billy: ['william'],
  dick: ['richard'],
  jack: ['john'],
  ted: ['edward', 'theodore'],
  teddy: ['edward', 'theodore'],
  ned: ['edward'],
  hank: ['henry'],
  harry: ['henry'],
  tony: ['anthony', 'antonio'],
  peggy: ['margaret'],
  meg: ['margaret'],
  betty: ['elizabeth'],
  beth: ['elizabeth'],
  liz: ['elizabeth'],
  sasha: ['alexander', 'aleksandr', 'alexandra'],
  drew: ['andrew'],
  fred: ['frederick', 'alfred'],
  nora: ['eleanor'],
  polly: ['mary'],
  gus: ['augustus', 'gustav'],
  pepe: ['jose'],
  paco: ['francisco'],
};

/** Whether two names are of one place, in the words that `nameWords` leaves. */
export function isSamePlace(left: readonly string[], right: readonly string[]): boolean {
  const [one, other] = [left.join(' '), right.join(' ')];
  return PLACES.some((names) => names.includes(one) && names.includes(other));
}

/** Whether one folded first name is a short form of the other. */
export function isShortFor(left: string, right: string): boolean {
  return FIRST_NAMES[left]?.includes(right) === true || FIRST_NAMES[right]?.includes(left) === true;
}
