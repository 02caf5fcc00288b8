/**
 * The servers of the emulated Discord as people make them: who is in them with what roles, which channels there are, and
 * what those allow. Alone because none of it is a message or a fault; `discord.ts` builds on this.
 */
import type { APIUser } from 'discord-api-types/v10';
import { GatewayIntentBits } from 'discord-api-types/v10';
import { guildCreateJson, memberJson, roleJson } from './factories.js';
import { deleteMessage } from './messages.js';
import { Observer } from './observer.js';
import { everyoneMay, permissionsIn, sees } from './permissions.js';
import { addThread, tellOfChannel } from './routes/channels.js';
import { addChannel, addGuild, addUser, type GuildSeed } from './seed.js';
import type { ChannelRight, Overwrite } from './state.js';

export class Server extends Observer {
  /** A new user, member of the default guild unless others are named. */
  addUser(username: string, guildIds: readonly string[] = [this.guildId]): APIUser {
    const user = addUser(this.world, username);
    for (const guildId of guildIds) this.join(user, guildId);
    return user;
  }

  join(user: APIUser, guildId = this.guildId): void {
    this.world.guild(guildId).members.set(user.id, memberJson(user, [], this.world.timestamp()));
    this.#tellOfMember('GUILD_MEMBER_ADD', user, guildId);
  }

  leave(user: APIUser, guildId = this.guildId): void {
    this.#tellOfMember('GUILD_MEMBER_REMOVE', user, guildId);
    this.world.guild(guildId).members.delete(user.id);
  }

  /** A new role that nobody has: its id. Without `permissions` it adds nothing to what everybody may. */
  addRole(name: string, { guildId = this.guildId, permissions = everyoneMay } = {}): string {
    const role = { ...roleJson(this.world.id(), name, permissions), position: 1 };
    this.world.guild(guildId).roles.push(role);
    this.#tellOfRole('GUILD_ROLE_CREATE', guildId, { role });
    return role.id;
  }

  /** Changes what a role may; the guild's own id is `@everyone`. */
  changeRole(roleId: string, permissions: bigint, guildId = this.guildId): void {
    const role = this.world.guild(guildId).roles.find(({ id }) => id === roleId);
    if (role === undefined) throw new Error(`That guild has no role ${roleId}.`);
    role.permissions = String(permissions);
    this.#tellOfRole('GUILD_ROLE_UPDATE', guildId, { role });
  }

  /** Nobody has it any more, and no channel says anything about it. */
  removeRole(roleId: string, guildId = this.guildId): void {
    const { roles, members } = this.world.guild(guildId);
    roles.splice(0, roles.length, ...roles.filter(({ id }) => id !== roleId));
    for (const member of members.values()) member.roles = member.roles.filter((id) => id !== roleId);
    this.#tellOfRole('GUILD_ROLE_DELETE', guildId, { role_id: roleId });
  }

  giveRole(user: APIUser, roleId: string, guildId = this.guildId): void {
    const member = this.#member(user, guildId);
    member.roles = [...new Set([...member.roles, roleId])];
    this.#tellOfMember('GUILD_MEMBER_UPDATE', user, guildId);
  }

  takeRole(user: APIUser, roleId: string, guildId = this.guildId): void {
    const member = this.#member(user, guildId);
    member.roles = member.roles.filter((id) => id !== roleId);
    this.#tellOfMember('GUILD_MEMBER_UPDATE', user, guildId);
  }

  /** Lets a role use every command of the bot, whatever its default permissions: Server Settings, Integrations. */
  grantCommands(roleId: string, guildId = this.guildId): void {
    const granted = this.world.commandGrants.get(guildId) ?? new Set();
    this.world.commandGrants.set(guildId, granted.add(roleId));
  }

  /** A new text channel, in the default guild unless another is named. */
  addChannel(name: string, guildId = this.guildId): string {
    const channel = addChannel(this.world, guildId, name);
    tellOfChannel(this.world, 'CHANNEL_CREATE', channel);
    return channel.id;
  }

  /** Somebody deletes a channel, with its threads and all that was said there. */
  removeChannel(channelId: string): void {
    const channel = this.world.channel(channelId);
    for (const thread of this.threads(channelId)) this.removeChannel(thread);
    for (const record of this.world.messages.values()) {
      if (record.message.channel_id === channelId && !record.deleted) deleteMessage(this.world, record);
    }
    tellOfChannel(this.world, channel.thread === undefined ? 'CHANNEL_DELETE' : 'THREAD_DELETE', channel);
    this.world.channels.delete(channelId);
  }

  /** What a channel gives to or takes from a role or a member; replaces what it said of that one before. */
  overwrite(channelId: string, overwrite: Partial<Overwrite> & Pick<Overwrite, 'id'>): void {
    const channel = this.world.channel(channelId);
    const type = this.world.users.has(overwrite.id) ? 1 : 0;
    const others = channel.overwrites.filter(({ id }) => id !== overwrite.id);
    channel.overwrites = [...others, { type, allow: 0n, deny: 0n, ...overwrite }];
    tellOfChannel(this.world, 'CHANNEL_UPDATE', channel);
  }

