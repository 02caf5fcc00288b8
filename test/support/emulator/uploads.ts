/**
 * Turning a message's uploaded files into attachments. Alone because three routes take files, and the rules that join
 * `attachments` with `files[n]` are the same in each.
 */
import type { APIAttachment } from 'discord-api-types/v10';
import type { UploadedFile } from './body.js';
import type { MessageBody } from './limits.js';
import { problem, Refusal } from './refusal.js';
import type { World } from './state.js';

export interface Uploading {
  readonly channelId: string;
  readonly body: MessageBody;
  readonly files: readonly UploadedFile[];
  /** What the message has already: kept unless `attachments` leaves it out. */
  readonly existing?: readonly APIAttachment[];
}

/** All attachments of the message as it will be. */
export function attachmentsAfter(world: World, { channelId, body, files, existing = [] }: Uploading): APIAttachment[] {
  const named = body.attachments ?? undefined;
  const kept = existing.filter(({ id }) => named === undefined || named.some((one) => String(one.id) === id));
  named?.forEach(({ id }, index) => {
    const isFile = files.some(({ field }) => field === `files[${id}]`);
    if (isFile || kept.some((attachment) => attachment.id === String(id))) return;
    const text = `Attachment ${id} is neither uploaded nor on the message`;
    throw new Refusal('invalidForm', [problem(['attachments', index, 'id'], 'ATTACHMENT_NOT_FOUND', text)]);
  });
  const added = files.map((file) => {
    const number = /^files\[(\d+)\]$/.exec(file.field)?.[1];
    const filename = named?.find(({ id }) => String(id) === number)?.filename ?? file.filename;
    return world.store({ channelId, filename, contentType: file.contentType, data: file.data });
  });
  return [...kept, ...added];
}
