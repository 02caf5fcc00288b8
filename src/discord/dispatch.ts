/**
 * Interactions: slash commands, buttons, and what is left over from older versions. It decides from memory alone what
 * the first response is, so that this goes out before any work; `answering` does the rest.
 */
import type { ChatInputCommandInteraction, CommandInteractionOption, Interaction } from 'discord.js';
import type { CommandOptions } from '../message/command.js';
import { moderatorsOnly } from '../message/failure.js';
import { notice } from '../message/layout.js';
import type { MessageView } from '../message/view.js';
import type { Words } from '../message/words.js';
import { answerInteraction, logUnanswered } from './answering.js';
import { InteractionReply } from './interaction-reply.js';
import { languagesOf } from './languages.js';
import { MODERATOR_PERMISSION } from './permissions.js';
import { onPress } from './press.js';
import type { Call, Surface } from './surface.js';

/** Answers one interaction, whatever it is. Never rejects. */
export async function onInteraction(interaction: Interaction, surface: Surface): Promise<void> {
  const reply = new InteractionReply(surface.rest, interaction);
  const doing = describe(interaction);
  const languages = languagesOf(interaction);
  if (interaction.isChatInputCommand()) return onCommand(interaction, { reply, doing, languages }, surface);
  if (interaction.isMessageComponent()) return onPress(interaction, { reply, doing, languages }, surface);
  if (interaction.isAutocomplete()) return firstOnly(() => reply.suggestNothing(), doing, surface);
  surface.log.warn(doing, 'An interaction of a kind that this version does not have');
  return firstOnly(() => reply.tell(notice(languages.forUser.text('notice.unknown'))), doing, surface);
}

async function onCommand(interaction: ChatInputCommandInteraction, call: Call, surface: Surface): Promise<void> {
  const { reply, doing, languages } = call;
  const { forUser, forAll } = languages;
  const command = surface.commands.get(interaction.commandName);
  const access = surface.accessFrom(interaction.guildId);
  if (command === undefined) {
    surface.log.warn(
      doing,
      'A command that this version does not have; restart Discord or wait for its list to refresh',
    );
    return firstOnly(() => reply.tell(gone(interaction.commandName, forUser)), doing, surface);
  }
  if (access === undefined) {
    return firstOnly(() => reply.tell(notice(forUser.text('notice.noDocumentsHere'))), doing, surface);
  }
  if (command.moderatorsOnly && !isModerator(interaction)) {
    surface.log.info(doing, 'A command for moderators was refused');
    return firstOnly(() => reply.tell(moderatorsOnly(forUser)), doing, surface);
  }
  const options = optionsOf(interaction.options.data);
  const isPrivate = command.isPrivate(options);
  const { engine, now } = surface;
  const words = isPrivate ? forUser : forAll;
  const context = { engine, options, ...access, actor: interaction.user.id, now: now(), words };
  return answerInteraction(
    {
      reply,
      acknowledgement: isPrivate ? 'private' : 'public',
      isPrivate,
      doing,
      languages,
      run: (update) => command.execute({ ...context, update }),
    },
    surface,
  );
}

/** For what needs no work: the first response is the whole answer. */
async function firstOnly(respond: () => Promise<void>, doing: object, surface: Surface): Promise<void> {
  try {
    await respond();
  } catch (thrown) {
    logUnanswered(thrown, doing, surface);
  }
}

/** Who asked for what and where, without a word of theirs. */
function describe(interaction: Interaction): Record<string, unknown> {
  const { user, guildId, channelId } = interaction;
  const what = interaction.isCommand() || interaction.isAutocomplete() ? { command: interaction.commandName } : {};
  // What follows in a `custom_id` may be words that somebody typed.
  const control = interaction.isMessageComponent() ? { control: /^\w*:?\w*/.exec(interaction.customId)?.[0] } : {};
  return { ...what, ...control, interaction: interaction.id, user: user.id, guild: guildId, channel: channelId };
}

/** Administrators count as moderators, as everywhere in Discord. */
function isModerator(interaction: ChatInputCommandInteraction): boolean {
  return interaction.memberPermissions?.has(MODERATOR_PERMISSION, true) ?? false;
}

function optionsOf(data: readonly CommandInteractionOption[]): CommandOptions {
  const entries = data.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value] as const]));
  return Object.fromEntries(entries);
}

function gone(name: string, words: Words): MessageView {
  return notice(words.text('notice.otherVersion', { command: `\`/${name}\`` }));
}
