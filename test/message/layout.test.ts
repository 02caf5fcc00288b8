import { describe, expect, it } from 'vitest';
import { answer } from '../../src/message/answer.js';
import { button, notice, pack, ROOM, titled } from '../../src/message/layout.js';
import { check } from '../../src/message/limits.js';
import type { Citation } from '../../src/model.js';
import { ANSWER, NOW } from '../support/samples.js';

const FRAME = { colour: 0, title: 'Title', footer: 'Footer' };
const MORE = button('More', { kind: 'more', exchangeId: 'abcDEF123_-x', offset: 0 });

describe('pack', () => {
  it('keeps what fits in one message', () => {
    expect(pack([{ markdown: 'a' }, { markdown: 'b' }], FRAME)).toHaveLength(1);
  });

  it('fills a message to its last character, and splits between blocks one beyond', () => {
    const first = { markdown: 'x'.repeat(ROOM - 3) };
    expect(pack([first, { markdown: 'y' }], FRAME)).toHaveLength(1);
    const [one, other] = pack([first, { markdown: 'yy' }], FRAME);
    expect(one?.embeds?.[0]?.description).toBe(first.markdown);
    expect(other?.embeds?.[0]?.description).toBe('yy');
  });

  it('puts the title above the first message, the footer and the closing buttons beneath the last', () => {
    const blocks = [{ markdown: 'x'.repeat(ROOM) }, { markdown: 'y' }];
    const [first, last] = pack(blocks, { ...FRAME, closing: [MORE] });
    expect(first).toMatchObject({ embeds: [{ title: 'Title' }] });
    expect(first?.components).toBeUndefined();
    expect(first?.embeds?.[0]?.footer).toBeUndefined();
    expect(last).toMatchObject({
      embeds: [{ footer: { text: 'Footer' } }],
      components: [{ components: [{ label: 'More' }] }],
    });
    expect(last?.embeds?.[0]?.title).toBeUndefined();
  });

  it('splits where there would be more buttons than a message takes', () => {
    const blocks = Array.from({ length: 30 }, (_, at) => {
      return { markdown: 'x', buttons: [button('b', { kind: 'sources', page: at })] };
    });
    const views = pack(blocks, { ...FRAME, closing: [MORE] });
    expect(views.map((view) => view.components?.length)).toEqual([3, 4]);
    expect(views.flatMap(check)).toEqual([]);
  });

  it('never makes an empty message', () => {
    expect(pack([], { colour: 0 }).flatMap(check)).toEqual([]);
  });
});

it('two citations of one quote keep a button each', () => {
  const [first] = ANSWER.citations;
  const twice: Citation[] = first === undefined ? [] : [first, { ...first, label: 2 }];
  expect(answer({ ...ANSWER, citations: twice }, { now: NOW }).flatMap(check)).toEqual([]);
});

it('a title is cut between words, with an ellipsis, within its limit', () => {
  const title = titled('mediated *talks* '.repeat(40));
  expect(title.length).toBeLessThanOrEqual(256);
  expect(title).toMatch(/(mediated|\\\*talks\\\*)…$/);
});

it('every notice denies mentions', () => {
  expect(notice('x').allowed_mentions).toEqual({ parse: [], replied_user: false });
});
