/**
 * Types for the zod build of Discord's own API specification. The package ships that build as plain JavaScript, so
 * only the request bodies that the emulator checks are declared here.
 */
declare module 'discord-api-spec/zod' {
  interface Issue {
    readonly code: string;
    readonly path: readonly PropertyKey[];
    readonly message: string;
    /** For `invalid_union`: what each alternative said. */
    readonly errors?: readonly (readonly Issue[])[];
  }
  interface BodySchema {
    safeParse(
      value: unknown,
    ): { readonly success: true } | { readonly success: false; readonly error: { readonly issues: readonly Issue[] } };
  }
  export const MessageCreateRequestSchema: BodySchema;
  export const MessageEditRequestPartialSchema: BodySchema;
  export const IncomingWebhookRequestPartialSchema: BodySchema;
  export const IncomingWebhookUpdateRequestPartialSchema: BodySchema;
  export const CreateMessageInteractionCallbackRequestSchema: BodySchema;
  export const UpdateMessageInteractionCallbackRequestSchema: BodySchema;
  export const ApplicationCommandAutocompleteCallbackRequestSchema: BodySchema;
  export const ModalInteractionCallbackRequestSchema: BodySchema;
  export const ApplicationCommandUpdateRequestSchema: BodySchema;
  export const CreateTextThreadWithMessageRequestSchema: BodySchema;
  export const CreateTextThreadWithoutMessageRequestSchema: BodySchema;
  export const UpdateThreadRequestPartialSchema: BodySchema;
  export const UpdateGuildChannelRequestPartialSchema: BodySchema;
  export const CreatePrivateChannelRequestSchema: BodySchema;
}
