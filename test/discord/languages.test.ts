/** Through the emulated Discord: what one person sees is in their language, what everybody sees in the server's. */
import { afterEach, describe, expect, it } from 'vitest';
import type { Engine } from '../../src/engine.js';
import type { Abstention } from '../../src/model.js';
import { answerOf, hits } from './fake-engine.js';
import { type RunningBot, type RunOptions, runBot } from './running-bot.js';

let running: RunningBot | undefined;

const ENGINE: Partial<Engine> = { ask: async ({ question }) => answerOf(question, 'Judge Vane mediated the talks.') };
const question = 'Who mediated the talks?';

/** The bot in a server of that language. */
async function runIn(locale: string, options: RunOptions = {}): Promise<RunningBot> {
  running = await runBot({ engine: ENGINE, emulator: { guilds: [{ locale }] }, ...options });
  return running;
}

afterEach(async () => {
  await running?.close();
  running = undefined;
});

interface Shown {
  readonly embeds: readonly { readonly description?: string; readonly footer?: { readonly text: string } }[];
}

function description(message: Shown): string {
  return message.embeds[0]?.description ?? '';
}

function footer(message: Shown): string {
  return message.embeds[0]?.footer?.text ?? '';
}

const NO: Abstention = {
  outcome: 'abstention',
  reason: 'not-stated',
  question,
  confidence: 0.1,
  statements: [],
  citations: [],
  disagreements: [],
  nearest: [],
  timingsMs: { embed: 1, search: 1, read: 1, total: 3 },
};

describe('a command', () => {
  it('answers everybody in the server’s language and one person in theirs, with the same quote', async () => {
    const { discord } = await runIn('fr');
    const shared = await discord.interact({ name: 'ask', options: { question }, locale: 'de' }).settled();
    const own = await discord.interact({ name: 'ask', options: { question, private: true }, locale: 'de' }).settled();
    expect(footer(shared)).toMatch(/^Cité mot pour mot de 1 document · confiance /);
    expect(footer(own)).toMatch(/^Wörtlich zitiert aus 1 Dokument · \S+ Zuverlässigkeit/);
    for (const reply of [shared, own]) expect(description(reply)).toContain('“Judge Vane mediated the talks.”');
    expect(discord.refusals).toEqual([]);
  });

  it('that is private by nature is in the user’s language', async () => {
    const { discord } = await runIn('fr', { engine: { sources: async () => [] } });
    const help = await discord.interact({ name: 'help', locale: 'es-419' }).settled();
    expect(description(help)).toContain('Respondo preguntas a partir de los documentos');
    const refused = await discord.interact({ name: 'reindex', locale: 'de', isForced: true }).settled();
    expect(description(refused)).toContain('„Server verwalten“');
  });

  it('is English for a language that we do not have', async () => {
    const { discord } = await runIn('ja');
    const reply = await discord.interact({ name: 'ask', options: { question }, locale: 'ja' }).settled();
    expect(footer(reply)).toContain('Quoted word for word from 1 document');
  });

  it('in a direct message is in the user’s language', async () => {
    const { discord } = await runIn('fr');
    const place = { channelId: discord.directMessages(), locale: 'de' };
    const reply = await discord.interact({ name: 'ask', options: { question }, ...place }).settled();
    expect(description(reply)).toContain('Judge Vane mediated the talks.');
    expect(reply.embeds[0]?.footer?.text).toContain('Wörtlich zitiert');
  });

  it('that failed says so in the language of whoever sees it', async () => {
    const { discord } = await runIn('fr', { engine: { ask: () => Promise.reject(new Error('disk on fire')) } });
    const shared = await discord.interact({ name: 'ask', options: { question }, locale: 'de' }).settled();
    expect(description(shared)).toMatch(/^Une erreur s’est produite de mon côté.*\n-# Référence `/);
    const own = await discord.interact({ name: 'ask', options: { question, private: true }, locale: 'de' }).settled();
    expect(description(own)).toMatch(/^Bei mir ist etwas schiefgegangen.*\n-# Referenz `/);
  });

  it('says no in that language, too', async () => {
    const { discord } = await runIn('es-ES', { engine: { ask: async () => NO } });
    const reply = await discord.interact({ name: 'ask', options: { question } }).settled();
    expect(description(reply)).toContain('**Los documentos no lo dicen.**');
  });
});

describe('a button', () => {
  it('opens what only its presser sees, in their language, and turns the page of it', async () => {
    const exchange = { question: 'Who?', collections: [{ owner: 'host', name: 'default' }] };
    const { discord } = await runIn('fr', {
      engine: {
        ...ENGINE,
        remember: async () => 'abcDEF123_-x',
        recall: async () => exchange,
        search: async ({ query, offset = 0 }) => ({ query, hits: hits(12).slice(offset, offset + 6) }),
      },
    });
    const answer = await discord.interact({ name: 'ask', options: { question }, locale: 'en-US' }).settled();
    const opened = await discord.press({ message: answer, label: 'Plus de passages', locale: 'de' }).settled();
    expect(footer(opened)).toMatch(/^Die nächsten zuerst\./);
    discord.press({ message: opened, label: 'Weiter', locale: 'de' });
    await discord.waitFor(() => description(discord.current(opened)).includes('Passage 6'), 'the second page');
    expect(footer(discord.current(opened))).toMatch(/^Die nächsten zuerst\./);
  });
});

describe('a mention', () => {
  it('is answered in the server’s language', async () => {
    const { discord } = await runIn('fr');
    const said = discord.say({ content: `<@${discord.bot.id}> ${question}` });
    expect(footer(await discord.nextMessage(said.channel_id, undefined, said))).toMatch(/^Cité mot pour mot/);
  });

  it('is told in that language which permissions are missing', async () => {
    const { discord } = await runIn('de');
    const route = `POST /channels/${discord.channelId}/messages`;
    discord.failNext({ route, status: 403, body: { code: 50_013, message: 'Missing Permissions' } });
    const said = discord.say({ content: `<@${discord.bot.id}> ${question}` });
    const reply = await discord.nextMessage(said.channel_id, undefined, said);
    expect(reply.content).toMatch(/\n-# Mit der Berechtigung Links einbetten zeige ich das besser\.$/);
  });

  it('in a direct message is answered in the language of the server that is asked', async () => {
    const { discord } = await runIn('fr');
    const said = discord.say({ content: question, channelId: discord.directMessages() });
    const reply = await discord.nextMessage(said.channel_id, undefined, said);
    expect(reply.embeds[0]?.footer?.text).toContain('Cité mot pour mot');
  });
});

it('Discord is given each command’s description in our languages', async () => {
  const { discord } = await runIn('fr');
  const [put] = discord.requestsTo('PUT /applications');
  const bodies = put?.body as { name: string; options?: unknown[] }[];
  expect(bodies.find(({ name }) => name === 'ask')).toMatchObject({
    description: 'Ask the documents; the answer is quoted word for word',
    description_localizations: {
      de: 'Die Dokumente befragen; die Antwort ist wörtlich zitiert',
      'es-ES': expect.any(String),
      'es-419': expect.any(String),
      fr: 'Interroger les documents ; la réponse est citée mot pour mot'.replace(' ;', '\u00a0;'),
    },
    options: expect.arrayContaining([
      expect.objectContaining({
        name: 'private',
        description_localizations: expect.objectContaining({ fr: 'Montrer la réponse à vous seul' }),
      }),
    ]),
  });
});
