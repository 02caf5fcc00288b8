/**
 * Reads every word that the bot sent, finds out who can read it, and asks the oracle whether they may. It knows nothing of
 * what the words are for: names of buttons, choices, forms and error texts are read like answers.
 */
import { createHash } from 'node:crypto';
import type { APIMessage } from 'discord-api-types/v10';
import type { RecordedRequest } from '../support/emulator/rest.js';
import { type Facts, keyOf, type Member, seenBy, seenByAll } from './oracle.js';
import type { Guild, Town } from './town.js';

/** Something that somebody did, as far as it matters to who may read what came of it. */
export interface Done {
  readonly what: string;
  readonly userId: string;
  readonly channelId: string;
  /** Secret words that they said themselves: an echo of those tells them nothing. */
  readonly typed: ReadonlySet<string>;
  /** The message whose control was used. */
  readonly pressed?: APIMessage;
}

export interface Leak {
  readonly what: string;
  readonly to: string;
  readonly secret: string;
  readonly of: readonly string[];
  readonly sent: string;
}

interface Reading {
  readonly allowed: readonly ReadonlySet<string>[];
  readonly to: string;
}

/** One state of the world: what was stored where, who may see what, who had which roles. */
interface State {
  readonly facts: Facts;
  readonly holders: ReadonlyMap<string, ReadonlySet<string>>;
  readonly members: ReadonlyMap<string, readonly Member[]>;
}

const SENT = /^(POST|PATCH|PUT) \/(interactions\/\d+\/[^/]+\/callback|webhooks\/|channels\/\d+\/(messages|threads))/;
const PRIVATE = 64;

export class Judge {
  readonly leaks: Leak[] = [];
  /** Messages with something to press, newest last. */
  readonly pressable: APIMessage[] = [];
  /** How many texts were read, and how many of them held a secret. */
  read = 0;
  telling = 0;
  readonly #done = new Map<string, Done>();
  /** What was said aloud in a server, or in somebody's direct messages. */
  readonly #said = new Map<string, Set<string>>();
  /** What everybody could see where a public message was sent, when it was sent. */
  readonly #ceilings = new Map<string, ReadonlySet<string>>();
  #holders = new Map<string, Set<string>>();
  #seen = 0;
  #states: State[] = [];

  constructor(private readonly town: Town) {}

  /** Must be told before what comes of it is judged. */
  note(token: string, done: Done): void {
    this.#done.set(token, done);
  }

  /** Words that were said where others hear them. */
  overheard(channelId: string, words: Iterable<string>): void {
    const place = this.#placeOf(channelId);
    const said = this.#said.get(place) ?? new Set();
    for (const word of words) said.add(word);
    this.#said.set(place, said);
  }

  /** Takes the world as it is now for one that replies may be judged by. */
  async look(): Promise<void> {
    const facts = await this.town.facts();
    await this.#learn(facts);
    this.#states = [...this.#states.slice(-1), { facts, holders: this.#holders, members: this.#members() }];
  }

  /** Judges all that was sent since the last time. */
  judge(): void {
    const { requests } = this.town.discord;
    for (; this.#seen < requests.length; this.#seen += 1) {
      const request = requests[this.#seen];
      if (request !== undefined && SENT.test(`${request.method} ${request.path}`)) this.#judge(request);
    }
    this.#states = this.#states.slice(-1);
  }

  #judge(request: RecordedRequest): void {
    const text = JSON.stringify(request.body ?? {});
    this.read += 1;
    const done = this.#done.get(/^\/(?:interactions\/\d+|webhooks\/\d+)\/([^/]+)/.exec(request.path)?.[1] ?? '');
    const message = messageIn(request);
    const channelId = done?.channelId ?? /^\/channels\/(\d+)/.exec(request.path)?.[1] ?? '';
    const isPrivate = this.#isPrivate(request, done, message);
    const found = [...this.town.secrets.in(text), ...this.#keysIn(text)];
    if (found.length > 0) this.telling += 1;
    const said = this.#said.get(this.#placeOf(channelId)) ?? new Set();
    const secrets = found.filter((word) => !said.has(word) && done?.typed.has(word) !== true);
    // What was true before a change, or is after it, may be shown while it is made.
    const readings = this.#states.map((state) => ({ state, ...this.#reading(state, { done, channelId, isPrivate }) }));
    const fits = readings.some(({ state, allowed }) =>
      allowed.some((set) => secrets.every((secret) => mayRead(state, secret, set))),
    );
    if (!fits) this.#report(secrets, readings, { what: done?.what ?? request.path, text });
    if (message === undefined) return;
    // Of a message sent while something changed it is not known which side of the change it is of.
    const open = readings.flatMap(({ allowed: [first] }) => [...(first ?? [])]);
    if (!isPrivate) this.#ceilings.set(message.id, new Set(open));
    if (JSON.stringify(message.components ?? []).includes('custom_id')) this.pressable.push(message);
  }

  #isPrivate(request: RecordedRequest, done: Done | undefined, message: APIMessage | undefined): boolean {
    if (message !== undefined) return ((message.flags ?? 0) & PRIVATE) !== 0;
    const { type, data } = request.body as { type?: number; data?: { flags?: number } };
    if (type === 7) return ((done?.pressed?.flags ?? 0) & PRIVATE) !== 0;
    return type === 8 || type === 9 || ((data?.flags ?? 0) & PRIVATE) !== 0;
  }

