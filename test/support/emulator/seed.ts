/**
 * The world a test begins in: a bot, guilds with channels, a user, a moderator. Alone because it is data that tests
 * choose, not behaviour.
 */
import type { APIUser } from 'discord-api-types/v10';
import { GatewayIntentBits } from 'discord-api-types/v10';
import { memberJson, roleJson, userJson } from './factories.js';
import { everyoneMay, moderatorsMay } from './permissions.js';
import { type ChannelRecord, type GuildRecord, World } from './state.js';

export interface GuildSeed {
  /** Default `Harbour`. */
  readonly name?: string;
  /** Names of text channels. Default `general`. */
  readonly channels?: readonly string[];
  /** The server's language. Default `en-US`. */
  readonly locale?: string;
}

export interface Seeded {
  readonly world: World;
  readonly guilds: readonly { readonly guild: GuildRecord; readonly channels: readonly ChannelRecord[] }[];
  /** A member of every guild without special rights. */
  readonly user: APIUser;
  /** A member of every guild with Manage Server. */
  readonly moderator: APIUser;
  /** Owns every guild, and so may do everything there. */
  readonly owner: APIUser;
}

export interface SeedOptions {
  readonly guilds: readonly GuildSeed[];
  readonly allowedIntents: number;
  readonly clock: () => number;
}

/** Ids are of one day before `clock()`, so that everything that happens later is younger. */
export function seed({ guilds, allowedIntents, clock }: SeedOptions): Seeded {
  const started = BigInt(Math.trunc(clock()) - 86_400_000 - 1_420_070_400_000) << 22n;
  const bot = userJson(String(started), 'verbatim', true);
  const world = new World(bot, (allowedIntents & GatewayIntentBits.MessageContent) !== 0, clock);
  const user = addUser(world, 'ada');
  const moderator = addUser(world, 'grace');
  const owner = addUser(world, 'olga');
  const seeded = guilds.map((one) => addGuild(world, one, { user, moderator, owner }));
  return { world, guilds: seeded, user, moderator, owner };
}

export function addUser(world: World, username: string): APIUser {
  const user = userJson(world.id(), username);
  world.users.set(user.id, user);
  return user;
}

export function addChannel(world: World, guildId: string, name: string): ChannelRecord {
  const channel: ChannelRecord = {
    id: world.id(),
    type: 0,
    name,
    topic: null,
    guildId,
    denied: new Set(),
    overwrites: [],
  };
  world.channels.set(channel.id, channel);
  return channel;
}

export function addGuild(
  world: World,
  { name = 'Harbour', channels = ['general'], locale = 'en-US' }: GuildSeed,
  people: Pick<Seeded, 'user' | 'moderator' | 'owner'>,
) {
  const id = world.id();
  const everyone = roleJson(id, '@everyone', everyoneMay);
  const botRole = { ...roleJson(world.id(), world.bot.username, everyoneMay), managed: true, position: 1 };
  const moderators = { ...roleJson(world.id(), 'moderators', moderatorsMay), position: 2 };
  const since = world.timestamp();
  const guild: GuildRecord = {
    id,
    name,
    locale,
    ownerId: people.owner.id,
    roles: [everyone, botRole, moderators],
    members: new Map([
      [world.bot.id, memberJson(world.bot, [botRole.id], since)],
      [people.user.id, memberJson(people.user, [], since)],
      [people.moderator.id, memberJson(people.moderator, [moderators.id], since)],
      [people.owner.id, memberJson(people.owner, [], since)],
    ]),
  };
  world.guilds.set(id, guild);
  return { guild, channels: channels.map((channel) => addChannel(world, id, channel)) };
}
