/**
 * The documents behind an answer: what "Sources" under it shows. It stands alone because it is made of addresses and of what
 * its reader may see now, never of what was shown then.
 */
import type { Context } from '../model.js';
import type { Exchange } from '../records.js';
import { questionFor, stillVisible } from './exchanges.js';
import { type Block, COLOURS, notice, pack } from './layout.js';
import type { Pressing } from './pressing.js';
import { originLines } from './quote.js';
import type { MessageView } from './view.js';
import { ENGLISH, type Words } from './words.js';

/** One document, with the labels of the quotes that are from it. */
interface Source {
  readonly labels: readonly number[];
  readonly first: Context;
  readonly locators: readonly string[];
}

/** Each document once, in the order of its best quote, with title, link, publisher, date and age, and where it is quoted. */
export async function sourcesBehind(exchange: Exchange, pressing: Pressing): Promise<MessageView[]> {
  const { engine, now, words = ENGLISH } = pressing;
  const visible = stillVisible(exchange, pressing.visible);
  const { quotes = [] } = exchange;
  if (quotes.length === 0) return [notice(words.text('behind.unknown'))];
  const found = await Promise.all(quotes.map((address) => engine.context({ address, visible })));
  const gone = found.filter((each) => each === undefined).length;
  const blocks = grouped(found).map((source): Block => ({ markdown: sourceLine(source, now, words) }));
  const missing = gone === 0 ? [] : [{ markdown: `-# ${words.text('behind.gone', { count: gone })}` }];
  return pack([...blocks, ...missing], {
    title: words.text('behind.title', { question: questionFor(exchange, pressing.visible) }),
    colour: COLOURS.information,
    words,
  });
}

function grouped(found: readonly (Context | undefined)[]): readonly Source[] {
  const sources = new Map<string, Source>();
  for (const [at, context] of found.entries()) {
    if (context === undefined) continue;
    const { quote, locator } = context.citation;
    const key = JSON.stringify([quote.documentId, quote.version]);
    const known = sources.get(key);
    const locators = [...(known?.locators ?? []), ...(locator === undefined ? [] : [locator])];
    sources.set(key, {
      labels: [...(known?.labels ?? []), at + 1],
      first: known?.first ?? context,
      locators: [...new Set(locators)],
    });
  }
  return [...sources.values()];
}

function sourceLine({ labels, first, locators }: Source, now: Date, words: Words): string {
  const { citation, current } = first;
  const { locator: _, ...origin } = citation;
  const all = locators.length === 0 ? {} : { locator: locators.join('; ') };
  const line = originLines({ ...origin, ...all, documentId: citation.quote.documentId }, now, words);
  // What is a quiet line beneath a quote is the whole of this list.
  const shown = line.replace(/^-# /, '');
  return `**${labels.join(', ')}** ${shown}${current ? '' : ` · *${words.text('behind.changed')}*`}`;
}
