/**
 * What users do: run commands, press buttons, choose, type, fill in modals. Alone because it builds interaction
 * payloads as Discord's client and server do together, and refuses what a real client would not let a user do.
 */
import { randomBytes } from 'node:crypto';
import type { APIInteraction, APIMessage, APIUser } from 'discord-api-types/v10';
import { type OptionValue, resolvedOptions } from './command-options.js';
import { type Component, walk } from './component-limits.js';
import { channelJson } from './factories.js';
import { Interaction } from './interaction-handle.js';
import { resolvedMenu } from './menus.js';
import { permissionsIn, sees } from './permissions.js';
import type { ChannelRecord, InteractionRecord, World } from './state.js';
import { checkAllowed } from './using.js';

/** Who acts, where. Left out: the emulator's default user in its default channel. */
export interface Place {
  readonly user?: APIUser;
  readonly channelId?: string;
  /** The user's permissions in that channel, as bits. Default: those of the member's roles. */
  readonly permissions?: bigint;
  /** How long ago, in ms, the user acted: more than 3000 and the bot is too late from the start. Default 0. */
  readonly ageMs?: number;
  /** The user's language. Default `en-US`. */
  readonly locale?: string;
}

export interface CommandUse extends Place {
  readonly name: string;
  /** 1 slash command (default), 2 on a user, 3 on a message. */
  readonly kind?: 1 | 2 | 3;
  /** `sub` or `group sub`. */
  readonly subcommand?: string;
  readonly options?: Readonly<Record<string, OptionValue>>;
  /** What a context menu command was used on: a message's or user's id. */
  readonly targetId?: string;
  /** Sends the command though it is not registered, as a client does that still shows an older version's. */
  readonly isStale?: boolean;
  /** Sends the command though its default permissions or contexts hide it, as no honest client does. */
  readonly isForced?: boolean;
}

export interface Defaults {
  readonly user: APIUser;
  readonly channelId: string;
}

export class UserActions {
  constructor(
    private readonly world: World,
    private readonly defaults: Defaults,
    private readonly isHeard: () => boolean,
  ) {}

  command(use: CommandUse): Interaction {
    return this.#send(2, use, this.#commandData(use));
  }

  /** `focused`: the option being typed; its value stands in `options`. */
  autocomplete(use: CommandUse & { readonly focused: string }): Interaction {
    return this.#send(4, use, this.#commandData(use, use.focused));
  }

  /** Uses a component of `message`. `values` for a menu. */
  component(
    use: Place & { readonly message: APIMessage; readonly customId: string; readonly values?: string[] },
  ): Interaction {
    const record = this.world.messages.get(use.message.id);
    if (record === undefined || record.deleted) throw new Error('That message is not there any more.');
    const user = use.user ?? this.defaults.user;
    if (record.onlyFor !== undefined && record.onlyFor !== user.id)
      throw new Error('That user does not see that message.');
    const components = (record.message.components ?? []) as unknown as readonly Component[];
    const placed = walk(components, []).find(({ component }) => component.custom_id === use.customId);
    if (placed === undefined) throw new Error(`No component of that message has the custom_id "${use.customId}".`);
    if (placed.component.disabled === true) throw new Error(`The component "${use.customId}" is disabled.`);
    const channelId = record.message.channel_id;
    const chosen = resolvedMenu(this.world, placed.component, { values: use.values, channelId });
    const data = { custom_id: use.customId, component_type: placed.component.type, ...chosen };
    return this.#send(3, { ...use, channelId }, data, { message: record.message });
  }

  /** Sends the modal that `asked` was answered with; `fields` by the inputs' custom ids. */
  modal(use: Place & { readonly asked: Interaction; readonly fields: Readonly<Record<string, string>> }): Interaction {
    const record = this.world.interactions.get(use.asked.token);
    const modal = record?.first;
    if (record === undefined || modal?.type !== 9) throw new Error('That interaction was not answered with a modal.');
    const rows = (modal.data['components'] ?? []) as readonly Component[];
    const known = walk(rows, []).flatMap(({ component }) => component.custom_id ?? []);
    const stranger = Object.keys(use.fields).find((id) => !known.includes(id));
    if (stranger !== undefined) throw new Error(`The modal has no input "${stranger}".`);
    const data = { custom_id: modal.data['custom_id'], components: filled(rows, use.fields) };
    const { payload } = record;
    const message = 'message' in payload && payload.message !== undefined ? { message: payload.message } : {};
    return this.#send(5, { user: this.world.user(record.userId), channelId: record.channelId, ...use }, data, message);
  }

