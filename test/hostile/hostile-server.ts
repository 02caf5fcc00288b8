/** A server whose every document is hostile, over a real store: what commands and controls are run against. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Reader } from '../../src/answer/reader.js';
import { createReading } from '../../src/engine/reading.js';
import type { Engine, Progress } from '../../src/engine.js';
import { openReader } from '../../src/index/reader.js';
import type { ChangeReport, CollectionRef, Document } from '../../src/model.js';
import type { Exchange, Gap, Pointer } from '../../src/records.js';
import { fakeEmbedder } from '../support/fake-embedder.js';
import { openLocal } from '../support/local-engine.js';
import { address, type Dice, dice, hostile, piece } from './hostile-text.js';

export const SERVER: CollectionRef = { owner: '80351110224678912', name: 'default' };

export interface HostileServer {
  readonly engine: Engine;
  readonly documents: readonly Document[];
  readonly report: ChangeReport;
  readonly progress: readonly Progress[];
  /** A word that only document `at` has. */
  readonly keyOf: (at: number) => string;
  readonly close: () => Promise<void>;
}

/** `count` documents as lines of a file, and a few of every other kind as files. */
export async function hostileServer(count: number, seed: number): Promise<HostileServer> {
  const random = dice(seed);
  const embedder = fakeEmbedder();
  const folder = mkdtempSync(path.join(tmpdir(), 'verbatim-hostile-'));
  const local = openLocal(embedder, folder);
  const lines = Array.from({ length: count }, (_, at) => JSON.stringify(line(random, at)));
  writeFileSync(path.join(folder, 'papers.jsonl'), lines.join('\n'));
  for (const [at, ending] of ['md', 'html', 'txt', 'md', 'html', 'txt'].entries())
    local.file(`papers/${at} @everyone [x](y) \`${'n'.repeat(120)}.${ending}`, file(random, { at, ending }));
  const targets = [path.join(folder, 'papers.jsonl'), path.join(folder, 'papers')];
  const progress: Progress[] = [];
  const report = await local.ingest({ collection: SERVER, actor: 'test', targets }, (step) => progress.push(step));
  const dataDir = path.join(folder, 'data');
  const store = openReader({ dataDir });
  const reading = createReading({ store, embedder, clock: () => 0, reader: async () => randomReader(dice(seed + 1)) });
  const engine = { ...local, ...reading, ...records(random) } as unknown as Engine;
  const documents = await reading.exportPage({ visible: [SERVER], limit: 2 * count });
  const close = async () => {
    await store.close();
    await local.close();
  };
  return { engine, documents, report, progress, keyOf, close };
}

function keyOf(at: number): string {
  const letters = 'bdfgklmnprst';
  const [one, two, three] = [at % 12, Math.floor(at / 12) % 12, Math.floor(at / 144) % 12].map((each) => letters[each]);
  return `qua${one}o${two}u${three}ex`;
}

function line(random: Dice, at: number) {
  const sentences = Array.from({ length: 1 + random.below(6) }, (_, of) => {
    const middle = `The ${keyOf(at)} report ${of} says that ${hostile(random, 1 + random.below(8))}`;
    return random.once(4) ? `${piece(random)}${middle}` : `${middle}.`;
  });
  // Two of a hundred are refused: an id must be whole characters.
  const id = random.once(50) ? `\ud800${at}` : `${random.once(2) ? hostile(random, 2).slice(0, 400) : 'paper'} ${at}`;
  return {
    id: random.once(50) ? id : id.replace(/\p{Surrogate}/gu, ''),
    text: sentences.join(random.pick([' ', '\n', '\n\n'])),
    ...(random.once(5) ? {} : { title: hostile(random, random.below(6)) }),
    ...(random.once(3) ? {} : { publisher: hostile(random, random.below(3)) }),
    ...(random.once(3) ? {} : { url: address(random, at) }),
    ...(random.once(3) ? {} : { date: random.pick(['2025-05-27', '2025-02', '9999', '2025-13-45', piece(random)]) }),
    ...(random.once(4)
      ? { author: hostile(random, 2), lang: random.pick(['en', 'ar', 'xx-@everyone', piece(random)]) }
      : {}),
  };
}

function file(random: Dice, { at, ending }: { at: number; ending: string }): string {
  const key = keyOf(5000 + at);
  const body = Array.from({ length: 30 }, () => `The ${key} file says ${hostile(random, 6)}.`);
  if (ending !== 'html') return `# ${hostile(random, 3)}\n\n${body.join('\n\n')}`;
  const head = `<title>${hostile(random, 3)}</title><meta property="og:site_name" content="${hostile(random, 2)}">`;
  return `<html><head>${head}</head><body><article>${body.map((each) => `<p>${each}</p>`).join('')}</article></body></html>`;
}

/** Marks any part of a sentence, through characters too; sure of every other one. */
function randomReader(random: Dice): Reader {
  return {
    name: 'random',
    languages: [],
    read: async ({ sentences }) =>
      sentences.map(({ start, end }) => {
        const [one, two] = [start + random.below(end - start + 1), start + random.below(end - start + 1)];
        return { score: random.once(2) ? 9 : -9, words: { start: Math.min(one, two), end: Math.max(one, two) } };
      }),
    close: async () => undefined,
  };
}

/** What is kept beside documents, in memory, and as hostile. */
function records(random: Dice): Partial<Engine> {
  const exchanges: Exchange[] = [];
  const gap = (at: number): Gap => ({
    id: `gap${String(at).padStart(9, '0')}`,
    question: hostile(random, 1 + random.below(12)),
    asked: 1 + random.below(40),
    unhelpful: random.below(3),
    lastAskedAt: '2026-05-30T00:00:00Z',
    collections: [SERVER],
  });
  const open = Array.from({ length: 40 }, (_, at) => gap(at));
  return {
    remember: async (exchange) => `e${String(exchanges.push(exchange)).padStart(11, '0')}`,
    recall: async (id) => exchanges[Number(id.slice(1)) - 1],
    vote: async () => true,
    gaps: async () => [...open],
    closeGap: async ({ gapId }) => open.some(({ id }) => id === gapId),
    pointers: async ({ question = '' }): Promise<Pointer[]> => {
      const at = Number(/\d+$/.exec(question)?.[0] ?? 0);
      return [{ question, documentId: `paper ${at}`, owner: SERVER.owner, at: '2026-05-30T00:00:00Z' }];
    },
    record: async () => undefined,
    audit: async () => [],
  };
}
