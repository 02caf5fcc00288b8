/**
 * A piece of text that is kept longer than what it was cut from. It stands alone because nothing in the language says that
 * it is needed.
 */

/**
 * The same text, holding on to nothing else: V8 makes a slice of more than twelve code units a view of the whole (`SlicedString`),
 * so that a sentence which is kept would keep the book that it stands in.
 */
export function ownText(text: string): string {
  // UTF-16 keeps what is no character, too: half of a surrogate pair.
  return Buffer.from(text, 'utf16le').toString('utf16le');
}