  #commandData(use: CommandUse, focused?: string): Record<string, unknown> {
    const { world } = this;
    const guildId = world.channel(use.channelId ?? this.defaults.channelId).guildId;
    const registered = [...(world.commands.get(guildId ?? '') ?? []), ...(world.commands.get('global') ?? [])];
    const kind = use.kind ?? 1;
    const command = registered.find(({ name, type }) => name === use.name && type === kind);
    if (command === undefined && use.isStale !== true) {
      const names = registered.map(({ name }) => name).join(', ') || 'none';
      throw new Error(`No command "${use.name}" of type ${kind} is registered; registered are: ${names}.`);
    }
    const channelId = use.channelId ?? this.defaults.channelId;
    if (command !== undefined && use.isForced !== true) {
      checkAllowed(world, command, { user: use.user ?? this.defaults.user, channelId, permissions: use.permissions });
    }
    const { options, resolved: named } = resolvedOptions(world, { use, command, channelId, focused });
    const { resolved, target } = this.#target(use);
    const all = { ...resolved, ...named };
    return {
      id: command?.id ?? world.id(),
      name: use.name,
      type: kind,
      ...(guildId !== undefined && command?.guild_id !== undefined ? { guild_id: guildId } : {}),
      ...(options.length > 0 ? { options } : {}),
      ...(Object.keys(all).length > 0 ? { resolved: all } : {}),
      ...target,
    };
  }

  /** A command on a message gets the whole message, whatever intents the bot has. */
  #target(use: CommandUse): { resolved: Record<string, unknown>; target: Record<string, unknown> } {
    if (use.kind !== 2 && use.kind !== 3) return { resolved: {}, target: {} };
    const id = use.targetId ?? '';
    const target = { target_id: id };
    if (use.kind === 2) return { resolved: { users: { [id]: this.world.user(id) } }, target };
    const record = this.world.messages.get(id);
    if (record === undefined || record.deleted) throw new Error(`There is no message ${id}.`);
    return { resolved: { messages: { [id]: record.message } }, target };
  }

  #send(type: number, place: Place, data: Record<string, unknown>, extra: Record<string, unknown> = {}): Interaction {
    const { world } = this;
    if (!this.isHeard()) throw new Error('No bot is connected: await `discord.connected()` first.');
    const user = place.user ?? this.defaults.user;
    const channel = world.channel(place.channelId ?? this.defaults.channelId);
    if (!sees(world, channel, user.id)) throw new Error(`${user.username} does not see that channel.`);
    const locale = place.locale ?? 'en-US';
    const id = world.id();
    const token = randomBytes(48).toString('base64url');
    const owners = channel.guildId === undefined ? { 1: user.id } : { 0: channel.guildId };
    const { guildId } = channel;
    const guild = guildId && { id: guildId, locale: world.guild(guildId).locale, features: [] };
    const payload = {
      id,
      application_id: world.bot.id,
      type,
      token,
      version: 1,
      data,
      channel: channelJson(world, channel),
      channel_id: channel.id,
      locale,
      app_permissions: String(permissionsIn(world, channel, world.bot.id)),
      entitlements: [],
      attachment_size_limit: 10_485_760,
      authorizing_integration_owners: owners,
      context: channel.guildId === undefined ? 1 : 0,
      ...(guild
        ? { guild, guild_id: guild.id, guild_locale: guild.locale, member: this.#member(user, channel, place) }
        : { user }),
      ...extra,
    };
    const record: InteractionRecord = {
      id,
      token,
      payload: payload as unknown as APIInteraction,
      userId: user.id,
      channelId: channel.id,
      createdAt: world.now() - (place.ageMs ?? 0),
      followupIds: [],
    };
    world.interactions.set(token, record);
    world.publish({ event: 'INTERACTION_CREATE', intents: 0, data: () => payload });
    world.changes.notify();
    return new Interaction(world, record);
  }

  #member(user: APIUser, channel: ChannelRecord, { permissions }: Place): Record<string, unknown> {
    const guild = this.world.guild(channel.guildId ?? '');
    const member = guild.members.get(user.id);
    if (member === undefined) throw new Error(`${user.username} is not a member of ${guild.name}.`);
    return { ...member, permissions: String(permissions ?? permissionsIn(this.world, channel, user.id)) };
  }
}

/** The modal's components as they come back: each input with what was typed. */
function filled(components: readonly Component[], fields: Readonly<Record<string, string>>): unknown[] {
  return components.map((component) => ({
    type: component.type,
    ...(component.custom_id ? { custom_id: component.custom_id, value: fields[component.custom_id] ?? '' } : {}),
    ...(component.components ? { components: filled(component.components, fields) } : {}),
    ...(component.component ? { component: filled([component.component], fields)[0] } : {}),
  }));
}
