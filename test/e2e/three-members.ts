/**
 * Three members of one server (without a role, with one, a moderator), papers that only the role may see, and every way of
 * asking for them, from the process entry. It stands alone because several files ask of each surface who is shown what.
 */
import type { APIMessage, APIUser } from 'discord-api-types/v10';
import type { Discord } from '../support/emulator/discord.js';
import type { Interaction } from '../support/emulator/interaction-handle.js';
import { HarbourBot, words } from './harbour-bot.js';

/** Stand in no other document. */
export const SECRET = 'Wenna Tolk';
export const TITLE = 'Rota of the night pilots';
export const QUESTION = 'Who is the night pilot of the harbour bar?';
/** A quote of the papers, to the letter. */
export const SENTENCE = 'The day pilot of the harbour bar is her brother.';
const ROTA = `---
title: ${TITLE}
date: 2025-02-11
---

# ${TITLE}

The night pilot of the harbour bar is ${SECRET}, who has the only key to the signal house. The day pilot of the harbour bar
is her brother.
`;

export type Options = NonNullable<Parameters<Discord['interact']>[0]['options']>;
/** What somebody was shown, as JSON. */
export type Surface = (user: APIUser, channelId?: string) => Promise<string>;

export class ThreeMembers {
  private constructor(
    readonly harbour: HarbourBot,
    readonly members: readonly [nobody: APIUser, pilot: APIUser, moderator: APIUser],
    readonly pilots: string,
    /** A channel. */
    readonly bridge: string,
  ) {}

  /** Starts the bot, and adds the papers to a collection that only moderators see. */
  static async prepare(): Promise<ThreeMembers> {
    const harbour = await HarbourBot.prepare();
    const { discord } = harbour;
    await harbour.launch({ DISCORD_CDN_HOSTS: discord.host }).logged('Discord: ready');
    await harbour.liftLimits();
    const pilots = discord.addRole('pilots');
    const pilot = discord.addUser('mia');
    discord.giveRole(pilot, pilots);
    const members = [discord.user, pilot, discord.moderator] as const;
    const three = new ThreeMembers(harbour, members, pilots, discord.addChannel('bridge'));
    const file = { filename: 'rota.md', contentType: 'text/markdown', data: ROTA };
    await three.manage('add', undefined, { file, collection: 'pilots' });
    return three;
  }

  get discord(): Discord {
    return this.harbour.discord;
  }

  /** Stops the process and starts it again. */
  async restart(env: Readonly<Record<string, string>> = {}): Promise<void> {
    await this.harbour.bot?.stop();
    await this.harbour.launch({ DISCORD_CDN_HOSTS: this.discord.host, ...env }).logged('Discord: ready');
  }

  /** A moderator's command, once it is done. */
  async manage(name: string, subcommand?: string, options?: Options): Promise<Interaction> {
    const use = { name, user: this.discord.moderator, ...(subcommand && { subcommand }), ...(options && { options }) };
    const done = this.discord.interact(use);
    await done.settled((message) => !/Indexing…|Waiting for/.test(words(message)));
    return done;
  }

  /** Of each member whether the papers were told. */
  async whoIsTold(surface: Surface, channelId?: string): Promise<boolean[]> {
    const told: boolean[] = [];
    for (const member of this.members) told.push(tells(await surface(member, channelId)));
    return told;
  }

  /** Of each member whether `words` were shown. */
  async whoIsShown(surface: Surface, words: string | RegExp): Promise<boolean[]> {
    const shown: boolean[] = [];
    for (const member of this.members) {
      const json = (await surface(member)).replaceAll('*', '');
      shown.push(typeof words === 'string' ? json.includes(words) : words.test(json));
    }
    return shown;
  }

  readonly command =
    (name: string, options: Readonly<Record<string, string | boolean>> = {}): Surface =>
    (user, channelId = this.discord.channelId) =>
      everything(this.discord.interact({ name, options, user, channelId }));

  /** Sent all the same by whoever is not shown the command. */
  readonly forced =
    (name: string, options: Options = {}, subcommand?: string): Surface =>
    (user, channelId = this.discord.channelId) =>
      everything(
        this.discord.interact({ name, options, user, channelId, isForced: true, ...(subcommand && { subcommand }) }),
      );

  readonly typing =
    (name: string, focused: string, options: Readonly<Record<string, string | boolean>>): Surface =>
    async (user, channelId = this.discord.channelId) => {
      const asked = this.discord.autocomplete({ name, focused, options, user, channelId, isForced: true });
      return JSON.stringify(await asked.choices());
    };

  /** A mention of the bot. */
  readonly said =
    (content: string): Surface =>
    async (user, channelId = this.discord.channelId) => {
      const message = this.discord.say({ content: `<@${this.discord.bot.id}> ${content}`, author: user, channelId });
      return JSON.stringify(await this.discord.nextMessage(channelId, undefined, message));
    };

  /** An entry of a message's menu, of a message that somebody wrote. */
  readonly menu =
    (name: string, content: string): Surface =>
    (user, channelId = this.discord.channelId) => {
      const message = this.discord.say({ content, author: user, channelId });
      return everything(
        this.discord.interact({ name, kind: 3, targetId: message.id, user, channelId, isForced: true }),
      );
    };

  /** Whoever asks privately, and then presses; empty where there is no such button. */
  readonly behind =
    (label: string): Surface =>
    async (user, channelId = this.discord.channelId) => {
      const message = await this.privately(user, QUESTION, channelId);
      return this.pressed(message, label)(user);
    };

  /** A button of a message that stands there; empty where there is no such button. */
  readonly pressed =
    (message: APIMessage, label: string): Surface =>
    async (user) => {
      if (!JSON.stringify(message.components).includes(`"${label}"`)) return '';
      return everything(this.discord.press({ message, label, user }));
    };

  readonly direct =
    (content: string): Surface =>
    async (user) => {
      const channelId = this.discord.directMessages(user);
      const message = this.discord.say({ content, author: user, channelId });
      return JSON.stringify(await this.discord.nextMessage(channelId, undefined, message));
    };

  privately(user: APIUser, question: string, channelId = this.discord.channelId): Promise<APIMessage> {
    return this.discord.interact({ name: 'ask', options: { question, private: true }, user, channelId }).settled();
  }
}

/** Everything that stands there in the end. */
export async function everything(asked: Interaction): Promise<string> {
  await asked.settled();
  return JSON.stringify(asked.messages());
}

/** Whether a reply has what only the papers say; the question's own words, and a title that was typed, are an echo. */
export function tells(json: string): boolean {
  const text = json.replaceAll('*', '');
  return (
    text.includes(SECRET) ||
    text.includes('day pilot') ||
    /"name":"Rota of/.test(text) ||
    /Rota of[^"]*February 11/.test(text)
  );
}
