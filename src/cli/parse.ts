/**
 * A command line into an `Invocation`, purely: nothing is printed, read or ended here, so that each rule of usage is
 * one line of a test.
 */
import { Command, CommanderError } from 'commander';
import type { Action, Common, Parsed } from './invocation.js';
import {
  collectionName,
  hitLimit,
  inOurWords,
  isoDate,
  MAX_LIMIT,
  missing,
  questionText,
  SUMMARY_WORDS,
  someWords,
  summaryWords,
  TIMELINE_QUOTES,
  timelineLength,
  UsageError,
  unknownCommand,
  usageMessage,
} from './usage.js';

interface Context {
  readonly program: Command;
  choose(action: Action): void;
}

/** What `argv` (without node and script) asks for. Never throws for anything a person may type. */
export function parseArguments(argv: readonly string[], version: string): Parsed {
  let chosen: Action | undefined;
  let printed = '';
  const program = new Command('verbatim');
  // Settings are inherited by the commands that are added after them.
  program.exitOverride().configureOutput({ writeOut: (text) => (printed += text), writeErr: () => {} });
  program.configureHelp({ showGlobalOptions: true });
  const context: Context = {
    program,
    choose: (action) => {
      chosen = action;
    },
  };
  describe(context, version);
  addQuestions(context);
  addChanges(context);
  addGaps(context);
  addUpkeep(context);
  // Only now, since commands inherit it: a mistyped command then reaches our own words about it.
  program.allowExcessArguments();
  try {
    program.parse([...argv], { from: 'user' });
    if (chosen === undefined) throw new UsageError('Nothing to do');
    return { outcome: 'run', invocation: { ...common(program, chosen), ...chosen } };
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return { outcome: 'print', text: printed };
    if (error instanceof CommanderError) return { outcome: 'usage', message: usageMessage(inOurWords(error.message)) };
    if (error instanceof UsageError) return { outcome: 'usage', message: usageMessage(error.message) };
    throw error;
  }
}

