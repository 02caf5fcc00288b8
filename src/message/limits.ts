/**
 * What Discord accepts, as numbers and as a check. It stands alone so that renderers plan by the same numbers that
 * the tests judge them by. Source: Discord's API documentation, August 2026, "Message" and "Embed Limits".
 *
 * Lengths are UTF-16 code units, the largest of the ways Discord might count, after trimming as Discord does.
 */
import {
  type APIButtonComponent,
  type APIEmbed,
  type APIStringSelectComponent,
  ButtonStyle,
  ComponentType,
} from 'discord-api-types/v10';
import type { MessageView } from './view.js';

export const LIMITS = Object.freeze({
  content: 2000,
  embeds: 10,
  /** All embeds of one message together. */
  embedsTotal: 6000,
  title: 256,
  description: 4096,
  fields: 25,
  fieldName: 256,
  fieldValue: 1024,
  footer: 2048,
  author: 256,
  rows: 5,
  buttonsInRow: 5,
  buttonLabel: 80,
  customId: 100,
  url: 512,
  menuOptions: 25,
  /** Label, description and value of an option, each. */
  menuText: 100,
  menuPlaceholder: 150,
});

/** Length as Discord counts it, or more. */
export function countedLength(text: string | undefined): number {
  return text === undefined ? 0 : text.trim().length;
}

/** What one embed adds to the total of its message. */
export function embedLength(embed: APIEmbed): number {
  const fields = (embed.fields ?? []).map((field) => countedLength(field.name) + countedLength(field.value));
  return [
    countedLength(embed.title),
    countedLength(embed.description),
    countedLength(embed.footer?.text),
    countedLength(embed.author?.name),
    ...fields,
  ].reduce((sum, length) => sum + length, 0);
}

/** Whether Discord takes this as the address of a link: http or https, not longer than 512. */
export function isLinkAddress(url: string): boolean {
  return url.length <= LIMITS.url && /^https?:\/\/[^\s/]/i.test(url) && URL.canParse(url);
}

/** Everything Discord would refuse in this message, one sentence each; empty when it would accept it. */
export function check(view: MessageView): string[] {
  const problems = [...contentProblems(view), ...embedsProblems(view.embeds ?? []), ...componentProblems(view)];
  if (view.allowed_mentions.parse.length > 0 || view.allowed_mentions.replied_user)
    problems.push('mentions are allowed');
  return problems;
}

function contentProblems(view: MessageView): string[] {
  const problems = tooLong('content', view.content, LIMITS.content);
  const empty = countedLength(view.content) === 0 && (view.embeds ?? []).length === 0;
  if (empty) problems.push('the message is empty');
  return problems;
}

function embedsProblems(embeds: readonly APIEmbed[]): string[] {
  const problems = embeds.flatMap(embedProblems);
  if (embeds.length > LIMITS.embeds) problems.push(`${embeds.length} embeds, at most ${LIMITS.embeds}`);
  const total = embeds.reduce((sum, embed) => sum + embedLength(embed), 0);
  if (total > LIMITS.embedsTotal) problems.push(`embeds have ${total} in all, at most ${LIMITS.embedsTotal}`);
  const urls = embeds.flatMap((embed) => embed.url ?? []);
  if (new Set(urls).size < urls.length) problems.push('two embeds share a url, so only one is shown');
  return problems;
}

function embedProblems(embed: APIEmbed): string[] {
  const fields = embed.fields ?? [];
  const problems = [
    ...tooLong('embed title', embed.title, LIMITS.title),
    ...tooLong('embed description', embed.description, LIMITS.description),
    ...tooLong('embed footer', embed.footer?.text, LIMITS.footer),
    ...tooLong('embed author', embed.author?.name, LIMITS.author),
    ...fields.flatMap((field) => [
      ...tooLong('field name', field.name, LIMITS.fieldName),
      ...tooLong('field value', field.value, LIMITS.fieldValue),
      ...(countedLength(field.name) === 0 || countedLength(field.value) === 0 ? ['an empty field'] : []),
    ]),
  ];
  if (fields.length > LIMITS.fields) problems.push(`${fields.length} fields, at most ${LIMITS.fields}`);
  if (embedLength(embed) === 0) problems.push('an empty embed');
  if (embed.url !== undefined && !isLinkAddress(embed.url)) problems.push(`embed url is no link: ${embed.url}`);
  return problems;
}

function componentProblems(view: MessageView): string[] {
  const rows = view.components ?? [];
  const problems = rows.flatMap((row) => rowProblems(row.components));
  if (rows.length > LIMITS.rows) problems.push(`${rows.length} rows, at most ${LIMITS.rows}`);
  const ids = rows.flatMap((row) => row.components.flatMap((each) => ('custom_id' in each ? each.custom_id : [])));
  for (const id of ids)
    if (id.length < 1 || id.length > LIMITS.customId) problems.push(`custom_id of ${id.length}: ${id}`);
  if (new Set(ids).size < ids.length) problems.push('two components share a custom_id');
  return problems;
}

function rowProblems(components: readonly (APIButtonComponent | APIStringSelectComponent)[]): string[] {
  const most = components.some((each) => each.type === ComponentType.StringSelect) ? 1 : LIMITS.buttonsInRow;
  const found = components.length;
  const problems = found === 0 || found > most ? [`a row of ${found} components, expected 1 to ${most}`] : [];
  for (const component of components) {
    if (component.type === ComponentType.Button) problems.push(...buttonProblems(component));
    else problems.push(...menuProblems(component));
  }
  return problems;
}

function menuProblems({ options, placeholder }: APIStringSelectComponent): string[] {
  const problems = options.flatMap(({ label, description, value }) => [
    ...tooLong('menu label', label, LIMITS.menuText),
    ...tooLong('menu description', description, LIMITS.menuText),
    ...tooLong('menu value', value, LIMITS.menuText),
    ...(countedLength(label) === 0 || value === '' ? ['a menu option without label or value'] : []),
    ...(description !== undefined && countedLength(description) === 0 ? ['an empty menu description'] : []),
  ]);
  if (options.length === 0 || options.length > LIMITS.menuOptions) problems.push(`a menu of ${options.length} options`);
  if (new Set(options.map(({ value }) => value)).size < options.length)
    problems.push('two options of a menu share a value');
  return [...problems, ...tooLong('menu placeholder', placeholder, LIMITS.menuPlaceholder)];
}

function buttonProblems(button: APIButtonComponent): string[] {
  if (button.style === ButtonStyle.Premium) return [];
  const problems = tooLong('button label', button.label, LIMITS.buttonLabel);
  if (countedLength(button.label) === 0 && button.emoji === undefined) problems.push('a button without label or emoji');
  if (button.style === ButtonStyle.Link && !isLinkAddress(button.url))
    problems.push(`button url is no link: ${button.url}`);
  return problems;
}

function tooLong(what: string, text: string | undefined, most: number): string[] {
  const length = countedLength(text);
  return length > most ? [`${what} has ${length}, at most ${most}`] : [];
}
