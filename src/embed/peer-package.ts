/**
 * Loads a provider's package, which is installed only by those who use that provider. It stands alone so that its
 * absence is said in one way: which setting needs it, and the command that installs it.
 */
import { failure } from '../errors.js';

export interface PeerPackage<Module> {
  /** As npm installs it: `name@version`. */
  readonly install: string;
  /** The setting that needs it: `VERBATIM_EMBEDDINGS=openai:…`. */
  readonly neededBy: string;
  readonly load: () => Promise<Module>;
}

/** Rejects with `provider` when the package is absent or broken. */
export async function loadPeer<Module>({ install, neededBy, load }: PeerPackage<Module>): Promise<Module> {
  try {
    return await load();
  } catch (cause) {
    const absent = (cause as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND';
    throw failure(
      'provider',
      {
        what: `${neededBy} needs the package ${install.replace(/@[^@]*$/u, '')}`,
        found: absent ? 'that it is not installed' : 'that it cannot be loaded',
        remedy: `Run: npm install ${install}`,
      },
      cause,
    );
  }
}