function describe({ program, choose }: Context, version: string): void {
  program
    .description('Answers questions from your own documents, in quotes that are always true.')
    .version(version, '--version', 'print the version')
    .helpOption('--help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .option('--data <dir>', 'folder of the index (default: VERBATIM_DATA, else index-data)')
    .option('--collection <name>', 'collection to read or change (default: default)', collectionName)
    .option('--json', 'print JSON on standard output, and nothing else there')
    .addHelpText(
      'after',
      `
Without a command: index the documents folder (only what changed), then serve Discord if DISCORD_TOKEN is set;
on a terminal without it, a prompt.

Exit codes: 0 done; 1 failed, or some inputs failed; 2 wrong usage; 3 asked and abstained, or verified and not here.`,
    )
    .argument('[command]')
    .usage('[options] [command]')
    .action((word: string | undefined) => {
      if (word !== undefined) throw unknownCommand(word, program);
      choose({ kind: 'serve' });
    });
}

function addQuestions({ program, choose }: Context): void {
  program
    .command('ask [question...]')
    .description('one answer, made of quotes')
    .option(
      '--file <questions.jsonl>',
      'answer each line, {"id", "question", "history"?}, in order; - reads standard input',
    )
    .action((words: string[], options: { file?: string }) => {
      if (options.file === undefined)
        choose({ kind: 'ask', question: questionText(words, 'ask "who mediated the talks"') });
      else if (words.length > 0) throw new UsageError('Give a question or --file, not both');
      else choose({ kind: 'ask-file', file: options.file });
    });
  program
    .command('search [query...]')
    .description('the passages behind an answer')
    .option('--limit <number>', `how many, 1 to ${MAX_LIMIT} (default: 10)`, hitLimit)
    .action((words: string[], options: { limit?: number }) => {
      choose({ kind: 'search', query: questionText(words, 'search "talks in March"'), limit: options.limit ?? 10 });
    });
  program
    .command('verify [words...]')
    .description('where these words stand, or the nearest passage and how it differs')
    .action((words: string[]) => choose({ kind: 'verify', words: someWords(words, 'verify "the exact words"') }));
  addSummaries(program, choose);
  program
    .command('timeline [topic...]')
    .description('what was said of a topic, in order of publication, and where accounts changed')
    .option('--since <date>', 'only documents published on that day or later', isoDate)
    .option('--limit <number>', `how many quotes, 1 to ${TIMELINE_QUOTES} (default: 10)`, timelineLength)
    .action((words: string[], { since, limit }: { since?: string; limit?: number }) => {
      const topic = questionText(words, 'timeline "the talks"');
      const options = { ...(since !== undefined && { since }), ...(limit !== undefined && { length: limit }) };
      choose({ kind: 'timeline', topic, ...options });
    });
}

function addSummaries(program: Command, choose: Context['choose']): void {
  const { fewest, most } = SUMMARY_WORDS;
  program
    .command('summarize [topic-or-document...]')
    .description('a topic or a document in a few quotes')
    .option('--document <id>', 'only in this document; without a topic, all of it')
    .option(
      '--since <date>',
      'only documents published on that day or later; without a topic, what is new in them',
      isoDate,
    )
    .option('--words <number>', `at most so many words, ${fewest} to ${most} (default: 5 quotes)`, summaryWords)
    .action((topic: string[], options: { document?: string; since?: string; words?: number }) => {
      const { document: documentId, since, words } = options;
      if (documentId?.trim() === '') throw missing("a document's id", 'summarize "the talks" --document ID');
      const isScoped = documentId !== undefined || since !== undefined;
      const about = isScoped ? topic.join(' ').trim() : someWords(topic, 'summarize "the talks"');
      choose({
        kind: 'summarize',
        about,
        ...(documentId !== undefined && { documentId }),
        ...(since !== undefined && { since }),
        ...(words !== undefined && { words }),
      });
    });
}

function addChanges({ program, choose }: Context): void {
  program
    .command('ingest [path|glob|url...]')
    .description('add or refresh documents: files, folders, globs, .jsonl (a line is a document)')
    .action((targets: string[]) => {
      if (targets.every((target) => target.trim() === '')) throw missing('what to ingest', 'ingest documents');
      choose({ kind: 'ingest', targets: targets.filter((target) => target.trim() !== '') });
    });
  addSources(program, choose);
  program
    .command('undo')
    .description('take back the last add, remove or reindex')
    .action(() => choose({ kind: 'undo' }));
  program
    .command('reindex')
    .description('bring the index up to date with its sources')
    .option('--full', 'embed unchanged documents anew, too')
    .action((options: { full?: boolean }) => choose({ kind: 'reindex', full: options.full === true }));
  program
    .command('export')
    .description('every stored document, one JSON a line; ingest of that file gives the same spans')
    .action(() => choose({ kind: 'export' }));
}

function addSources(program: Command, choose: Context['choose']): void {
  const sources = program
    .command('sources')
    .description('what is stored')
    .argument('[command]')
    .usage('[options] [command]')
    .action((word: string | undefined) => {
      if (word !== undefined) throw unknownCommand(word, sources);
      choose({ kind: 'sources-list' });
    });
  sources
    .command('list')
    .description('the documents (the default)')
    .action(() => choose({ kind: 'sources-list' }));
  const one = (name: 'show' | 'remove' | 'erase', description: string): void => {
    sources
      .command(`${name} [id]`)
      .description(description)
      .action((id: string | undefined) => {
        if (id === undefined || id.trim() === '') throw missing("a document's id", `sources ${name} ID`);
        choose({ kind: `sources-${name}`, documentId: id });
      });
  };
  one('show', 'one document with its text');
  one('remove', 'take a document out; undo brings it back');
  one('erase', 'delete a document for good, old versions included; cannot be undone');
  sources.allowExcessArguments();
}

function addGaps({ program, choose }: Context): void {
  program
    .command('gaps')
    .description('questions from Discord that got no answer or no help, most asked first')
    .option('--server <id>', 'only those of this server')
    .option('--export <cases.jsonl>', 'write the questions that moderators answered by pointing at a document')
    .action(({ server, export: file }: { server?: string; export?: string }) => {
      if (server !== undefined && !/^\d{1,20}$/.test(server)) {
        throw new UsageError("Expected --server to be a server's id, a number of up to 20 digits");
      }
      if (file?.trim() === '') throw missing('a file to write', 'gaps --export cases.jsonl');
      choose({ kind: 'gaps', ...(server !== undefined && { server }), ...(file !== undefined && { file }) });
    });
}

function addUpkeep({ program, choose }: Context): void {
  program
    .command('eval [dir...]')
    .description('measure over corpus.jsonl and queries.<split>.jsonl of each folder, in a throw-away index')
    .option('--lang <code>', 'only documents and questions in this language', 'en')
    .option('--split <name>', 'which questions', 'dev')
    .action((folders: string[], options: { lang: string; split: string }) => {
      if (folders.length === 0) throw missing('a folder with corpus.jsonl and queries', 'eval DIR');
      choose({ kind: 'eval', folders, lang: options.lang, split: options.split });
    });
  program
    .command('deploy')
    .description('register the slash commands with Discord')
    .action(() => choose({ kind: 'deploy' }));
  program
    .command('doctor')
    .description('check configuration, index, models and permissions, and say what to do about each failure')
    .action(() => choose({ kind: 'doctor' }));
}

function common(program: Command, action: Action): Common {
  const { data, collection, json } = program.opts<{ data?: string; collection?: string; json?: boolean }>();
  if (json === true && action.kind === 'serve') throw new UsageError('--json needs a command');
  if (data?.trim() === '') throw new UsageError('Expected --data to name a folder, found nothing');
  return { ...(data !== undefined && { data }), collection: collection ?? 'default', json: json === true };
}
