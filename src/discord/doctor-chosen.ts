/**
 * Whether what was chosen can be as chosen: the audit channel of a server, the collections that DISCORD_COLLECTIONS gives to
 * servers. Pure and alone: it holds what the bot keeps against what Discord told, and either may have changed since.
 */
import { PermissionFlagsBits } from 'discord.js';
import type { Engine } from '../engine.js';
import { type Fault, listed, type Server } from './doctor-channels.js';
import { basePermissions, channelPermissions, permissionNames } from './doctor-permissions.js';
import { inviteLink } from './permissions.js';
import { HOST, HOST_COLLECTION } from './visibility.js';

/** One line of `doctor`. */
export interface Finding {
  readonly name: string;
  readonly ok: boolean;
  readonly found: string;
  /** With faults only. */
  readonly remedy?: string;
}

/** What the index keeps for servers. */
export interface Kept {
  readonly collections: Awaited<ReturnType<Engine['collections']>>;
  readonly settings: Awaited<ReturnType<Engine['settings']>>;
}

const POSTING = PermissionFlagsBits.ViewChannel | PermissionFlagsBits.SendMessages | PermissionFlagsBits.EmbedLinks;

/** The channel that `/config audit` chose must be there, and the bot must be able to post in it. */
export function auditFaults({ rights, channels, botName }: Server, kept: Kept | undefined): readonly Fault[] {
  const chosen = kept?.settings.find(({ guildId }) => guildId === rights.guildId)?.settings.auditChannelId;
  if (chosen === undefined) return [];
  const channel = channels.find(({ id }) => id === chosen);
  if (channel === undefined) {
    const remedy = 'A moderator there chooses another with `/config audit`, or none to announce nothing';
    return [
      { found: `the audit channel (${chosen}) was deleted, so acts of moderators are announced nowhere`, remedy },
    ];
  }
  const missing = POSTING & ~channelPermissions(basePermissions(rights), channel.overwrites, rights);
  if (missing === 0n) return [];
  const names = permissionNames(missing).join(', ');
  return [
    {
      found: `#${channel.name}, the audit channel: the bot lacks ${names} there, so acts of moderators are announced nowhere`,
      remedy: `#${channel.name}, Edit Channel, Permissions, Advanced permissions: add “${botName}” and set ${names} to the green check`,
    },
  ];
}

interface Bound {
  /** `DISCORD_COLLECTIONS`: names of the host's collections by server id. */
  readonly bound: Readonly<Record<string, readonly string[]>> | undefined;
  /** Every collection there is; absent where the index cannot be opened, and then no name is judged. */
  readonly known: Kept['collections'] | undefined;
  readonly servers: readonly { readonly id: string; readonly name: string }[];
  readonly applicationId: string;
}

/** Each server of DISCORD_COLLECTIONS must be one that the bot is in, and each collection one that there is. */
export function boundFindings({ bound = {}, known, servers, applicationId }: Bound): readonly Finding[] {
  const absent = Object.keys(bound).filter((guildId) => !servers.some(({ id }) => id === guildId));
  const strangers = absent.map((guildId) => ({
    name: 'collections',
    ok: false,
    found: `the bot is not in server ${guildId}, which DISCORD_COLLECTIONS names`,
    remedy: `Add it with ${inviteLink(applicationId)}, or take that server out of DISCORD_COLLECTIONS`,
  }));
  const unknown = known === undefined ? [] : unknownNames(bound, known);
  const faults = [...strangers, ...unknown];
  if (faults.length > 0 || Object.keys(bound).length === 0) return faults;
  const shown = servers.flatMap(({ id, name }) =>
    bound[id] === undefined ? [] : [`${name}: ${bound[id].join(', ')}`],
  );
  return [{ name: 'collections', ok: true, found: `shown besides: ${shown.join('; ')}` }];
}

/** `default` is there as soon as anything is. */
function unknownNames(bound: NonNullable<Bound['bound']>, known: Kept['collections']): readonly Finding[] {
  const ours = new Set(known.flatMap(({ owner, name }) => (owner === HOST ? [name] : [])));
  ours.add(HOST_COLLECTION.name);
  const names = [...new Set(Object.values(bound).flat())].filter((name) => !ours.has(name));
  return names.map((name) => ({
    name: 'collections',
    ok: false,
    found: `there is no collection “${name}”, which DISCORD_COLLECTIONS names; there are: ${listed([...ours].sort())}`,
    remedy: `Mend the name, or fill it: verbatim ingest --collection ${name} <folder>`,
  }));
}
