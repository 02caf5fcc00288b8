import { expect, test } from 'vitest';
import { VerbatimError } from '../../src/errors.js';
import { createLog } from '../../src/ops/log.js';

function captured(level: Parameters<typeof createLog>[0], secrets: readonly string[] = []) {
  const lines: string[] = [];
  return { lines, log: createLog(level, { secrets, to: { write: (line) => void lines.push(line) } }) };
}

test('a line is one JSON object with level, time and message', () => {
  const { lines, log } = captured('info');
  log.info({ documents: 3 }, 'indexed');
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 30, documents: 3, msg: 'indexed' });
});

test('what is below the level is not written', () => {
  const { lines, log } = captured('warn');
  log.info('quiet');
  log.warn('heard');
  expect(lines).toHaveLength(1);
});

test('a secret is taken out of fields, messages and errors alike', () => {
  const secret = 'MTk4NjIy.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs';
  const { lines, log } = captured('info', [secret]);
  log.error({ err: new Error(`login with ${secret} failed`), headers: { authorization: 'Bot x' } }, `token ${secret}`);
  log.info({ token: 'other', nested: { apiKey: 'sk-1' } }, 'fields');
  expect(lines.join('')).not.toContain(secret);
  expect(lines.join('')).not.toMatch(/"other"|sk-1|Bot x/);
});

test('the report of a change that ended early is left out, since it names every document', () => {
  const { lines, log } = captured('info');
  const report = { added: [{ documentId: 'gazette.md' }] };
  log.error({ err: new VerbatimError('cancelled', 'It was stopped', { what: 'It', report }) }, 'A command failed');
  expect(lines[0]).not.toContain('gazette.md');
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ err: { details: { what: 'It', report: '[left out]' } } });
});

test('an interaction token in a URL is taken out', () => {
  const { lines, log } = captured('info');
  log.warn('POST https://discord.com/api/v10/webhooks/123/aW50ZXJhY3Rpb246MTIzNDU2Nzg5MDEy/messages/@original');
  expect(lines[0]).toContain('/webhooks/123/[redacted]/messages');
});
