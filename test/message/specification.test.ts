/** Our commands and messages against Discord's own schemas and the emulator's stricter rules, judged apart from `check`. */
import { expect, it } from 'vitest';
import { commands } from '../../commands/all.js';
import { failureNotice } from '../../src/message/failure.js';
import { renderReply } from '../../src/message/render.js';
import { changeReport } from '../../src/message/report.js';
import { sourcesList } from '../../src/message/sources.js';
import { checkCommands } from '../support/emulator/command-limits.js';
import { checkMessage } from '../support/emulator/limits.js';
import { shapeProblems } from '../support/emulator/schema.js';
import { ABSTENTION, ANSWER, GAZETTE, GENERATED, NOW, REPORT } from '../support/samples.js';

const VIEWS = [
  ...renderReply(ANSWER, { now: NOW, exchangeId: 'abcDEF123_-x' }),
  ...renderReply(GENERATED, { now: NOW }),
  ...renderReply(ABSTENTION, { now: NOW }),
  ...sourcesList(Array(25).fill(GAZETTE), { now: NOW, page: 1 }),
  ...changeReport(REPORT),
  failureNotice('k3v9x2'),
];

it.each(VIEWS.map((view, at) => [at, view] as const))('message %i is one that Discord takes', (_, view) => {
  const body: unknown = JSON.parse(JSON.stringify(view));
  expect(shapeProblems('MessageCreateRequestSchema', body)).toEqual([]);
  expect(() => checkMessage(body as Parameters<typeof checkMessage>[0])).not.toThrow();
});

it('the commands are ones that Discord registers', () => {
  const bodies = commands.map((each) => JSON.parse(JSON.stringify(each.data)));
  for (const body of bodies) {
    // The schema has a number here; Discord's documentation, and what it sends back, a string.
    const { default_member_permissions: permissions = null } = body;
    const asSpecified = { ...body, default_member_permissions: permissions === null ? null : Number(permissions) };
    expect(shapeProblems('ApplicationCommandUpdateRequestSchema', asSpecified)).toEqual([]);
  }
  expect(() => checkCommands(bodies)).not.toThrow();
});
