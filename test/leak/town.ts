/**
 * Three servers with roles, channels and people by chance, and the bot in all of them: real, in this process, over a real
 * index with an embedder that needs no model.
 */

import { Events } from 'discord.js';
import { type APIUser, PermissionFlagsBits } from 'discord-api-types/v10';
import { commands } from '../../commands/all.js';
import { type Bot, startBot } from '../../src/discord/bot.js';
import { createClient } from '../../src/discord/client.js';
import type { Engine } from '../../src/engine.js';
import type { CollectionRef } from '../../src/model.js';
import { createLog } from '../../src/ops/log.js';
import { DEFAULT_SETTINGS, type GuildSettings } from '../../src/records.js';
import type { Discord } from '../support/emulator/discord.js';
import { startEmulator } from '../support/emulator/start.js';
import { fakeEmbedder } from '../support/fake-embedder.js';
import { type LocalEngine, openLocal } from '../support/local-engine.js';
import { Idle } from './idle.js';
import type { Facts } from './oracle.js';
import { Papers } from './papers.js';
import type { Random } from './random.js';
import { Secrets } from './secrets.js';

/** The test asks more in a minute than a server in a day, and than Discord takes of one bot. */
const ENOUGH = 1_000_000;
const STILL_MS = Date.parse('2026-06-01T12:00:00Z');
const { ManageGuild, ViewChannel } = PermissionFlagsBits;
/** Methods of the engine after which who may see what may be another. */
const CHANGES: ReadonlySet<string> = new Set([
  'ingest',
  'add',
  'reindex',
  'remove',
  'erase',
  'undo',
  'configure',
  'forget',
]);

export interface Guild {
  readonly id: string;
  readonly roles: readonly string[];
  /** Those that everybody sees, then one for moderators alone. */
  readonly channels: readonly string[];
  readonly logChannel: string;
}

export class Town {
  readonly guilds: Guild[] = [];
  readonly people: APIUser[] = [];
  readonly collections: CollectionRef[] = [];
  readonly idle = new Idle();
  readonly secrets: Secrets;
  readonly papers: Papers;
  /** Gateway events that the bot has taken in, by message or interaction id. */
  readonly heard = new Set<string>();
  readonly troubles: unknown[] = [];
  bound: Record<string, readonly string[]> = {};
  /** How many changes the engine was asked for. */
  changes = 0;
  #bot: Bot | undefined;
  readonly #engine: Engine;

  private constructor(
    readonly discord: Discord,
    readonly local: LocalEngine,
    private readonly random: Random,
  ) {
    this.secrets = new Secrets(random);
    this.papers = new Papers(local, random, this.secrets);
    this.#engine = this.#watched();
  }

  static async found(random: Random): Promise<Town> {
    const names = ['Ansel', 'Corvane', 'Elmsby'];
    const guilds = names.map((name) => ({ name, channels: ['general', 'harbour', 'log'] }));
    const discord = await startEmulator({ clock: () => STILL_MS, guilds });
    const town = new Town(discord, openLocal(fakeEmbedder()), random);
    town.#settle();
    town.#found();
    for (const collection of town.collections) await town.papers.fill(collection, 4);
    await town.choose();
    await town.open();
    return town;
  }

  /** Everything the engine knows of who may see what, read anew. */
  async facts(): Promise<Facts> {
    const [settings, collections] = await Promise.all([this.local.settings(), this.local.collections()]);
    return {
      guildIds: this.guilds.map(({ id }) => id),
      collections,
      settings: new Map(settings.map(({ guildId, settings: chosen }) => [guildId, chosen])),
      bound: this.bound,
    };
  }

