/**
 * The tables of the index and how an older database becomes a newer one. It stands alone so that every version of the
 * schema can be read in order. A step, once released, is never edited.
 *
 * Versions are never changed in place: a document points at its current version, so that taking a document away, or
 * putting an old one back, moves one pointer, and a reader sees either the old document or the new one.
 */

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

/** `MIGRATIONS[n]` takes a database from version n to n + 1. */
export const MIGRATIONS: readonly string[] = [STEP_1];

/** What this program writes. */
export const SCHEMA_VERSION = MIGRATIONS.length;
