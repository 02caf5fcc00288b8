/**
 * Interactions of every kind, each to its handler. It stands alone as the one list of what Discord may send; who may do
 * what is decided behind it, from memory alone.
 */
import type { Interaction } from 'discord.js';
import { notice } from '../message/layout.js';
import { logUnanswered } from './answering.js';
import { onCommand, onForm, onTyping } from './call.js';
import { InteractionReply } from './interaction-reply.js';
import { languagesOf } from './languages.js';
import { onPress } from './press.js';
import type { Surface } from './surface.js';

/** Answers one interaction, whatever it is. Never rejects. */
export async function onInteraction(interaction: Interaction, surface: Surface): Promise<void> {
  const reply = new InteractionReply(surface.rest, interaction);
  const doing = describe(interaction);
  const languages = languagesOf(interaction);
  const call = { reply, doing, languages };
  try {
    if (interaction.isChatInputCommand() || interaction.isMessageContextMenuCommand())
      return await onCommand(interaction, call, surface);
    if (interaction.isModalSubmit()) return await onForm(interaction, call, surface);
    if (interaction.isMessageComponent()) return await onPress(interaction, call, surface);
    if (interaction.isAutocomplete()) return await onTyping(interaction, call, surface);
    surface.log.warn(doing, 'An interaction of a kind that this version does not have');
    await reply.tell(notice(languages.forUser.text('notice.unknown')));
  } catch (thrown) {
    logUnanswered(thrown, doing, surface);
  }
}

/** Who asked for what and where, without a word of theirs. */
function describe(interaction: Interaction): Record<string, unknown> {
  const { user, guildId, channelId } = interaction;
  const what = interaction.isCommand() || interaction.isAutocomplete() ? { command: interaction.commandName } : {};
  // What follows in a `custom_id` may be words that somebody typed.
  const pressed = interaction.isMessageComponent() || interaction.isModalSubmit();
  const control = pressed ? { control: /^\w*:?\w*/.exec(interaction.customId)?.[0] } : {};
  return { ...what, ...control, interaction: interaction.id, user: user.id, guild: guildId, channel: channelId };
}
