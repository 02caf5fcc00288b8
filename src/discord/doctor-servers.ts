/**
 * Asks Discord what a bot needs to be well: whose token it is, which intents, which servers, and what it may do in each
 * of their channels. Over REST alone, so that it works beside a bot that runs. Apart from `cli/doctor`, which knows no Discord.
 */
import {
  type APIApplication,
  type APIGuild,
  type APIGuildChannel,
  type APIGuildMember,
  ApplicationFlags,
  DiscordAPIError,
  type GuildChannelType,
  type RESTAPIPartialCurrentUserGuild,
  Routes,
} from 'discord.js';
import { asVerbatimError } from '../errors.js';
import { examineServer, listed, type Server, type ServerFindings } from './doctor-channels.js';
import { auditFaults, boundFindings, type Finding, type Kept } from './doctor-chosen.js';
import { identify } from './identity.js';
import { inviteLink, PERMISSIONS } from './permissions.js';
import { type Rest, signedIn } from './rest.js';
import type { DiscordSettings } from './settings.js';

/** Servers looked into, three requests each; the one that DISCORD_GUILD_ID names comes first. */
export const MAX_SERVERS = 10;
/** Most that Discord lists at once. */
const LIST_LIMIT = 200;

/**
 * Everything Discord can say about this bot, and whether it bears out what was chosen. Rejects with `config` for a refused
 * token, else with `discord`.
 */
export async function examineDiscord(
  settings: DiscordSettings,
  kept?: Kept,
  rest: Rest = signedIn(settings),
): Promise<readonly Finding[]> {
  const { applicationId, name } = await identify(settings, rest);
  const application = (await rest.get(Routes.currentApplication())) as APIApplication;
  const me = (await rest.get(Routes.user())) as { readonly id: string };
  const query = new URLSearchParams({ limit: String(LIST_LIMIT) });
  const all = (await rest.get(Routes.userGuilds(), { query })) as readonly RESTAPIPartialCurrentUserGuild[];
  const sorted = all.toSorted((a, b) => Number(b.id === settings.guildId) - Number(a.id === settings.guildId));
  const checked = await inTurn(sorted.slice(0, MAX_SERVERS), (guild) =>
    checkServer(guild, { rest, botId: me.id, applicationId, kept }),
  );
  return [
    { name: 'discord', ok: true, found: `signed in as ${name}, application ${applicationId}` },
    intents(application),
    invitation(applicationId),
    ...bound(settings.guildId, all, applicationId),
    ...boundFindings({ bound: settings.collections, known: kept?.collections, servers: all, applicationId }),
    ...summary(checked, all.length, applicationId),
  ];
}

/** One after the other: checks must not use up the rate limit of a bot that answers. */
async function inTurn<In, Out>(items: readonly In[], act: (item: In) => Promise<Out>): Promise<readonly Out[]> {
  const results: Out[] = [];
  for (const item of items) results.push(await act(item));
  return results;
}

interface Looking {
  readonly rest: Rest;
  readonly botId: string;
  readonly applicationId: string;
  readonly kept: Kept | undefined;
}

interface Checked {
  readonly name: string;
  readonly faults: readonly { readonly found: string; readonly remedy: string }[];
  readonly findings?: ServerFindings;
}

async function checkServer(guild: RESTAPIPartialCurrentUserGuild, looking: Looking): Promise<Checked> {
  const { id, name } = guild;
  try {
    const [server, scope] = [await readServer(id, looking), await scopeFaults(id, looking)];
    const findings = examineServer(server);
    const audit = auditFaults(server, looking.kept);
    return { name, faults: [...scope, ...findings.faults, ...audit], findings };
  } catch (thrown) {
    const remedy = 'Run `verbatim doctor` again; if it stays so, take the bot out of that server and add it anew';
    return { name, faults: [{ found: `could not be looked into: ${asVerbatimError(thrown).message}`, remedy }] };
  }
}

async function readServer(id: string, { rest, botId }: Looking): Promise<Server> {
  const guild = (await rest.get(Routes.guild(id))) as APIGuild;
  const member = (await rest.get(Routes.guildMember(id, botId))) as APIGuildMember;
  const channels = (await rest.get(Routes.guildChannels(id))) as readonly APIGuildChannel<GuildChannelType>[];
  const botName = member.nick ?? member.user.username;
  const own = guild.roles.find(({ tags }) => tags?.bot_id === botId);
  return {
    name: guild.name,
    rights: { guildId: id, ownerId: guild.owner_id, memberId: botId, memberRoles: member.roles, roles: guild.roles },
    botName,
    botRole: own?.name ?? botName,
    channels: channels.map(({ id: channelId, name, type, parent_id, permission_overwrites }) => ({
      id: channelId,
      name: name ?? channelId,
      type,
      parentId: parent_id ?? undefined,
      overwrites: permission_overwrites ?? [],
    })),
  };
}

