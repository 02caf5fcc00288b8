/** A moderator of a server with a real index, who uses commands and presses their buttons. */
import type { Engine } from '../../src/engine.js';
import type { AttachedFile, Caller, Command, CommandContext, CommandOptions } from '../../src/message/command.js';
import { decode } from '../../src/message/controls.js';
import { handleControl } from '../../src/message/handle-control.js';
import { check } from '../../src/message/limits.js';
import type { MessageView } from '../../src/message/view.js';
import { ENGLISH } from '../../src/message/words.js';
import type { CollectionRef } from '../../src/model.js';
import { DEFAULT_SETTINGS } from '../../src/records.js';
import { fakeEmbedder } from '../support/fake-embedder.js';
import { HOST, type LocalEngine, openLocal } from '../support/local-engine.js';

export const GUILD = '4001';
export const OWN: CollectionRef = { owner: GUILD, name: 'default' };
export const BOARD: CollectionRef = { owner: GUILD, name: 'board' };
const NOW = new Date('2026-06-01T00:00:00Z');

/** What a reader sees of some views: titles, texts, labels of buttons. */
export function seen(views: readonly MessageView[]): string {
  return views
    .flatMap((view) => {
      const embeds = (view.embeds ?? []).flatMap(({ title, description, footer }) => [
        title,
        description,
        footer?.text,
      ]);
      const labels = (view.components ?? []).flatMap(({ components }) =>
        components.flatMap((each) => ('label' in each && each.label ? [`[${each.label}]`] : [])),
      );
      return [...embeds, labels.join(' ')].filter((part) => part !== undefined && part !== '');
    })
    .join('\n');
}

/** The `custom_id` of the button with that label. */
export function buttonOf(views: readonly MessageView[], label: string): string {
  const all = views.flatMap(({ components = [] }) => components.flatMap((row) => row.components));
  const found = all.find((each) => 'label' in each && each.label === label);
  if (found === undefined || !('custom_id' in found)) throw new Error(`no button "${label}" in:\n${seen(views)}`);
  return found.custom_id;
}

export class Moderating {
  readonly local: LocalEngine = openLocal(fakeEmbedder());
  readonly engine = this.local as unknown as Engine;
  readonly audited: string[] = [];
  readonly updates: MessageView[] = [];
  /** What attached addresses hold. */
  readonly attached = new Map<string, Uint8Array>();
  /** How often the surface was told that collections may have changed. */
  refreshed = 0;
  changeable: readonly CollectionRef[] = [OWN, BOARD];

  caller(more: Partial<Caller> = {}): Caller {
    const { changeable } = this;
    const rest = { visible: changeable, changeable, additions: OWN, settings: DEFAULT_SETTINGS };
    return { actor: '77', guildId: GUILD, channelId: '5001', isModerator: true, ...rest, ...more };
  }

  context(options: CommandOptions = {}, more: Partial<CommandContext> = {}): CommandContext {
    return {
      ...this.caller(),
      ...this.#powers(),
      engine: this.engine,
      options,
      now: NOW,
      words: ENGLISH,
      update: (view) => void this.updates.push(view),
      ...more,
    };
  }

  async run(
    command: Pick<Command, 'execute'>,
    options: CommandOptions = {},
    more: Partial<CommandContext> = {},
  ): Promise<readonly MessageView[]> {
    const views = await command.execute(this.context(options, more));
    return checked(views);
  }

  /** Presses a button, as somebody who may not be a moderator (any more). */
  async press(customId: string, as: Partial<Caller> = {}): Promise<readonly MessageView[]> {
    const caller = { ...this.caller(as), ...this.#powers() };
    const pressing = { engine: this.engine, visible: caller.visible, now: NOW, caller, words: ENGLISH };
    return checked(await handleControl(decode(customId), pressing));
  }

  /** An attached file. */
  file(name: string, content: string | Uint8Array): AttachedFile {
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
    const url = `https://cdn.example/${this.attached.size}/${name}`;
    this.attached.set(url, bytes);
    return { name, url, size: bytes.length };
  }

  /** Ids of what stands in some collections. */
  async ids(...visible: CollectionRef[]): Promise<string[]> {
    const all = await this.local.sources({ visible: visible.length > 0 ? visible : [OWN, BOARD, HOST] });
    return all.map(({ id }) => id).sort();
  }

  close(): Promise<void> {
    return this.local.close();
  }

  #powers(): Pick<CommandContext, 'audit' | 'collectionsChanged' | 'fetchFile'> {
    return {
      audit: async (act, detail) => void this.audited.push(`${act} ${detail}`),
      collectionsChanged: async () => {
        this.refreshed += 1;
      },
      fetchFile: async ({ url }) => this.attached.get(url) ?? new Uint8Array(),
    };
  }
}

function checked(views: readonly MessageView[]): readonly MessageView[] {
  const problems = views.flatMap(check);
  if (problems.length > 0 || views.length === 0) throw new Error(`Discord would refuse this: ${problems.join('; ')}`);
  return views;
}
