/** What is stored together, and when; with a change that only takes notes. */
import { describe, expect, it } from 'vitest';
import { GROUP, Grouping } from '../../src/engine/grouping.js';
import { Report } from '../../src/engine/report.js';
import { failure } from '../../src/errors.js';
import type { ChangeWriter, NewDocument } from '../../src/index/store.js';
import { documentOf } from '../support/stored.js';

interface Notes {
  readonly stored: string[][];
  readonly told: string[];
  now: number;
}

/** `refuse` throws for documents that cannot be stored. */
function grouping(refuse: (document: NewDocument) => void = () => undefined): { group: Grouping; notes: Notes } {
  const notes: Notes = { stored: [], told: [], now: 0 };
  const putAll = async (documents: readonly NewDocument[]): Promise<boolean[]> => {
    for (const document of documents) refuse(document);
    notes.stored.push(documents.map(({ documentId }) => documentId));
    return documents.map(() => true);
  };
  const change = { putAll, put: async (document: NewDocument) => (await putAll([document]))[0] === true };
  const report = new Report(({ kind, change: { documentId } }) => notes.told.push(`${kind} ${documentId}`));
  const options = { change: change as unknown as ChangeWriter, report, force: false, clock: () => notes.now };
  return { group: new Grouping(options), notes };
}

describe('Grouping', () => {
  it('stores small documents together, and tells of none before', async () => {
    const { group, notes } = grouping();
    await group.add(documentOf('a', 'One.'), 'added');
    await group.add(documentOf('b', 'Two.'), 'changed');
    expect(notes).toMatchObject({ stored: [], told: [] });
    await group.flush();
    expect(notes).toMatchObject({ stored: [['a', 'b']], told: ['added a', 'changed b'] });
    await group.flush();
    expect(notes.stored).toHaveLength(1);
  });

  it('stores what has enough passages, or has waited long enough', async () => {
    const { group, notes } = grouping();
    await group.add(documentOf('a', 'Line.\n'.repeat(GROUP.passages - 1).trim()), 'added');
    expect(notes.stored).toEqual([]);
    await group.add(documentOf('b', 'Line.'), 'added');
    expect(notes.stored).toEqual([['a', 'b']]);
    await group.add(documentOf('c', 'Line.'), 'added');
    notes.now += GROUP.ms - 1;
    await group.add(documentOf('d', 'Line.'), 'added');
    expect(notes.stored).toHaveLength(1);
    notes.now += 1;
    await group.add(documentOf('e', 'Line.'), 'added');
    expect(notes.stored).toEqual([
      ['a', 'b'],
      ['c', 'd', 'e'],
    ]);
  });

  it('lets nothing wait for a long document, nor for another of the same name', async () => {
    const { group, notes } = grouping();
    await group.add(documentOf('a', 'One.'), 'added');
    await group.makeWay({ documentId: 'b', length: GROUP.long });
    expect(notes.stored).toEqual([]);
    await group.makeWay({ documentId: 'b', length: GROUP.long + 1 });
    expect(notes.stored).toEqual([['a']]);
    await group.add(documentOf('c', 'One.'), 'added');
    await group.makeWay({ documentId: 'c', length: 4 });
    expect(notes.stored).toEqual([['a'], ['c']]);
  });

  it('knows the vectors of what waits', async () => {
    const { group } = grouping();
    const document = documentOf('a', 'One.');
    await group.add(document, 'added');
    const digests = document.passages.map(({ inputDigest }) => inputDigest);
    const known = await group.knownVectors({ knownVectors: async () => new Map() }).knownVectors([...digests, 'other']);
    expect([...known.keys()]).toEqual(digests);
    expect(known.get(digests[0] ?? '')).toMatchObject({ vector: document.passages[0]?.vector });
  });

  it('keeps the others when one is at fault, and none when the disk is full', async () => {
    const refuseB = ({ documentId }: NewDocument): void => {
      if (documentId === 'b') throw failure('internal', { what: 'b cannot be stored' });
    };
    const { group, notes } = grouping(refuseB);
    for (const id of ['a', 'b', 'c']) await group.add(documentOf(id, 'One.'), 'added');
    await group.flush();
    expect(notes).toMatchObject({ stored: [['a'], ['c']], told: ['added a', 'failed b', 'added c'] });
    const full = grouping(() => {
      throw failure('index', { what: 'The disk is full' });
    });
    await full.group.add(documentOf('a', 'One.'), 'added');
    await expect(full.group.flush()).rejects.toMatchObject({ code: 'index' });
    expect(full.notes.told).toEqual([]);
  });
});
