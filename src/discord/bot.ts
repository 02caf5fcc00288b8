/**
 * The bot's life: connect, register commands, answer until asked to stop, finish what was begun. It wires the other
 * files of this folder together and decides nothing about answers.
 */
import { randomBytes } from 'node:crypto';
import { type Client, Events } from 'discord.js';
import type { Engine } from '../engine.js';
import { asVerbatimError, type VerbatimError } from '../errors.js';
import type { Command } from '../message/command.js';
import { notice } from '../message/layout.js';
import { Counters } from '../ops/counters.js';
import type { Log } from '../ops/log.js';
import { fileFetcher } from './attachments.js';
import { createClient, logConnection } from './client.js';
import { type Clock, every, systemClock } from './clock.js';
import { connect, onceClosedForGood } from './connect.js';
import { countedEngine } from './counted-engine.js';
import { type Deployment, deployCommands } from './deploy.js';
import { onInteraction } from './dispatch.js';
import { Guilds } from './guilds.js';
import { Housekeeping } from './housekeeping.js';
import { InteractionReply } from './interaction-reply.js';
import { languagesOf } from './languages.js';
import { QuestionLimits } from './limits.js';
import { onMessage } from './mentions.js';
import { Pending } from './pending.js';
import { inviteLink } from './permissions.js';
import { serverFacts } from './server-facts.js';
import { guildIds, watchServers } from './servers.js';
import type { DiscordSettings } from './settings.js';
import { knownServers, SharedServers } from './shared-servers.js';
import type { Surface } from './surface.js';

export interface BotOptions {
  readonly config: DiscordSettings;
  readonly engine: Engine;
  readonly commands: readonly Command[];
  readonly log: Log;
  readonly now: () => Date;
  /** Bytes for incident ids. Default: the system's. */
  readonly random?: (bytes: number) => Uint8Array;
  /** Default: the system's. */
  readonly clock?: Clock;
  /** Gives up connecting when it aborts; a connected bot is ended by `close`. */
  readonly signal?: AbortSignal;
  /** Default: one made for `config`. */
  readonly client?: Client;
}

export interface Bot {
  /** The link that adds this bot to a server. */
  readonly invite: string;
  /** What registering the commands did; undefined when Discord refused it, which the log explains. */
  readonly deployment: Deployment | undefined;
  /** Resolves, with the reason, if Discord closes the connection for good. The bot answers nothing from then on. */
  readonly lost: Promise<VerbatimError>;
  /** Takes nothing new, finishes answers begun (at most 10 s), and leaves. May be called again. */
  close(): Promise<void>;
}

const DRAIN_TIMEOUT_MS = 10_000;
const LEAVE_TIMEOUT_MS = 2_000;
const INCIDENT_ID_BYTES = 4;
const SUMMARY_INTERVAL_MS = 10 * 60 * 1_000;

