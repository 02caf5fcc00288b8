/**
 * What Discord told of one server, as `/config` asks it: which roles and channels are its own, and who reads a channel. Apart
 * from the settings themselves, because these are Discord's to change and are looked up when they are needed.
 */
import { type Guild, PermissionFlagsBits } from 'discord.js';
import type { ServerFacts } from '../message/command.js';

const POSTING = PermissionFlagsBits.ViewChannel | PermissionFlagsBits.SendMessages | PermissionFlagsBits.EmbedLinks;

/** From discord.js's memory: nothing is waited for. */
export function serverFacts(guild: Guild | undefined): ServerFacts | undefined {
  if (guild === undefined) return undefined;
  return {
    hasRole: (roleId) => guild.roles.cache.has(roleId),
    channel: (channelId) => {
      const channel = guild.channels.cache.get(channelId);
      if (channel === undefined) return undefined;
      const { me } = guild.members;
      return {
        everyoneReads: channel.permissionsFor(guild.roles.everyone).has(PermissionFlagsBits.ViewChannel),
        mayPost: me !== null && channel.permissionsFor(me).has(POSTING),
      };
    },
  };
}
