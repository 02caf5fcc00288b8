/**
 * What people do all day, by chance: every command that is registered, every button and menu that was shown to them,
 * mentions, replies, direct messages, and what moderators change meanwhile. One act at a time is begun here; what is begun
 * together runs together.
 */
import type { APIApplicationCommand, APIMessage, APIUser } from 'discord-api-types/v10';
import { type Component, walk } from '../support/emulator/component-limits.js';
import type { Interaction } from '../support/emulator/interaction-handle.js';
import { Crowd } from './crowd.js';
import { Giving } from './giving.js';
import type { Judge } from './judge.js';
import { QUESTIONS, TOPICS } from './papers.js';
import type { Random } from './random.js';
import type { Guild, Town } from './town.js';

/** How often each is done, beside the others. */
const READING = {
  command: 40,
  typing: 8,
  press: 26,
  mention: 8,
  reply: 7,
  menu: 6,
  direct: 5,
} as const;
const CHANGING = { moderate: 50, pressAsModerator: 35, roles: 10, rewrite: 5 } as const;

export type Act = keyof typeof READING | keyof typeof CHANGING;

export class Acts {
  /** How often each was done; a command by its name. */
  readonly counts = new Map<string, number>();
  readonly #giving: Giving;
  readonly #crowd: Crowd;

  constructor(
    private readonly town: Town,
    private readonly judge: Judge,
    private readonly random: Random,
  ) {
    this.#giving = new Giving(town, random);
    this.#crowd = new Crowd(town, random);
  }

  /** Resolves when the bot has taken it in. */
  async read(): Promise<void> {
    const act = this.random.weighted(READING);
    if (act === 'command') return this.#command({ isForModerators: false });
    if (act === 'typing') return this.#typing();
    if (act === 'press') return this.#press(this.random.pick(this.town.people));
    if (act === 'menu') return this.#menu();
    if (act === 'direct') return this.#direct();
    return this.#say(act === 'reply');
  }

  /** One thing that may change who sees what. */
  async change(): Promise<void> {
    const { random, town } = this;
    const act = random.weighted(CHANGING);
    if (act === 'moderate') return this.#command({ isForModerators: true });
    if (act === 'pressAsModerator')
      return this.#press(random.pick([town.discord.moderator, ...this.#crowd.moderators()]));
    this.#count(act);
    if (act === 'roles') return town.shuffleRoles(random.pick(town.people), random.pick(town.guilds));
    return town.papers.rewrite(0.1);
  }

