import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { verification } from '../../src/message/verification.js';
import type { DifferencePart, Verification } from '../../src/model.js';
import { rendered } from '../support/discord-markdown.js';
import { NOW, VERIFICATION } from '../support/samples.js';

describe('the verdict', () => {
  it.each<[Verification['outcome'], string]>([
    ['exact', 'Yes, to the letter.'],
    ['normalised', 'Yes, but for case'],
    ['near', 'Not in these words.'],
    ['earlier-version', 'Not any more.'],
    ['absent', 'No.'],
  ])('of %s begins "%s"', (outcome, verdict) => {
    expect(described({ ...VERIFICATION, outcome })).toMatch(`**${verdict}`);
  });

  it('shows the difference only where there is one', () => {
    expect(described({ ...VERIFICATION, outcome: 'exact' })).not.toContain('~~');
  });
});

describe('the difference', () => {
  it('joins neighbours of one kind, and sets apart what was swapped', () => {
    const parts = [
      part('same', 'They '),
      part('stored', 'met'),
      part('stored', ' twice'),
      part('asked', 'argued'),
      part('same', '.'),
    ];
    expect(difference(parts)).toBe('They **met twice** ~~argued~~.');
  });

  it('leaves out the middle of a long stretch that both have', () => {
    const shown = difference([part('same', 'word '.repeat(400)), part('asked', 'new')]);
    expect(shown).toMatch(/^word .*word … word .*~~new~~$/);
    expect(shown.length).toBeLessThan(400);
  });

  it('stops with an ellipsis where there is too much of it', () => {
    const parts = Array.from({ length: 50 }, (_, at) => part(at % 2 === 0 ? 'stored' : 'asked', 'x'.repeat(100)));
    expect(difference(parts).endsWith(' …')).toBe(true);
  });

  it('takes no words of the asker for the document’s, whatever they are', () => {
    const kinds = fc.constantFrom<DifferencePart['kind']>('same', 'stored', 'asked');
    const words = fc.constantFrom(
      '** bold **',
      '~~',
      'they met',
      '“',
      '<@1>',
      '…',
      '\\',
      '# a',
      '@everyone',
      '-',
      'سلام',
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(kinds, words), { minLength: 1, maxLength: 12 }), (pairs) => {
        const parts = pairs.map(([kind, text]) => part(kind, text));
        const marked = rendered(difference(parts)).made.map((each) => [each.kind, each.text]);
        expect(marked).toEqual(joined(parts).map((each) => [each.kind === 'stored' ? 'bold' : 'strike', each.text]));
      }),
    );
  });
});

function part(kind: DifferencePart['kind'], text: string): DifferencePart {
  return { kind, text };
}

/** The naive expectation: neighbours of one kind together, and what both have left out. */
function joined(parts: readonly DifferencePart[]): DifferencePart[] {
  const found: DifferencePart[] = [];
  let last: DifferencePart['kind'] | undefined;
  for (const each of parts) {
    if (each.kind === last && each.kind !== 'same')
      found.push(part(each.kind, `${found.pop()?.text ?? ''}${each.text}`));
    else if (each.kind !== 'same') found.push(each);
    last = each.kind;
  }
  return found;
}

/** What is shown behind the bar that keeps it apart from our own words. */
function difference(parts: readonly DifferencePart[]): string {
  const blocks = described({ ...VERIFICATION, difference: parts }).split('\n\n');
  const [, shown] = /^> ([^\n]*)/.exec(blocks[1] ?? '') ?? [];
  return shown ?? 'nothing behind a bar';
}

function described(found: Verification): string {
  return verification(found, { now: NOW })[0]?.embeds?.[0]?.description ?? '';
}
