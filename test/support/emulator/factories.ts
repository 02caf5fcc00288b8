/**
 * The JSON of people, roles, channels and guilds as Discord sends it. Alone because it is all shape and no behaviour.
 */
import type { APIGuildMember, APIRole, APIUser, GuildMemberFlags, RoleFlags } from 'discord-api-types/v10';
import { deniedBits } from './permissions.js';
import type { ChannelRecord, GuildRecord, World } from './state.js';

/** Enumerations of flags have no name for none. */
const noFlags = 0 as number as RoleFlags & GuildMemberFlags;

export function userJson(id: string, username: string, isBot = false): APIUser {
  return {
    id,
    username,
    discriminator: isBot ? '0001' : '0',
    global_name: isBot ? null : username,
    avatar: null,
    bot: isBot,
  };
}

export function roleJson(id: string, name: string, permissions: bigint): APIRole {
  return {
    id,
    name,
    permissions: String(permissions),
    color: 0,
    colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
    hoist: false,
    position: 0,
    managed: false,
    mentionable: false,
    flags: noFlags,
  };
}

export function memberJson(user: APIUser, roles: string[], joinedAt: string): APIGuildMember {
  return { user, roles, nick: null, avatar: null, joined_at: joinedAt, deaf: false, mute: false, flags: noFlags };
}

export function channelJson(world: World, channel: ChannelRecord): Record<string, unknown> {
  const base = { id: channel.id, type: channel.type, last_message_id: null, flags: 0 };
  if (channel.recipientId !== undefined) return { ...base, recipients: [world.user(channel.recipientId)] };
  const inGuild = { ...base, guild_id: channel.guildId, name: channel.name, parent_id: channel.parentId ?? null };
  if (channel.thread !== undefined) return { ...inGuild, ...threadJson(channel) };
  const taken = { id: world.bot.id, type: 1, allow: 0n, deny: deniedBits(channel) };
  const overwrites = [...channel.overwrites, ...(taken.deny === 0n ? [] : [taken])];
  return {
    ...inGuild,
    topic: channel.topic,
    position: 0,
    nsfw: false,
    rate_limit_per_user: 0,
    permission_overwrites: overwrites.map((one) => ({ ...one, allow: String(one.allow), deny: String(one.deny) })),
  };
}

function threadJson({ thread }: ChannelRecord): Record<string, unknown> {
  if (thread === undefined) return {};
  const at = new Date(thread.createdAt).toISOString();
  return {
    owner_id: thread.ownerId,
    message_count: 0,
    total_message_sent: 0,
    member_count: thread.memberIds.size,
    rate_limit_per_user: 0,
    thread_metadata: {
      archived: thread.archived,
      locked: thread.locked,
      auto_archive_duration: thread.autoArchiveMinutes,
      archive_timestamp: at,
      create_timestamp: at,
    },
  };
}

export function guildJson(guild: GuildRecord): Record<string, unknown> {
  return {
    id: guild.id,
    name: guild.name,
    icon: null,
    splash: null,
    discovery_splash: null,
    owner_id: guild.ownerId,
    roles: guild.roles,
    emojis: [],
    stickers: [],
    features: [],
    afk_channel_id: null,
    afk_timeout: 300,
    system_channel_id: null,
    system_channel_flags: 0,
    rules_channel_id: null,
    public_updates_channel_id: null,
    safety_alerts_channel_id: null,
    verification_level: 0,
    default_message_notifications: 0,
    explicit_content_filter: 0,
    mfa_level: 0,
    nsfw_level: 0,
    premium_tier: 0,
    premium_progress_bar_enabled: false,
    preferred_locale: guild.locale,
    vanity_url_code: null,
    description: null,
    banner: null,
    application_id: null,
  };
}

/** What GUILD_CREATE carries. */
export function guildCreateJson(world: World, guild: GuildRecord): Record<string, unknown> {
  const channels = [...world.channels.values()].filter((channel) => channel.guildId === guild.id);
  const json = (channel: ChannelRecord) => channelJson(world, channel);
  return {
    ...guildJson(guild),
    joined_at: world.timestamp(),
    large: false,
    unavailable: false,
    member_count: guild.members.size,
    members: [...guild.members.values()],
    channels: channels.filter((channel) => channel.thread === undefined).map(json),
    threads: channels.filter((channel) => channel.thread?.archived === false).map(json),
    voice_states: [],
    presences: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  };
}

export function applicationJson(world: World): Record<string, unknown> {
  const messageContent = 1 << 18;
  return {
    id: world.bot.id,
    name: world.bot.username,
    icon: null,
    description: '',
    bot_public: true,
    bot_require_code_grant: false,
    verify_key: '00',
    flags: world.mayReadContent ? messageContent : 0,
    bot: world.bot,
  };
}
