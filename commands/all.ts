/** Every command, in the order in which help and Discord list them. A file that is not named here is not registered. */
import type { Command } from '../src/message/command.js';
import { add } from './add.js';
import { addAsDocument } from './add-as-document.js';
import { answerThis } from './answer-this.js';
import { ask } from './ask.js';
import { config } from './config.js';
import { erase } from './erase.js';
import { forgetMe } from './forget-me.js';
import { gaps } from './gaps.js';
import { help } from './help.js';
import { reindex } from './reindex.js';
import { remove } from './remove.js';
import { search } from './search.js';
import { sources } from './sources.js';
import { summarize } from './summarize.js';
import { timeline } from './timeline.js';
import { undo } from './undo.js';
import { verify } from './verify.js';
import { verifyThis } from './verify-this.js';

export const commands: readonly Command[] = Object.freeze([
  ask,
  summarize,
  search,
  verify,
  timeline,
  sources,
  add,
  reindex,
  remove,
  undo,
  erase,
  gaps,
  config,
  answerThis,
  verifyThis,
  addAsDocument,
  help,
  forgetMe,
]);
