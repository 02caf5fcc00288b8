import { describe, expect, it } from 'vitest';
import { paragraphs } from '../../src/ingest/blocks.js';
import { isFurniture, publisherInFooter, withoutFurniture } from '../../src/ingest/boilerplate.js';

const texts = (text: string): string[] => withoutFurniture(paragraphs(text)).map((block) => block.lines.join('\n'));

describe('page furniture', () => {
  it.each([
    'Skip to main content',
    '2 min read',
    '12-minute read',
    'Read More \u00bb',
    'Continue reading \u2192',
    'Advertisement',
    'Story continues below advertisement',
    'Share this article',
    'Share on Facebook',
    'Share | Facebook | WhatsApp',
    'Tweet this',
    'We use cookies to improve your visit. Read our policy.',
    'Accept all cookies',
    'Cookie settings',
    'Sign up to get our best stories in your inbox.',
    'Subscribe to our daily newsletter',
    'New weekly newsletter: Harbour Notes',
    '\u00a9 2025 The Port Elden Courier',
    'Copyright 2026 Meridian Wire. All rights reserved.',
    'All rights reserved.',
    'Back to top',
    'Home > World > Oru',
    'RIVER-TALKS-SIGNING-OSK',
  ])('drops %j', (line) => {
    expect(isFurniture(line)).toBe(true);
  });

  it.each([
    'The ministry will share the report on Facebook.',
    'We use cookies as bait, said the trapper, and they never fail, whatever the season, in my long experience of it. '.repeat(
      5,
    ),
    'Subscribers to the convention met again.',
    '(c) the committee shall meet twice a year.',
    'Sign up now, the recruiters said, and you will see the world.',
    'Copyright law was not discussed at the talks.',
    'Skip to main content is a phrase he hated.',
    'Get the latest offer in writing, he advised.',
    'Home rule was the first demand.',
    'Read more slowly, she told the clerk.',
    'COVID-19',
    'Share',
    'Print',
    'WhatsApp',
    'The new newsletter was announced on Tuesday.',
    'It was a 2 min read.',
    'SALT-I',
    'Advertisement revenue fell.',
  ])('keeps %j', (line) => {
    expect(isFurniture(line)).toBe(false);
  });

  it('drops the headline above "Read More" as a teaser, but no sentence', () => {
    expect(texts('One.\n\nMelons are dear again\nRead More \u00bb\n\nTwo.')).toEqual(['One.', 'Two.']);
    expect(texts('Melons are dear again.\nRead More \u00bb\n\nTwo.')).toEqual(['Melons are dear again.', 'Two.']);
  });

  it('drops a paper speaking of itself at the end of a page only', () => {
    const about = 'The Tarn Post delivers independent coverage of the upper Oru.';
    expect(texts(`One.\n\n${about}`)).toEqual(['One.']);
    expect(texts(`One.\n\n${about}\n\nTwo.\n\nThree.\n\nFour.`)).toContain(about);
    expect(texts('One.\n\nThe Red Cross delivers water.')).toContain('The Red Cross delivers water.');
  });

  it('never touches code, tables and headings', () => {
    for (const kind of ['code', 'table', 'heading'] as const) {
      const block = { kind, lines: ['Cookie policy'] };
      expect(withoutFurniture([block])).toEqual([block]);
    }
  });

  it('reads the publisher where the footer names one', () => {
    expect(publisherInFooter(paragraphs('One.\n\nThe Tarn Post delivers independent coverage of the upper Oru.'))).toBe(
      'The Tarn Post',
    );
    expect(publisherInFooter(paragraphs('One.\n\n\u00a9 2025-2026 Halvern Ledger. All rights reserved.'))).toBe(
      'Halvern Ledger',
    );
    expect(publisherInFooter(paragraphs('One.\n\n\u00a9 2026. All rights reserved.'))).toBeUndefined();
    expect(publisherInFooter(paragraphs('The Ledger said so in 2025.\n\nThe ministry provides news.'))).toBeUndefined();
  });
});
