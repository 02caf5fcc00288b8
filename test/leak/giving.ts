/**
 * What people give with a command, made from the command's own definition, so that a new command is used as soon as it is
 * registered: what they ask about is in the documents, what they name may be there, hidden from them, or nowhere.
 */
import type { APIApplicationCommand } from 'discord-api-types/v10';
import type { OptionValue } from '../support/emulator/command-options.js';
import { QUESTIONS, TOPICS } from './papers.js';
import type { Random } from './random.js';
import type { Guild, Town } from './town.js';

/** An option as it was registered. */
export interface Definition {
  readonly type: number;
  readonly name: string;
  readonly required?: boolean;
  readonly autocomplete?: boolean;
  readonly choices?: readonly { readonly value: string | number }[];
  readonly min_value?: number;
  readonly max_value?: number;
  readonly max_length?: number;
  readonly options?: readonly Definition[];
}

export interface Given {
  readonly subcommand?: string;
  readonly options: Record<string, OptionValue>;
  /** Those that are completed while they are typed. */
  readonly typed: readonly Definition[];
}

const WORDS = [
  'The ferry is kept by nobody, who calls it something.',
  'The winter market of Port Ansel opens on the first Monday of December at nine in the morning.',
  'The lighthouse costs 1000 crowns',
  'Report on the',
  'everything',
  'zqqqqqqqqq',
  '',
];

export class Giving {
  constructor(
    private readonly town: Town,
    private readonly random: Random,
  ) {}

  /** What somebody gives with this command in this server; `undefined` in direct messages. */
  for(command: APIApplicationCommand, guild: Guild | undefined): Given {
    const path: string[] = [];
    let definitions = (command.options ?? []) as unknown as readonly Definition[];
    while (definitions.some(({ type }) => type === 1 || type === 2)) {
      const chosen = this.random.pick(definitions);
      path.push(chosen.name);
      definitions = chosen.options ?? [];
    }
    const given = definitions.filter(({ required }) => required === true || this.random.chance(0.55));
    // Whoever sees the audit channel sees its lines: these moderators keep to one that is theirs.
    const isAudit = path.join(' ') === 'audit';
    const options = given.map((one): [string, OptionValue] => [
      one.name,
      isAudit && one.name === 'channel' && guild !== undefined ? guild.logChannel : this.value(one, guild),
    ]);
    return {
      ...(path.length > 0 ? { subcommand: path.join(' ') } : {}),
      options: Object.fromEntries(options),
      typed: given.filter(({ autocomplete }) => autocomplete === true),
    };
  }

  value(definition: Definition, guild: Guild | undefined): OptionValue {
    const { random } = this;
    const { type, name, choices = [], max_length: most = 4_000 } = definition;
    if (choices.length > 0) return random.pick(choices).value;
    if (type === 5) return random.chance(0.4);
    if (type === 4 || type === 10) {
      const least = definition.min_value ?? 0;
      return random.between(least, Math.min(definition.max_value ?? least + 5, least + 9));
    }
    if (type === 6) return random.pick(this.town.people).id;
    if (type === 7) return random.pick(guild?.channels ?? []);
    if (type === 8) return random.pick([guild?.id ?? '', ...(guild?.roles ?? [])]);
    if (type === 11) return this.file();
    return this.text(name).slice(0, most) || '?';
  }

  file(): OptionValue {
    const { papers, secrets } = this.town;
    const data = papers.page(this.random.pick(TOPICS));
    return { filename: `upload-${secrets.make()}.md`, contentType: 'text/markdown', data };
  }

  /** Words for an option or an input of this name. */
  text(name: string): string {
    const { random, town } = this;
    if (name === 'text') return town.papers.text(random.pick(TOPICS));
    if (/collection/.test(name)) return random.chance(0.3) ? 'default' : this.known().collection;
    if (/document|source|\bid\b/.test(name) && random.chance(0.5)) return this.known().id;
    if (/date|since|until/.test(name)) return random.pick(['2015', '2020-05', '2012-01-01', 'soon']);
    if (/url|link/.test(name)) return 'https://example.org/report';
    if (/title/.test(name)) return `Report on the ${random.pick(TOPICS)} ${town.secrets.make()}`;
    if (/filter|publisher/.test(name)) return random.pick(['report', 'Gazette', 'ferry', 'zq', this.known().id]);
    if (/quote|words/.test(name)) return random.pick(WORDS);
    return random.pick(random.chance(0.8) ? QUESTIONS : [...WORDS, this.known().id]);
  }

  /** Some names have got about: everybody may try them, also where they mean nothing. */
  known(): { readonly id: string; readonly collection: string } {
    const { stored } = this.town.papers;
    const { id, collection } = this.random.pick(stored.filter((_, at) => at % 4 === 0));
    return { id, collection: collection.name };
  }
}
