/**
 * The one way the emulator says no: Discord's error body with its status and code. Alone because every route, check
 * and fault throws it and none of them knows the HTTP server.
 */

/** Discord's JSON error codes that the emulator gives, with their status and text. */
const known = {
  unauthorized: [401, 0, '401: Unauthorized'],
  notFound: [404, 0, '404: Not Found'],
  unknownChannel: [404, 10003, 'Unknown Channel'],
  unknownGuild: [404, 10004, 'Unknown Guild'],
  unknownMember: [404, 10007, 'Unknown Member'],
  unknownMessage: [404, 10008, 'Unknown Message'],
  unknownUser: [404, 10013, 'Unknown User'],
  unknownEmoji: [400, 10014, 'Unknown Emoji'],
  unknownWebhook: [404, 10015, 'Unknown Webhook'],
  unknownInteraction: [404, 10062, 'Unknown interaction'],
  unknownCommand: [404, 10063, 'Unknown application command'],
  tooManyCommands: [400, 30032, 'Maximum number of application commands reached'],
  alreadyAcknowledged: [400, 40060, 'Interaction has already been acknowledged.'],
  missingAccess: [403, 50001, 'Missing Access'],
  notYourMessage: [403, 50005, 'Cannot edit a message authored by another user'],
  emptyMessage: [400, 50006, 'Cannot send an empty message'],
  cannotSendToUser: [403, 50007, 'Cannot send messages to this user'],
  missingPermissions: [403, 50013, 'Missing Permissions'],
  wrongChannelType: [400, 50024, 'Cannot execute action on this channel type'],
  expiredToken: [401, 50027, 'Invalid Webhook Token'],
  invalidForm: [400, 50035, 'Invalid Form Body'],
  brokenJson: [400, 50109, 'The request body contains invalid JSON.'],
  archivedThread: [400, 50083, 'Tried to perform an operation on an archived thread'],
  noHistory: [400, 160002, 'Cannot reply without permission to read message history'],
  threadExists: [400, 160004, 'A thread has already been created for this message'],
} as const satisfies Record<string, readonly [number, number, string]>;

export type RefusalName = keyof typeof known;

/** A problem of a body: where it is, and Discord's words for it. */
export interface FormProblem {
  readonly path: readonly (string | number)[];
  readonly code: string;
  readonly message: string;
}

/** Thrown by a route; the REST server turns it into the answer. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;

  constructor(kind: RefusalName, problems: readonly FormProblem[] = []) {
    const [status, code, message] = known[kind];
    super(message);
    this.status = status;
    this.body = { message, code, ...(problems.length > 0 ? { errors: tree(problems) } : {}) };
  }
}

/** A problem of a body at `path`. */
export function problem(path: FormProblem['path'], code: string, message: string): FormProblem {
  return { path, code, message };
}

/** What Discord says of a missing or blank field. */
export function required(path: FormProblem['path']): FormProblem {
  return problem(path, 'BASE_TYPE_REQUIRED', 'This field is required');
}

interface ErrorTree {
  [key: string]: ErrorTree | { code: string; message: string }[];
}

/** `errors` as Discord nests it: `{embeds: {0: {title: {_errors: [...]}}}}`. */
function tree(problems: readonly FormProblem[]): ErrorTree {
  const root: ErrorTree = {};
  for (const { path, code, message } of problems) {
    let node = root;
    for (const step of path) {
      const next = node[String(step)];
      if (next !== undefined && !Array.isArray(next)) node = next;
      else {
        const made: ErrorTree = {};
        node[String(step)] = made;
        node = made;
      }
    }
    const list = node['_errors'];
    if (Array.isArray(list)) list.push({ code, message });
    else node['_errors'] = [{ code, message }];
  }
  return root;
}