  /** The sets of collections of which one must hold all that was shown. */
  #reading(
    { facts, members }: State,
    { done, channelId, isPrivate }: { done: Done | undefined; channelId: string; isPrivate: boolean },
  ): Reading {
    const guild = this.#guildOf(channelId);
    if (guild === undefined) {
      const userId =
        done?.userId ?? this.town.people.find((one) => this.town.discord.directMessages(one) === channelId)?.id;
      const each = (members.get(userId ?? '') ?? []).map((member) => seenBy(member, '', facts));
      return { allowed: [...each, new Set()], to: `${userId} in a direct message` };
    }
    const parent = this.town.discord.parentOf(channelId);
    if (channelId === guild.logChannel && done === undefined) return this.#log(guild, { facts, members });
    const shared = seenByAll(guild.id, parent, facts);
    if (!isPrivate || done === undefined) return { allowed: [shared], to: `all in ${channelId} of ${guild.id}` };
    const member = members.get(done.userId)?.find(({ guildId }) => guildId === guild.id);
    const own = member === undefined ? new Set<string>() : seenBy(member, parent, facts);
    const ceiling = this.#ceilings.get(done.pressed?.id ?? '');
    const allowed = ceiling === undefined ? own : new Set([...own].filter((key) => ceiling.has(key)));
    return { allowed: [allowed], to: `${done.userId} with ${member?.roles.join(' ')} in ${channelId} of ${guild.id}` };
  }

  /** The audit channel is read by whoever sees it. */
  #log({ id, logChannel }: Guild, { facts, members }: Pick<State, 'facts' | 'members'>): Reading {
    const readers = this.town.discord
      .readers(logChannel)
      .flatMap((userId) => (members.get(userId) ?? []).filter(({ guildId }) => guildId === id));
    const sets = readers.map((member) => seenBy(member, logChannel, facts));
    const [first = new Set<string>(), ...others] = sets;
    return {
      allowed: [new Set([...first].filter((key) => others.every((set) => set.has(key))))],
      to: 'the audit channel',
    };
  }

  #report(
    secrets: readonly string[],
    readings: readonly (Reading & { state: State })[],
    { what, text }: { what: string; text: string },
  ): void {
    const last = readings.at(-1);
    if (last === undefined) return;
    const leaked = secrets.filter((secret) => !last.allowed.some((set) => mayRead(last.state, secret, set)));
    const secret = leaked[0] ?? 'of several servers at once';
    const of = [...(last.state.holders.get(secret) ?? ['nothing that is stored'])];
    this.leaks.push({ what, to: last.to, secret, of, sent: text.slice(0, 2_000) });
  }

  /** Names of documents and collections stand in controls as digests. */
  #keysIn(text: string): string[] {
    const ids = text.match(/"(?:custom_id|value)":"(?:[^"\\]|\\.)*"/g) ?? [];
    return ids.flatMap((id) => id.match(/[0-9a-f]{8,}/g) ?? []).filter((key) => this.#holders.has(key));
  }

  async #learn(facts: Facts): Promise<void> {
    const holders = new Map([...this.#holders].map(([secret, of]) => [secret, new Set(of)]));
    const hold = (secret: string, of: string): void => {
      holders.set(secret, (holders.get(secret) ?? new Set()).add(of));
    };
    for (const collection of facts.collections) {
      const of = keyOf(collection);
      for (const word of this.town.secrets.in(of)) hold(word, of);
      hold(digest(`${collection.owner}\n${collection.name}`, 8), of);
      for (const document of await this.town.local.exportPage({ visible: [collection], limit: 1_000 })) {
        for (const word of this.town.secrets.in(JSON.stringify(document))) hold(word, of);
        hold(digest(document.id, 8), of);
        hold(digest(`${collection.owner}\n${document.id}`, 16), of);
        hold(document.version.slice(0, 32), of);
      }
    }
    this.#holders = holders;
  }

  #members(): ReadonlyMap<string, readonly Member[]> {
    const { discord, guilds, people } = this.town;
    const all = [...people, discord.user, discord.moderator, discord.owner];
    const of = (user: (typeof all)[number]): Member[] =>
      guilds.flatMap((guild) => {
        const roles = discord.rolesOf(user, guild.id);
        return roles === undefined
          ? []
          : [{ guildId: guild.id, roles: [...roles], mayManage: this.town.mayManage(user, guild) }];
      });
    return new Map(all.map((user) => [user.id, of(user)]));
  }

  #guildOf(channelId: string): Guild | undefined {
    const guildId = this.town.discord.guildOf(channelId);
    return this.town.guilds.find(({ id }) => id === guildId);
  }

  #placeOf(channelId: string): string {
    return this.#guildOf(channelId)?.id ?? channelId;
  }
}

function mayRead({ holders }: State, secret: string, allowed: ReadonlySet<string>): boolean {
  return [...(holders.get(secret) ?? [])].some((key) => allowed.has(key));
}

function messageIn({ status, response }: RecordedRequest): APIMessage | undefined {
  const message = response as APIMessage | undefined;
  return status === 200 && typeof message?.id === 'string' && 'author' in message ? message : undefined;
}

function digest(text: string, length: number): string {
  return createHash('sha256').update(text).digest('hex').slice(0, length);
}
