import { PermissionsBitField } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { INTENTS, inviteLink, PERMISSIONS } from '../../src/discord/permissions.js';
import { ENGLISH } from '../../src/message/words.js';

/** Discord's privileged intents: guild members, presences, message content. */
const PRIVILEGED = (1 << 1) | (1 << 8) | (1 << 15);

describe('the invite link', () => {
  const link = new URL(inviteLink('123'));

  it('asks for the two scopes and names the application', () => {
    expect(link.searchParams.get('scope')).toBe('bot applications.commands');
    expect(link.searchParams.get('client_id')).toBe('123');
  });

  it('asks for the permissions listed and no others', () => {
    const asked = new PermissionsBitField(BigInt(link.searchParams.get('permissions') ?? 0)).toArray();
    expect(asked.sort()).toEqual([
      'CreatePublicThreads',
      'EmbedLinks',
      'ReadMessageHistory',
      'SendMessages',
      'SendMessagesInThreads',
      'ViewChannel',
    ]);
    expect(asked).toHaveLength(PERMISSIONS.length);
  });
});

it('are called as in Discord’s own settings, whichever list names them', () => {
  expect(PERMISSIONS.map(({ key }) => ENGLISH.text(key))).toEqual(PERMISSIONS.map(({ name }) => name));
});

it('asks for no privileged intent', () => {
  expect(INTENTS.reduce((bits, intent) => bits | intent, 0) & PRIVILEGED).toBe(0);
});
