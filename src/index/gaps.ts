/**
 * Questions that got no answer, or one that did not help, and what moderators did about them. Nothing is stored for it
 * beside the questions and the closings: a gap is what they come to when it is asked for.
 */
import type { CollectionRef } from '../model.js';
import type { Gap, GapClosing, Pointer } from '../records.js';
import { areAlike, likenessOf } from './likeness.js';
import { type Database, prepared } from './statements.js';

/** Newest questions looked at: grouping compares each with each group. */
const MOST_LOOKED_AT = 2_000;

interface Unanswered {
  readonly id: string;
  readonly question: string;
  readonly collections: string;
  readonly at: string;
  readonly user: string | null;
  readonly unhelpful: number;
}

interface ClosingRow {
  readonly question: string;
  readonly at: string;
  readonly owner: string | null;
  readonly document: string | null;
  /** Whether the document is still there. */
  readonly stands: number;
}

interface Group {
  readonly face: Unanswered;
  readonly likeness: ReadonlySet<string>;
  readonly all: Unanswered[];
}

/** Most asked first, then the latest. */
export function openGaps(database: Database, guildId: string): Gap[] {
  return groupsOf(database, guildId)
    .map(gapOf)
    .sort((one, other) => other.asked - one.asked || (other.lastAskedAt < one.lastAskedAt ? -1 : 1));
}

/** Must run inside a write transaction. */
export function closeGap(database: Database, closing: GapClosing, at: string): boolean {
  const { guildId, gapId, actor, document } = closing;
  const group = groupsOf(database, guildId).find(({ all }) => all.some(({ id }) => id === gapId));
  if (group === undefined) return false;
  const { question, user } = group.face;
  prepared(
    database,
    'INSERT INTO gap_closing (guild, question, asker, actor, at, owner, document) VALUES (?, ?, ?, ?, ?, ?, ?)',
  ).run(...[guildId, question, user, actor, at, document?.owner ?? null, document?.documentId ?? null]);
  return true;
}

/** Newest first, those whose document is still there. */
export function pointersOf(
  database: Database,
  { guildId, question }: { readonly guildId: string; readonly question?: string },
): Pointer[] {
  const wanted = question === undefined ? undefined : likenessOf(question);
  return closingsOf(database, guildId).flatMap((closing) => {
    const { owner, document, at } = closing;
    if (owner === null || document === null || closing.stands === 0) return [];
    if (wanted !== undefined && !areAlike(wanted, likenessOf(closing.question))) return [];
    return [{ question: closing.question, documentId: document, owner, at }];
  });
}

function groupsOf(database: Database, guildId: string): Group[] {
  const closings = closingsOf(database, guildId).map((closing) => ({
    ...closing,
    likeness: likenessOf(closing.question),
  }));
  const isClosed = ({ at }: Unanswered, likeness: ReadonlySet<string>): boolean =>
    closings.some((closing) => {
      const holds = closing.document === null ? closing.at >= at : closing.stands === 1;
      return holds && areAlike(closing.likeness, likeness);
    });
  const groups: Group[] = [];
  for (const each of unanswered(database, guildId)) {
    const likeness = likenessOf(each.question);
    if (isClosed(each, likeness)) continue;
    const group = groups.find((known) => areAlike(known.likeness, likeness));
    if (group === undefined) groups.push({ face: each, likeness, all: [each] });
    else group.all.push(each);
  }
  return groups;
}

/** Each person is counted once a day; somebody who was forgotten, or is not known, each time. */
function gapOf({ face, all }: Group): Gap {
  const askers = new Set(all.map(({ user, at, id }) => (user === null ? id : `${user} ${at.slice(0, 10)}`)));
  return {
    id: face.id,
    question: face.question,
    asked: askers.size,
    unhelpful: all.filter(({ unhelpful }) => unhelpful > 0).length,
    lastAskedAt: face.at,
    collections: JSON.parse(face.collections) as CollectionRef[],
  };
}

/** Refused ones, and those whose votes say more often that the answer did not help than that it did; newest first. */
function unanswered(database: Database, guildId: string): Unanswered[] {
  return prepared(
    database,
    `SELECT e.id, e.question, e.collections, e.at, e.user,
         CASE WHEN e.outcome = 'answer' THEN (SELECT coalesce(sum(1 - 2 * v.helpful), 0) FROM vote v WHERE v.exchange_id = e.id)
              ELSE 0 END AS unhelpful
       FROM exchange e
       WHERE e.guild = @guildId AND coalesce(json_extract(e.details, '$.kind'), 'ask') = 'ask'
         AND (e.outcome = 'abstention'
           OR (SELECT coalesce(sum(1 - 2 * v.helpful), 0) FROM vote v WHERE v.exchange_id = e.id) > 0)
       ORDER BY e.at DESC, e.id LIMIT @most`,
  ).all({ guildId, most: MOST_LOOKED_AT }) as Unanswered[];
}

function closingsOf(database: Database, guildId: string): ClosingRow[] {
  return prepared(
    database,
    `SELECT c.question, c.at, c.owner, c.document,
         EXISTS (SELECT 1 FROM document d JOIN membership m ON m.document_id = d.id
                   WHERE d.owner = c.owner AND d.key = c.document) AS stands
       FROM gap_closing c WHERE c.guild = ? ORDER BY c.id DESC`,
  ).all(guildId) as ClosingRow[];
}
