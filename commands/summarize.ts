/** `/summarize`: the sentences that carry a topic or a document. */
import { refusal } from '../src/message/ask-question.js';
import { chooseCollection } from '../src/message/collection-choice.js';
import type { Command } from '../src/message/command.js';
import {
  ANYWHERE,
  COLLECTION,
  chosePrivate,
  described,
  PRIVATE,
  required,
  text,
} from '../src/message/command-options.js';
import { renderSummary } from '../src/message/render.js';

const ABOUT = 'topic-or-document';

export const summarize = {
  data: {
    ...ANYWHERE,
    name: 'summarize',
    ...described('command.summarize'),
    options: [required(ABOUT, 'command.summarize.about'), COLLECTION, PRIVATE],
  },
  isPrivate: chosePrivate,
  moderatorsOnly: false,
  async execute({ engine, options, visible, now, words }) {
    const about = text(options, ABOUT).trim();
    const refused = refusal(about, 'topic', words);
    if (refused !== undefined) return [refused];
    const choice = chooseCollection(visible, text(options, 'collection'), words);
    if ('unknown' in choice) return [choice.unknown];
    return renderSummary(await engine.summarize({ about, visible: choice.visible }), { now, words });
  },
} satisfies Command;
