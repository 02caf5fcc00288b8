/** Who does the next thing, and where: members and moderators of a server, and the channels that they see. */
import type { APIUser } from 'discord-api-types/v10';
import type { Random } from './random.js';
import type { Guild, Town } from './town.js';

export class Crowd {
  constructor(
    private readonly town: Town,
    private readonly random: Random,
  ) {}

  member(guild: Guild): APIUser {
    const { discord } = this.town;
    return this.random.pick([...this.#members(guild), discord.user, discord.moderator]);
  }

  moderator(guild: Guild): APIUser {
    return this.random.pick([...this.moderators([guild]), this.town.discord.moderator]);
  }

  /** Those with a role that makes them one, by Discord's permissions or by the server's settings. */
  moderators(guilds: readonly Guild[] = this.town.guilds): APIUser[] {
    return guilds.flatMap((guild) =>
      this.#members(guild).filter((user) => {
        const held = this.town.discord.rolesOf(user, guild.id) ?? [];
        return [guild.roles[2], guild.roles[4]].some((role) => held.includes(role ?? ''));
      }),
    );
  }

  /** One that this user sees. */
  channel(user: APIUser, guild: Guild): string | undefined {
    const { discord } = this.town;
    const seen = [...guild.channels, guild.logChannel].filter((id) => discord.readers(id).includes(user.id));
    return seen.length === 0 ? undefined : this.random.pick(seen);
  }

  #members(guild: Guild): APIUser[] {
    return this.town.people.filter((user) => this.town.discord.rolesOf(user, guild.id) !== undefined);
  }
}