/** Discord lists a server's commands to an application only where it has the scope for them. */
async function scopeFaults(id: string, { rest, applicationId }: Looking): Promise<Checked['faults']> {
  try {
    await rest.get(Routes.applicationGuildCommands(applicationId, id));
    return [];
  } catch (thrown) {
    if (!(thrown instanceof DiscordAPIError) || thrown.code !== MISSING_ACCESS) throw thrown;
    const remedy = `Open this link and add the bot again, which changes nothing else: ${inviteLink(applicationId)}`;
    return [{ found: 'it was added without the scope applications.commands, so it has no slash commands', remedy }];
  }
}

const MISSING_ACCESS = 50_001;

/** Privileged intents that are switched on for an application, by the names in the developer portal. */
const PRIVILEGED: readonly (readonly [name: string, flags: number])[] = [
  ['Presence', ApplicationFlags.GatewayPresence | ApplicationFlags.GatewayPresenceLimited],
  ['Server Members', ApplicationFlags.GatewayGuildMembers | ApplicationFlags.GatewayGuildMembersLimited],
  ['Message Content', ApplicationFlags.GatewayMessageContent | ApplicationFlags.GatewayMessageContentLimited],
];

function intents({ flags }: Pick<APIApplication, 'flags'>): Finding {
  const on = PRIVILEGED.filter(([, bits]) => ((flags ?? 0) & bits) !== 0).map(([name]) => name);
  const unneeded = on.length === 0 ? '' : `; ${on.join(', ')} can be switched off in the developer portal`;
  return { name: 'intents', ok: true, found: `no privileged intent is needed${unneeded}` };
}

function invitation(applicationId: string): Finding {
  const names = PERMISSIONS.map(({ name }) => name).join(', ');
  return { name: 'invite', ok: true, found: `${inviteLink(applicationId)} (${names})` };
}

/** DISCORD_GUILD_ID, when it is set, must be a server that the bot is in. */
function bound(
  guildId: string | undefined,
  guilds: readonly { readonly id: string }[],
  applicationId: string,
): readonly Finding[] {
  if (guildId === undefined || guilds.some(({ id }) => id === guildId)) return [];
  const remedy = `Add it with ${inviteLink(applicationId)}, or set DISCORD_GUILD_ID to a server that it is in`;
  return [
    { name: 'server', ok: false, found: `the bot is not in server ${guildId}, which DISCORD_GUILD_ID names`, remedy },
  ];
}

function summary(checked: readonly Checked[], inAll: number, applicationId: string): readonly Finding[] {
  if (inAll === 0) {
    const remedy = `Open ${inviteLink(applicationId)}`;
    return [{ name: 'servers', ok: false, found: 'the bot is in no server yet', remedy }];
  }
  const faults = checked.flatMap(({ name, faults }) =>
    faults.map(({ found, remedy }) => ({ name: 'server', ok: false, found: `${name}: ${found}`, remedy })),
  );
  return [{ name: 'servers', ok: true, found: wellText(checked, inAll) }, ...faults];
}

function wellText(checked: readonly Checked[], inAll: number): string {
  const well = checked.filter(({ faults }) => faults.length === 0);
  const closed = checked.flatMap(({ name, findings }) =>
    findings === undefined || findings.closed.length === 0 ? [] : [`${listed(findings.closed)} (${name})`],
  );
  const parts = [
    inAll > checked.length
      ? `in ${inAll === LIST_LIMIT ? `${LIST_LIMIT} or more` : inAll}, the first ${checked.length} looked into`
      : `in ${inAll}`,
    ...(well.length === 0 ? [] : [`nothing wrong in ${listed(well.map(wellName))}`]),
    ...(closed.length === 0 ? [] : [`left alone, being private or for reading only: ${closed.join('; ')}`]),
  ];
  return parts.join('; ');
}

function wellName({ name, findings }: Checked): string {
  const channels = findings?.channels ?? 0;
  return `${name} (${channels} ${channels === 1 ? 'channel' : 'channels'})`;
}
