import { type APIActionRowComponent, type APIButtonComponent, ButtonStyle, ComponentType } from 'discord-api-types/v10';
import { describe, expect, it } from 'vitest';
import { check, countedLength, embedLength, isLinkAddress } from '../../src/message/limits.js';
import type { MessageView } from '../../src/message/view.js';

const DENIED = { parse: [] as [], replied_user: false as const };
const FINE: MessageView = { content: 'Hello', allowed_mentions: DENIED };

type Row = APIActionRowComponent<APIButtonComponent>;

describe('check', () => {
  it('has nothing to say about what Discord accepts', () => {
    const full: MessageView = {
      content: 'x'.repeat(2000),
      embeds: [
        { title: 'x'.repeat(256), description: 'x'.repeat(4096), url: 'https://a.example/' },
        { fields: [{ name: 'x'.repeat(256), value: 'x'.repeat(1024) }] },
      ],
      components: Array.from({ length: 5 }, (_, row) => buttons(5, row)),
      allowed_mentions: DENIED,
    };
    expect(check(FINE)).toEqual([]);
    expect(check(full)).toEqual([]);
    expect(check({ ...FINE, content: ` ${'x'.repeat(2000)} ` })).toEqual([]);
  });

  it.each<[string, Partial<MessageView>]>([
    ['content over 2000', { content: 'x'.repeat(2001) }],
    ['an empty message', { content: ' \n ' }],
    ['a title over 256', { embeds: [{ title: 'x'.repeat(257) }] }],
    ['a description over 4096', { embeds: [{ description: 'x'.repeat(4097) }] }],
    ['a footer over 2048', { embeds: [{ footer: { text: 'x'.repeat(2049) } }] }],
    ['an author over 256', { embeds: [{ author: { name: 'x'.repeat(257) } }] }],
    ['a field name over 256', { embeds: [{ fields: [{ name: 'x'.repeat(257), value: 'x' }] }] }],
    ['a field value over 1024', { embeds: [{ fields: [{ name: 'x', value: 'x'.repeat(1025) }] }] }],
    ['an empty field value', { embeds: [{ fields: [{ name: 'x', value: ' ' }] }] }],
    ['more than 25 fields', { embeds: [{ fields: Array.from({ length: 26 }, () => ({ name: 'x', value: 'x' })) }] }],
    ['an empty embed', { embeds: [{ color: 1 }] }],
    ['more than 10 embeds', { embeds: Array.from({ length: 11 }, () => ({ description: 'x' })) }],
    ['over 6000 in all', { embeds: [{ description: 'x'.repeat(3000) }, { description: 'x'.repeat(3001) }] }],
    [
      'two embeds of one url',
      {
        embeds: [
          { title: 'a', url: 'https://a.b/' },
          { title: 'b', url: 'https://a.b/' },
        ],
      },
    ],
    ['an embed url that is no web page', { embeds: [{ title: 'a', url: 'javascript:1' }] }],
    ['more than 5 rows', { components: Array.from({ length: 6 }, (_, row) => buttons(1, row)) }],
    ['more than 5 buttons in a row', { components: [buttons(6)] }],
    ['an empty row', { components: [buttons(0)] }],
    ['a custom_id over 100', { components: [buttons(1, 0, { custom_id: 'x'.repeat(101) })] }],
    ['an empty custom_id', { components: [buttons(1, 0, { custom_id: '' })] }],
    ['a custom_id twice', { components: [buttons(1), buttons(1)] }],
    ['a label over 80', { components: [buttons(1, 0, { label: 'x'.repeat(81) })] }],
    ['a button without a label', { components: [buttons(1, 0, { label: ' ' })] }],
    ['a link button to nowhere', { components: [linkButton('ftp://a.b/')] }],
    ['a link button over 512', { components: [linkButton(`https://a.b/${'x'.repeat(512)}`)] }],
  ])('refuses %s, with one reason', (_, wrong) => {
    expect(check({ ...FINE, ...wrong })).toHaveLength(1);
  });

  it('refuses a message that may ping', () => {
    const pinging = {
      ...FINE,
      allowed_mentions: { parse: ['everyone'], replied_user: false },
    } as unknown as MessageView;
    expect(check(pinging)).toEqual(['mentions are allowed']);
  });
});

describe('counting', () => {
  it('counts UTF-16 code units after trimming', () => {
    expect(countedLength('  👍 \n')).toBe(2);
    expect(countedLength(undefined)).toBe(0);
  });

  it('counts all that Discord counts of an embed, and not its url', () => {
    const embed = {
      title: 'ab',
      description: 'cd',
      url: 'https://a.b/',
      footer: { text: 'ef' },
      author: { name: 'gh' },
      fields: [{ name: 'ij', value: 'kl' }],
    };
    expect(embedLength(embed)).toBe(12);
  });

  it('takes http and https addresses only', () => {
    expect(isLinkAddress('HTTPS://a.b')).toBe(true);
    expect(['https://', 'http:///x', 'mailto:a@b.c', '//a.b', ''].filter(isLinkAddress)).toEqual([]);
  });
});

function buttons(count: number, row = 0, wrong: { custom_id?: string; label?: string } = {}): Row {
  const components = Array.from({ length: count }, (_, at): APIButtonComponent => {
    return {
      type: ComponentType.Button,
      style: ButtonStyle.Secondary,
      label: 'x',
      custom_id: `${row}:${at}`,
      ...wrong,
    };
  });
  return { type: ComponentType.ActionRow, components };
}

function linkButton(url: string): Row {
  return {
    type: ComponentType.ActionRow,
    components: [{ type: ComponentType.Button, style: ButtonStyle.Link, label: 'x', url }],
  };
}
