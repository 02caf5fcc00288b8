/**
 * JSON-LD of a page: the article it describes. It stands alone because JSON-LD is someone else's JSON: every value may
 * be a string, an object, a list, a reference, or broken, and broken ones are left out without failing the page.
 */

export interface LinkedData {
  readonly title?: string | undefined;
  readonly publisher?: string | undefined;
  readonly author?: string | undefined;
  readonly url?: string | undefined;
  readonly publishedAt?: string | undefined;
  readonly language?: string | undefined;
}

type Item = Readonly<Record<string, unknown>>;

/** Schema.org types that are an article. Source: https://schema.org/Article and its subtypes. */
const ARTICLE = /(?:Article|BlogPosting|LiveBlogPosting|Report|SocialMediaPosting|DiscussionForumPosting)$/;
/** Items looked at in one page. */
const MOST_ITEMS = 1_000;

/** The first article that the scripts' texts describe; empty when none does. */
export function linkedArticle(scripts: readonly string[]): LinkedData {
  const items = scripts.flatMap(itemsIn);
  const article = items.find((item) => typesOf(item).some((type) => ARTICLE.test(type)));
  if (article === undefined) return {};
  // A reference is an item too, with an `@id` and nothing else.
  const named = items.filter((item) => item['name'] !== undefined);
  const byId = new Map(named.map((item) => [item['@id'], item]));
  const nameOf = (value: unknown): string | undefined => {
    const names = listOf(value).map((one) => {
      if (typeof one === 'string') return one;
      const item = isItem(one) ? one : {};
      return text(item['name']) ?? text(byId.get(item['@id'])?.['name']);
    });
    const known = names.filter((name) => name !== undefined && !/^https?:/i.test(name));
    return known.length > 0 ? known.join(', ') : undefined;
  };
  const page = article['mainEntityOfPage'];
  return {
    title: text(article['headline']) ?? text(article['name']),
    publisher: nameOf(article['publisher']) ?? nameOf(article['sourceOrganization']),
    author: nameOf(article['author']) ?? nameOf(article['creator']),
    url: text(article['url']) ?? text(isItem(page) ? page['@id'] : page),
    publishedAt: text(article['datePublished']),
    language: nameOf(article['inLanguage']),
  };
}

function itemsIn(script: string): Item[] {
  let data: unknown;
  try {
    data = JSON.parse(script.trim().replace(/^<!--/, '').replace(/-->$/, ''));
  } catch {
    // Broken JSON-LD states nothing; the page's other tags may.
    return [];
  }
  const found: Item[] = [];
  const queue = listOf(data);
  for (let index = 0; index < queue.length && index < MOST_ITEMS; index++) {
    const item = queue[index];
    if (!isItem(item)) continue;
    found.push(item);
    queue.push(...listOf(item['@graph']).slice(0, MOST_ITEMS), ...listOf(item['mainEntity']).slice(0, MOST_ITEMS));
    for (const value of [item['publisher'], item['author']]) queue.push(...listOf(value).slice(0, MOST_ITEMS));
  }
  return found;
}

function typesOf(item: Item): string[] {
  return listOf(item['@type']).filter((type) => typeof type === 'string');
}

function listOf(value: unknown): unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? [...value] : [value];
}

function isItem(value: unknown): value is Item {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(value: unknown): string | undefined {
  const [first] = listOf(value);
  return typeof first === 'string' && first.trim() !== '' ? first.trim() : undefined;
}
