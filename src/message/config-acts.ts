/**
 * What moderators set with `/config`, one function a subcommand: what is asked for becomes new settings with a sentence about
 * them, or a plain refusal. It stands alone because all of them answer, store and are audited in one way.
 */
import type { CollectionRef } from '../model.js';
import type { GuildSettings, Limits } from '../records.js';
import type { CommandContext } from './command.js';
import { type Audience, accessNow, closed, opened } from './config-access.js';
import { channelShown, collectionShown, configState, roleShown } from './config-state.js';
import { escaped } from './escape.js';
import { notice } from './layout.js';
import { clipped } from './shorten.js';
import type { MessageView } from './view.js';
import { ENGLISH, type MessageKey, type Words } from './words.js';

/** What became of one subcommand. */
export type Outcome =
  | { readonly refused: string }
  | {
      readonly settings: GuildSettings;
      /** In markdown, for whoever did it. */
      readonly done: string;
      readonly warnings?: readonly string[];
      /** In a few plain words, for the audit trail. */
      readonly detail: string;
    };

type Asked = Pick<CommandContext, 'options' | 'settings' | 'guildId' | 'visible' | 'changeable' | 'server' | 'words'>;

const CAUTIONS = ['strict', 'balanced', 'eager'] as const;
/** As whoever runs the bot configured it. */
const UNSET = 'unset';

export const ACTS: Readonly<Record<string, (asked: Asked) => Outcome>> = {
  allow: (asked) => changeAccess(asked, 'allow'),
  deny: (asked) => changeAccess(asked, 'deny'),
  moderators: changeModerators,
  audit: changeAudit,
  threads: (asked) => changeNumber(asked, { name: 'after', field: 'threadAfter', key: 'config.done.threads' }),
  retention: (asked) => changeNumber(asked, { name: 'days', field: 'retentionDays', key: 'config.done.retention' }),
  limits: changeLimits,
  caution: changeCaution,
};

/** Does it, stores it, writes the audit line, and shows all settings as they are then. */
export async function configure(context: CommandContext): Promise<MessageView[]> {
  const { options, settings, guildId, visible: known, server, words = ENGLISH } = context;
  const act = ACTS[String(options['subcommand'] ?? 'show')];
  if (act === undefined) return configState({ guildId, settings, known, server, words });
  const outcome = await stored(act, context);
  if ('refused' in outcome) return [notice(outcome.refused)];
  await context.audit?.('config', outcome.detail);
  return configState({ ...outcome, guildId, known, server, words });
}

/** Made anew out of what somebody else stored meanwhile, so that nothing that was reported as done is lost. */
async function stored(act: (asked: Asked) => Outcome, context: CommandContext): Promise<Outcome> {
  for (let from = context.settings; ; ) {
    const outcome = act({ ...context, settings: from });
    if ('refused' in outcome) return outcome;
    const newer: GuildSettings | undefined = await context.configure?.(outcome.settings, from);
    if (newer === undefined) return outcome;
    from = newer;
  }
}

/** A name may stand for a collection of the server and one of the host: what is said of it holds for both. */
function changeAccess(asked: Asked, act: 'allow' | 'deny'): Outcome {
  const { options, guildId, changeable, visible, server, words = ENGLISH } = asked;
  const name = String(options['collection'] ?? '').trim();
  const isNamed = (each: CollectionRef) => each.name.toLowerCase() === name.toLowerCase();
  const meant = changeable.filter(isNamed);
  const shown = escaped(clipped(name, 100)).trim();
  if (meant.length === 0) {
    return {
      refused: words.text(visible.some(isNamed) ? 'config.refused.host' : 'collection.unknown', { name: shown }),
    };
  }
  const audience = { role: idOf(options['role']), channel: idOf(options['channel']) };
  const { role, channel } = audience;
  if (role === undefined && channel === undefined) return { refused: words.text('config.refused.nobody') };
  if (role !== undefined && server?.hasRole(role) === false) return { refused: words.text('config.refused.role') };
  // Taking a channel away must work after the channel was deleted.
  if (act === 'allow' && channel !== undefined && server !== undefined && server.channel(channel) === undefined) {
    return { refused: words.text('config.refused.channel') };
  }
  const change = act === 'allow' ? opened : closed;
  const settings = meant.reduce(
    (before, collection) => change(before, accessNow(collection, before, guildId), audience),
    asked.settings,
  );
  const names = meant.map((each) => collectionShown(each, words)).join(', ');
  const whom = [
    ...(role === undefined ? [] : [roleShown(role, guildId, words)]),
    ...(channel === undefined ? [] : [channelShown(channel)]),
  ].join(', ');
  return {
    settings,
    done: words.text(act === 'allow' ? 'config.done.allow' : 'config.done.deny', { names, whom }),
    warnings: accessWarnings({ ...asked, settings }, { meant, audience, act }, words),
    detail: `${act} ${name}: ${[role === undefined ? '' : `role ${role}`, channel === undefined ? '' : `channel ${channel}`].filter(Boolean).join(', ')}`,
  };
}

