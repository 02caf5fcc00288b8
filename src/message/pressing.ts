/** What is known when a button is pressed. It stands alone so that what a control does need not know who sorts controls. */
import type { Engine } from '../engine.js';
import type { CollectionRef } from '../model.js';
import type { Caller, Powers } from './command.js';
import type { Words } from './words.js';

export interface Pressing {
  readonly engine: Engine;
  /** The collections that the one who pressed may see, now. */
  readonly visible: readonly CollectionRef[];
  readonly now: Date;
  /** Who pressed, and what they may do now. Absent: nothing that moderators only may do. */
  readonly caller?: Caller & Powers;
  /** What was chosen, where a menu was used. */
  readonly values?: readonly string[];
  /** Our own words. Default: English. */
  readonly words?: Words | undefined;
}
