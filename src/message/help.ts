/**
 * What the bot is, how to ask it, and what it can read here. It stands alone because it is the first thing a newcomer
 * reads, and the only message whose words are all ours.
 */
import type { CollectionRef, DocumentInfo } from '../model.js';
import { strong } from './escape.js';
import { COLOURS, pack } from './layout.js';
import { clipped } from './shorten.js';
import { counted, SOURCES_A_PAGE } from './sources.js';
import type { MessageView } from './view.js';

const COMMANDS = [
  '`/ask` who mediated the talks',
  '`/summarize` the ceasefire',
  '`/search` passages near some words',
  '`/verify` whether a quote stands in the documents',
  '`/sources` what is indexed here',
];

export function help(documents: readonly DocumentInfo[], visible: readonly CollectionRef[]): MessageView[] {
  const names = [...new Set(visible.map((each) => each.name))].slice(0, SOURCES_A_PAGE);
  const where = names.length === 0 ? '' : ` in ${names.map((name) => strong(clipped(name, 64))).join(', ')}`;
  const indexed =
    documents.length === 0
      ? 'There are no documents here yet. A moderator can use `/reindex` once some are in place.'
      : `I can read ${counted(documents.length)}${where}.`;
  return pack(
    [
      {
        markdown:
          'I answer questions from the documents of this server, in their own words. What stands in quotation marks is ' +
          'cut out of a document, never rewritten. When the documents do not say, I say so.',
      },
      { markdown: COMMANDS.map((line) => `- ${line}`).join('\n') },
      { markdown: 'You can also mention me with a question, or reply to one of my answers and keep the ping on.' },
      { markdown: indexed },
    ],
    { title: 'Verbatim', colour: COLOURS.information },
  );
}
