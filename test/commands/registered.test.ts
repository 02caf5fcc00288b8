import { ApplicationCommandOptionType, ApplicationCommandType } from 'discord-api-types/v10';
import { describe, expect, it } from 'vitest';
import { commands } from '../../commands/all.js';
import type { Command } from '../../src/message/command.js';

const slash = commands.filter(({ data }) => data.type !== ApplicationCommandType.Message);

describe('what is registered with Discord', () => {
  it('is these commands', () => {
    expect(commands.map((each) => each.data.name)).toEqual([
      ...['ask', 'summarize', 'search', 'verify', 'timeline', 'sources'],
      ...['add', 'reindex', 'remove', 'undo', 'erase', 'gaps', 'config'],
      ...['Answer this', 'Verify this', 'Add as document', 'help', 'forget-me'],
    ]);
  });

  it('has commands on messages with nothing but a name, as Discord shows it', () => {
    const onMessages = commands.filter(({ data }) => data.type === ApplicationCommandType.Message);
    expect(onMessages).toHaveLength(3);
    for (const { data } of onMessages) {
      expect(data.name).toMatch(/^[A-Z][A-Za-z ]{1,31}$/);
      expect(data).not.toHaveProperty('description');
      expect(data).not.toHaveProperty('options');
    }
  });

  it.each(slash.map((each) => [each.data.name, each] as const))(
    '/%s keeps the rules for names and texts',
    (_, each) => {
      const data = each.data as {
        name: string;
        description: string;
        options?: { name: string; description: string; required?: boolean }[];
      };
      const options = data.options ?? [];
      for (const { name, description } of [data, ...options]) {
        expect(name).toMatch(/^[a-z0-9-]{1,32}$/);
        expect(description.length).toBeGreaterThan(0);
        expect(description.length).toBeLessThanOrEqual(100);
      }
      const required = options.map((option) => option.required === true);
      expect([...required].sort((one, other) => Number(other) - Number(one))).toEqual(required);
    },
  );

  it('offers changes to moderators only, and in servers only', () => {
    const moderating = commands.filter((each) => each.moderatorsOnly);
    expect(moderating.map((each) => each.data.name)).toEqual([
      ...['add', 'reindex', 'remove', 'undo', 'erase', 'gaps', 'config', 'Add as document'],
    ]);
    for (const { data } of moderating) {
      expect(data).toMatchObject({ default_member_permissions: '32', contexts: [0], integration_types: [0] });
    }
  });

  it('takes the options that are promised', () => {
    const options = ({ data }: Command): string[] =>
      ('options' in data ? (data.options ?? []) : []).map(({ name }) => name);
    expect(Object.fromEntries(slash.map((each) => [each.data.name, options(each)]))).toMatchObject({
      ask: ['question', 'collection', 'private'],
      summarize: ['topic-or-document', 'length', 'since', 'collection', 'private'],
      search: ['query', 'collection'],
      verify: ['quote', 'collection', 'private'],
      timeline: ['topic', 'since', 'collection', 'private'],
      sources: ['filter', 'sort', 'page', 'collection'],
      reindex: ['full', 'last'],
      help: [],
    });
  });
});

it('names every choice in all languages', () => {
  const english = walked(slash.map(({ data }) => data)).filter((each) => 'value' in each);
  expect(english.length).toBeGreaterThan(8);
  for (const each of english) {
    expect(each).toMatchObject({
      name_localizations: { de: expect.any(String), fr: expect.any(String), 'es-ES': expect.any(String) },
    });
  }
});

/** All options and choices, those of subcommands too. */
function walked(of: readonly unknown[]): object[] {
  return of.flatMap((each) => {
    const { options = [], choices = [] } = each as { options?: unknown[]; choices?: object[] };
    return [each as object, ...choices, ...walked(options)];
  });
}

it('has no option type that a form in a browser could not draw', () => {
  const types = slash.flatMap(({ data }) => ('options' in data ? (data.options ?? []) : []).map((each) => each.type));
  const { String: text, Boolean: choice, Integer, Attachment, Subcommand } = ApplicationCommandOptionType;
  const drawn: readonly ApplicationCommandOptionType[] = [text, choice, Integer, Attachment, Subcommand];
  expect(types.filter((type) => !drawn.includes(type))).toEqual([]);
});
