/** The first response to an interaction: one, in time, of a type that fits what the user did. */
import type { APIMessage } from 'discord-api-types/v10';
import type { Component } from '../component-limits.js';
import { checkComponents } from '../component-limits.js';
import { checkMessage, ephemeralFlag, loadingFlag, type MessageBody, refuseEmpty } from '../limits.js';
import { addMessage, changeMessage } from '../messages.js';
import { problem, Refusal } from '../refusal.js';
import type { RouteAnswer, RouteRequest } from '../route.js';
import { bodyOf, noContent, ok, type Route } from '../route.js';
import { type BodyName, checkShape } from '../schema.js';
import type { InteractionRecord, MessageRecord, World } from '../state.js';
import { attachmentsAfter } from '../uploads.js';

/** Within this the bot must answer first. */
export const firstResponseMs = 3000;

const kind = { message: 4, deferred: 5, deferredUpdate: 6, update: 7, choices: 8, modal: 9 } as const;

/** Callback types by the interaction's type: command, component, autocomplete, modal. */
const fitting: Readonly<Record<number, readonly number[]>> = {
  2: [kind.message, kind.deferred, kind.modal],
  3: [kind.message, kind.deferred, kind.deferredUpdate, kind.update, kind.modal],
  4: [kind.choices],
  5: [kind.message, kind.deferred, kind.deferredUpdate, kind.update],
};

const shapes: Readonly<Record<number, BodyName>> = {
  4: 'CreateMessageInteractionCallbackRequestSchema',
  5: 'CreateMessageInteractionCallbackRequestSchema',
  6: 'UpdateMessageInteractionCallbackRequestSchema',
  7: 'UpdateMessageInteractionCallbackRequestSchema',
  8: 'ApplicationCommandAutocompleteCallbackRequestSchema',
  9: 'ModalInteractionCallbackRequestSchema',
};

interface CallbackBody {
  readonly type: number;
  readonly data?: MessageBody & {
    readonly choices?: readonly ChoiceBody[];
    readonly components?: readonly Component[];
  };
}

interface ChoiceBody {
  readonly name: string;
  readonly value: string | number;
}

export const interactionRoutes: readonly Route[] = [
  { method: 'POST', pattern: '/interactions/:interaction/:token/callback', isOpen: true, handle: respond },
];

function respond(world: World, request: RouteRequest): RouteAnswer {
  const interaction = world.interactions.get(request.param('token'));
  if (interaction?.id !== request.param('interaction')) throw new Refusal('unknownInteraction');
  if (interaction.first !== undefined) throw new Refusal('alreadyAcknowledged');
  const elapsedMs = world.now() - interaction.createdAt;
  if (elapsedMs > firstResponseMs) throw new Refusal('unknownInteraction');
  const body = bodyOf<CallbackBody>(request);
  checkCallback(interaction, body);
  if (!world.channels.has(interaction.channelId)) throw new Refusal('unknownChannel');
  const record = show(world, interaction, { body, request });
  interaction.first = { type: body.type, data: { ...body.data }, elapsedMs };
  if (record !== undefined) interaction.originalId = record.message.id;
  world.changes.notify();
  return request.query.get('with_response') === 'true' ? ok(resource(interaction, body.type, record)) : noContent;
}

function checkCallback(interaction: InteractionRecord, body: CallbackBody): void {
  const shape = shapes[body.type];
  if (shape === undefined || fitting[interaction.payload.type]?.includes(body.type) !== true) {
    const text = `Type ${body.type} does not answer an interaction of type ${interaction.payload.type}.`;
    throw new Refusal('invalidForm', [problem(['type'], 'INTERACTION_CALLBACK_TYPE_INVALID', text)]);
  }
  checkShape(shape, body);
  if (body.type === kind.choices) checkChoices(body.data?.choices ?? []);
  if (body.type === kind.modal) checkModal(body.data?.components ?? []);
}

function checkChoices(choices: readonly ChoiceBody[]): void {
  const problems = choices.flatMap(({ name, value }, index) => {
    const lengths = { name: name.length, value: String(value).length };
    return Object.entries(lengths).flatMap(([field, length]) =>
      length >= 1 && length <= 100
        ? []
        : [problem(['data', 'choices', index, field], 'BASE_TYPE_BAD_LENGTH', 'Must be between 1 and 100 in length.')],
    );
  });
  if (choices.length > 25) problems.push(problem(['data', 'choices'], 'BASE_TYPE_MAX_LENGTH', 'Must be 25 or fewer.'));
  if (problems.length > 0) throw new Refusal('invalidForm', problems);
}

