/**
 * What the bot is, how to ask it, and what it can read here. It stands alone because it is the first thing a newcomer
 * reads, and nearly the only message whose words are all ours.
 */
import type { CollectionRef, DocumentInfo } from '../model.js';
import { escaped, isolated, strong } from './escape.js';
import type { HelpExamples } from './help-examples.js';
import { COLOURS, pack } from './layout.js';
import { clipped } from './shorten.js';
import { SOURCES_A_PAGE } from './sources.js';
import type { MessageView } from './view.js';
import { ENGLISH, type Words } from './words.js';

export interface HelpOptions {
  /** What is really here. Default: what goes in their place. */
  readonly examples?: HelpExamples;
  /** Whether commands for moderators are told of. Default false. */
  readonly isModerator?: boolean;
  readonly words?: Words | undefined;
}

const PLAIN = ['help.search', 'help.verify', 'help.sources'] as const;

export function help(
  documents: readonly DocumentInfo[],
  visible: readonly CollectionRef[],
  { examples = {}, isModerator = false, words = ENGLISH }: HelpOptions = {},
): MessageView[] {
  const { question, title, name } = examples;
  const commands = [
    words.text('help.ask', { example: shown(question) ?? words.text('help.ask.example') }),
    words.text('help.summarize', { example: shown(title) ?? words.text('help.topic.example') }),
    words.text('help.timeline', { example: shown(name) ?? words.text('help.topic.example') }),
    ...PLAIN.map((key) => words.text(key)),
  ];
  const moderating = isModerator ? [{ markdown: words.text('help.moderators') }] : [];
  return pack(
    [
      { markdown: words.text('help.introduction') },
      { markdown: commands.map((line) => `- ${line}`).join('\n') },
      { markdown: `${words.text('help.mention')} ${words.text('help.menus')}` },
      ...moderating,
      { markdown: indexed(documents.length, visible, words) },
      { markdown: `-# ${words.text('help.forget')}` },
    ],
    { title: 'Verbatim', colour: COLOURS.information },
  );
}

function shown(example: string | undefined): string | undefined {
  const text = example === undefined ? '' : escaped(clipped(example, 100)).trim();
  return text === '' ? undefined : isolated(text);
}

function indexed(count: number, visible: readonly CollectionRef[], words: Words): string {
  if (count === 0) return words.text('help.nothingIndexed');
  const all = [...new Set(visible.map((each) => each.name))].slice(0, SOURCES_A_PAGE);
  if (all.length === 0) return words.text('help.indexed', { count });
  const names = all.map((name) => strong(clipped(name, 64), words)).join(', ');
  return words.text('help.indexedIn', { count, names });
}
