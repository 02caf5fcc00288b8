/**
 * Direct messages: whose documents they are answered from, and the course of a command or a button there. It stands alone
 * because, unlike in a server, what somebody may see has to be asked for first; so the first response goes out before that.
 */
import type { Interaction } from 'discord.js';
import { asVerbatimError } from '../errors.js';
import type { Caller } from '../message/command.js';
import { notice } from '../message/layout.js';
import { limitReached } from '../message/limit-reached.js';
import { drawnFrom, type NamedServer, type ServerChoice, serverMenu } from '../message/servers.js';
import type { MessageView } from '../message/view.js';
import { ENGLISH, type Words } from '../message/words.js';
import { DEFAULT_SETTINGS, type Exchange } from '../records.js';
import { answerInteraction } from './answering.js';
import { type Asker, callerOf } from './caller.js';
import { counted } from './counting.js';
import type { Acknowledgement } from './interaction-reply.js';
import type { SharedServer } from './shared-servers.js';
import type { Call, Surface } from './surface.js';
import { ownCollection } from './visibility.js';

/** Two seconds of the three that Discord waits are for the suggestions themselves. */
const SOON_MS = 700;

/** Somebody who writes to the bot alone. */
export interface Writer {
  readonly userId: string;
  readonly channelId: string;
  /** What they asked: the words of the message that is replied to, or an exchange, to be remembered should it have to wait. */
  readonly asked?: 'in-message' | Exchange | undefined;
}

export function writerOf({ user, channelId }: Pick<Interaction, 'user' | 'channelId'>): Writer {
  return { userId: user.id, channelId: channelId ?? '' };
}

/** What can be done for them. */
export type Directly =
  /** `among` is the server, when it is one of several. */
  | { readonly asker: Asker; readonly among?: NamedServer }
  /** Nothing can be asked before this is read. */
  | { readonly view: MessageView };

/** Whose documents they ask: those of the one server shared, or of the one they chose among several. */
export async function directly(writer: Writer, words: Words, surface: Surface): Promise<Directly> {
  const { chosen, servers } = await choiceOf(writer.userId, surface);
  if (servers.length === 0) return { view: notice(words.text('direct.none')) };
  if (chosen === undefined) return { view: serverMenu({ servers, words, waits: await waiting(writer, surface) }) };
  const asker = askerIn(chosen, writer);
  return servers.length === 1 ? { asker } : { asker, among: chosen };
}

/** What their question is called while they choose. */
async function waiting({ asked }: Writer, { engine, now }: Surface): Promise<ServerChoice['waits']> {
  if (asked === undefined || asked === 'in-message') return asked && {};
  return { exchangeId: await engine.remember(asked, now()) };
}

function askerIn({ guildId, roles, mayManage }: SharedServer, { userId, channelId }: Writer): Asker {
  return { userId, channelId, guildId, roles, mayManage };
}

/** As `directly`, for what cannot wait: undefined when it is not known within 700 ms whose documents they ask. */
export async function askerSoon(writer: Writer, surface: Surface): Promise<Asker | undefined> {
  let callOff = (): void => undefined;
  const late = new Promise<undefined>((resolve) => {
    callOff = surface.clock.after(SOON_MS, () => resolve(undefined));
  });
  const found = directly(writer, ENGLISH, surface).catch((thrown: unknown) => {
    surface.log.warn(
      { user: writer.userId, err: asVerbatimError(thrown) },
      'It is not known whose documents are asked',
    );
    return undefined;
  });
  try {
    const first = await Promise.race([found, late]);
    return first !== undefined && 'asker' in first ? first.asker : undefined;
  } finally {
    callOff();
  }
}

/** Whose documents are read, and the menu to choose another. */
export async function showServers({ userId }: Writer, words: Words, surface: Surface): Promise<MessageView> {
  const { chosen, servers } = await choiceOf(userId, surface);
  if (servers.length === 0) return notice(words.text('direct.none'));
  return serverMenu({ servers, chosen: chosen?.guildId, words });
}

export interface Choosing {
  /** What was chosen in the menu. */
  readonly guildId: string | undefined;
  readonly words: Words;
  /** The question that the menu stands under, if it is still there. */
  readonly waits?: ServerChoice['waits'];
}

/** The menu as it is now, and who asks in which server; nobody, where nothing was chosen. */
export interface Chosen {
  readonly view: MessageView;
  readonly asker?: Asker;
  readonly among?: NamedServer;
}

/** Remembers what was chosen in the menu. A server that is not shared (any more) is not chosen. */
export async function chooseServer(writer: Writer, choosing: Choosing, surface: Surface): Promise<Chosen> {
  const { guildId, words, waits } = choosing;
  const { userId } = writer;
  const servers = await surface.shared.of(userId, guildId);
  const chosen = servers.find((server) => server.guildId === guildId);
  if (chosen === undefined) return { view: await showServers(writer, words, surface) };
  await surface.engine.chooseServer({ userId, guildId: chosen.guildId });
  const view = serverMenu({ servers, chosen: chosen.guildId, words, waits });
  return { view, asker: askerIn(chosen, writer), among: chosen };
}

export interface DirectWork extends Writer {
  readonly acknowledgement: Acknowledgement;
  /** What it counts for, as `counting` weighs it. */
  readonly weight: number;
  /** Whether it works without any server's documents. Default false. */
  readonly needsNoServer?: boolean | undefined;
  readonly run: (caller: Caller, update: (view: MessageView) => void) => Promise<readonly MessageView[]>;
}

/** Answers an interaction in direct messages, as it would be answered privately in the server whose documents are asked. */
export function answerDirectly(work: DirectWork, call: Call, surface: Surface): Promise<void> {
  const { forUser } = call.languages;
  const run = async (update: (view: MessageView) => void): Promise<readonly MessageView[]> => {
    const found = await directly(work, forUser, surface);
    if ('view' in found) return work.needsNoServer === true ? work.run(nowhere(work), update) : [found.view];
    const { reached, done } = counted(found.asker, work.weight, surface);
    if (reached !== undefined) return [limitReached(reached, forUser)];
    try {
      const views = await work.run(callerOf(found.asker, 'private', surface), update);
      return found.among === undefined ? views : drawnFrom(views, found.among, forUser);
    } finally {
      done();
    }
  };
  const { acknowledgement } = work;
  return answerInteraction({ ...call, acknowledgement, isPrivate: false, run }, surface);
}

/** Somebody of whom no server is known: they see and change nothing. */
function nowhere({ userId, channelId }: Writer): Caller {
  const nothing = { isModerator: false, visible: [], changeable: [], additions: ownCollection('') };
  return { actor: userId, guildId: '', channelId, ...nothing, settings: DEFAULT_SETTINGS };
}

async function choiceOf(
  userId: string,
  { shared, engine }: Pick<Surface, 'shared' | 'engine'>,
): Promise<{ readonly chosen: SharedServer | undefined; readonly servers: readonly SharedServer[] }> {
  const before = await engine.chosenServer(userId);
  const servers = await shared.of(userId, before);
  const [only] = servers;
  const chosen = servers.length === 1 ? only : servers.find(({ guildId }) => guildId === before);
  return { chosen, servers };
}
