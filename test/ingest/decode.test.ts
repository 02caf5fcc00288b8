import { describe, expect, it } from 'vitest';
import { decodeText } from '../../src/ingest/decode.js';

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('decodeText', () => {
  it('reads UTF-8 with and without a byte order mark, and UTF-16 with one', () => {
    expect(decodeText(utf8('Orú'), 'a.txt')).toBe('Orú');
    expect(decodeText(utf8('\ufeffOrú'), 'a.txt')).toBe('Orú');
    expect(decodeText(Buffer.from('\ufeffOrú', 'utf16le'), 'a.txt')).toBe('Orú');
    expect(decodeText(Buffer.from('\ufeffOrú', 'utf16le').swap16(), 'a.txt')).toBe('Orú');
  });

  it('names the byte that is no UTF-8, and the remedy', () => {
    const broken = Buffer.concat([utf8('Orú talks '.repeat(1_000)), bytes(0xe9), utf8(' open')]);
    expect(() => decodeText(broken, 'a.txt')).toThrow(/a\.txt.*UTF-8.*0xe9.*offset 11000.*Convert/s);
    expect(() => decodeText(bytes(0x61, 0xc3), 'a.txt')).toThrow(/invalid byte/);
  });

  it('reads the encoding a page declares, windows-1252 as browsers do', () => {
    const page = Buffer.concat([utf8('<meta charset="iso-8859-1"><p>'), bytes(0x93, 0x68, 0xe9, 0x94, 0x80)]);
    expect(decodeText(page, 'a.html', { html: true })).toContain('\u201ch\u00e9\u201d\u20ac');
    const greek = Buffer.concat([
      utf8('<meta http-equiv="Content-Type" content="text/html; charset=windows-1253">'),
      bytes(0xe1),
    ]);
    expect(decodeText(greek, 'a.html', { html: true })).toContain('\u03b1');
    expect(() => decodeText(page, 'a.txt')).toThrow(/UTF-8/);
    expect(() => decodeText(utf8('<meta charset="klingon">'), 'a.html', { html: true })).toThrow(/"klingon"/);
  });

  it('refuses what is no text, by its name where it has one', () => {
    expect(() => decodeText(utf8('%PDF-1.7 ...'), 'a.txt')).toThrow(/a PDF/);
    expect(() => decodeText(bytes(0x61, 0, 0x62), 'a.txt')).toThrow(/NUL/);
    expect(() => decodeText(bytes(1, 2, 3, 4, 0x61), 'a.txt')).toThrow(/control characters/);
  });
});
