/**
 * What a page states about itself: JSON-LD first, then Open Graph, then the older tags, since that is how carefully
 * they are kept. It stands alone because it reads the whole page, where the article's text is only a part of it.
 */
import type { StatedFields } from '../metadata.js';
import { languageTag, webAddress } from '../metadata.js';
import { type LinkedData, linkedArticle } from './linked-data.js';
import type { Page, PageElement } from './page.js';

/** The fields as stated; nothing is checked yet. */
export function pageMetadata(page: Page): StatedFields {
  const linked = linkedArticle(
    Array.from(page.querySelectorAll('script[type="application/ld+json"]')).map((script) => script.textContent ?? ''),
  );
  const meta = metaTags(page);
  const publisher = linked.publisher ?? meta('og:site_name', 'dc.publisher', 'dcterms.publisher', 'citation_publisher');
  return {
    title: titleOf(page, linked, meta, publisher),
    publisher,
    author:
      linked.author ?? notAddress(meta('author', 'article:author', 'dc.creator', 'citation_author', 'parsely-author')),
    url: firstAddress(attribute(page, 'link[rel="canonical"]', 'href'), linked.url, meta('og:url')),
    publishedAt: linked.publishedAt ?? publishedIn(page, meta),
    language: languageOf(page, linked, meta),
  };
}

/** What is looked at of a title, in UTF-16 code units. */
const LONGEST_TITLE = 1_000;

type Meta = (...names: string[]) => string | undefined;

/** Looks a `<meta>` up by `property`, `name` or `itemprop`; the first that says something wins. */
function metaTags(page: Page): Meta {
  const found = new Map<string, string>();
  for (const element of Array.from(page.querySelectorAll('meta'))) {
    const name = element.getAttribute('property') ?? element.getAttribute('name') ?? element.getAttribute('itemprop');
    const content = element.getAttribute('content')?.trim() ?? '';
    const key = name?.trim().toLowerCase();
    if (key !== undefined && content !== '' && !found.has(key)) found.set(key, content);
  }
  return (...names) => names.map((name) => found.get(name)).find((content) => content !== undefined);
}

function titleOf(page: Page, linked: LinkedData, meta: Meta, publisher: string | undefined): string | undefined {
  const stated = linked.title ?? meta('og:title', 'twitter:title', 'dc.title', 'citation_title');
  if (stated !== undefined) return withoutPublisher(stated, publisher);
  const headings = Array.from(page.querySelectorAll('h1'));
  const only = headings.length === 1 ? headings[0]?.textContent?.trim() : undefined;
  if (only !== undefined && only !== '') return only;
  const title = page.querySelector('title')?.textContent?.trim();
  return title === undefined || title === '' ? undefined : withoutPublisher(title, publisher);
}

/** "Accord signed | The Courier" when the publisher is known to be The Courier. */
function withoutPublisher(stated: string, publisher: string | undefined): string {
  const title = stated.slice(0, LONGEST_TITLE);
  const name = publisher?.trim();
  if (name === undefined || name === '' || !title.endsWith(name)) return title;
  const rest = title.slice(0, -name.length).replace(/\s+[|\u2013\u2014:\u00b7-]\s*$/, '');
  return rest !== '' && rest.length < title.length - name.length ? rest : title;
}

function publishedIn(page: Page, meta: Meta): string | undefined {
  const stated = meta(
    'article:published_time',
    'datepublished',
    'date',
    'dc.date',
    'dc.date.issued',
    'dcterms.issued',
    'citation_publication_date',
    'parsely-pub-date',
    'pubdate',
  );
  if (stated !== undefined) return stated;
  // Any other `<time>` may be of an event, a comment or a related story.
  return (
    attribute(page, 'time[itemprop="datePublished"]', 'datetime') ??
    attribute(page, 'article header time[datetime]', 'datetime') ??
    attribute(page, 'article time[pubdate]', 'datetime') ??
    timeBesideHeadline(page)
  );
}

function timeBesideHeadline(page: Page): string | undefined {
  for (const time of Array.from(page.querySelectorAll('header time[datetime]'))) {
    const header = time.closest('header');
    if (header !== null && header.querySelector('h1') !== null) return time.getAttribute('datetime') ?? undefined;
  }
  return undefined;
}

function languageOf(page: Page, linked: LinkedData, meta: Meta): string | undefined {
  const stated = [
    page.documentElement?.getAttribute('lang') ?? undefined,
    linked.language,
    meta('content-language', 'language', 'dc.language', 'og:locale'),
  ];
  return stated.find((tag) => tag !== undefined && languageTag(tag) !== undefined);
}

function attribute(page: Page, selector: string, name: string): string | undefined {
  const element: PageElement | null = page.querySelector(selector);
  const value = element?.getAttribute(name)?.trim();
  return value === undefined || value === '' ? undefined : value;
}

function firstAddress(...stated: readonly (string | undefined)[]): string | undefined {
  return stated.find((address) => address !== undefined && webAddress(address) !== undefined);
}

/** `article:author` is often a profile's address, which names nobody. */
function notAddress(author: string | undefined): string | undefined {
  return author === undefined || webAddress(author) !== undefined ? undefined : author;
}
