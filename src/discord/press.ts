/**
 * Buttons. Everything a button needs is in its `custom_id`, so one pressed after a restart works as before. Apart from
 * `dispatch`, because what a control shows, and to whom, is decided by its kind.
 */
import { type MessageComponentInteraction, MessageFlags } from 'discord.js';
import type { Caller } from '../message/command.js';
import { type Control, decode } from '../message/controls.js';
import { outdated } from '../message/failure.js';
import { handleControl } from '../message/handle-control.js';
import { limitReached } from '../message/limit-reached.js';
import type { Pressing } from '../message/pressing.js';
import type { Words } from '../message/words.js';
import { answerInteraction } from './answering.js';
import { askerOf, callerOf } from './caller.js';
import { counted, weightOfControl } from './counting.js';
import { answerDirectly, writerOf } from './direct.js';
import type { Acknowledgement } from './interaction-reply.js';
import { powersOf } from './powers.js';
import type { Call, Surface } from './surface.js';
import { afterChoice } from './waiting-question.js';

/** Kinds that change the message they stand under: they turn its page, or go on in it. */
const IN_PLACE: ReadonlySet<Control['kind']> = new Set([
  'sources',
  'turn',
  'page',
  'gaps',
  'gap',
  'gap-to',
  'gap-no',
  'gap-menu',
  'erase',
  'keep',
  'servers',
  'config',
  'forget',
]);

/** What any other control opens is for who pressed it. */
function acknowledgementOf(control: Control): Acknowledgement {
  return IN_PLACE.has(control.kind) ? 'keep-message' : 'private';
}

/** Rejects only when the first response does not get through. */
export async function onPress(interaction: MessageComponentInteraction, call: Call, surface: Surface): Promise<void> {
  const { reply, doing, languages } = call;
  const { forUser, forAll } = languages;
  const control = decode(interaction.customId);
  if (control === undefined) {
    surface.log.warn(doing, 'A control that this version does not have');
    return reply.tell(outdated(forUser));
  }
  const asker = askerOf(interaction);
  if (asker === undefined) return pressDirectly(interaction, { control, call }, surface);
  const { reached, done } = counted(asker, weightOfControl(control), surface);
  if (reached !== undefined) return reply.tell(limitReached(reached, forUser));
  const acknowledgement = acknowledgementOf(control);
  // A page that is turned stays as private, or as public, as it was.
  const isShared = acknowledgement === 'keep-message' && !interaction.message.flags.has(MessageFlags.Ephemeral);
  const words = isShared ? forAll : forUser;
  const caller = callerOf(asker, isShared ? 'public' : 'private', surface);
  const run = () => handleControl(control, pressingOf(interaction, { caller, words }, surface)).finally(done);
  return answerInteraction({ ...call, acknowledgement, isPrivate: true, run }, surface).finally(done);
}

/** In direct messages all there is belongs to the presser; it goes by what they may see in the server that they ask. */
function pressDirectly(
  interaction: MessageComponentInteraction,
  { control, call }: { readonly control: Control; readonly call: Call },
  surface: Surface,
): Promise<void> {
  const words = call.languages.forUser;
  const writer = writerOf(interaction);
  // What another kind opens is a message of its own, which can be replied to.
  const acknowledgement = IN_PLACE.has(control.kind) ? 'keep-message' : 'public';
  if (control.kind === 'servers') {
    const run = () => afterChoice(interaction, { control, words }, surface);
    return answerInteraction({ ...call, acknowledgement, isPrivate: false, run }, surface);
  }
  const run = (caller: Caller) => handleControl(control, pressingOf(interaction, { caller, words }, surface));
  const needsNoServer = control.kind === 'forget';
  const weight = weightOfControl(control);
  return answerDirectly({ ...writer, acknowledgement, weight, needsNoServer, run }, call, surface);
}

function pressingOf(
  interaction: MessageComponentInteraction,
  { caller, words }: { readonly caller: Caller; readonly words: Words },
  surface: Surface,
): Pressing {
  return {
    engine: surface.engine,
    visible: caller.visible,
    now: surface.now(),
    caller: { ...caller, ...powersOf(caller, surface) },
    words,
    ...(interaction.isStringSelectMenu() && { values: interaction.values }),
  };
}