function checkModal(components: readonly Component[]): void {
  const problems = checkComponents(components, true).map((one) => ({ ...one, path: ['data', ...one.path] }));
  if (problems.length > 0) throw new Refusal('invalidForm', problems);
}

/** Makes or changes the message that the response shows; undefined for choices and modals. */
function show(
  world: World,
  interaction: InteractionRecord,
  { body, request }: { body: CallbackBody; request: RouteRequest },
): MessageRecord | undefined {
  const data = body.data ?? {};
  if (body.type === kind.message || body.type === kind.deferred) {
    const attachments = attachmentsAfter(world, { channelId: interaction.channelId, body: data, files: request.files });
    if (body.type === kind.message) {
      checkMessage(data, ['data']);
      refuseEmpty({ ...data, attachments });
    }
    return addResponse(world, interaction, { body: data, attachments, loading: body.type === kind.deferred });
  }
  if (body.type !== kind.deferredUpdate && body.type !== kind.update) return undefined;
  const source = sourceOf(world, interaction);
  if (body.type === kind.update) editResponse(world, source, { body: data, request, within: ['data'] });
  return source;
}

function sourceOf(world: World, { payload }: InteractionRecord): MessageRecord {
  const id = 'message' in payload ? payload.message?.id : undefined;
  const record = id === undefined ? undefined : world.messages.get(id);
  if (record === undefined || record.deleted) throw new Refusal('unknownMessage');
  return record;
}

/** Adds a message that the bot sends through an interaction. */
export function addResponse(
  world: World,
  interaction: InteractionRecord,
  made: {
    readonly body: MessageBody;
    readonly attachments: APIMessage['attachments'];
    readonly loading?: boolean;
    readonly isFollowup?: boolean;
  },
): MessageRecord {
  const isPrivate = ((made.body.flags ?? 0) & ephemeralFlag) !== 0;
  const { payload } = interaction;
  const isMenu = payload.type === 2 && payload.data.type !== 1;
  const commandType = isMenu ? 23 : 20;
  const messageType = payload.type === 2 && made.isFollowup !== true ? commandType : 0;
  const name = payload.type === 2 ? { name: payload.data.name } : {};
  const metadata = {
    id: interaction.id,
    type: payload.type,
    user: world.user(interaction.userId),
    authorizing_integration_owners: {},
    ...name,
  };
  const record = addMessage(world, {
    channel: world.channel(interaction.channelId),
    author: world.bot,
    body: made.loading === true ? { flags: made.body.flags ?? 0 } : made.body,
    attachments: made.attachments,
    ...(isPrivate ? { onlyFor: interaction.userId } : {}),
    loading: made.loading ?? false,
    extra: {
      type: messageType,
      webhook_id: world.bot.id,
      interaction_metadata: metadata as unknown as NonNullable<APIMessage['interaction_metadata']>,
      ...(made.loading === true ? { flags: loadingFlag | (isPrivate ? ephemeralFlag : 0) } : {}),
    },
  });
  return record;
}

/** Changes a message that the bot sent through an interaction, or that a component of it was used on. */
export function editResponse(
  world: World,
  record: MessageRecord,
  { body, request, within = [] }: { body: MessageBody; request: RouteRequest; within?: readonly string[] },
): void {
  checkMessage({ ...body, flags: (body.flags ?? 0) | (record.message.flags ?? 0) }, within);
  const { attachments: existing, channel_id: channelId } = record.message;
  const attachments = attachmentsAfter(world, { channelId, body, files: request.files, existing });
  refuseEmpty({ ...record.message, ...body, attachments });
  changeMessage(world, record, { body, attachments });
}

/** The answer to `with_response=true`. */
function resource(interaction: InteractionRecord, type: number, record: MessageRecord | undefined) {
  const message = record?.message;
  const about = message && {
    response_message_id: message.id,
    response_message_loading: record.loading,
    response_message_ephemeral: record.onlyFor !== undefined,
    channel_id: message.channel_id,
  };
  return {
    interaction: { id: interaction.id, type: interaction.payload.type, ...about },
    resource: {
      type,
      ...(message && (type === kind.message || type === kind.update || type === kind.deferred) ? { message } : {}),
    },
  };
}
