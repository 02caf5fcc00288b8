/**
 * Buttons. Everything a button needs is in its `custom_id`, so one pressed after a restart works as before. Apart from
 * `dispatch`, because what a control shows, and to whom, is decided by its kind.
 */
import { type MessageComponentInteraction, MessageFlags } from 'discord.js';
import { type Control, decode } from '../message/controls.js';
import { outdated } from '../message/failure.js';
import { handleControl } from '../message/handle-control.js';
import { notice } from '../message/layout.js';
import { answerInteraction, logUnanswered } from './answering.js';
import type { Acknowledgement } from './interaction-reply.js';
import type { Call, Surface } from './surface.js';

/** What a control opens is for who pressed it; turning a page changes the message itself. */
function acknowledgementOf(control: Control): Acknowledgement {
  const turnsPage = control.kind === 'sources' || control.kind === 'turn';
  return turnsPage ? 'keep-message' : 'private';
}

export async function onPress(interaction: MessageComponentInteraction, call: Call, surface: Surface): Promise<void> {
  const { reply, doing, languages } = call;
  const { forUser, forAll } = languages;
  const control = decode(interaction.customId);
  const access = surface.accessFrom(interaction.guildId);
  if (control === undefined || access === undefined) {
    if (control === undefined) surface.log.warn(doing, 'A control that this version does not have');
    const view = control === undefined ? outdated(forUser) : notice(forUser.text('notice.noDocumentsHere'));
    return reply.tell(view).catch((thrown: unknown) => logUnanswered(thrown, doing, surface));
  }
  const acknowledgement = acknowledgementOf(control);
  // A page that is turned stays as private, or as public, as it was.
  const isShared = acknowledgement === 'keep-message' && !interaction.message.flags.has(MessageFlags.Ephemeral);
  const words = isShared ? forAll : forUser;
  const context = { engine: surface.engine, visible: access.visible, now: surface.now(), words };
  return answerInteraction(
    { reply, acknowledgement, isPrivate: true, doing, languages, run: () => handleControl(control, context) },
    surface,
  );
}