function accessWarnings(
  { settings, guildId, server }: Asked,
  { meant, audience, act }: { meant: readonly CollectionRef[]; audience: Audience; act: 'allow' | 'deny' },
  words: Words,
): string[] {
  const { role, channel } = audience;
  const isOpen = meant.some((each) => accessNow(each, settings, guildId).roles.includes(guildId));
  const isDefault = meant.some(({ name }) => name === 'default');
  const found: MessageKey[] = [];
  if (act === 'deny' && role === guildId && isDefault) found.push('config.warning.defaultClosed');
  if (act === 'deny' && isOpen) found.push('config.warning.stillOpen');
  const isRead = channel !== undefined && server?.channel(channel)?.everyoneReads === true;
  if (act === 'allow' && isRead && !isOpen) found.push('config.warning.channelRead');
  return found.map((key) => words.text(key as 'config.warning.stillOpen'));
}

function changeModerators({ options, settings, guildId, server, words = ENGLISH }: Asked): Outcome {
  const role = idOf(options['role']) ?? '';
  const removes = options['remove'] === true;
  // A role that was deleted can still be taken off the list.
  if (!removes && server?.hasRole(role) === false) return { refused: words.text('config.refused.role') };
  if (!removes && role === guildId) return { refused: words.text('config.refused.everyone') };
  const others = settings.moderatorRoles.filter((each) => each !== role);
  const name = roleShown(role, guildId, words);
  return {
    settings: { ...settings, moderatorRoles: removes ? others : [...others, role] },
    done: words.text(removes ? 'config.done.notModerators' : 'config.done.moderators', { name }),
    warnings: removes ? [] : [words.text('config.warning.integrations')],
    detail: `moderators: role ${role} ${removes ? 'removed' : 'added'}`,
  };
}

function changeAudit({ options, settings, server, words = ENGLISH }: Asked): Outcome {
  const { auditChannelId: _before, ...others } = settings;
  const channel = idOf(options['channel']);
  if (channel === undefined)
    return { settings: others, done: words.text('config.done.auditOff'), detail: 'audit: off' };
  const facts = server?.channel(channel);
  if (server !== undefined && facts === undefined) return { refused: words.text('config.refused.channel') };
  const warnings = [
    ...(facts?.mayPost === false ? [words.text('config.warning.cannotPost')] : []),
    ...(facts?.everyoneReads === true ? [words.text('config.warning.auditRead')] : []),
  ];
  const done = words.text('config.done.audit', { channel: channelShown(channel) });
  return { settings: { ...others, auditChannelId: channel }, done, warnings, detail: `audit: channel ${channel}` };
}

interface NumberSetting {
  /** Of the option. */
  readonly name: string;
  readonly field: 'threadAfter' | 'retentionDays';
  readonly key: 'config.done.threads' | 'config.done.retention';
}

/** Discord holds the option to its range. */
function changeNumber({ options, settings, words = ENGLISH }: Asked, { name, field, key }: NumberSetting): Outcome {
  const count = Number(options[name] ?? settings[field]);
  return {
    settings: { ...settings, [field]: count },
    done: words.text(key, { count }),
    detail: `${field}: ${count}`,
  };
}

/** Options by the limit they set. */
export const LIMIT_OPTIONS: Readonly<Record<keyof Limits, string>> = {
  userMinute: 'person-minute',
  userDay: 'person-day',
  userAtOnce: 'person-at-once',
  guildMinute: 'server-minute',
  guildDay: 'server-day',
  guildAtOnce: 'server-at-once',
};

function changeLimits({ options, settings, words = ENGLISH }: Asked): Outcome {
  const names = Object.keys(LIMIT_OPTIONS) as (keyof Limits)[];
  const given = names.flatMap((name) => {
    const value = options[LIMIT_OPTIONS[name]];
    return value === undefined ? [] : [[name, Number(value)] as const];
  });
  if (given.length === 0) return { refused: words.text('config.refused.noLimit') };
  const detail = given.map(([name, value]) => `${LIMIT_OPTIONS[name]} ${value}`).join(', ');
  const limits = { ...settings.limits, ...Object.fromEntries(given) };
  return { settings: { ...settings, limits }, done: words.text('config.done.limits'), detail: `limits: ${detail}` };
}

function changeCaution({ options, settings, words = ENGLISH }: Asked): Outcome {
  const { caution: _before, ...others } = settings;
  const caution = CAUTIONS.find((each) => each === options['level']);
  const chosen = caution ?? UNSET;
  const done = words.text('config.done.caution', { caution: chosen });
  return { settings: { ...others, ...(caution && { caution }) }, done, detail: `caution: ${chosen}` };
}

function idOf(value: unknown): string | undefined {
  return typeof value === 'string' && /^\d{1,20}$/.test(value) ? value : undefined;
}
