/**
 * Two papers that contradict each other, in the collection that only pilots see, with publisher, link and date. Apart from
 * `three-members.ts`, because most files have no use for a second and third paper.
 */
import type { ThreeMembers } from './three-members.js';

const MAY_TEXT =
  'The fog gun on the mole has 12 shells left, the pilot office said. The fog gun is fired twice an hour.';
const JUNE_TEXT =
  'The fog gun on the mole has 7 shells left, the pilot office said. The fog gun is fired only by night.';
export const GUN_IN_MAY = 'https://pilots.example/gun-may.md';
export const GUN_IN_JUNE = 'https://pilots.example/gun-june.md';
/** The line beneath a quote of each, with its age as AGE. */
export const MAY = `-# [The fog gun in May](${GUN_IN_MAY}) · Pilot Office · May 2, 2025, AGE · para. 1`;
export const JUNE = `-# [The fog gun in June](${GUN_IN_JUNE}) · Pilot Office · June 9, 2025, AGE · para. 1`;
/** Of May, and of that version of it alone. */
export const TWICE_AN_HOUR = 'The fog gun is fired twice an hour.';
export const SHELLS = 'How many shells does the fog gun on the mole have left?';

export async function addFogGunPapers(three: ThreeMembers): Promise<void> {
  await addPaper(three, { name: 'gun-may.md', title: 'The fog gun in May', date: '2025-05-02', text: MAY_TEXT });
  await addPaper(three, { name: 'gun-june.md', title: 'The fog gun in June', date: '2025-06-09', text: JUNE_TEXT });
}

/** A newer version of the paper of May, without its last sentence. */
export function shortenPaperOfMay(three: ThreeMembers): Promise<void> {
  const text = MAY_TEXT.replace(TWICE_AN_HOUR, '').trim();
  return addPaper(three, { name: 'gun-may.md', title: 'The fog gun in May', date: '2025-05-02', text });
}

interface Paper {
  readonly name: string;
  readonly title: string;
  readonly date: string;
  readonly text: string;
}

async function addPaper(three: ThreeMembers, { name, title, date, text }: Paper): Promise<void> {
  const front = [`title: ${title}`, 'publisher: Pilot Office', `url: https://pilots.example/${name}`, `date: ${date}`];
  const data = `---\n${front.join('\n')}\n---\n\n# ${title}\n\n${text}\n`;
  await three.manage('add', undefined, {
    collection: 'pilots',
    file: { filename: name, contentType: 'text/markdown', data },
  });
}

/** Whether a reply says anything of them; that a question names a fog gun is an echo. */
export function tellsOfTheGun(json: string): boolean {
  return /Pilot Office|pilots\.example|gun-(?:may|june)|shells left|fired (?:twice|only)|\[The fog gun in|"name":"The fog gun in/.test(
    json.replaceAll('*', ''),
  );
}