  async #command({ isForModerators }: { readonly isForModerators: boolean }): Promise<void> {
    const { random, town } = this;
    const guild = random.pick(town.guilds);
    const commands = town.discord.commands().filter((one) => isHidden(one) === isForModerators && one.type === 1);
    // What forgets and what explains shows little, and takes away what the others could show.
    const isDull = (name: string): boolean => /forget|help/.test(name) && random.chance(0.8);
    const command = random.pick(commands.filter(({ name }) => !isDull(name)));
    const user = isForModerators && random.chance(0.85) ? this.#crowd.moderator(guild) : this.#crowd.member(guild);
    const channelId = this.#crowd.channel(user, guild);
    if (channelId !== undefined) await this.#use(command, { user, channelId, guild });
  }

  async #use(
    command: APIApplicationCommand,
    at: { user: APIUser; channelId: string; guild: Guild | undefined },
  ): Promise<void> {
    const { random, town } = this;
    const { user, channelId, guild } = at;
    const { typed, ...given } = this.#giving.for(command, guild);
    const use = { name: command.name, user, channelId, isForced: true, ...given };
    for (const { name } of typed) {
      if (random.chance(0.25)) continue;
      const partial = { ...given.options, [name]: String(given.options[name]).slice(0, random.between(0, 12)) };
      const asked = town.discord.autocomplete({ ...use, options: partial, focused: name });
      this.#begun(asked, { what: `typing /${command.name} ${name}`, user, channelId, typed: partial });
      await asked.firstResponse();
      const choices = await asked.choices();
      if (choices.length > 0) given.options[name] = random.pick(choices).value;
    }
    this.#count(`/${command.name}`);
    const isSecret = command.name === 'add';
    if (!isSecret) this.judge.overheard(channelId, this.#secretsIn(given.options));
    const asked = town.discord.interact({ ...use, options: given.options });
    const what = `/${command.name} ${JSON.stringify(given)}`.slice(0, 400);
    this.#begun(asked, { what, user, channelId, typed: given.options });
    await this.#answered(asked, { user, channelId, what });
  }

  /** Fills in a form, where one is shown first. */
  async #answered(
    asked: Interaction,
    { user, channelId, what }: { user: APIUser; channelId: string; what: string },
  ): Promise<void> {
    const first = await asked.firstResponse();
    if (first.type !== 9 || this.random.chance(0.1)) return;
    const inputs = walk((first.data['components'] ?? []) as readonly Component[], []);
    const named = inputs.flatMap(({ component }) => component.custom_id ?? []);
    const fields = Object.fromEntries(named.map((name) => [name, this.#giving.text(name).slice(0, 300)]));
    const submitted = this.town.discord.modalSubmit({ asked, user, channelId, fields });
    this.#count('form');
    this.#begun(submitted, {
      what: `${what} with ${JSON.stringify(fields)}`.slice(0, 600),
      user,
      channelId,
      typed: fields,
    });
    await submitted.firstResponse();
  }

  async #typing(): Promise<void> {
    const { random, town } = this;
    const guild = random.pick(town.guilds);
    const user = this.#crowd.member(guild);
    const channelId = this.#crowd.channel(user, guild);
    const command = random.pick(town.discord.commands().filter(({ type }) => type === 1));
    const { typed, ...given } = this.#giving.for(command, guild);
    const [focused] = typed;
    if (focused === undefined || channelId === undefined) return;
    const asked = town.discord.autocomplete({
      name: command.name,
      user,
      channelId,
      isForced: true,
      focused: focused.name,
      ...given,
    });
    this.#count('typing');
    this.#begun(asked, { what: `typing /${command.name} ${focused.name}`, user, channelId, typed: given.options });
    await asked.firstResponse();
  }

  /** A button or menu of a message that this user sees, however old it is. */
  async #press(user: APIUser): Promise<void> {
    const { random, town, judge } = this;
    const { discord } = town;
    const recent = judge.pressable.slice(random.chance(0.7) ? -60 : 0);
    const seen = recent.filter((message) => discord.isShownTo(message, user));
    // What only moderators are shown changes most, and is rare among all the rest.
    const rare = seen.filter((message) => /v1:(gap|erase|stop)/.test(JSON.stringify(message.components)));
    const among = rare.length > 0 && random.chance(0.5) ? rare : seen;
    if (among.length === 0) return;
    const message = discord.current(random.pick(among));
    const components = walk((message.components ?? []) as unknown as readonly Component[], []);
    const usable = components.flatMap(({ component }) =>
      component.custom_id && component.disabled !== true ? [component] : [],
    );
    if (usable.length === 0) return;
    const control = random.pick(usable);
    const customId = control.custom_id ?? '';
    const guild = town.guilds.find(({ id }) => id === discord.guildOf(message.channel_id));
    const values = this.#chosen(control, guild);
    const use = { message, user, customId };
    this.#count(`control ${/^\w*:?[\w-]*/.exec(customId)?.[0] ?? ''}`);
    const pressed = values === undefined ? discord.press(use) : discord.select({ ...use, values });
    const what = `press ${customId} ${values?.join(' ') ?? ''}`;
    const channelId = message.channel_id;
    this.#begun(pressed, { what, user, channelId, typed: {}, pressed: message });
    await this.#answered(pressed, { user, channelId, what });
  }

  /** What is chosen in a menu; undefined for a button. */
  #chosen(
    { type, options = [], min_values: least, max_values: most }: Component,
    guild: Guild | undefined,
  ): string[] | undefined {
    const { random, town } = this;
    const offered: Readonly<Record<number, readonly string[]>> = {
      3: options.map(({ value }) => value),
      5: town.people.map(({ id }) => id),
      6: [guild?.id ?? '', ...(guild?.roles ?? [])],
      8: guild?.channels ?? [],
    };
    const values = offered[type];
    if (values === undefined) return undefined;
    const count = random.between(least ?? 1, Math.min(most ?? 1, values.length));
    return [...values].sort(() => random.next() - 0.5).slice(0, count);
  }

  async #say(isReply: boolean): Promise<void> {
    const { random, town } = this;
    const { discord } = town;
    const guild = random.pick(town.guilds);
    const user = this.#crowd.member(guild);
    const channelId = this.#crowd.channel(user, guild);
    if (channelId === undefined) return;
    const earlier = discord
      .messages(channelId)
      .filter(({ author }) => author.id === discord.bot.id)
      .slice(-10);
    const reference = isReply && earlier.length > 0 ? random.pick(earlier) : undefined;
    const question = random.pick(QUESTIONS);
    const mention = reference === undefined || random.chance(0.3) ? `<@${discord.bot.id}> ` : '';
    const said = discord.say({
      content: `${mention}${question}`,
      author: user,
      channelId,
      ...(reference && { reference }),
    });
    this.#count(reference === undefined ? 'mention' : 'reply');
    await discord.waitFor(() => town.heard.has(said.id), 'the bot to hear a message');
  }

  /** A command of the message menu, on what somebody said or on what the bot did. */
  async #menu(): Promise<void> {
    const { random, town } = this;
    const { discord } = town;
    const guild = random.pick(town.guilds);
    const user = random.chance(0.3) ? this.#crowd.moderator(guild) : this.#crowd.member(guild);
    const channelId = this.#crowd.channel(user, guild);
    const commands = discord.commands().filter(({ type }) => Number(type) === 3);
    if (channelId === undefined || commands.length === 0) return;
    const command = random.pick(commands);
    if (random.chance(0.5)) {
      const content = random.chance(0.6) ? random.pick(QUESTIONS) : town.papers.text(random.pick(TOPICS));
      this.judge.overheard(channelId, this.#secretsIn(content));
      discord.say({ content, author: user, channelId });
    }
    const target = discord.messages(channelId).slice(-12);
    if (target.length === 0) return;
    this.#count(`menu ${command.name}`);
    const use = {
      name: command.name,
      kind: 3 as const,
      targetId: random.pick(target).id,
      user,
      channelId,
      isForced: true,
    };
    const asked = discord.interact(use);
    this.#begun(asked, { what: `menu ${command.name}`, user, channelId, typed: {} });
    await this.#answered(asked, { user, channelId, what: `menu ${command.name}` });
  }

  async #direct(): Promise<void> {
    const { random, town } = this;
    const { discord } = town;
    const user = random.pick(town.people);
    const channelId = discord.directMessages(user);
    const offered = discord.commands().filter((one) => Number(one.type) === 1 && isOfferedInDirect(one));
    if (random.chance(0.5) && offered.length > 0) {
      return this.#use(random.pick(offered), { user, channelId, guild: undefined });
    }
    this.#count('direct message');
    const said = discord.say({ content: random.pick(QUESTIONS), author: user, channelId });
    await discord.waitFor(() => town.heard.has(said.id), 'the bot to hear a direct message');
  }

  #begun(
    asked: Interaction,
    done: { what: string; user: APIUser; channelId: string; typed: object; pressed?: APIMessage },
  ): void {
    const { what, user, channelId, typed, pressed } = done;
    const words = this.#secretsIn(typed);
    this.judge.note(asked.token, { what, userId: user.id, channelId, typed: words, ...(pressed && { pressed }) });
  }

  #secretsIn(given: unknown): Set<string> {
    return this.town.secrets.in(JSON.stringify(given));
  }

  #count(what: string): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + 1);
  }
}

/** Whether Discord shows it to those only who may manage the server. */
function isHidden({ default_member_permissions: needed }: APIApplicationCommand): boolean {
  return needed !== null && needed !== undefined;
}

function isOfferedInDirect({ contexts }: APIApplicationCommand): boolean {
  return contexts?.some((context) => Number(context) === 1) ?? true;
}
