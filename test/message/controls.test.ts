import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addressOf,
  type Control,
  collectionKey,
  decode,
  documentKey,
  encode,
  MAX_FILTER,
} from '../../src/message/controls.js';

const hex = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: length, maxLength: length });
const offset = fc.nat({ max: 2 ** 31 });
const id = fc.string({ unit: fc.constantFrom(...'abcXYZ019_-'), minLength: 12, maxLength: 12 });

const controls: fc.Arbitrary<Control> = fc.oneof(
  fc.record({
    kind: fc.constant('context' as const),
    which: fc.nat({ max: 100 }),
    address: fc
      .tuple(hex(8), hex(32), offset, offset)
      .map(([key, version, start, length]) => ({ documentKey: key, version, start, end: start + length })),
  }),
  fc.record({ kind: fc.constant('more' as const), exchangeId: id, offset }),
  fc.record({ kind: fc.constant('vote' as const), exchangeId: id, helpful: fc.boolean() }),
  fc.record({ kind: fc.constant('behind' as const), exchangeId: id }),
  fc.record({ kind: fc.constant('page' as const), exchangeId: id, page: fc.nat({ max: 1_000 }) }),
  fc.constant({ kind: 'servers' as const }),
  fc.record({ kind: fc.constant('servers' as const), waiting: id }),
  fc.record({ kind: fc.constant('config' as const), page: fc.nat({ max: 1_000_000 }) }),
  fc.record(
    {
      kind: fc.constant('sources' as const),
      page: offset,
      filter: fc
        .string({ unit: 'binary', minLength: 1, maxLength: MAX_FILTER })
        .filter((text) => text.length <= MAX_FILTER),
      collectionKey: hex(8),
    },
    { requiredKeys: ['kind', 'page'] },
  ),
);

describe('encode and decode', () => {
  it('give every control back, in 1 to 100 characters', () => {
    fc.assert(
      fc.property(controls, (control) => {
        const customId = encode(control);
        expect(customId.length).toBeLessThanOrEqual(100);
        expect(decode(customId)).toEqual(control);
      }),
      { numRuns: 1000 },
    );
  });

  it('keep different controls apart', () => {
    fc.assert(
      fc.property(controls, controls, (one, other) => {
        expect(encode(one) === encode(other)).toBe(JSON.stringify(one) === JSON.stringify(other));
      }),
    );
  });

  it('are a promise to buttons already sent: these texts must stay readable', () => {
    const address = { documentKey: '0a1b2c3d', version: '0123456789abcdef0123456789abcdef', start: 120, end: 214 };
    expect(encode({ kind: 'context', address, which: 1 })).toBe(
      'v1:ctx:0a1b2c3d:0123456789abcdef0123456789abcdef:3c:5y:1',
    );
    expect(encode({ kind: 'more', exchangeId: 'abcDEF123_-x', offset: 5 })).toBe('v1:more:abcDEF123_-x:5');
    const turn = { kind: 'turn', exchangeId: 'abcDEF123_-x', offset: 0 } as const;
    expect(decode(encode(turn))).toEqual(turn);
    expect(encode({ kind: 'sources', page: 2, filter: 'a:b' })).toBe('v1:src:2::a:b');
    const exchangeId = 'abcDEF123_-x';
    expect(encode({ kind: 'vote', exchangeId, helpful: true })).toBe('v1:vote:abcDEF123_-x:y');
    expect(encode({ kind: 'behind', exchangeId })).toBe('v1:behind:abcDEF123_-x');
    expect(encode({ kind: 'page', exchangeId, page: 36 })).toBe('v1:page:abcDEF123_-x:10');
    expect(encode({ kind: 'servers' })).toBe('v1:servers');
    expect(encode({ kind: 'servers', waiting: 'abcDEF123_-x' })).toBe('v1:servers:abcDEF123_-x');
  });
});

describe('decode', () => {
  it.each([
    '',
    'v1',
    'v2:more:abcDEF123_-x:5',
    'v1:more:abcDEF123_-x:',
    'v1:more:abcDEF123_-x:-1',
    'v1:more:abcDEF123_-x:007',
    'v1:more:../../etc:5',
    'v1:ctx:0a1b2c3d:0123456789abcdef:5y:3c:1',
    'v1:ctx:0a1b2c3d:XYZ:3c:5y:1',
    'v1:ctx:0a1b2c3d:0123456789abcdef:3c:5y',
    'v1:ctx:0a1b2c3d:0123456789abcdef:zzzzzzzzzzzzz:zzzzzzzzzzzzz:1',
    'v1:src:x y::',
    `v1:src:0::${'x'.repeat(MAX_FILTER + 1)}`,
    `v1:src:0::${'x'.repeat(200)}`,
    'confirm_delete',
  ])('does not understand %j', (customId) => {
    expect(decode(customId)).toBeUndefined();
  });

  it('survives any text, and reads none in two ways', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.string().map((rest) => `v1:src:0::${rest}`),
        ),
        (customId) => {
          const control = decode(customId);
          if (control !== undefined) expect(encode(control)).toBe(customId);
        },
      ),
    );
  });
});

describe('keys', () => {
  it('are the first 8 digits of SHA-256', () => {
    expect(documentKey('')).toBe('e3b0c442');
    expect(documentKey('abc')).toBe('ba7816bf');
    expect(collectionKey({ owner: 'host', name: 'a' })).not.toBe(collectionKey({ owner: 'host', name: 'b' }));
  });

  it('address a quote without its words', () => {
    const quote = { documentId: 'abc', version: 'f'.repeat(64), start: 3, end: 9, exact: 'secret' };
    expect(addressOf(quote)).toEqual({ documentKey: 'ba7816bf', version: 'f'.repeat(32), start: 3, end: 9 });
  });
});
