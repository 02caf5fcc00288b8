/** What a store of records should hold, kept in plain lists: questions are alike when the test says that they are. */
import type { Gap } from '../../src/records.js';

const DAY_MS = 24 * 60 * 60 * 1_000;

export interface Asked {
  readonly id: string;
  readonly question: string;
  /** Questions of one topic are alike. */
  readonly topic: number;
  readonly guild: string | undefined;
  readonly user: string | undefined;
  readonly kind: 'ask' | 'search';
  readonly outcome: 'answer' | 'abstention';
  readonly atMs: number;
}

export interface Closed {
  readonly guild: string;
  readonly question: string;
  readonly topic: number;
  readonly asker: string | undefined;
  readonly atMs: number;
  /** `owner/id`. */
  readonly document: string | undefined;
}

export interface Done {
  readonly owner: string;
  readonly atMs: number;
  actor: string;
}

export class NaiveRecords {
  asked: Asked[] = [];
  votes: { readonly id: string; readonly user: string; readonly helpful: boolean }[] = [];
  closed: Closed[] = [];
  audit: Done[] = [];
  changes: Done[] = [];
  chosen = new Map<string, string>();
  retention = new Map<string, number>();
  documents = new Set<string>();

  vote(id: string, user: string, helpful: boolean): boolean {
    if (!this.asked.some((each) => each.id === id)) return false;
    this.votes = [...this.votes.filter((vote) => vote.id !== id || vote.user !== user), { id, user, helpful }];
    return true;
  }

  /** Open questions of a server by topic, newest first. */
  open(guild: string): Asked[][] {
    const open = this.asked.filter((each) => each.guild === guild && this.#isUnanswered(each) && !this.#isClosed(each));
    return [0, 1, 2]
      .map((topic) => open.filter((each) => each.topic === topic).sort((one, other) => other.atMs - one.atMs))
      .filter((group) => group.length > 0);
  }

  gaps(guild: string): Omit<Gap, 'collections'>[] {
    return this.open(guild)
      .map((group) => {
        const [face] = group as [Asked];
        const people = group.map(({ user, atMs, id }) => (user === undefined ? id : `${user}/${day(atMs)}`));
        return {
          id: face.id,
          question: face.question,
          asked: new Set(people).size,
          unhelpful: group.filter(({ outcome }) => outcome === 'answer').length,
          lastAskedAt: new Date(face.atMs).toISOString(),
        };
      })
      .sort((one, other) => other.asked - one.asked || Date.parse(other.lastAskedAt) - Date.parse(one.lastAskedAt));
  }

  pointers(guild: string, topic?: number): { readonly question: string; readonly document: string }[] {
    return this.closed
      .filter((each) => each.guild === guild && (topic === undefined || each.topic === topic))
      .flatMap(({ question, document }) =>
        document !== undefined && this.documents.has(document) ? [{ question, document }] : [],
      )
      .reverse();
  }

  erase(document: string): void {
    this.documents.delete(document);
    this.closed = this.closed.filter((each) => each.document !== document);
  }

  purge(nowMs: number): number {
    const before = this.asked.length;
    const isOld = (guild: string | undefined, atMs: number): boolean =>
      nowMs - atMs > (this.retention.get(guild ?? '') ?? 30) * DAY_MS;
    this.asked = this.asked.filter(({ guild, atMs }) => !isOld(guild, atMs));
    this.audit = this.audit.filter(({ owner, atMs }) => !isOld(owner, atMs));
    this.closed = this.closed.filter(
      ({ guild, topic, atMs }) =>
        !isOld(guild, atMs) || this.asked.some((each) => each.guild === guild && each.topic === topic),
    );
    for (const change of this.changes) {
      const isPerson = /^\d/.test(change.actor);
      if (isPerson && isOld(change.owner === 'host' ? undefined : change.owner, change.atMs)) change.actor = '';
    }
    this.#dropVotes();
    for (const [person, guild] of this.chosen) {
      if (!this.asked.some((each) => each.user === person && each.guild === guild)) this.chosen.delete(person);
    }
    return before - this.asked.length;
  }

  forget(user: string): number {
    const before = this.asked.length;
    this.asked = this.asked.filter((each) => each.user !== user);
    this.votes = this.votes.filter((vote) => vote.user !== user);
    this.closed = this.closed.filter(({ asker }) => asker !== user);
    this.chosen.delete(user);
    for (const done of [...this.audit, ...this.changes]) if (done.actor === user) done.actor = 'forgotten';
    this.#dropVotes();
    return before - this.asked.length;
  }

  #isUnanswered({ id, kind, outcome }: Asked): boolean {
    const votes = this.votes.filter((vote) => vote.id === id);
    const helpful = votes.filter((vote) => vote.helpful).length;
    return kind === 'ask' && (outcome === 'abstention' || votes.length - helpful > helpful);
  }

  #isClosed({ guild, topic, atMs }: Asked): boolean {
    return this.closed.some(
      (each) =>
        each.guild === guild &&
        each.topic === topic &&
        (each.document === undefined ? each.atMs >= atMs : this.documents.has(each.document)),
    );
  }

  #dropVotes(): void {
    this.votes = this.votes.filter(({ id }) => this.asked.some((each) => each.id === id));
  }
}

function day(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10);
}
