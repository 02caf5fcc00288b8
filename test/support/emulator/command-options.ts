/**
 * The options of a used command, checked as a Discord client checks them before it lets a user send. Alone because
 * options nest in subcommands and carry files, and the rest of an interaction does not care.
 */
import type { APIApplicationCommand, APIAttachment } from 'discord-api-types/v10';
import { type Resolved, resolvedIds } from './menus.js';
import type { World } from './state.js';

/** A file that a user puts in an option or a message. */
export interface UserFile {
  readonly filename: string;
  readonly contentType: string;
  readonly data: string | Uint8Array;
}

export type OptionValue = string | number | boolean | UserFile;

interface Definition {
  readonly type: number;
  readonly name: string;
  readonly required?: boolean;
  readonly choices?: readonly { readonly value: string | number }[];
  readonly min_length?: number;
  readonly max_length?: number;
  readonly min_value?: number;
  readonly max_value?: number;
  readonly options?: readonly Definition[];
}

export interface Used {
  readonly use: {
    readonly options?: Readonly<Record<string, OptionValue>>;
    readonly subcommand?: string;
  };
  /** Absent for a command that is not registered: then nothing is checked. */
  readonly command: APIApplicationCommand | undefined;
  readonly channelId: string;
  readonly focused: string | undefined;
}

export interface UsedOptions {
  readonly options: readonly unknown[];
  /** By kind, then id; kinds of which none was named are left out. */
  readonly resolved: Readonly<Record<string, unknown>>;
}

const attachmentType = 11;
/** What an option of a type names by its id. */
const named: Readonly<Record<number, readonly (keyof Resolved)[]>> = {
  6: ['users'],
  7: ['channels'],
  8: ['roles'],
  9: ['users', 'roles'],
};

/** The `options` and resolved attachments of the interaction's data. Throws what a client would not send. */
export function resolvedOptions(world: World, { use, command, channelId, focused }: Used): UsedOptions {
  const path = (use.subcommand ?? '').split(' ').filter((part) => part !== '');
  let definitions = command?.options as readonly Definition[] | undefined;
  const types: number[] = [];
  for (const part of path) {
    const found = definitions?.find(({ name }) => name === part);
    if (command !== undefined && found === undefined) throw new Error(`The command has no subcommand "${part}".`);
    types.push(found?.type ?? 1);
    definitions = found?.options ?? [];
  }
  const given = use.options ?? {};
  if (command !== undefined) checkOptions(definitions ?? [], given, focused !== undefined);
  const attachments: Record<string, APIAttachment> = {};
  let ids: Partial<Resolved> = {};
  const innermost = Object.entries(given).map(([name, value]) => {
    const sent = typeof value === 'object' ? keep(world, channelId, value) : value;
    if (typeof sent === 'object') attachments[sent.id] = sent;
    const type = definitions?.find((one) => one.name === name)?.type ?? typeOf(value);
    const kinds = named[type];
    if (kinds !== undefined) {
      const found = resolvedIds(world, [String(sent)], { kinds, channelId });
      ids = merged(ids, found);
    }
    const isFocused = name === focused ? { focused: true } : {};
    return { name, type, value: typeof sent === 'object' ? sent.id : sent, ...isFocused };
  });
  const options = path.reduceRight<readonly unknown[]>(
    (inner, name, index) => [{ name, type: types[index] ?? 1, ...(inner.length > 0 ? { options: inner } : {}) }],
    innermost,
  );
  const files = Object.keys(attachments).length > 0 ? { attachments } : {};
  return { options, resolved: { ...ids, ...files } };
}

function merged(one: Partial<Resolved>, other: Partial<Resolved>): Partial<Resolved> {
  const keys = [...Object.keys(one), ...Object.keys(other)] as (keyof Resolved)[];
  return Object.fromEntries(keys.map((key) => [key, { ...one[key], ...other[key] }]));
}

/** Stores a user's file in the emulated content delivery network. */
export function keep(world: World, channelId: string, file: UserFile): APIAttachment {
  const { filename, contentType } = file;
  return world.store({ channelId, filename, contentType, data: Buffer.from(file.data) });
}

function typeOf(value: OptionValue): number {
  if (typeof value === 'object') return attachmentType;
  if (typeof value === 'boolean') return 5;
  return typeof value === 'number' ? 10 : 3;
}

function checkOptions(
  definitions: readonly Definition[],
  given: Readonly<Record<string, OptionValue>>,
  isTyping: boolean,
): void {
  const stranger = Object.keys(given).find((name) => !definitions.some((one) => one.name === name));
  if (stranger !== undefined) throw new Error(`The command has no option "${stranger}".`);
  if (isTyping) return;
  for (const definition of definitions) {
    const value = given[definition.name];
    if (value === undefined) {
      if (definition.required === true) throw new Error(`The option "${definition.name}" is required.`);
      continue;
    }
    const fault = faultOf(definition, value);
    if (fault !== undefined) throw new Error(`The option "${definition.name}" ${fault}.`);
  }
}

function faultOf(definition: Definition, value: OptionValue): string | undefined {
  const choices = definition.choices ?? [];
  if (choices.length > 0 && !choices.some((choice) => choice.value === value)) return 'takes only its choices';
  if (typeof value === 'string') {
    const isShort = value.length < (definition.min_length ?? 0);
    return isShort || value.length > (definition.max_length ?? 6000) ? 'is too short or too long' : undefined;
  }
  if (typeof value !== 'number') return undefined;
  const { min_value: least = -Infinity, max_value: most = Infinity } = definition;
  return value < least || value > most ? `is not within ${least} and ${most}` : undefined;
}