  /** Takes rights in a channel from the bot; without any named gives all back. */
  deny(channelId: string, ...rights: readonly ChannelRight[]): void {
    const channel = this.world.channel(channelId);
    channel.denied.clear();
    for (const right of rights) channel.denied.add(right);
    if (channel.guildId === undefined) return;
    tellOfChannel(this.world, channel.thread === undefined ? 'CHANNEL_UPDATE' : 'THREAD_UPDATE', channel);
  }

  /** The guild of a channel; undefined for direct messages, and for one that is gone. */
  guildOf(channelId: string): string | undefined {
    return this.world.channels.get(channelId)?.guildId;
  }

  /** Of a thread, the channel that it hangs on; else the channel itself. */
  parentOf(channelId: string): string {
    return this.world.channels.get(channelId)?.parentId ?? channelId;
  }

  /** One of the guilds that the bot was in from the start. */
  guildAt(index: number): { readonly guildId: string; readonly channelIds: readonly string[] } {
    const found = this.parts.seeded.guilds[index];
    if (found === undefined) throw new Error(`There is no guild ${index}.`);
    return { guildId: found.guild.id, channelIds: found.channels.map(({ id }) => id) };
  }

  /** Whether a user sees a message: it stands, in a channel that they see, and is private to nobody else. */
  isShownTo(
    { id, channel_id: channelId }: { readonly id: string; readonly channel_id: string },
    user: APIUser,
  ): boolean {
    const record = this.world.messages.get(id);
    const channel = this.world.channels.get(channelId);
    if (record === undefined || record.deleted || channel === undefined) return false;
    return sees(this.world, channel, user.id) && (record.onlyFor ?? user.id) === user.id;
  }

  /** Ids of a member's roles; undefined for a stranger. */
  rolesOf(user: APIUser, guildId = this.guildId): readonly string[] | undefined {
    return this.world.guilds.get(guildId)?.members.get(user.id)?.roles;
  }

  /** A user's permissions in a channel, as bits. */
  permissions(user: APIUser, channelId = this.channelId): bigint {
    return permissionsIn(this.world, this.world.channel(channelId), user.id);
  }

  /** Ids of all who see what is written in a channel, the bot among them. */
  readers(channelId: string): readonly string[] {
    const channel = this.world.channel(channelId);
    return [...this.world.users.keys()].filter((id) => sees(this.world, channel, id));
  }

  /** A user opens a thread: its id. The bot hears of a private one only when it may manage threads. */
  openThread(opened: {
    readonly name: string;
    readonly user?: APIUser;
    readonly channelId?: string;
    readonly isPrivate?: boolean;
  }): string {
    const { name, user = this.user, channelId = this.channelId, isPrivate = false } = opened;
    const made = { id: this.world.id(), type: isPrivate ? 12 : 11, name, ownerId: user.id };
    return addThread(this.world, this.world.channel(channelId), made).id;
  }

  /** The bot is invited to another guild: its id and its channels' ids. */
  addGuild(guild: GuildSeed): { readonly guildId: string; readonly channelIds: readonly string[] } {
    const made = addGuild(this.world, guild, this.parts.seeded);
    const data = () => guildCreateJson(this.world, made.guild);
    this.world.publish({ event: 'GUILD_CREATE', intents: GatewayIntentBits.Guilds, data });
    return { guildId: made.guild.id, channelIds: made.channels.map(({ id }) => id) };
  }

  /** The bot is thrown out of a guild: its channels are gone for it, and its commands there with them. */
  removeGuild(guildId: string): void {
    for (const channel of [...this.world.channels.values()]) {
      if (channel.guildId === guildId) this.world.channels.delete(channel.id);
    }
    this.world.guilds.delete(guildId);
    this.world.commands.delete(guildId);
    this.world.publish({ event: 'GUILD_DELETE', intents: GatewayIntentBits.Guilds, data: () => ({ id: guildId }) });
    this.world.changes.notify();
  }

  #member(user: APIUser, guildId: string) {
    const member = this.world.guild(guildId).members.get(user.id);
    if (member === undefined) throw new Error(`${user.username} is not a member of that guild.`);
    return member;
  }

  #tellOfRole(event: string, guildId: string, about: object): void {
    const data = () => ({ guild_id: guildId, ...about });
    this.world.publish({ event, intents: GatewayIntentBits.Guilds, data });
    this.world.changes.notify();
  }

  /** Only bots with a privileged intent hear of members. */
  #tellOfMember(event: string, user: APIUser, guildId: string): void {
    const member = this.#member(user, guildId);
    const data = () => ({ ...member, guild_id: guildId });
    this.world.publish({ event, intents: GatewayIntentBits.GuildMembers, data });
    this.world.changes.notify();
  }
}
