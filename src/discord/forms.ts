/**
 * Forms that some commands show before they work: what was given with the command and what is typed into the form come
 * together as its options. It stands alone because between the two lie minutes and perhaps a restart, so that what was given
 * travels in the form's own `custom_id`.
 *
 *     v1:form:<command>:<options without an input of their own, as a query string>
 */
import { type APIModalInteractionResponseCallbackData, ComponentType, type ModalSubmitInteraction } from 'discord.js';
import type { Command, CommandOptions } from '../message/command.js';
import { LIMITS } from '../message/limits.js';
import type { Words } from '../message/words.js';

/** What came back. */
export interface SubmittedForm {
  /** Name of the command that showed it. */
  readonly command: string;
  readonly options: CommandOptions;
}

const FORM = /^v1:form:([^:]{1,32}):(.*)$/s;

/**
 * The form that a command wants filled in first; undefined when it wants none, or when what was given has no room in it: the
 * command then has to do without.
 */
export function formOf(
  command: Pick<Command, 'data' | 'form'>,
  options: CommandOptions,
  words: Words,
): APIModalInteractionResponseCallbackData | undefined {
  const form = command.form?.(options, words);
  if (form === undefined) return undefined;
  const asked = new Set(inputsOf(form));
  const given = Object.entries(options).filter(([name]) => !asked.has(name));
  const carried = new URLSearchParams(given.map(([name, value]): [string, string] => [name, String(value)]));
  const customId = `v1:form:${command.data.name}:${carried}`;
  return customId.length > LIMITS.customId ? undefined : { ...form, custom_id: customId };
}

/** Undefined for a form that is not of this version. Inputs left empty are not among the options. */
export function submittedForm({
  customId,
  components,
}: Pick<ModalSubmitInteraction, 'customId' | 'components'>): SubmittedForm | undefined {
  const [, command, carried] = FORM.exec(customId) ?? [];
  if (command === undefined || carried === undefined) return undefined;
  const typed = components.flatMap((row) => {
    if (row.type === ComponentType.Label) return row.component.type === ComponentType.TextInput ? [row.component] : [];
    return row.type === ComponentType.ActionRow ? row.components : [];
  });
  const filled = typed.flatMap(({ customId: name, value }): [string, string][] =>
    value.trim() === '' ? [] : [[name, value]],
  );
  return { command, options: Object.fromEntries([...new URLSearchParams(carried), ...filled]) };
}

function inputsOf({ components }: APIModalInteractionResponseCallbackData): string[] {
  return components.flatMap((row) => {
    if (row.type === ComponentType.Label) return [row.component.custom_id];
    return row.type === ComponentType.ActionRow ? row.components.map(({ custom_id }) => custom_id) : [];
  });
}
