/** Every command, in the order in which help and Discord list them. A file that is not named here is not registered. */
import type { Command } from '../src/message/command.js';
import { ask } from './ask.js';
import { gaps } from './gaps.js';
import { help } from './help.js';
import { reindex } from './reindex.js';
import { search } from './search.js';
import { sources } from './sources.js';
import { summarize } from './summarize.js';
import { verify } from './verify.js';

export const commands: readonly Command[] = Object.freeze([
  ask,
  summarize,
  search,
  verify,
  sources,
  reindex,
  gaps,
  help,
]);
