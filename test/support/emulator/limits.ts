/**
 * What Discord refuses in a message although its specification lets it through: lengths that depend on flags, totals,
 * empty texts, rows. Alone because these rules are ours to keep, and each has a number that tests quote.
 * Source of the numbers: Discord's API documentation, "Message", "Embed Limits" and "Component Reference".
 */
import { checkComponents } from './component-limits.js';
import { type FormProblem, problem, Refusal, required } from './refusal.js';

/** UTF-16 code units of `content`. */
export const maxContent = 2000;
/** Characters of all texts of all embeds of one message, each text trimmed. */
export const maxEmbedTotal = 6000;

export const componentsV2Flag = 1 << 15;
export const ephemeralFlag = 1 << 6;
export const loadingFlag = 1 << 7;

interface EmbedBody {
  readonly title?: string | null;
  readonly description?: string | null;
  readonly url?: string | null;
  readonly fields?: readonly { readonly name: string; readonly value: string }[] | null;
  readonly footer?: { readonly text?: string | null; readonly icon_url?: string | null } | null;
  readonly author?: { readonly name?: string | null; readonly url?: string | null } | null;
  readonly image?: { readonly url?: string | null } | null;
  readonly thumbnail?: { readonly url?: string | null } | null;
}

/** The parts of a message body that these rules look at; its shape has been checked before. */
export interface MessageBody {
  readonly content?: string | null;
  readonly embeds?: readonly EmbedBody[] | null;
  readonly components?: readonly unknown[] | null;
  readonly flags?: number | null;
  readonly allowed_mentions?: AllowedMentions | null;
  readonly attachments?: readonly { readonly id: string | number; readonly filename?: string }[] | null;
  readonly sticker_ids?: readonly string[] | null;
  readonly poll?: unknown;
}

export interface AllowedMentions {
  readonly parse?: readonly (string | null)[] | null;
  readonly users?: readonly (string | null)[] | null;
  readonly roles?: readonly (string | null)[] | null;
  readonly replied_user?: boolean | null;
}

/** Throws the form errors of `body`, which stands `within` the request's body; whether the message as a whole is empty is `refuseEmpty`'s question. */
export function checkMessage(body: MessageBody, within: FormProblem['path'] = []): void {
  const v2 = ((body.flags ?? 0) & componentsV2Flag) !== 0;
  const problems = [
    ...contentProblems(body),
    ...embedProblems(body.embeds ?? []),
    ...mentionProblems(body.allowed_mentions ?? {}),
    ...checkComponents(body.components ?? [], v2),
    ...(v2 ? legacyProblems(body) : []),
  ];
  if (problems.length === 0) return;
  const placed = problems.map((one) => ({ ...one, path: [...within, ...one.path] }));
  throw new Refusal('invalidForm', placed);
}

/** Throws `Cannot send an empty message` when nothing of the finished message would be seen. */
export function refuseEmpty(message: {
  readonly content?: string | null;
  readonly embeds?: readonly unknown[] | null;
  readonly attachments?: readonly unknown[] | null;
  readonly components?: readonly unknown[] | null;
  readonly flags?: number | null;
}): void {
  const v2 = ((message.flags ?? 0) & componentsV2Flag) !== 0;
  const parts = [message.embeds, message.attachments, v2 ? message.components : []];
  if ((message.content ?? '').trim() === '' && parts.every((part) => (part ?? []).length === 0)) {
    throw new Refusal('emptyMessage');
  }
}

function contentProblems({ content }: MessageBody): FormProblem[] {
  if ((content ?? '').length <= maxContent) return [];
  return [problem(['content'], 'BASE_TYPE_MAX_LENGTH', `Must be ${maxContent} or fewer in length.`)];
}

function legacyProblems(body: MessageBody): FormProblem[] {
  const used = [
    ...(body.content ? ['content'] : []),
    ...((body.embeds ?? []).length > 0 ? ['embeds'] : []),
    ...(body.poll ? ['poll'] : []),
    ...((body.sticker_ids ?? []).length > 0 ? ['sticker_ids'] : []),
  ];
  const text = 'This field cannot be used when using MessageFlags.IS_COMPONENTS_V2';
  return used.map((field) => problem([field], 'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2', text));
}

function embedProblems(embeds: readonly EmbedBody[]): FormProblem[] {
  const problems = embeds.flatMap((embed, index) => [
    ...(isEmptyEmbed(embed) ? [required(['embeds', index, 'description'])] : []),
    ...fieldProblems(embed, index),
    ...linkProblems(embed, index),
  ]);
  const total = embeds.reduce((sum, embed) => sum + embedLength(embed), 0);
  if (total > maxEmbedTotal) {
    const text = `Embed size exceeds maximum size of ${maxEmbedTotal}`;
    problems.push(problem(['embeds'], 'MAX_EMBED_SIZE_EXCEEDED', text));
  }
  return problems;
}

function fieldProblems(embed: EmbedBody, index: number): FormProblem[] {
  return (embed.fields ?? []).flatMap((field, position) => {
    const path = ['embeds', index, 'fields', position];
    return [
      ...(field.name.trim() === '' ? [required([...path, 'name'])] : []),
      ...(field.value.trim() === '' ? [required([...path, 'value'])] : []),
    ];
  });
}

function linkProblems(embed: EmbedBody, index: number): FormProblem[] {
  const links: [string[], string | null | undefined, boolean][] = [
    [['url'], embed.url, false],
    [['author', 'url'], embed.author?.url, false],
    [['footer', 'icon_url'], embed.footer?.icon_url, true],
    [['image', 'url'], embed.image?.url, true],
    [['thumbnail', 'url'], embed.thumbnail?.url, true],
  ];
  return links.flatMap(([path, url, isMedia]) => {
    const schemes = isMedia ? /^(https?|attachment):\/\//i : /^https?:\/\//i;
    if (url === undefined || url === null || schemes.test(url)) return [];
    const text = `Scheme of "${url.slice(0, 40)}" must be one of ('http', 'https').`;
    return [problem(['embeds', index, ...path], 'URL_TYPE_INVALID_SCHEME', text)];
  });
}

function isEmptyEmbed(embed: EmbedBody): boolean {
  const media = [embed.image?.url, embed.thumbnail?.url];
  return embedLength(embed) === 0 && media.every((url) => url === undefined || url === null);
}

function embedLength(embed: EmbedBody): number {
  const texts = [embed.title, embed.description, embed.footer?.text, embed.author?.name];
  const fields = (embed.fields ?? []).flatMap((field) => [field.name, field.value]);
  return [...texts, ...fields].reduce((sum, text) => sum + (text ?? '').trim().length, 0);
}

function mentionProblems(allowed: AllowedMentions): FormProblem[] {
  const exclusive = (['users', 'roles'] as const).filter(
    (kind) => (allowed.parse ?? []).includes(kind) && (allowed[kind] ?? []).length > 0,
  );
  return exclusive.map((kind) =>
    problem(
      ['allowed_mentions'],
      'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE',
      `parse:["${kind}"] and ${kind}: [ids...] are mutually exclusive.`,
    ),
  );
}
