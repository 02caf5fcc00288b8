/**
 * The call of a command: by its name, on a message, by its form, or while an option is typed. One place, so that every way
 * to a command passes the same checks: moderators' commands are for moderators, and what it may see is decided for whom
 * and where it is called. The first response is decided from memory and goes out before any work.
 */
import type {
  AutocompleteInteraction,
  ChatInputCommandInteraction,
  MessageContextMenuCommandInteraction,
  ModalSubmitInteraction,
} from 'discord.js';
import type { Command, CommandContext } from '../message/command.js';
import { moderatorsOnly, outdated } from '../message/failure.js';
import { notice } from '../message/layout.js';
import { limitReached } from '../message/limit-reached.js';
import type { MessageView } from '../message/view.js';
import type { Words } from '../message/words.js';
import type { Exchange } from '../records.js';
import { answerInteraction } from './answering.js';
import { type Asker, askerOf, callerOf } from './caller.js';
import { counted, weightOfCommand } from './counting.js';
import { answerDirectly, askerSoon, type Writer, writerOf } from './direct.js';
import { formOf, submittedForm } from './forms.js';
import { filesOf, optionsOf, targetOf } from './given.js';
import { powersOf } from './powers.js';
import { suggestions } from './suggesting.js';
import type { Call, Surface } from './surface.js';

/** What somebody called, with all that they gave. */
interface Called extends Pick<CommandContext, 'options' | 'target' | 'files'> {
  readonly command: Command;
  readonly asker: Asker;
}

/** Rejects only when the first response does not get through. */
export async function onCommand(
  interaction: ChatInputCommandInteraction | MessageContextMenuCommandInteraction,
  call: Call,
  surface: Surface,
): Promise<void> {
  const command = surface.commands.get(interaction.commandName);
  const { forUser } = call.languages;
  if (command === undefined) {
    const why = 'A command that this version does not have; restart Discord or wait for its list to refresh';
    surface.log.warn(call.doing, why);
    return call.reply.tell(gone(interaction.commandName, forUser));
  }
  const { data } = interaction.options;
  const options = interaction.isChatInputCommand() ? optionsOf(data) : {};
  const files = interaction.isChatInputCommand() ? filesOf(data) : {};
  const target = interaction.isMessageContextMenuCommand() ? { target: targetOf(interaction) } : {};
  const asker = askerOf(interaction);
  if (asker === undefined)
    return runDirectly(writerOf(interaction), { command, options, files, ...target }, call, surface);
  const refusal = refusalOf(command, asker, call, surface);
  if (refusal !== undefined) return call.reply.tell(refusal);
  const form = formOf(command, options, forUser);
  if (form !== undefined) return call.reply.ask(form);
  return run({ command, asker, options, files, ...target }, call, surface);
}

/** A form that was filled in. It is checked anew: minutes may lie between, and the form is whatever was sent. */
export async function onForm(interaction: ModalSubmitInteraction, call: Call, surface: Surface): Promise<void> {
  const submitted = submittedForm(interaction);
  const command = surface.commands.get(submitted?.command ?? '');
  const { forUser } = call.languages;
  if (submitted === undefined || command === undefined) return call.reply.tell(outdated(forUser));
  const asker = askerOf(interaction);
  if (asker === undefined) return call.reply.tell(notice(forUser.text('notice.unknown')));
  const refusal = refusalOf(command, asker, call, surface);
  if (refusal !== undefined) return call.reply.tell(refusal);
  return run({ command, asker, options: submitted.options }, call, surface);
}

/** Suggestions are seen by whoever types, but picked into what others may see: they show what the reply may draw on. */
export async function onTyping(interaction: AutocompleteInteraction, call: Call, surface: Surface): Promise<void> {
  const command = surface.commands.get(interaction.commandName);
  const asker = askerOf(interaction) ?? (await askerSoon(writerOf(interaction), surface));
  if (command === undefined || asker === undefined) return call.reply.suggest([]);
  const options = optionsOf(interaction.options.data);
  const caller = callerOf(asker, command.isPrivate(options) ? 'private' : 'public', surface);
  if (command.moderatorsOnly && !caller.isModerator) return call.reply.suggest([]);
  const focused = interaction.options.getFocused(true).name;
  const typing = { engine: surface.engine, caller, options, focused, words: call.languages.forUser };
  const { clock, log } = surface;
  return call.reply.suggest(await suggestions(command, typing, { clock, log, doing: call.doing }));
}

/** Why this call is not for this caller; undefined when it is. */
function refusalOf(command: Command, asker: Asker, call: Call, surface: Surface): MessageView | undefined {
  if (!command.moderatorsOnly || callerOf(asker, 'private', surface).isModerator) return undefined;
  surface.log.info(call.doing, 'A command for moderators was refused');
  return moderatorsOnly(call.languages.forUser);
}

async function run({ command, asker, ...given }: Called, call: Call, surface: Surface): Promise<void> {
  const { reply, doing, languages } = call;
  const { reached, done } = counted(asker, weightOfCommand(command), surface);
  if (reached !== undefined) return reply.tell(limitReached(reached, languages.forUser));
  const isPrivate = command.isPrivate(given.options);
  const caller = callerOf(asker, isPrivate ? 'private' : 'public', surface);
  const { engine, now } = surface;
  const words = isPrivate ? languages.forUser : languages.forAll;
  const context = { ...caller, ...powersOf(caller, surface), ...given, engine, now: now(), words };
  return answerInteraction(
    {
      reply,
      acknowledgement: isPrivate ? 'private' : 'public',
      isPrivate,
      doing,
      languages,
      // Free for the next as soon as it is worked out: whoever reads an answer may ask again.
      run: (update) => command.execute({ ...context, update }).finally(done),
    },
    surface,
  ).finally(done);
}

/** What a command is handed beside who calls it. */
type Given = Omit<Called, 'asker'>;

/** As `run`, for somebody of whom it must first be found out what they may see. Commands with forms are of servers only. */
function runDirectly(writer: Writer, { command, ...given }: Given, call: Call, surface: Surface): Promise<void> {
  const { engine, now } = surface;
  const words = call.languages.forUser;
  return answerDirectly(
    {
      ...writer,
      asked: askedOf(writer, { command, ...given }),
      acknowledgement: 'public',
      weight: weightOfCommand(command),
      needsNoServer: command.needsNoServer,
      run: async (caller, update) => {
        if (command.moderatorsOnly && !caller.isModerator) return [moderatorsOnly(words)];
        const context = { ...caller, ...powersOf(caller, surface), ...given, engine, now: now(), words };
        return command.execute({ ...context, update });
      },
    },
    call,
    surface,
  );
}

function gone(name: string, words: Words): MessageView {
  return notice(words.text('notice.otherVersion', { command: `\`/${name}\`` }));
}

/** A question that may have to wait until a server is chosen. Of `/ask` only: what else is called is called again. */
function askedOf({ userId }: Writer, { command, options }: Given): Exchange | undefined {
  const { question, collection } = options;
  if (command.data.name !== 'ask' || typeof question !== 'string') return undefined;
  const chosen = typeof collection === 'string' ? { options: { collection } } : {};
  return { question, collections: [], userId, ...chosen };
}
