import { ComponentType, type ModalSubmitInteraction } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { add } from '../../commands/add.js';
import { formOf, submittedForm } from '../../src/discord/forms.js';
import type { Command } from '../../src/message/command.js';
import { ENGLISH } from '../../src/message/words.js';

type Submitted = Pick<ModalSubmitInteraction, 'customId' | 'components'>;

const input = (customId: string, value: string) => ({ type: ComponentType.TextInput, id: 2, customId, value }) as const;
const submitted = (customId: string, ...inputs: ReturnType<typeof input>[]): Submitted => ({
  customId,
  components: inputs.map((component) => ({ type: ComponentType.Label, id: 1, component })),
});

describe('a form', () => {
  it('carries what was given and has no input, and brings it back with what was typed', () => {
    const form = formOf(add, { collection: 'board', title: 'Rules' }, ENGLISH);
    expect(form?.custom_id).toBe('v1:form:add:collection=board');
    const back = submitted(
      form?.custom_id ?? '',
      input('title', 'House rules'),
      input('text', 'No fires.'),
      input('url', ' '),
    );
    expect(submittedForm(back)).toEqual({
      command: 'add',
      options: { collection: 'board', title: 'House rules', text: 'No fires.' },
    });
  });

  it('is read as well in the rows that older clients send', () => {
    const components = [{ type: ComponentType.ActionRow, id: 1, components: [input('text', 'No fires.')] }] as const;
    const back = { customId: 'v1:form:add:', components: [...components] } as Submitted;
    expect(submittedForm(back)).toEqual({ command: 'add', options: { text: 'No fires.' } });
  });

  it('is not shown when what was given has no room in it', () => {
    const command: Pick<Command, 'data' | 'form'> = { ...add, form: (_, words) => add.form({}, words) };
    expect(formOf(command, { collection: 'ü'.repeat(64) }, ENGLISH)).toBeUndefined();
    expect(formOf(add, { collection: 'x'.repeat(64) }, ENGLISH)?.custom_id.length).toBeLessThanOrEqual(100);
  });

  it('is not shown by a command that has none', () => {
    expect(formOf({ data: add.data }, {}, ENGLISH)).toBeUndefined();
  });

  it.each(['', 'v1:form', 'v2:form:add:', 'v1:form:a:b:c', 'v1:form::'])('is not read from %j', (customId) => {
    const read = submittedForm(submitted(customId, input('text', 'x')));
    if (customId === 'v1:form:a:b:c') expect(read?.command).toBe('a');
    else expect(read).toBeUndefined();
  });
});