  /** Other settings for every server, as an operator could write them while the bot is not running. */
  async choose(): Promise<void> {
    for (const guild of this.guilds) await this.local.configure({ guildId: guild.id, settings: this.#settings(guild) });
    const others = this.collections.filter(({ owner, name }) => owner === 'host' && name !== 'default');
    this.bound = Object.fromEntries(
      this.guilds.map(({ id }, at) => {
        const names = this.random.some(others, 0.4).map(({ name }) => name);
        // The host's own papers are at home in the first.
        return [id, at === 0 ? ['default', ...names] : names];
      }),
    );
  }

  async open(): Promise<void> {
    const { discord, idle } = this;
    const config = {
      token: discord.token,
      api: discord.url,
      cdnHosts: [discord.host],
      collections: this.bound,
    };
    const client = createClient(config);
    client.rest.options.globalRequestsPerSecond = ENOUGH;
    const request = client.rest.request.bind(client.rest);
    client.rest.request = (options) => idle.during(() => request(options));
    client.on(Events.Raw, ({ d }: { d?: { id?: string } | null }) => this.heard.add(d?.id ?? ''));
    const log = createLog('error', { to: { write: (line) => void this.troubles.push(JSON.parse(line)) } });
    const now = (): Date => new Date(STILL_MS);
    this.#bot = await startBot({ config, engine: this.#engine, commands, log, now, clock: idle, client });
    await this.idle.reached();
    if (discord.commands().length === 0) throw new Error(`No command was registered: ${JSON.stringify(this.troubles)}`);
  }

  async close(): Promise<void> {
    await this.#bot?.close();
    this.#bot = undefined;
  }

  async end(): Promise<void> {
    await this.close();
    await this.discord.close();
    await this.local.close();
  }

  mayManage(user: APIUser, { channels }: Guild): boolean {
    return (this.discord.permissions(user, channels[0] ?? '') & ManageGuild) !== 0n;
  }

  #settle(): void {
    const { discord, random } = this;
    const all = ['', '', ''].map((_, at) => discord.guildAt(at));
    for (const { guildId, channelIds } of all) {
      const [general = '', harbour = '', logChannel = ''] = channelIds;
      discord.overwrite(logChannel, { id: guildId, deny: ViewChannel });
      discord.overwrite(logChannel, { id: discord.bot.id, allow: ViewChannel });
      const roles = ['sailors', 'pilots', 'keepers', 'guests'].map((name) => discord.addRole(name, { guildId }));
      const bosses = discord.addRole('bosses', { guildId, permissions: ManageGuild });
      const keepers = roles[2] ?? '';
      for (const id of [keepers, bosses]) discord.overwrite(logChannel, { id, allow: ViewChannel });
      discord.grantCommands(keepers, guildId);
      const thread = discord.openThread({ name: 'talk', channelId: harbour });
      this.guilds.push({ id: guildId, roles: [...roles, bosses], channels: [general, harbour, thread], logChannel });
    }
    for (let at = 0; at < 16; at += 1) {
      const homes = random.some(this.guilds, 0.5);
      const guildIds = (homes.length > 0 ? homes : [random.pick(this.guilds)]).map(({ id }) => id);
      this.people.push(discord.addUser(`sailor${at}`, guildIds));
    }
    for (const user of this.people) for (const guild of this.guilds) this.shuffleRoles(user, guild);
  }

  /** Gives a member other roles. */
  shuffleRoles(user: APIUser, { id, roles }: Guild): void {
    if (this.discord.rolesOf(user, id) === undefined) return;
    for (const role of roles) {
      // The last two make moderators, of one kind or the other.
      const isHigh = roles.indexOf(role) === 4 || roles.indexOf(role) === 2;
      if (this.random.chance(isHigh ? 0.12 : 0.35)) this.discord.giveRole(user, role, id);
      else this.discord.takeRole(user, role, id);
    }
  }

  #found(): void {
    const named = (owner: string): CollectionRef => ({ owner, name: `papers-${this.secrets.make()}` });
    for (const { id } of this.guilds) {
      this.collections.push({ owner: id, name: 'default' }, named(id), named(id), named(id));
    }
    this.collections.push({ owner: 'host', name: 'default' }, named('host'), named('host'));
  }

  #settings(guild: Guild): GuildSettings {
    const { random } = this;
    const access = this.collections
      .filter(({ owner }) => owner === guild.id || owner === 'host')
      .filter(() => random.chance(0.7))
      .map((collection) => ({
        collection,
        roles: random.some([guild.id, ...guild.roles.slice(0, 4)], 0.25),
        channels: random.some(guild.channels.slice(0, 2), 0.25),
      }));
    const limits = Object.fromEntries(Object.keys(DEFAULT_SETTINGS.limits).map((key) => [key, ENOUGH]));
    return {
      ...DEFAULT_SETTINGS,
      moderatorRoles: guild.roles.slice(2, 3),
      access,
      auditChannelId: guild.logChannel,
      threadAfter: random.pick([0, 0, 2]),
      limits: limits as unknown as GuildSettings['limits'],
      caution: random.pick(['balanced', 'eager']),
    };
  }

  /** The engine as the bot gets it: its calls are counted, and so are its changes. */
  #watched(): Engine {
    const counted = this.idle.counted(this.local);
    return new Proxy<Engine>(counted, {
      get: (of, name) => {
        if (CHANGES.has(String(name))) this.changes += 1;
        return Reflect.get(of, name) as unknown;
      },
    });
  }
}
