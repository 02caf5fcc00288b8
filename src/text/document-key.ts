/**
 * What a button, and whatever remembers a quote, keeps of a document's id. Alone because the answering thread that looks one up
 * and the store that deletes one must agree on it.
 */
import { createHash } from 'node:crypto';

/** First 8 hexadecimal digits of SHA-256 of the id. */
export function documentKey(documentId: string): string {
  return createHash('sha256').update(documentId, 'utf8').digest('hex').slice(0, 8);
}
