import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Suggestion } from '../../src/engine.js';
import { decodeDocuments, encodeDocuments, erasable } from '../../src/message/control-documents.js';
import { pointKey } from '../../src/message/control-gaps.js';
import { decode, encode } from '../../src/message/controls.js';
import { collectionChoices, titleChoices } from '../../src/message/suggestions.js';
import { fakeEngine } from '../support/fake-engine.js';

const OWN = { owner: '4001', name: 'default' };
const HOST = { owner: 'host', name: 'default' };

const offered = (found: readonly Suggestion[], instead?: 'key' | 'title') => {
  const { engine, calls } = fakeEngine({ suggest: async () => found });
  const choices = titleChoices({ engine, collections: [OWN, HOST], text: 'x', ...(instead && { instead }) });
  return { choices, calls };
};

describe('documents offered while typing', () => {
  it('are shown by title, or id where there is none, and stand for their ids', async () => {
    const found = [
      { documentId: 'a.md', owner: '4001', title: ' Pier\n**rules** ' },
      { documentId: 'b.md', owner: '4001' },
    ];
    const { choices, calls } = offered(found);
    expect(await choices).toEqual([
      { name: 'Pier **rules**', value: 'a.md' },
      { name: 'b.md', value: 'b.md' },
    ]);
    expect(calls[0]?.request).toEqual({ visible: [OWN, HOST], text: 'x', limit: 25 });
  });

  it('stand for a key where two owners have the id, or it is too long', async () => {
    const long = { documentId: 'x'.repeat(101), owner: '4001', title: 'Long' };
    const own = { documentId: 'a.md', owner: '4001', title: 'Own' };
    const host = { documentId: 'a.md', owner: 'host', title: 'The host’s' };
    const values = (await offered([long, own, host]).choices).map(({ value }) => value);
    expect(values).toEqual([pointKey(long), pointKey(own), pointKey(host)]);
  });

  it('stand for a title where topics are taken too, and are left out where that is too long as well', async () => {
    const long = { documentId: 'x'.repeat(101), owner: '4001' };
    const found = [{ ...long, title: 'Pier rules' }, { ...long, title: 'y'.repeat(101) }, long];
    expect(await offered(found, 'title').choices).toEqual([{ name: 'Pier rules', value: 'Pier rules' }]);
  });

  it('are none where nothing may be seen, and nobody is asked', async () => {
    const { engine, calls } = fakeEngine({ suggest: async () => [] });
    expect(await titleChoices({ engine, collections: [], text: 'x' })).toEqual([]);
    expect(calls).toEqual([]);
  });

  it('fit Discord whatever documents are called', async () => {
    const name = fc.string({ unit: 'binary', minLength: 1, maxLength: 300 });
    const suggestion = fc.record({ documentId: name, owner: fc.constantFrom('4001', 'host'), title: name });
    await fc.assert(
      fc.asyncProperty(fc.array(suggestion, { maxLength: 25 }), async (found) => {
        for (const { name: shown, value } of await offered(found).choices) {
          expect(shown.length).toBeLessThanOrEqual(100);
          expect(shown.trim()).not.toBe('');
          expect(String(value).length).toBeLessThanOrEqual(100);
          expect(String(value)).not.toBe('');
        }
      }),
    );
  });
});

describe('collections offered while typing', () => {
  const collections = ['default', 'board', 'keyboard', 'keys', 'board'].map((name) => ({ owner: '4001', name }));
  const names = (text: string, mayBeNew = false) =>
    collectionChoices({ collections, text, mayBeNew }).map(({ name }) => name);

  it('are those that contain what was typed, those that begin so first, each once', () => {
    expect(names('BOARD')).toEqual(['board', 'keyboard']);
    expect(names('')).toEqual(['board', 'default', 'keyboard', 'keys']);
    expect(names('attic')).toEqual([]);
  });

  it('may be new, where a name can be one', () => {
    expect(names('key', true)).toEqual(['keyboard', 'keys', 'key (new)']);
    expect(names('Keys', true)).toEqual(['keys']);
    expect(names('a b', true)).toEqual([]);
    expect(names('x'.repeat(65), true)).toEqual([]);
  });
});

describe('the buttons of moderators', () => {
  it('come back as they were, whatever a document is called, and fit Discord', () => {
    const document = fc.record({
      owner: fc.constantFrom('4001', 'host'),
      documentId: fc.string({ unit: 'binary', minLength: 1 }),
    });
    fc.assert(
      fc.property(document, (each) => {
        const control = { kind: 'erase', collectionKey: '0123abcd', document: erasable(each) } as const;
        const customId = encode(control);
        expect(customId.length).toBeLessThanOrEqual(100);
        expect(decode(customId)).toEqual(control);
      }),
    );
    for (const control of [{ kind: 'keep' }, { kind: 'stop', run: 'deadbeef' }] as const) {
      expect(decode(encodeDocuments(control))).toEqual(control);
    }
  });

  it.each([
    'v1:erase::=a',
    'v1:erase:0123abcd:',
    'v1:erase:0123abcd:=',
    'v1:erase:0123abcd:a',
    'v1:stop:',
    'v1:stop:a b',
    'v1:keep:',
    'v2:keep',
  ])('are not read from %j', (text) => {
    expect(decodeDocuments(text)).toBeUndefined();
  });
});
