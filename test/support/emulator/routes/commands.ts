/** Routes about application commands: what is registered globally and in a guild, and how it is replaced. */
import type { APIApplicationCommand } from 'discord-api-types/v10';
import { type CommandBody, checkCommands, type OptionBody } from '../command-limits.js';
import { type FormProblem, Refusal } from '../refusal.js';
import { guildOfPath, noContent, ok, type Route, type RouteAnswer, type RouteRequest } from '../route.js';
import { shapeProblems } from '../schema.js';
import type { World } from '../state.js';

const globally = '/applications/:application/commands';
const inGuild = '/applications/:application/guilds/:guild/commands';

export const commandRoutes: readonly Route[] = [globally, inGuild].flatMap((pattern): Route[] => [
  { method: 'GET', pattern, handle: (world, request) => ok(world.commands.get(scopeOf(world, request)) ?? []) },
  { method: 'PUT', pattern, handle: replaceAll },
  { method: 'POST', pattern, handle: addOne },
  { method: 'GET', pattern: `${pattern}/:command`, handle: (world, request) => ok(one(world, request)) },
  { method: 'PATCH', pattern: `${pattern}/:command`, handle: changeOne },
  { method: 'DELETE', pattern: `${pattern}/:command`, handle: removeOne },
]);

function scopeOf(world: World, request: RouteRequest): string {
  if (request.param('application') !== world.bot.id) throw new Refusal('missingAccess');
  return request.param('guild') === '' ? 'global' : guildOfPath(world, request).id;
}

function replaceAll(world: World, request: RouteRequest): RouteAnswer {
  const scope = scopeOf(world, request);
  const bodies = request.json;
  if (!Array.isArray(bodies)) throw new Refusal('invalidForm');
  const made = register(world, scope, bodies as readonly CommandBody[]);
  return ok(made);
}

function addOne(world: World, request: RouteRequest): RouteAnswer {
  const scope = scopeOf(world, request);
  const body = request.json as CommandBody;
  checkBodies([body]);
  const others = (world.commands.get(scope) ?? []).filter((command) => keyOf(command) !== keyOf(body));
  const made = register(world, scope, [...others, body]);
  return ok(made.at(-1), 201);
}

function changeOne(world: World, request: RouteRequest): RouteAnswer {
  const current = one(world, request);
  const bodies = (world.commands.get(scopeOf(world, request)) ?? []).map((command) =>
    command.id === current.id ? { ...command, ...(request.json as Partial<CommandBody>) } : command,
  );
  const made = register(world, scopeOf(world, request), bodies);
  return ok(made.find(({ id }) => id === current.id) ?? made.at(-1));
}

function removeOne(world: World, request: RouteRequest): RouteAnswer {
  const { id } = one(world, request);
  const scope = scopeOf(world, request);
  world.commands.set(
    scope,
    (world.commands.get(scope) ?? []).filter((command) => command.id !== id),
  );
  world.changes.notify();
  return noContent;
}

function one(world: World, request: RouteRequest): APIApplicationCommand {
  const scope = scopeOf(world, request);
  const command = (world.commands.get(scope) ?? []).find(({ id }) => id === request.param('command'));
  if (command === undefined) throw new Refusal('unknownCommand');
  return command;
}

/** A command keeps its id as long as its name and type stay; its version changes with every write. */
function register(world: World, scope: string, bodies: readonly CommandBody[]): APIApplicationCommand[] {
  checkBodies(bodies);
  const before = new Map((world.commands.get(scope) ?? []).map((command) => [keyOf(command), command.id]));
  const made = bodies.map((body) => ({
    description: '',
    default_member_permissions: null,
    nsfw: false,
    contexts: null,
    integration_types: [0],
    ...(withoutDefaults(body) as CommandBody),
    type: body.type ?? 1,
    id: before.get(keyOf(body)) ?? world.id(),
    application_id: world.bot.id,
    version: world.id(),
    ...(scope === 'global' ? {} : { guild_id: scope }),
  }));
  world.commands.set(scope, made as unknown as APIApplicationCommand[]);
  world.changes.notify();
  return world.commands.get(scope) ?? [];
}

/** Discord leaves out of options what says nothing: `required: false`, empty lists, nulls. */
function withoutDefaults(body: CommandBody | OptionBody): object {
  const { options, ...rest } = body;
  const said = Object.entries(rest).filter(
    ([key, value]) =>
      !(Array.isArray(value) && value.length === 0) && !(value === false && key !== 'nsfw') && value !== null,
  );
  const inner = (options ?? []).map((option) => withoutDefaults(option));
  return { ...Object.fromEntries(said), ...(inner.length > 0 ? { options: inner } : {}) };
}

function checkBodies(bodies: readonly CommandBody[]): void {
  const problems = bodies.flatMap((body, index): FormProblem[] =>
    shapeProblems('ApplicationCommandUpdateRequestSchema', asSpecified(body)).map((one) => ({
      ...one,
      path: [index, ...one.path],
    })),
  );
  if (problems.length > 0) throw new Refusal('invalidForm', problems);
  checkCommands(bodies);
}

function keyOf(command: { readonly type?: number | null; readonly name: string }): string {
  return `${command.type ?? 1} ${command.name}`;
}

/** The specification knows permissions as a number only; the documentation, and every library, sends their digits. */
function asSpecified(body: CommandBody): object {
  const digits = new Map<string, unknown>(Object.entries(body)).get('default_member_permissions');
  if (typeof digits !== 'string' || !/^\d+$/.test(digits)) return body;
  return { ...body, default_member_permissions: Number(digits) };
}
