/**
 * What somebody may do in a channel, computed as Discord does: roles first, then the channel's overwrites for @everyone,
 * for roles and for the member. Alone because the bot, its users and their payloads are all judged by this one sum.
 * Source: Discord's API documentation, "Permissions", "Permission Overwrites".
 */
import { PermissionFlagsBits } from 'discord-api-types/v10';
import type { ChannelRecord, ChannelRight, GuildRecord, World } from './state.js';

/** Every permission that there is. */
export const everything = Object.values(PermissionFlagsBits).reduce((all, bit) => all | bit, 0n);

/** What everybody may do in an emulated guild. */
export const everyoneMay =
  PermissionFlagsBits.ViewChannel |
  PermissionFlagsBits.SendMessages |
  PermissionFlagsBits.SendMessagesInThreads |
  PermissionFlagsBits.ReadMessageHistory |
  PermissionFlagsBits.CreatePublicThreads |
  PermissionFlagsBits.EmbedLinks |
  PermissionFlagsBits.AttachFiles |
  PermissionFlagsBits.AddReactions |
  PermissionFlagsBits.UseApplicationCommands;

/** What a moderator may do besides. */
export const moderatorsMay = everyoneMay | PermissionFlagsBits.ManageGuild | PermissionFlagsBits.ManageMessages;

export const rightBits: Readonly<Record<ChannelRight, bigint>> = {
  view: PermissionFlagsBits.ViewChannel,
  send: PermissionFlagsBits.SendMessages | PermissionFlagsBits.SendMessagesInThreads,
  threads: PermissionFlagsBits.CreatePublicThreads | PermissionFlagsBits.CreatePrivateThreads,
  react: PermissionFlagsBits.AddReactions,
  attach: PermissionFlagsBits.AttachFiles,
  embed: PermissionFlagsBits.EmbedLinks,
  history: PermissionFlagsBits.ReadMessageHistory,
};

/** A user's permissions in the whole guild; none for a stranger. */
export function permissionsOf(guild: GuildRecord, userId: string): bigint {
  if (guild.ownerId === userId) return everything;
  const member = guild.members.get(userId);
  if (member === undefined) return 0n;
  const own = guild.roles.filter(({ id }) => id === guild.id || member.roles.includes(id));
  const bits = own.reduce((sum, role) => sum | BigInt(role.permissions), 0n);
  return (bits & PermissionFlagsBits.Administrator) === 0n ? bits : everything;
}

/** A user's permissions in a channel; a thread goes by its channel. Direct messages have those of everybody. */
export function permissionsIn(world: World, channel: ChannelRecord, userId: string): bigint {
  if (channel.guildId === undefined) return everyoneMay & ~denied(world, channel, userId);
  const guild = world.guild(channel.guildId);
  const base = permissionsOf(guild, userId);
  const parent = channel.parentId === undefined ? channel : (world.channels.get(channel.parentId) ?? channel);
  if (base === everything) return base;
  const roles = guild.members.get(userId)?.roles ?? [];
  const of = (ids: readonly string[], type: 0 | 1) =>
    parent.overwrites.filter((each) => each.type === type && ids.includes(each.id));
  const layers = [of([guild.id], 0), of(roles, 0), of([userId], 1)];
  const bits = layers.reduce((sum, layer) => {
    const taken = layer.reduce((all, { deny }) => all | deny, 0n);
    const given = layer.reduce((all, { allow }) => all | allow, 0n);
    return (sum & ~taken) | given;
  }, base);
  return bits & ~denied(world, channel, userId) & ~denied(world, parent, userId);
}

/** Whether a user sees a channel and what is written in it. */
export function sees(world: World, channel: ChannelRecord, userId: string): boolean {
  if (channel.recipientId !== undefined) return channel.recipientId === userId || world.bot.id === userId;
  const bits = permissionsIn(world, channel, userId);
  if ((bits & PermissionFlagsBits.ViewChannel) === 0n) return false;
  const isPrivateThread = channel.type === 12;
  const isIn = channel.thread?.memberIds.has(userId) ?? true;
  return !isPrivateThread || isIn || (bits & PermissionFlagsBits.ManageThreads) !== 0n;
}

/** Whether the bot lacks `right` in `channel`. */
export function lacks(world: World, channel: ChannelRecord, right: ChannelRight): boolean {
  if (right === 'view') return !sees(world, channel, world.bot.id) || channel.denied.has('view');
  if (right === 'threads') return lacksBits(world, channel, PermissionFlagsBits.CreatePublicThreads);
  if (right !== 'send') return lacksBits(world, channel, rightBits[right]);
  const { SendMessages, SendMessagesInThreads } = PermissionFlagsBits;
  return lacksBits(world, channel, channel.thread === undefined ? SendMessages : SendMessagesInThreads);
}

/** Whether a user may not write in `channel`. */
export function lacksToSay(world: World, channel: ChannelRecord, userId: string): boolean {
  const { SendMessages, SendMessagesInThreads } = PermissionFlagsBits;
  const needed = channel.thread === undefined ? SendMessages : SendMessagesInThreads;
  return (permissionsIn(world, channel, userId) & needed) === 0n;
}

/** Whether the bot lacks any of `bits` in `channel`. */
export function lacksBits(world: World, channel: ChannelRecord, bits: bigint): boolean {
  return (permissionsIn(world, channel, world.bot.id) & bits) !== bits;
}

/** The bits that the bot lacks in `channel` because a test took them. */
export function deniedBits(channel: ChannelRecord): bigint {
  return [...channel.denied].reduce((bits, right) => bits | rightBits[right], 0n);
}

function denied(world: World, channel: ChannelRecord, userId: string): bigint {
  return userId === world.bot.id ? deniedBits(channel) : 0n;
}
