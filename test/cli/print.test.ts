import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clean, clip } from '../../src/cli/layout.js';
import { replyText, searchText, verificationText } from '../../src/cli/print.js';
import { changesText, checksText, sourcesText } from '../../src/cli/report.js';
import { abstentions, answers, reports, verifications } from '../support/arbitrary-replies.js';
import { ABSTENTION, ANSWER, DISAGREEING, GAZETTE, GENERATED, REPORT, VERIFICATION } from '../support/samples.js';

const FILE = { columns: 0, styled: false };
const SCREEN = { columns: 60, styled: true };
const ESCAPE = '\u001b';

describe('an answer', () => {
  test('shows each quote with its label, source, date and link, and says nothing twice', () => {
    expect(replyText(ANSWER, FILE)).toBe(
      [
        '[1] “The talks were mediated by Maren Oduya, a former judge of the river court.”',
        '    Second round opens in Port Selby · The Harbour Gazette · 27 May 2025 · para. 2',
        '    https://gazette.example/2025/05/second-round',
        '    Also in: Coast Radio, 28 May 2025',
        '',
        '[2] “Judge Oduya will stay on as mediator.”',
        '    Third round *confirmed* · Delta Post · June 2025',
        '',
      ].join('\n'),
    );
  });

  test('marks the words that answer on a terminal, and only there', () => {
    expect(replyText(ANSWER, SCREEN)).toContain(`${ESCAPE}[1mMaren Oduya${ESCAPE}[22m`);
    expect(replyText(ANSWER, FILE)).not.toContain(ESCAPE);
  });

  test('is wrapped to the terminal, but an address is never broken', () => {
    const lines = replyText(ANSWER, { columns: 40, styled: false }).split('\n');
    for (const line of lines.filter((one) => !one.includes('https://'))) expect(line.length).toBeLessThanOrEqual(40);
    expect(lines).toContain('    https://gazette.example/2025/05/second-round');
  });

  test('says on what the sources disagree', () => {
    expect(replyText(DISAGREEING, FILE)).toMatch(
      /The sources disagree: the date of the third round\n {2}– 14 June \[1\] \(The Harbour Gazette, 27 May 2025\)\n {2}– 21 June \[2\] \(Delta Post, June 2025\)/,
    );
  });

  test('puts sentences of its own before the quotes that carry them', () => {
    expect(replyText(GENERATED, FILE)).toMatch(
      /^Maren Oduya, a former judge, mediated the talks\. \[1\]\nShe is to stay/,
    );
  });
});

describe('an abstention', () => {
  test('says no first, and that what follows is no answer', () => {
    expect(replyText(ABSTENTION, FILE)).toMatch(
      /^The documents do not state this\.\n\nNearest, but no answer:\n\n– {3}“She asked both sides/,
    );
  });

  test('shortens a long passage outside the quotation marks', () => {
    const [passage] = ABSTENTION.nearest;
    if (passage === undefined) throw new Error('no passage');
    const long = { ...ABSTENTION, nearest: [{ ...passage, exact: 'many words '.repeat(100).trim() }] };
    expect(replyText(long, FILE)).toMatch(/“many words [a-z ]*(?:many|words)” …\n/);
  });
});

test('a verification marks the difference by signs, and explains them', () => {
  const text = verificationText(VERIFICATION, FILE);
  expect(text).toMatch(/^Not as quoted\./);
  expect(text).toContain('The talks were {+mediated+}[-led-] by Maren Oduya');
  expect(text).toContain('{+only in the document+}  [-only in your words-]');
});

test('a search without hits says so', () => {
  expect(searchText({ query: 'x', hits: [] }, FILE)).toBe('No passage is near these words.\n');
});

test('a report counts, lists what changed and gives each failure its reason', () => {
  expect(changesText(REPORT, FILE)).toBe(
    [
      '1 added, 1 changed (4 passages), 1 unchanged, 1 failed.',
      '  added   gazette/second-round.md',
      '  changed post/june.txt',
      '  failed  documents/scan.bin: It is no text. Convert it first.',
      '',
    ].join('\n'),
  );
  expect(changesText({ added: [], changed: [], removed: [], unchanged: [], failed: [] }, FILE)).toBe(
    'Nothing changed.\n',
  );
});

test('sources are one a line', () => {
  expect(sourcesText([GAZETTE], FILE)).toBe(
    'gazette/second-round.md · Second round opens in Port Selby · The Harbour Gazette · 27 May 2025\n1 document.\n',
  );
});

test('checks say what to do about each failure', () => {
  const checks = [
    { name: 'node', ok: true, found: '20.20.2' },
    { name: 'models', ok: false, found: 'a file differs', remedy: 'Restore it' },
  ];
  expect(checksText(checks, FILE)).toBe(
    'ok    node    20.20.2\nFAIL  models  a file differs\n              → Restore it\n\n1 check failed.\n',
  );
});

describe('a hostile document cannot command the terminal', () => {
  test.each([
    ['colours', '\u001b[31mred\u001b[0m', 'red'],
    ['the window title', '\u001b]0;owned\u0007plain', 'plain'],
    ['a hyperlink', '\u001b]8;;https://evil.example\u0007click\u001b]8;;\u0007', 'click'],
    ['an eight-bit sequence', '\u009b2Jcleared', 'cleared'],
    ['a carriage return', 'safe\rEVIL', 'safeEVIL'],
    ['a backspace', 'ab\b\bc', 'abc'],
    ['a reversal of the reading order', 'abc\u202edef', 'abcdef'],
    ['a lone escape', 'a\u001b', 'a'],
  ])('%s', (_, hostile, shown) => {
    expect(clean(hostile)).toBe(shown);
  });

  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
  const commanding = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

  test('whatever the texts are, nothing that a terminal obeys comes through', () => {
    const texts = fc.oneof(
      answers.map((one) => replyText(one, FILE)),
      abstentions.map((one) => replyText(one, FILE)),
      verifications.map((one) => verificationText(one, FILE)),
      reports.map((one) => changesText(one, FILE)),
    );
    fc.assert(
      fc.property(texts, (text) => {
        expect(text).not.toMatch(commanding);
      }),
    );
  });

  test('all control characters at once', () => {
    const all = String.fromCharCode(...Array.from({ length: 160 }, (_, code) => code));
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...all, 'a', '[', ']', ';', 'm') }), (text) => {
        expect(clean(text)).not.toMatch(commanding);
      }),
    );
  });
});

test('clipped text is never longer than asked, and no character is cut in two', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 50 }), (text, length) => {
      const clipped = clip(text, length);
      if (text.length <= length) expect(clipped).toBe(text);
      else expect(clipped.length).toBeLessThanOrEqual(length + 1);
      // A lone half of a pair does not survive UTF-8.
      expect(Buffer.from(clipped).toString()).toBe(clipped);
    }),
  );
});
