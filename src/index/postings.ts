/**
 * Postings in blocks: a term's passages in ascending order, some hundred to a row. They are made from the forward index
 * in batches, since adding to every term's last block with every document would cost more than the document.
 *
 * What is not merged yet, the tail, is held in memory by whoever searches (`tail.ts`).
 */
import { readNumber, writeNumber } from './meta.js';
import { type PackedPostings, type Postings, packPostings, visitForward } from './packing.js';
import { PostingList } from './posting-list.js';
import { type Database, prepared } from './statements.js';

export const POSTINGS = {
  /** Postings in a block. About two bytes each: two blocks fit what SQLite keeps of a row on one page. */
  block: 384,
  /** Passages merged in one transaction, more or less: about a quarter of a second. */
  batch: 4_096,
  /** Fewer unmerged passages than this are left in the tail. */
  tail: 2_048,
} as const;

interface Block extends PackedPostings {
  readonly first_passage: number;
}

interface Columns {
  readonly ids: number[];
  readonly frequencies: number[];
}

/** Passages whose postings are in no block yet, those since taken out included. */
export function unmerged(database: Database): number {
  const last = prepared(database, "SELECT seq FROM sqlite_sequence WHERE name = 'passage'").pluck();
  return Number(last.get() ?? 0) - readNumber(database, 'merged_passage');
}

/** Merges one batch; false when there was nothing to merge. Must run inside a write transaction. */
export function mergePostings(database: Database): boolean {
  const rows = prepared(
    database,
    `SELECT p.id, p.first_passage, p.passages, f.terms FROM preparation p JOIN forward f ON f.preparation_id = p.id
       WHERE p.id > ? ORDER BY p.id LIMIT 512`,
  ).all(readNumber(database, 'merged')) as {
    readonly id: number;
    readonly first_passage: number;
    readonly passages: number;
    readonly terms: Buffer;
  }[];
  const collected = new Map<number, Columns>();
  let passages = 0;
  let last = 0;
  let lastPassage = 0;
  for (const row of rows) {
    if (passages >= POSTINGS.batch) break;
    collect(collected, row);
    passages += row.passages;
    last = row.id;
    lastPassage = row.first_passage + row.passages - 1;
  }
  if (last === 0) {
    // What came since the last merge was taken out again.
    const passage = prepared(database, "SELECT seq FROM sqlite_sequence WHERE name = 'passage'").pluck().get();
    writeNumber(database, 'merged_passage', Number(passage ?? 0));
    return false;
  }
  // In the order of their place on the disk.
  const terms = [...collected].sort(([left], [right]) => left - right);
  for (const [termId, columns] of terms) append(database, termId, columns);
  writeNumber(database, 'merged', last);
  writeNumber(database, 'merged_passage', lastPassage);
  writeNumber(database, 'postings', readNumber(database, 'postings') + 1);
  return true;
}

function collect(into: Map<number, Columns>, row: { readonly first_passage: number; readonly terms: Buffer }): void {
  visitForward(row.terms, (index, termId, frequency) => {
    let columns = into.get(termId);
    if (columns === undefined) {
      columns = { ids: [], frequencies: [] };
      into.set(termId, columns);
    }
    columns.ids.push(row.first_passage + index);
    columns.frequencies.push(frequency);
  });
}

function append(database: Database, termId: number, { ids, frequencies }: Columns): void {
  const last = prepared(
    database,
    'SELECT count, data FROM posting_block WHERE term_id = ? ORDER BY first_passage DESC LIMIT 1',
  ).get(termId) as PackedPostings | undefined;
  const room = last !== undefined && last.count < POSTINGS.block;
  const old = room ? PostingList.unpack([last]) : undefined;
  writeBlocks(database, termId, {
    ids: Uint32Array.from([...(old?.ids() ?? []), ...ids]),
    frequencies: Uint8Array.from([...(old?.frequencies ?? []), ...frequencies]),
  });
}

/** Writes ascending postings as blocks, over those that begin with the same passage. */
function writeBlocks(database: Database, termId: number, { ids, frequencies }: Postings): void {
  const write = prepared(database, 'INSERT OR REPLACE INTO posting_block VALUES (?, ?, ?, ?, ?)');
  for (let from = 0; from < ids.length; from += POSTINGS.block) {
    const part = ids.subarray(from, from + POSTINGS.block);
    const data = packPostings({ ids: part, frequencies: frequencies.subarray(from, from + POSTINGS.block) });
    write.run(termId, part[0], part[part.length - 1], part.length, data);
  }
}

/** All merged postings of a term, visible or not. */
export function readPostings(database: Database, termId: number): PostingList {
  // Of a common word there are hundreds: without the names of their columns they are read faster.
  const blocks = prepared(database, 'SELECT count, data FROM posting_block WHERE term_id = ? ORDER BY first_passage')
    .raw()
    .all(termId) as [number, Buffer][];
  return PostingList.unpack(blocks.map(([count, data]) => ({ count, data })));
}

/** Takes passages out of a term's blocks. `gone` ascends. Must run inside a write transaction. */
export function dropPostings(database: Database, termId: number, gone: readonly number[]): void {
  const [first, last] = [gone[0], gone[gone.length - 1]];
  const blocks = prepared(
    database,
    `SELECT first_passage, count, data FROM posting_block
       WHERE term_id = ? AND first_passage <= ? AND last_passage >= ?`,
  ).all(termId, last, first) as Block[];
  const drop = new Set(gone);
  const remove = prepared(database, 'DELETE FROM posting_block WHERE term_id = ? AND first_passage = ?');
  for (const block of blocks) {
    const list = PostingList.unpack([block]);
    const { frequencies } = list;
    const ids = list.ids();
    const kept = [...ids.keys()].filter((at) => !drop.has(ids[at] as number));
    if (kept.length === ids.length) continue;
    remove.run(termId, block.first_passage);
    writeBlocks(database, termId, {
      ids: Uint32Array.from(kept, (at) => ids[at] as number),
      frequencies: Uint8Array.from(kept, (at) => frequencies[at] as number),
    });
  }
}
