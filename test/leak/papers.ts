/**
 * The documents of the leak test: in every collection some about the same few things, so that each question finds all of
 * them, and each with secret words of its own: in its id, title, publisher and text.
 */
import type { CollectionRef } from '../../src/model.js';
import type { LocalEngine } from '../support/local-engine.js';
import type { Random } from './random.js';
import type { Secrets } from './secrets.js';

/** What everybody knows, asks about and may read anywhere. */
export const TOPICS = ['ferry', 'lighthouse', 'harbour clock', 'customs house', 'rope works', 'breakwater'] as const;
const PEOPLE = ['Petra Vane', 'Tobin Reyle', 'Ilse Marrow', 'Odo Finch'] as const;
/** The same in every collection, so that near copies stand in all of them. */
const COMMON = 'The winter market of Port Ansel opens on the first Sunday of December at nine in the morning.';

export const QUESTIONS = [
  ...TOPICS.flatMap((topic) => [
    `Who keeps the ${topic}?`,
    `How much does the ${topic} cost?`,
    `What is said about the ${topic}?`,
    `When was the ${topic} repaired?`,
    `the ${topic}`,
  ]),
  'When does the winter market open?',
  'What is the boiling point of tungsten?',
  'What is the password?',
  'And who keeps it?',
  'When was that?',
];

export interface Stored {
  readonly collection: CollectionRef;
  readonly id: string;
}

export class Papers {
  readonly stored: Stored[] = [];

  constructor(
    private readonly engine: LocalEngine,
    private readonly random: Random,
    private readonly secrets: Secrets,
  ) {}

  /** A document's text, with secret words of its own. */
  text(topic: string): string {
    const { random, secrets } = this;
    const [word, other] = [secrets.make(), secrets.make()];
    const year = random.between(1990, 2024);
    return [
      `The ${topic} is kept by ${random.pick(PEOPLE)}, who calls it ${word}.`,
      `The ${topic} costs ${random.between(2, 90)} crowns, as the ${word} ledger says.`,
      `The ${topic} was repaired in ${year} by the guild of ${other}.`,
      COMMON,
      `Nobody but the ${word} council speaks of the ${topic} in public.`,
    ].join(' ');
  }

  /** A Markdown file with all that a document states about itself. */
  page(topic: string): string {
    const { random, secrets } = this;
    const date = `20${random.between(10, 25)}-0${random.between(1, 9)}-1${random.between(0, 9)}`;
    const head = [
      `title: Report on the ${topic} ${secrets.make()}`,
      `publisher: ${secrets.make()} Gazette`,
      `date: ${date}`,
    ];
    return `---\n${head.join('\n')}\n---\n\n# The ${topic}\n\n${this.text(topic)}\n\n${this.text(topic)}\n`;
  }

  /** Writes `count` documents into a collection's folder, and indexes that folder. */
  async fill(collection: CollectionRef, count: number): Promise<void> {
    const folder = `${collection.owner}/${collection.name}`;
    let path = '';
    for (let at = 0; at < count; at += 1) {
      const id = `report-${this.secrets.make()}.md`;
      path = this.engine.file(`${folder}/${id}`, this.page(this.random.pick(TOPICS)));
      this.stored.push({ collection, id });
    }
    await this.engine.ingest({ collection, actor: 'start', targets: [path.slice(0, path.lastIndexOf('/'))] });
  }

  /** New versions of some documents of a collection, to be found by the next reindex. */
  rewrite(share: number): void {
    for (const { collection, id } of this.random.some(this.stored, share)) {
      this.engine.file(`${collection.owner}/${collection.name}/${id}`, this.page(this.random.pick(TOPICS)));
    }
  }

  /** Indexes every folder again, so that what people removed in the test does not run out. */
  async restore(collections: readonly CollectionRef[]): Promise<void> {
    for (const collection of collections) {
      const first = this.stored.find((one) => one.collection === collection);
      if (first === undefined) continue;
      const folder = `${collection.owner}/${collection.name}`;
      const file = this.engine.file(`${folder}/${first.id}`, this.page(this.random.pick(TOPICS)));
      const targets = [file.slice(0, file.lastIndexOf('/'))];
      await this.engine.ingest({ collection, actor: 'cli', targets, restoreRemoved: true });
    }
  }
}
