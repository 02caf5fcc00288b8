import { Locale } from 'discord-api-types/v10';
import { describe, expect, it } from 'vitest';
import { dateAndAge, dateOnly } from '../../src/message/age.js';
import { failureNotice } from '../../src/message/failure.js';
import { renderReply } from '../../src/message/render.js';
import { progress } from '../../src/message/report.js';
import { ENGLISH, localizations, words } from '../../src/message/words.js';
import { ABSTENTION, ANSWER, NOW } from '../support/samples.js';

/** Spaces that do not break, which German and French numbers have, as plain ones. */
function spaced(text: string | undefined): string | undefined {
  return text?.replace(/[\u00a0\u202f]/g, ' ');
}

describe('words', () => {
  it.each([
    ['de', 'de', 'de'],
    ['fr', 'fr', 'fr'],
    ['es-ES', 'es', 'es-ES'],
    ['es-419', 'es', 'es-419'],
    ['en-US', 'en', 'en-US'],
    ['en-GB', 'en', 'en-GB'],
    // A language that Discord may add a region to.
    ['fr-CA', 'fr', 'fr'],
    ['de-AT', 'de', 'de'],
    ['ja', 'en', 'en-GB'],
    ['pt-BR', 'en', 'en-GB'],
    ['', 'en', 'en-GB'],
    [undefined, 'en', 'en-GB'],
    [null, 'en', 'en-GB'],
    ['constructor', 'en', 'en-GB'],
    ['de_DE; DROP', 'en', 'en-GB'],
  ])('for %s are %s, written as in %s', (asked, language, locale) => {
    expect(words(asked)).toMatchObject({ language, locale });
  });

  it('are there for every locale that Discord has', () => {
    for (const locale of Object.values(Locale)) expect(words(locale).text('sources.title')).not.toBe('');
  });

  it('are made once a language', () => {
    expect(words('de')).toBe(words('de'));
    expect(words('ja')).toBe(ENGLISH);
  });

  it('put in values as they are, whatever they look like', () => {
    const text = `{count} '{x}' <b>#</b> \\*é`;
    expect(words('fr').text('answer.understoodAs', { text })).toBe(`Compris comme\u00a0: ${text}`);
  });
});

describe('a count takes its language’s form', () => {
  it.each([
    ['en-US', 0, '0 documents'],
    ['en-US', 1, '1 document'],
    ['en-US', 1204, '1,204 documents'],
    ['de', 0, '0 Dokumente'],
    ['de', 1, '1 Dokument'],
    ['de', 12_040, '12.040 Dokumente'],
    ['es-ES', 1, '1 documento'],
    ['es-ES', 12_040, '12.040 documentos'],
    ['es-419', 12_040, '12,040 documentos'],
    // In French none is no more than one.
    ['fr', 0, '0 document'],
    ['fr', 1, '1 document'],
    ['fr', 12_040, '12 040 documents'],
  ])('in %s: %i', (locale, count, expected) => {
    expect(spaced(words(locale).text('sources.documents', { count }))).toBe(expected);
  });

  it('of its own in a sentence that changes with it', () => {
    expect(words('es-ES').text('report.leftOut', { count: 1 })).toBe('Se omitió 1 archivo de otro tipo');
    expect(words('es-ES').text('report.leftOut', { count: 2 })).toBe('Se omitieron 2 archivos de otros tipos');
    expect(words('de').text('answer.quoted', { count: 2 })).toBe('Wörtlich zitiert aus 2 Dokumenten');
  });
});

