/** Our commands and messages against Discord's own schemas and the emulator's stricter rules, judged apart from `check`. */
import { expect, it } from 'vitest';
import { commands } from '../../commands/all.js';
import { failureNotice } from '../../src/message/failure.js';
import { renderReply } from '../../src/message/render.js';
import { changeReport } from '../../src/message/report.js';
import { sourcesList } from '../../src/message/sources.js';
import { LANGUAGES, words } from '../../src/message/words.js';
import { checkCommands } from '../support/emulator/command-limits.js';
import { checkMessage } from '../support/emulator/limits.js';
import { shapeProblems } from '../support/emulator/schema.js';
import { ABSTENTION, ANSWER, GAZETTE, GENERATED, NOW, REPORT } from '../support/samples.js';

const VIEWS = Object.keys(LANGUAGES).flatMap((language) => {
  const options = { now: NOW, words: words(language) };
  const views = [
    ...renderReply(ANSWER, { ...options, exchangeId: 'abcDEF123_-x' }),
    ...renderReply(GENERATED, options),
    ...renderReply(ABSTENTION, options),
    ...sourcesList(Array(25).fill(GAZETTE), { ...options, page: 1 }),
    ...changeReport(REPORT, options.words),
    failureNotice('k3v9x2', undefined, options.words),
  ];
  return views.map((view, at) => [at, language, view] as const);
});

it.each(VIEWS)('message %i in %s is one that Discord takes', (_at, _language, view) => {
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
