/**
 * What a command line asks for, as data. It stands alone so that parsing is a pure function into this type, and each
 * runner takes exactly the case it can do.
 */

/** What every command takes. */
export interface Common {
  /** Folder of the index, as typed. Absent: the configured one. */
  readonly data?: string;
  /** 1 to 64 letters, digits, `-` and `_`. */
  readonly collection: string;
  /** JSON on standard output and nothing else there. */
  readonly json: boolean;
}

/** What is particular to each command. */
export type Action =
  | { readonly kind: 'serve' }
  | { readonly kind: 'ask'; readonly question: string }
  /** `file` is a path, or `-` for standard input. */
  | { readonly kind: 'ask-file'; readonly file: string }
  | { readonly kind: 'search'; readonly query: string; readonly limit: number }
  | { readonly kind: 'verify'; readonly words: string }
  /** `about` is empty when `documentId` or `since` alone says what to summarise. */
  | {
      readonly kind: 'summarize';
      readonly about: string;
      readonly documentId?: string;
      readonly words?: number;
      readonly since?: string;
    }
  | { readonly kind: 'timeline'; readonly topic: string; readonly since?: string; readonly length?: number }
  | { readonly kind: 'ingest'; readonly targets: readonly string[] }
  | { readonly kind: 'sources-list' }
  | { readonly kind: 'sources-show'; readonly documentId: string }
  | { readonly kind: 'sources-remove'; readonly documentId: string }
  | { readonly kind: 'sources-erase'; readonly documentId: string }
  | { readonly kind: 'undo' }
  | { readonly kind: 'reindex'; readonly full: boolean }
  | { readonly kind: 'export' }
  /** Of every server, unless one is named. `file`: where to write those answered by pointing, instead of listing open ones. */
  | { readonly kind: 'gaps'; readonly server?: string; readonly file?: string }
  | { readonly kind: 'eval'; readonly folders: readonly string[]; readonly lang: string; readonly split: string }
  | { readonly kind: 'deploy' }
  | { readonly kind: 'doctor' };

export type Invocation = Common & Action;

/** One case of `Invocation`. */
export type Invoked<Kind extends Action['kind']> = Common & Extract<Action, { readonly kind: Kind }>;

/** What came of a command line. */
export type Parsed =
  | { readonly outcome: 'run'; readonly invocation: Invocation }
  /** Help or version: for standard output, exit code 0. */
  | { readonly outcome: 'print'; readonly text: string }
  /** Wrong usage: for standard error, exit code 2. */
  | { readonly outcome: 'usage'; readonly message: string };
