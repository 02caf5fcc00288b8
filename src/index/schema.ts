/**
 * The tables of the index and how an older database becomes a newer one. It stands alone so that every version of the
 * schema can be read in order. A step, once released, is never edited.
 *
 * Versions are never changed in place: a document points at its current version, so that taking a document away, or
 * putting an old one back, moves one pointer, and a reader sees either the old document or the new one.
 */
import { repack } from './repack.js';
import type { Database } from './statements.js';

const STEP_1 = `
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE collection (
  id INTEGER PRIMARY KEY,
  owner TEXT NOT NULL,            -- 'host' or a guild's id
  name TEXT NOT NULL,
  UNIQUE (owner, name)
);

CREATE TABLE target (             -- what a collection was ingested from: a path or glob
  id INTEGER PRIMARY KEY,
  collection_id INTEGER NOT NULL REFERENCES collection(id),
  uri TEXT NOT NULL,
  change_id INTEGER NOT NULL,     -- the ingest that named it first: undone with it
  UNIQUE (collection_id, uri)
);

CREATE TABLE document (
  id INTEGER PRIMARY KEY,
  owner TEXT NOT NULL,
  key TEXT NOT NULL,              -- the document's id, as users know it
  version_id INTEGER REFERENCES version(id),
  UNIQUE (owner, key)
);

CREATE TABLE version (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  document_id INTEGER NOT NULL REFERENCES document(id),
  hash TEXT NOT NULL,             -- SHA-256 of text
  digest TEXT NOT NULL,           -- SHA-256 of text, outline and metadata
  text TEXT NOT NULL,
  outline TEXT NOT NULL,          -- JSON
  metadata TEXT NOT NULL,         -- JSON: title, publisher, author, url, publishedAt, language
  language TEXT NOT NULL,         -- of analysis
  stored_at TEXT NOT NULL
);
CREATE INDEX version_document ON version(document_id);
CREATE INDEX version_hash ON version(hash);

CREATE TABLE membership (
  collection_id INTEGER NOT NULL REFERENCES collection(id),
  document_id INTEGER NOT NULL REFERENCES document(id),
  source TEXT NOT NULL,
  target TEXT NOT NULL,
  PRIMARY KEY (collection_id, document_id)
) WITHOUT ROWID;
CREATE INDEX membership_document ON membership(document_id);

CREATE TABLE tombstone (          -- removed by hand: a reindex does not bring it back
  collection_id INTEGER NOT NULL REFERENCES collection(id),
  key TEXT NOT NULL,
  removed_at TEXT NOT NULL,
  PRIMARY KEY (collection_id, key)
) WITHOUT ROWID;

CREATE TABLE passage (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  version_id INTEGER NOT NULL REFERENCES version(id),
  ordinal INTEGER NOT NULL,
  start INTEGER NOT NULL,
  end INTEGER NOT NULL,
  sentences BLOB NOT NULL,        -- int32 pairs, offsets in the document
  length INTEGER NOT NULL,        -- terms, repeats included
  input_digest TEXT NOT NULL,
  vector BLOB NOT NULL,           -- float32, unit
  sentence_vectors BLOB NOT NULL  -- int8, one after the other
);
CREATE INDEX passage_version ON passage(version_id);
CREATE INDEX passage_input ON passage(input_digest);

CREATE TABLE term (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);
CREATE TABLE posting (
  term_id INTEGER NOT NULL,
  passage_id INTEGER NOT NULL,
  frequency INTEGER NOT NULL,
  PRIMARY KEY (term_id, passage_id)
) WITHOUT ROWID;

CREATE TABLE change (             -- the audit trail, and what undo takes back
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  collection_id INTEGER NOT NULL REFERENCES collection(id),
  kind TEXT NOT NULL,
  actor TEXT NOT NULL,
  at TEXT NOT NULL,
  undone_at TEXT
);
CREATE TABLE change_entry (
  change_id INTEGER NOT NULL REFERENCES change(id),
  document_id INTEGER NOT NULL REFERENCES document(id),
  before_version INTEGER,         -- null: it was not in the collection
  after_version INTEGER,          -- null: it is no longer in it
  before_place TEXT,              -- JSON: source and target
  after_place TEXT,
  tombstone INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (change_id, document_id)
) WITHOUT ROWID;

CREATE TABLE exchange (
  id TEXT PRIMARY KEY,
  question TEXT NOT NULL,
  collections TEXT NOT NULL,      -- JSON
  at TEXT NOT NULL
) WITHOUT ROWID;
`;

/**
 * What a version was cut into moves out of it, so that another model can prepare the same version beside, vectors out of
 * the rows that every search reads, and postings from a row each into blocks that are merged from a forward index.
 */
