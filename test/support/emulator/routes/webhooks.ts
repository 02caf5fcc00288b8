/** What follows the first response: the original message and follow-ups, through the interaction's token. */
import { checkMessage, type MessageBody, refuseEmpty } from '../limits.js';
import { deleteMessage } from '../messages.js';
import { Refusal } from '../refusal.js';
import type { RouteAnswer, RouteRequest } from '../route.js';
import { bodyOf, noContent, ok, type Route } from '../route.js';
import { checkShape } from '../schema.js';
import type { InteractionRecord, MessageRecord, World } from '../state.js';
import { attachmentsAfter } from '../uploads.js';
import { addResponse, editResponse } from './interactions.js';

/** How long an interaction's token lives. */
export const tokenLifeMs = 15 * 60_000;

const all = '/webhooks/:application/:token';
const single = `${all}/messages/:message`;

export const webhookRoutes: readonly Route[] = [
  { method: 'POST', pattern: all, isOpen: true, handle: followUp },
  {
    method: 'GET',
    pattern: single,
    isOpen: true,
    handle: (world, request) => ok(sentMessage(world, request).message),
  },
  { method: 'PATCH', pattern: single, isOpen: true, handle: edit },
  {
    method: 'DELETE',
    pattern: single,
    isOpen: true,
    handle(world, request) {
      deleteMessage(world, sentMessage(world, request));
      return noContent;
    },
  },
];

/** The interaction of the path, if it was answered and its token still lives. */
function interactionOf(world: World, request: RouteRequest): InteractionRecord {
  const interaction = world.interactions.get(request.param('token'));
  if (interaction === undefined || request.param('application') !== world.bot.id) throw new Refusal('unknownWebhook');
  if (world.now() - interaction.createdAt > tokenLifeMs) throw new Refusal('expiredToken');
  if (interaction.first === undefined) throw new Refusal('unknownWebhook');
  if (!world.channels.has(interaction.channelId)) throw new Refusal('unknownChannel');
  return interaction;
}

function sentMessage(world: World, request: RouteRequest): MessageRecord {
  const interaction = interactionOf(world, request);
  const named = request.param('message');
  const id = named === '@original' ? interaction.originalId : named;
  const isOwn = id !== undefined && (id === interaction.originalId || interaction.followupIds.includes(id));
  const record = isOwn ? world.messages.get(id) : undefined;
  if (record === undefined || record.deleted) throw new Refusal('unknownMessage');
  return record;
}

/** While the first response is still "thinking", Discord lets the first follow-up take its place, privacy included. */
function followUp(world: World, request: RouteRequest): RouteAnswer {
  const interaction = interactionOf(world, request);
  const body = bodyOf<MessageBody>(request);
  checkShape('IncomingWebhookRequestPartialSchema', body);
  const original = interaction.originalId === undefined ? undefined : world.messages.get(interaction.originalId);
  if (original?.loading === true && !original.deleted) {
    editResponse(world, original, { body, request });
    return ok(original.message);
  }
  checkMessage(body);
  const attachments = attachmentsAfter(world, { channelId: interaction.channelId, body, files: request.files });
  refuseEmpty({ ...body, attachments });
  const record = addResponse(world, interaction, { body, attachments, isFollowup: true });
  interaction.followupIds.push(record.message.id);
  world.changes.notify();
  return ok(record.message);
}

function edit(world: World, request: RouteRequest): RouteAnswer {
  const record = sentMessage(world, request);
  const body = bodyOf<MessageBody>(request);
  checkShape('IncomingWebhookUpdateRequestPartialSchema', body);
  editResponse(world, record, { body, request });
  return ok(record.message);
}
