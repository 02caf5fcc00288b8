/**
 * The embedders that questions need: the configured one, and while its model is still being prepared the one whose vectors
 * answer. It stands alone so that the engine asks by model and never cares which of the two it gets.
 */
import { failure, type VerbatimError } from '../errors.js';
import type { Embedder } from './embedder.js';

export interface EmbeddersOptions {
  readonly configured: Embedder;
  /** Opens an embedder by the choice that was stored with its vectors. */
  readonly open: (choice: string) => Promise<Embedder>;
}

export class Embedders {
  readonly #options: EmbeddersOptions;
  readonly #others = new Map<string, Promise<Embedder>>();

  constructor(options: EmbeddersOptions) {
    this.#options = options;
  }

  /** Rejects with `fingerprint` when that model cannot be had any more. */
  async of(model: { readonly fingerprint: string; readonly choice: string }): Promise<Embedder> {
    const { configured, open } = this.#options;
    if (model.fingerprint === configured.fingerprint) return configured;
    let other = this.#others.get(model.fingerprint);
    if (other === undefined) {
      other = open(model.choice).then((embedder) => checked(embedder, model.fingerprint, configured));
      this.#others.set(model.fingerprint, other);
      // Tried again by the next question: a provider may be back by then.
      other.catch(() => this.#others.delete(model.fingerprint));
    }
    return other;
  }

  async close(): Promise<void> {
    const others = await Promise.allSettled(this.#others.values());
    for (const other of others) if (other.status === 'fulfilled') await other.value.close();
    await this.#options.configured.close();
  }
}

async function checked(embedder: Embedder, fingerprint: string, configured: Embedder): Promise<Embedder> {
  if (embedder.fingerprint === fingerprint) return embedder;
  await embedder.close();
  throw unavailable(fingerprint, { configured: configured.fingerprint, found: embedder.fingerprint });
}

/** The error of a question when the model that answers cannot be had. */
export function unavailable(
  answering: string,
  { configured, found }: { readonly configured: string; readonly found: string },
): VerbatimError {
  return failure('fingerprint', {
    what: 'The index answers with another embedding model, and that model cannot be opened',
    expected: answering,
    found,
    remedy: `Run \`verbatim reindex\` to prepare the documents for ${configured}, or set VERBATIM_EMBEDDINGS back`,
  });
}