const STEP_2 = `
ALTER TABLE passage RENAME TO passage_1;
ALTER TABLE posting RENAME TO posting_1;
ALTER TABLE term RENAME TO term_1;
DROP INDEX passage_version;
DROP INDEX passage_input;

CREATE TABLE model (id INTEGER PRIMARY KEY, fingerprint TEXT NOT NULL UNIQUE, choice TEXT NOT NULL, dimensions INTEGER NOT NULL);
-- meta 'model': the id of the one that answers. meta 'merged': the last preparation whose postings are in blocks; 'merged_passage': its last passage.
-- meta 'postings': counts the rewritings of blocks. meta 'touched_from': \`touched\` is whole from this generation on.

CREATE TABLE preparation (        -- a version, cut and embedded for one model
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  version_id INTEGER NOT NULL REFERENCES version(id),
  model_id INTEGER NOT NULL REFERENCES model(id),
  language TEXT NOT NULL,
  first_passage INTEGER NOT NULL, -- its passages have ids that follow one another
  passages INTEGER NOT NULL,
  lengths BLOB NOT NULL           -- uint16 a passage: terms, repeats included
);
CREATE UNIQUE INDEX preparation_version ON preparation(version_id, model_id);

CREATE TABLE passage (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  preparation_id INTEGER NOT NULL REFERENCES preparation(id),
  start INTEGER NOT NULL,
  end INTEGER NOT NULL,
  sentences BLOB NOT NULL,        -- int32 pairs, offsets in the document
  input_digest BLOB NOT NULL      -- the first 16 bytes
);
CREATE INDEX passage_input ON passage(input_digest);

CREATE TABLE vector (passage_id INTEGER PRIMARY KEY, vector BLOB NOT NULL);             -- float32, unit
CREATE TABLE sentence_vectors (passage_id INTEGER PRIMARY KEY, vectors BLOB NOT NULL);  -- int8, one after the other

CREATE TABLE term (               -- owners share none: a search costs what its own collections hold
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  owner TEXT NOT NULL,
  text TEXT NOT NULL,
  UNIQUE (owner, text)
);
CREATE TABLE forward (preparation_id INTEGER PRIMARY KEY, terms BLOB NOT NULL);
CREATE TABLE posting_block (
  term_id INTEGER NOT NULL,
  first_passage INTEGER NOT NULL,
  last_passage INTEGER NOT NULL,
  count INTEGER NOT NULL,
  data BLOB NOT NULL,
  PRIMARY KEY (term_id, first_passage)
) WITHOUT ROWID;

CREATE TABLE touched (            -- versions whose visibility a generation may have changed
  generation INTEGER NOT NULL,
  version_id INTEGER NOT NULL,
  PRIMARY KEY (generation, version_id)
) WITHOUT ROWID;

CREATE TABLE graph (              -- the saved graph of a collection: a file that this row does not name is not used
  collection_id INTEGER NOT NULL REFERENCES collection(id),
  model_id INTEGER NOT NULL REFERENCES model(id),
  file TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  generation INTEGER NOT NULL,
  passages INTEGER NOT NULL,
  PRIMARY KEY (collection_id, model_id)
) WITHOUT ROWID;
CREATE INDEX document_version ON document(version_id);
`;

/** What is kept of a server beside its documents: see `records.ts`. Texts of documents are in none of it. */
const STEP_3 = `
ALTER TABLE exchange ADD COLUMN details TEXT NOT NULL DEFAULT '{}';  -- JSON: kind, options, quotes, previous
ALTER TABLE exchange ADD COLUMN guild TEXT;
ALTER TABLE exchange ADD COLUMN user TEXT;
ALTER TABLE exchange ADD COLUMN outcome TEXT;
CREATE INDEX exchange_guild ON exchange(guild, at);
CREATE INDEX exchange_user ON exchange(user);

CREATE TABLE setting (guild TEXT PRIMARY KEY, settings TEXT NOT NULL) WITHOUT ROWID;  -- JSON

CREATE TABLE vote (
  exchange_id TEXT NOT NULL,
  user TEXT NOT NULL,
  helpful INTEGER NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (exchange_id, user)
) WITHOUT ROWID;
CREATE INDEX vote_user ON vote(user);

CREATE TABLE gap_closing (        -- what a moderator did about a question and those like it
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  guild TEXT NOT NULL,
  question TEXT NOT NULL,
  asker TEXT,                     -- who asked it, so that they can have it forgotten
  actor TEXT NOT NULL,
  at TEXT NOT NULL,
  owner TEXT,                     -- of the document; null: dismissed
  document TEXT
);
CREATE INDEX gap_closing_guild ON gap_closing(guild);

CREATE TABLE audit (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  guild TEXT NOT NULL,
  actor TEXT NOT NULL,
  act TEXT NOT NULL,
  detail TEXT NOT NULL,
  at TEXT NOT NULL
);
CREATE INDEX audit_guild ON audit(guild, at);

CREATE TABLE departure (guild TEXT PRIMARY KEY, left_at TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE chosen_server (user TEXT PRIMARY KEY, guild TEXT NOT NULL) WITHOUT ROWID;
`;

/** A step in SQL, or one that has to compute. Runs inside the transaction of the migration. */
export type Migration = string | ((database: Database) => void);

/** `MIGRATIONS[n]` takes a database from version n to n + 1. */
export const MIGRATIONS: readonly Migration[] = [
  STEP_1,
  (database) => {
    database.exec(STEP_2);
    repack(database);
  },
  STEP_3,
];

/** What this program writes. */
export const SCHEMA_VERSION = MIGRATIONS.length;
