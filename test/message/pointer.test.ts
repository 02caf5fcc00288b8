import { describe, expect, it } from 'vitest';
import { askQuestion } from '../../src/message/ask-question.js';
import { check } from '../../src/message/limits.js';
import type { CollectionRef } from '../../src/model.js';
import { DEFAULT_SETTINGS, type Pointer } from '../../src/records.js';
import { fakeEngine } from '../support/fake-engine.js';
import { ABSTENTION, ANSWER, citationOf, GAZETTE, GUILD, HOST, NOW, POST } from '../support/samples.js';

const SECRET: CollectionRef = { owner: GUILD.owner, name: 'board' };
const JUNE = 'The third round will begin on 21 June, the secretariat said.';

function pointer(document: { id: string }, owner: string): Pointer {
  return { question: 'when is the third round', documentId: document.id, owner, at: '2026-11-01T00:00:00Z' };
}

/** The host's Gazette for everyone; the server's Post in its board's collection only. */
function server(pointers: Pointer[]) {
  return fakeEngine({
    ask: async ({ question }) => ({ ...ABSTENTION, question }),
    search: async ({ query }) => ({ query, hits: [] }),
    pointers: async () => pointers,
    document: async ({ visible, documentId }) => {
      const has = (ref: CollectionRef) => visible.some(({ owner, name }) => owner === ref.owner && name === ref.name);
      if (documentId === POST.id && has(SECRET)) return POST;
      return documentId === GAZETTE.id && has(HOST) ? GAZETTE : undefined;
    },
    summarize: async ({ documentId }) => ({
      ...ANSWER,
      citations: documentId === POST.id ? [citationOf(1, POST, { words: JUNE })] : [],
    }),
    remember: async () => 'abcDEF123_-x',
  });
}

async function ask(pointers: Pointer[], visible: CollectionRef[], guildId: string | undefined = GUILD.owner) {
  const { engine, calls } = server(pointers);
  const caller = { actor: '7', guildId, settings: DEFAULT_SETTINGS };
  const { views } = await askQuestion({ engine, question: 'when is round three', visible, now: NOW, caller });
  for (const view of views) expect(check(view)).toEqual([]);
  return {
    calls,
    text: views
      .flatMap((view) => view.embeds ?? [])
      .map((embed) => embed.description)
      .join('\n'),
  };
}

describe('an abstention about a question that a moderator answered by pointing', () => {
  it('shows the document with its closest sentence first, then what is near', async () => {
    const { text, calls } = await ask([pointer(POST, GUILD.owner)], [HOST, SECRET]);
    expect(text).toContain(`**A moderator points to:**\n**1** “${JUNE}”\n-# Third round \\*confirmed\\* · Delta Post`);
    expect(text).toContain('*Closest, but it does not answer this:*\n**2** “');
    const asked = calls.find(({ method }) => method === 'summarize')?.request;
    expect(asked).toEqual({ about: 'when is round three', documentId: POST.id, visible: [SECRET], length: 1 });
  });

  it('shows the document alone, with its link, where no sentence of it comes near', async () => {
    const { text } = await ask([pointer(GAZETTE, 'host')], [HOST]);
    expect(text).toContain(
      '**A moderator points to:**\n-# [Second round opens in Port Selby](https://gazette.example/',
    );
    expect(text).toContain('**1** “');
  });

  it('says nothing of a document that may not be seen where it was asked, and shows the next one that may', async () => {
    const hidden = await ask([pointer(POST, GUILD.owner)], [HOST, { owner: GUILD.owner, name: 'default' }]);
    expect(hidden.text).not.toMatch(/moderator points|Third round/);
    const next = await ask([pointer(POST, GUILD.owner), pointer(GAZETTE, 'host')], [HOST]);
    expect(next.text).toContain('Second round opens');
  });

  it('does not take a document of the same id from another owner', async () => {
    const { text } = await ask([pointer(GAZETTE, GUILD.owner)], [HOST]);
    expect(text).not.toContain('moderator points');
  });
});

it('nothing is pointed at without a server, or beside an answer', async () => {
  const { engine, calls } = server([]);
  await askQuestion({ engine, question: 'when', visible: [HOST], now: NOW });
  const answering = { ...engine, ask: async () => ANSWER, search: engine.search, remember: engine.remember };
  await askQuestion({
    engine: answering,
    question: 'when',
    visible: [HOST],
    now: NOW,
    caller: { actor: '7', guildId: GUILD.owner, settings: DEFAULT_SETTINGS },
  });
  expect(calls.map(({ method }) => method)).not.toContain('pointers');
});
