/**
 * Bytes to characters, or the reason why not. It stands alone because a wrong guess of the encoding stores wrong words:
 * UTF-8 unless a byte order mark or the page itself names another, and anything else is refused with its place.
 */
import { TextDecoder } from 'node:util';
import { failure } from '../errors.js';

/** Known beginnings of files that are not text, for a message that names them. Source: the formats' own specifications. */
const SIGNATURES: readonly (readonly [name: string, bytes: readonly number[]])[] = [
  ['a PDF', [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ['a ZIP archive or an Office document', [0x50, 0x4b, 0x03, 0x04]],
  ['a PNG image', [0x89, 0x50, 0x4e, 0x47]],
  ['a JPEG image', [0xff, 0xd8, 0xff]],
  ['a gzip archive', [0x1f, 0x8b]],
];

/** More control characters than this share of the beginning, and it is no text. */
const MOST_CONTROLS = 0.05;
/** How much of the beginning is looked at, in bytes. */
const SAMPLE = 65_536;
/** Where HTML has to name its encoding, in bytes. Source: https://html.spec.whatwg.org/#charset */
const CHARSET_WITHIN = 1_024;

/** What windows-1252 has where Latin-1 has controls, 0x80 to 0x9f. Source: https://encoding.spec.whatwg.org/#index-windows-1252 */
const WINDOWS_1252_HIGH =
  '\u20ac\x81\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\x8d\u017d\x8f\x90\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\x9d\u017e\u0178';
const WINDOWS_1252 = new Map(
  Array.from(WINDOWS_1252_HIGH, (character, index) => [String.fromCharCode(0x80 + index), character]),
);
/** Node 20's decoder leaves them as controls (nodejs/node#56542). */
const C1 = /[\u0080-\u009f]/g;

/**
 * The text of `bytes`; `name` is what a message calls them. Throws `unsupported` (binary, or an encoding this machine
 * does not know), `malformed` (not valid in its encoding, with the byte's offset).
 */
export function decodeText(bytes: Uint8Array, name: string, options: { readonly html?: boolean } = {}): string {
  const label = markedEncoding(bytes) ?? (options.html === true ? declaredCharset(bytes) : undefined) ?? 'utf-8';
  if (!label.startsWith('utf-16')) refuseBinary(bytes, name);
  let decoder: TextDecoder;
  try {
    decoder = new TextDecoder(label, { fatal: true });
  } catch (cause) {
    const parts = { what: `Cannot read ${name}`, expected: 'an encoding known to browsers', found: `"${label}"` };
    throw failure('unsupported', { ...parts, remedy: 'Convert it to UTF-8' }, cause);
  }
  try {
    const text = decoder.decode(bytes);
    return decoder.encoding === 'windows-1252'
      ? text.replace(C1, (control) => WINDOWS_1252.get(control) ?? control)
      : text;
  } catch (cause) {
    const offset = firstInvalidByte(bytes, label);
    const found = `an invalid byte (0x${(bytes[offset] ?? 0).toString(16).padStart(2, '0')}) at offset ${offset}`;
    const parts = { what: `Cannot read ${name}`, expected: `${label.toUpperCase()} text`, found };
    throw failure('malformed', { ...parts, remedy: 'Convert the file to UTF-8, or save it anew' }, cause);
  }
}

function markedEncoding(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return undefined;
}

/** What `<meta charset>` or `<meta http-equiv>` says. */
function declaredCharset(bytes: Uint8Array): string | undefined {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, CHARSET_WITHIN));
  const label = /<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}["']?\s{0,9}([\w.:-]{1,40})/i.exec(head)?.[1]?.toLowerCase();
  // A page that could be read this far is not UTF-16, whatever it says. Source: the HTML standard, prescan.
  return label?.startsWith('utf-16') === true ? 'utf-8' : label;
}

function refuseBinary(bytes: Uint8Array, name: string): void {
  const signature = SIGNATURES.find(([, start]) => start.every((byte, index) => bytes[index] === byte))?.[0];
  const found =
    signature ?? (bytes.includes(0) ? 'NUL bytes' : manyControls(bytes) ? 'mostly control characters' : undefined);
  if (found === undefined) return;
  const remedy = 'Save its text as .txt, .md or .html and ingest that';
  throw failure('unsupported', {
    what: `Cannot read ${name}`,
    expected: 'text',
    found: `${found}: it is binary`,
    remedy,
  });
}

function manyControls(bytes: Uint8Array): boolean {
  const sample = bytes.subarray(0, SAMPLE);
  let controls = 0;
  for (const byte of sample) if (byte < 0x20 && (byte < 0x09 || byte > 0x0d) && byte !== 0x1b) controls++;
  return controls > MOST_CONTROLS * sample.length;
}

/** Halving works, since a beginning that decodes (its last character may be cut) has only beginnings that decode. */
function firstInvalidByte(bytes: Uint8Array, label: string): number {
  let valid = 0;
  let invalid = bytes.length + 1;
  while (invalid - valid > 1) {
    const middle = Math.floor((valid + invalid) / 2);
    if (decodes(bytes.subarray(0, middle), label)) valid = middle;
    else invalid = middle;
  }
  return startOfCharacter(bytes, Math.min(valid, bytes.length - 1), label);
}

/** A decoder stops where a UTF-8 character fails to go on; the byte to look at is the one that began it. */
function startOfCharacter(bytes: Uint8Array, offset: number, label: string): number {
  if (label !== 'utf-8') return offset;
  for (let back = 1; back <= 3; back++) {
    const byte = bytes[offset - back] ?? 0;
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? offset - back : offset;
    if (byte < 0x80) return offset;
  }
  return offset;
}

function decodes(bytes: Uint8Array, label: string): boolean {
  try {
    new TextDecoder(label, { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
