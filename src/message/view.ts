/**
 * What a user sees, as plain Discord API JSON: the bot sends it, the playground draws it, tests compare it.
 * It stands alone so that renderers and commands share the type and nothing else.
 */
import type {
  APIActionRowComponent,
  APIButtonComponent,
  APIEmbed,
  APIStringSelectComponent,
} from 'discord-api-types/v10';

/** One message. `allowed_mentions` is always there and always denies: document text must not ping. */
export interface MessageView {
  readonly content?: string;
  readonly embeds?: APIEmbed[];
  readonly components?: APIActionRowComponent<APIButtonComponent | APIStringSelectComponent>[];
  readonly allowed_mentions: { readonly parse: []; readonly replied_user: false };
}
