/**
 * What only this surface can do for a command or a control: store settings and write the audit trail. Apart from the
 * handlers, because slash commands, buttons and forms are handed the same.
 */
import { asVerbatimError } from '../errors.js';
import type { Caller, Powers } from '../message/command.js';
import { writeAudit } from './auditing.js';
import type { Surface } from './surface.js';

export function powersOf({ guildId, actor }: Pick<Caller, 'guildId' | 'actor'>, surface: Surface): Powers {
  const server = surface.serverFacts(guildId);
  return {
    ...(server !== undefined && { server }),
    forget: () => {
      surface.limits.forget(actor);
      surface.shared.forget(actor);
    },
    configure: (settings, from) => surface.guilds.configure(guildId, settings, from),
    audit: (act, detail) => writeAudit({ guildId, actor, act, detail }, surface),
    collectionsChanged: () => refreshed(surface),
    fetchFile: surface.fetchFile,
  };
}

/** What is remembered stays as it was when it cannot be read: a server then sees no more than before. */
async function refreshed({ guilds, log }: Surface): Promise<void> {
  await guilds.refresh().catch((thrown: unknown) => {
    log.error({ err: asVerbatimError(thrown) }, 'Collections and settings could not be read anew');
  });
}
