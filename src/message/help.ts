/**
 * What the bot is, how to ask it, and what it can read here. It stands alone because it is the first thing a newcomer
 * reads, and the only message whose words are all ours.
 */
import type { CollectionRef, DocumentInfo } from '../model.js';
import { strong } from './escape.js';
import { COLOURS, pack } from './layout.js';
import { clipped } from './shorten.js';
import { SOURCES_A_PAGE } from './sources.js';
import type { MessageView } from './view.js';
import { ENGLISH, type Words } from './words.js';

const COMMANDS = ['help.ask', 'help.summarize', 'help.search', 'help.verify', 'help.sources'] as const;

export function help(
  documents: readonly DocumentInfo[],
  visible: readonly CollectionRef[],
  words: Words = ENGLISH,
): MessageView[] {
  return pack(
    [
      { markdown: words.text('help.introduction') },
      { markdown: COMMANDS.map((key) => `- ${words.text(key)}`).join('\n') },
      { markdown: words.text('help.mention') },
      { markdown: indexed(documents.length, visible, words) },
    ],
    { title: 'Verbatim', colour: COLOURS.information },
  );
}

function indexed(count: number, visible: readonly CollectionRef[], words: Words): string {
  if (count === 0) return words.text('help.nothingIndexed');
  const all = [...new Set(visible.map((each) => each.name))].slice(0, SOURCES_A_PAGE);
  if (all.length === 0) return words.text('help.indexed', { count });
  const names = all.map((name) => strong(clipped(name, 64), words)).join(', ');
  return words.text('help.indexedIn', { count, names });
}
