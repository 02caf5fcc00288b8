/**
 * `gaps`: what people asked on Discord and got no answer to, and those questions that moderators answered by pointing at a
 * document, as cases that later versions can be held to. Apart from `asking`, because it reads what is kept beside documents.
 */
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Engine } from '../engine.js';
import { failure } from '../errors.js';
import type { Gap, Pointer } from '../records.js';
import type { Invoked } from './invocation.js';
import { cleanLine } from './layout.js';
import { EXIT, type ExitCode, jsonLine, type Surroundings, withEngine } from './surroundings.js';

/** A question with the document that should answer it, as a line of the file that `--export` writes. */
export interface RegressionCase {
  /** The same for the same question and document. */
  readonly id: string;
  readonly question: string;
  readonly documentId: string;
  /** Owner of the document's collection: `host`, or a server's id. */
  readonly owner: string;
  readonly expect: 'answer';
}

interface ServerGap extends Gap {
  readonly server: string;
}

const MOST_GAPS = 1000;

export function gaps(invoked: Invoked<'gaps'>, around: Surroundings): Promise<ExitCode> {
  return withEngine(around.open, async (engine) => {
    const servers = invoked.server === undefined ? await engine.servers() : [invoked.server];
    if (invoked.file !== undefined) return exportCases(invoked.file, { engine, servers, around, json: invoked.json });
    const lists = servers.map(async (server) =>
      (await engine.gaps({ guildId: server, limit: MOST_GAPS })).map((gap) => ({ server, ...gap })),
    );
    const open = (await Promise.all(lists)).flat();
    await around.out.write(invoked.json ? jsonLine({ gaps: open }) : gapsText(open));
    return EXIT.done;
  });
}

interface Exporting {
  readonly engine: Engine;
  readonly servers: readonly string[];
  readonly around: Surroundings;
  readonly json: boolean;
}

async function exportCases(file: string, { engine, servers, around, json }: Exporting): Promise<ExitCode> {
  const pointers = (await Promise.all(servers.map((guildId) => engine.pointers({ guildId })))).flat();
  const cases = new Map(pointers.map((pointer) => [caseOf(pointer).id, caseOf(pointer)]));
  const target = path.resolve(around.cwd, file);
  try {
    await writeFile(target, [...cases.values()].map(jsonLine).join(''));
  } catch (cause) {
    const found = (cause as Error).message;
    throw failure('unreadable', { what: `Cannot write ${file}`, expected: 'a file that can be written', found }, cause);
  }
  const said = `${cases.size} ${cases.size === 1 ? 'question' : 'questions'} written to ${file}`;
  await around.out.write(json ? jsonLine({ cases: cases.size, file: target }) : `${said}\n`);
  return EXIT.done;
}

function caseOf({ question, documentId, owner }: Pointer): RegressionCase {
  const hash = createHash('sha256').update(`${owner}\n${documentId}\n${question}`).digest('hex');
  return { id: hash.slice(0, 12), question, documentId, owner, expect: 'answer' };
}

function gapsText(open: readonly ServerGap[]): string {
  if (open.length === 0) return 'No question is open.\n';
  const servers = [...new Set(open.map(({ server }) => server))];
  const lists = servers.map((server) => {
    const lines = open.filter((gap) => gap.server === server).map((gap) => `${gapLine(gap)}\n`);
    return `Server ${cleanLine(server)}\n${lines.join('')}`;
  });
  return lists.join('\n');
}

function gapLine({ asked, unhelpful, lastAskedAt, question }: Gap): string {
  const help = unhelpful > 0 ? `, ${unhelpful} without help` : '';
  return `  ${String(asked).padStart(3)} × ${cleanLine(question)} (last ${lastAskedAt.slice(0, 10)}${help})`;
}