describe('dates and ages', () => {
  it.each([
    ['en-US', '2025-05-27', 'May 27, 2025, 1 year ago'],
    ['en-GB', '2025-05-27', '27 May 2025, 1 year ago'],
    ['de', '2025-05-27', '27. Mai 2025, vor 1 Jahr'],
    ['de', '2026-11-21', '21. November 2026, gestern'],
    ['de', '2026-11-20', '20. November 2026, vor 2 Tagen'],
    ['de', '2025', '2025, letztes Jahr'],
    ['es-ES', '2026-10', 'octubre de 2026, el mes pasado'],
    ['es-419', '2026-11-22', '22 de noviembre de 2026, hoy'],
    ['fr', '2026-11-08', '8 novembre 2026, il y a 2 semaines'],
    ['fr', '2026', '2026, cette année'],
    ['fr', '2027-01-05', '5 janvier 2027'],
  ])('in %s: %s', (locale, iso, expected) => {
    expect(spaced(dateAndAge(iso, NOW, words(locale)))).toBe(expected);
  });

  it('are English where nobody says otherwise', () => {
    expect(dateOnly('2025-05')).toBe('May 2025');
  });
});

describe('a message in another language', () => {
  it('has everything of ours translated, and nothing of a document’s', () => {
    const [view] = renderReply(ANSWER, { now: NOW, exchangeId: 'abcDEF123_-x', words: words('de') });
    expect(view?.embeds?.[0]).toMatchObject({
      title: 'who mediated the talks',
      description: [
        '**1** “The talks were mediated by **Maren Oduya**, a former judge of the river court.”',
        '-# [Second round opens in Port Selby](https://gazette.example/2025/05/second-round) · The Harbour Gazette · 27. Mai 2025, vor 1 Jahr · para. 2',
        '-# Auch in: Coast Radio, 28. Mai 2025',
        '',
        '**2** “Judge Oduya will stay on as mediator.”',
        '-# Third round \\*confirmed\\* · Delta Post · Juni 2025, vor 1 Jahr',
      ].join('\n'),
      footer: { text: 'Wörtlich zitiert aus 2 Dokumenten · hohe Zuverlässigkeit' },
    });
    const labels = view?.components?.flatMap((row) =>
      row.components.map((each) => ('label' in each ? each.label : '')),
    );
    expect(labels).toEqual(['1 · Im Zusammenhang', '2 · Im Zusammenhang', 'Weitere Stellen', 'Quellen', '👍', '👎']);
  });

  it('says no as plainly', () => {
    const [view] = renderReply(ABSTENTION, { now: NOW, words: words('es-419') });
    expect(view?.embeds?.[0]?.description).toContain('**Los documentos no lo dicen.**\n-# Se acercan al tema');
  });

  it('counts progress its way', () => {
    const change = { documentId: 'a.md', source: 'a.md', passages: 2 };
    const pace = { share: 0.999, secondsLeft: 90 };
    const view = progress({ kind: 'unchanged', change, documents: 1, passages: 12_340, pace }, words('de'));
    expect(spaced(view.embeds?.[0]?.description)).toBe(
      'Der Index wird aktualisiert … 99 %, 1 Dokument, 12.340 Abschnitte, noch etwa 2 Minuten\n-# unverändert: `a.md`',
    );
  });

  it('says what kind of failure it was before the failure’s own English, which may name what was typed', () => {
    const error = { code: 'not-found' as const, message: 'There is no document @everyone.' };
    expect(failureNotice('k3v9x2', error, words('fr')).embeds?.[0]?.description).toBe(
      'Ce qui a été demandé n’est pas ici.\n-# There is no document \\@everyone.\n-# Référence `k3v9x2`',
    );
    const internal = { code: 'internal' as const, message: 'SQLITE_CORRUPT at /srv/data' };
    expect(failureNotice(undefined, internal, words('de')).embeds?.[0]?.description).toBe(
      'Bei mir ist etwas schiefgegangen. Von dem, was gespeichert ist, ging nichts verloren.',
    );
  });
});

it('a description goes to Discord under each of its names for our languages, English being the default', () => {
  expect(localizations('command.sources.filter')).toEqual({
    de: 'Nur Dokumente, deren Titel, Kennung oder Herausgeber dies enthält',
    'es-ES': 'Solo documentos cuyo título, identificador o editor contenga esto',
    'es-419': 'Solo documentos cuyo título, identificador o editor contenga esto',
    fr: 'Seulement les documents dont le titre, l’identifiant ou l’éditeur contient ceci',
  });
});