/** Resolves when the bot answers. Rejects with `config` for a wrong token, `cancelled` on abort, else with `discord`. */
export async function startBot(options: BotOptions): Promise<Bot> {
  const { config, log, clock = systemClock } = options;
  const client = options.client ?? createClient(config);
  const stop = new AbortController();
  const pending = new Pending();
  const surface = surfaceOf(client, options);
  const { counters } = surface;
  logConnection(client, { log, stopping: stop.signal, onSlowedDown: () => counters.slowedDown() });
  // Nobody is heard before it is known who may see what.
  await surface.guilds.refresh();
  listen(client, { surface, pending, stopping: stop.signal });
  const ready = await connect(client, config, options.signal);
  const lost = onceClosedForGood(client);
  void lost.then((err) => log.error({ err }, 'Discord closed the connection for good'));
  const deployment = await register(ready, options);
  const invite = inviteLink(ready.application.id);
  log.info({ user: ready.user.tag, guilds: guildIds(ready).length, invite, deployment }, 'Discord: ready');
  const housekeeping = new Housekeeping({
    engine: options.engine,
    guilds: surface.guilds,
    guildIds: () => guildIds(ready),
    clock,
    now: options.now,
    log,
  });
  const say = () => log.info({ ...counters.take(), pending: pending.size }, 'Since the last summary');
  const silence = every(clock, SUMMARY_INTERVAL_MS, say);
  watchServers(ready, {
    guilds: surface.guilds,
    config,
    log,
    onLeft: (guildId) => housekeeping.left(guildId),
    onJoined: (guildId) => {
      housekeeping.joined();
      // Registering in a server that the bot is not in fails; it works once somebody has invited it.
      if (deployment === undefined && guildId === config.guildId) pending.add(register(ready, options), logged(log));
    },
  });
  let closing: Promise<void> | undefined;
  const close = async () => {
    stop.abort();
    // Answers are finished; a reindex that may take an hour is not waited for, and goes on from there next time.
    await options.engine
      .cancelChange()
      .catch((thrown: unknown) => log.warn({ err: thrown }, 'Could not stop indexing'));
    housekeeping.stop();
    silence();
    pending.add(housekeeping.done, logged(log));
    const unfinished = await pending.drain(DRAIN_TIMEOUT_MS, clock);
    if (unfinished > 0) log.warn({ unfinished }, 'Stopped before every answer was finished');
    say();
    await leave(client, clock);
  };
  return {
    invite,
    deployment,
    lost,
    close() {
      closing ??= close();
      return closing;
    },
  };
}

/** A connection that is being made again, or cannot be, takes its time to be given up. */
async function leave(client: Client, clock: Clock): Promise<void> {
  const gone = new Promise<void>((resolve) => void clock.after(LEAVE_TIMEOUT_MS, resolve));
  await Promise.race([client.destroy(), gone]);
}

interface Listening {
  readonly surface: Surface;
  readonly pending: Pending;
  readonly stopping: AbortSignal;
}

function listen(client: Client, { surface, pending, stopping }: Listening): void {
  const { log, rest } = surface;
  const failed = logged(log);
  client.on(Events.InteractionCreate, (interaction) => {
    const answered = stopping.aborted
      ? new InteractionReply(rest, interaction).tell(notice(languagesOf(interaction).forUser.text('notice.stopping')))
      : onInteraction(interaction, surface);
    pending.add(answered, failed);
  });
  client.on(Events.MessageCreate, (message) => {
    if (stopping.aborted || !client.isReady()) return;
    pending.add(onMessage(message, client.user.id, surface), failed);
  });
}

function logged(log: Log): (thrown: unknown) => void {
  return (thrown) => log.error({ err: asVerbatimError(thrown) }, 'A handler failed');
}

function surfaceOf(client: Client, options: BotOptions): Surface {
  const { config, commands, log, now, clock = systemClock, random = randomBytes } = options;
  const counters = new Counters();
  const engine = countedEngine(options.engine, counters, () => clock.nowMs());
  return {
    engine,
    rest: client.rest,
    log,
    now,
    clock,
    counters,
    limits: new QuestionLimits(clock),
    guilds: new Guilds({ engine, bindings: config, guildIds: () => guildIds(client) }),
    auditTrouble: new Set(),
    threadTrouble: new Set(),
    shared: new SharedServers({ rest: client.rest, log, clock, servers: () => knownServers(client) }),
    commands: new Map(commands.map((command) => [command.data.name, command])),
    newIncidentId: () => Buffer.from(random(INCIDENT_ID_BYTES)).toString('hex'),
    localeOf: (guildId) => client.guilds.cache.get(guildId ?? '')?.preferredLocale,
    serverFacts: (guildId) => serverFacts(client.guilds.cache.get(guildId)),
    fetchFile: fileFetcher({ hosts: config.cdnHosts ?? [], clock }),
  };
}

/** A refusal is logged and not fatal: commands registered before still work, and so do mentions. */
async function register(client: Client<true>, options: BotOptions): Promise<Deployment | undefined> {
  const { config, commands, log } = options;
  const { rest, application } = client;
  try {
    return await deployCommands({ rest, applicationId: application.id, guildId: config.guildId, commands });
  } catch (err) {
    log.error({ err }, asVerbatimError(err).message);
    return undefined;
  }
}
