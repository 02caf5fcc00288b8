/**
 * What Discord refuses in application commands beyond their shape: names, counts, order of options. Alone because only
 * registration needs it. Source: Discord's API documentation, "Application Commands".
 */
import { type FormProblem, problem, Refusal, required } from './refusal.js';

export interface CommandBody {
  readonly name: string;
  readonly type?: number | null;
  readonly description?: string | null;
  readonly options?: readonly OptionBody[] | null;
}

export interface OptionBody {
  readonly type: number;
  readonly name: string;
  readonly description: string;
  readonly required?: boolean | null;
  readonly autocomplete?: boolean | null;
  readonly choices?: readonly { readonly name: string; readonly value: string | number }[] | null;
  readonly options?: readonly OptionBody[] | null;
}

const chatInput = 1;
/** Most commands of each type: slash, user, message. */
const most: Readonly<Record<number, number>> = { 1: 100, 2: 15, 3: 15 };
const namePattern = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;
/** Characters of names, descriptions and choice values of one command together. */
const maxCommandText = 8000;

/** Throws unless these may be all the commands of one guild, or all the global ones. */
export function checkCommands(commands: readonly CommandBody[]): void {
  for (const [type, limit] of Object.entries(most)) {
    if (commands.filter((command) => typeOf(command) === Number(type)).length > limit) {
      throw new Refusal('tooManyCommands');
    }
  }
  const problems = commands.flatMap((command, index) => commandProblems(command, index));
  const keys = commands.map((command) => `${typeOf(command)} ${command.name}`);
  keys.forEach((key, index) => {
    if (keys.indexOf(key) === index) return;
    const text = 'Application command names must be unique';
    problems.push(problem([index, 'name'], 'APPLICATION_COMMANDS_DUPLICATE_NAME', text));
  });
  if (problems.length > 0) throw new Refusal('invalidForm', problems);
}

function typeOf(command: CommandBody): number {
  return command.type ?? chatInput;
}

function commandProblems(command: CommandBody, index: number): FormProblem[] {
  const description = (command.description ?? '').trim();
  const options = command.options ?? [];
  if (typeOf(command) === chatInput) {
    const tooLong = commandText(command) > maxCommandText;
    return [
      ...nameProblems(command.name, [index]),
      ...(description === '' ? [required([index, 'description'])] : []),
      ...optionProblems(options, [index, 'options']),
      ...(tooLong ? [problem([index], 'APPLICATION_COMMAND_TOO_LARGE', `At most ${maxCommandText} in all`)] : []),
    ];
  }
  const text = 'Context menu commands cannot have ';
  return [
    ...(command.name.trim() === '' ? [required([index, 'name'])] : []),
    ...(description === '' ? [] : [problem([index, 'description'], 'BASE_TYPE_BAD_LENGTH', `${text}description`)]),
    ...(options.length === 0 ? [] : [problem([index, 'options'], 'BASE_TYPE_BAD_LENGTH', `${text}options`)]),
  ];
}

function nameProblems(name: string, path: FormProblem['path']): FormProblem[] {
  if (namePattern.test(name) && name === name.toLowerCase()) return [];
  return [problem([...path, 'name'], 'APPLICATION_COMMAND_INVALID_NAME', 'Command name is invalid')];
}

function optionProblems(options: readonly OptionBody[], path: FormProblem['path']): FormProblem[] {
  const names = options.map(({ name }) => name);
  const firstOptional = options.findIndex((option) => option.required !== true);
  return options.flatMap((option, index) => {
    const here = [...path, index];
    const late = option.required === true && firstOptional !== -1 && index > firstOptional;
    const orderText = 'Required options must be placed before non-required options';
    return [
      ...nameProblems(option.name, here),
      ...(names.indexOf(option.name) === index
        ? []
        : [problem(here, 'APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS', 'Option name already exists')]),
      ...(late ? [problem(here, 'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID', orderText)] : []),
      ...(option.description.trim() === '' ? [required([...here, 'description'])] : []),
      ...(option.autocomplete === true && (option.choices ?? []).length > 0
        ? [problem(here, 'APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_CHOICES', 'Choices and autocomplete exclude')]
        : []),
      ...optionProblems(option.options ?? [], [...here, 'options']),
    ];
  });
}

function commandText(command: CommandBody | OptionBody): number {
  const own = command.name.length + (command.description ?? '').length;
  const choices = 'choices' in command ? (command.choices ?? []) : [];
  const choiceText = choices.reduce((sum, { name, value }) => sum + name.length + String(value).length, 0);
  return own + choiceText + (command.options ?? []).reduce((sum, option) => sum + commandText(option), 0);
}
