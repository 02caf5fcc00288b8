/** Sentences that this surface says by itself, with no document behind them. Together, so that they sound alike. */

/** In a direct message, where no server's documents may be shown. */
export const NO_DOCUMENTS_HERE =
  'Documents belong to a server, so I can only answer inside one. Ask me there with `/ask`, or mention me.';

/** A mention without a question. */
export const HOW_TO_ASK =
  'Ask me something about the documents here: mention me together with your question, reply to one of my answers ' +
  'with the ping left on, or use `/ask`.';

export const STOPPING = 'I am being restarted. Please ask again in a minute.';
