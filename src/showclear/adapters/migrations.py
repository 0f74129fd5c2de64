"""The constant SQL of every database file, as numbered migrations.

A file says whose it is by its ``application_id`` and how far it has come by the rows of its
``migrations`` table. Migrations are only ever added: a test pins the text of each by digest.
Log tables refuse ``UPDATE``, ``DELETE`` and a replacing ``INSERT`` by triggers, so that a slip
with a database shell is refused too. (Whoever may write the file can also drop the triggers;
that is found by verify, not prevented here.)

It leaves opening and applying to ``sqlite_file``.

Example: ``LEDGER.migrations[0]`` makes the tables of a new ledger.
"""

from __future__ import annotations

import msgspec


class FileKind(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of database file: its name for people, its mark, and its migrations in order."""

    name: str
    application_id: int
    migrations: tuple[str, ...]


MIGRATIONS_TABLE = """
CREATE TABLE migrations (
    number INTEGER PRIMARY KEY CHECK (number >= 1)
) STRICT;
CREATE TRIGGER migrations_no_update BEFORE UPDATE ON migrations
BEGIN SELECT RAISE(ABORT, 'migrations are append-only'); END;
CREATE TRIGGER migrations_no_delete BEFORE DELETE ON migrations
BEGIN SELECT RAISE(ABORT, 'migrations are append-only'); END;
"""

# entries: the trigger keeps seq without gaps and stops a replacing insert, for which SQLite
# runs no delete trigger. No unique index on id: a random one costs three to five times the
# commit. items: each item's id once, so that a row of the item index is a few bytes.
LEDGER_1 = """
CREATE TABLE entries (
    seq INTEGER PRIMARY KEY CHECK (seq >= 0),
    id BLOB NOT NULL CHECK (length(id) = 32),
    envelope BLOB NOT NULL CHECK (length(envelope) BETWEEN 1 AND 65535)
) STRICT;
CREATE TRIGGER entries_in_order BEFORE INSERT ON entries
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), -1) + 1 FROM entries)
BEGIN SELECT RAISE(ABORT, 'entries are append-only, in order and without gaps'); END;
CREATE TRIGGER entries_no_update BEFORE UPDATE ON entries
BEGIN SELECT RAISE(ABORT, 'entries are append-only'); END;
CREATE TRIGGER entries_no_delete BEFORE DELETE ON entries
BEGIN SELECT RAISE(ABORT, 'entries are append-only'); END;

CREATE TABLE items (
    item_id INTEGER PRIMARY KEY,
    item TEXT NOT NULL UNIQUE CHECK (length(item) BETWEEN 1 AND 128)
) STRICT;
CREATE TRIGGER items_once BEFORE INSERT ON items
WHEN EXISTS (SELECT 1 FROM items WHERE item_id = NEW.item_id OR item = NEW.item)
BEGIN SELECT RAISE(ABORT, 'items are append-only'); END;
CREATE TRIGGER items_no_update BEFORE UPDATE ON items
BEGIN SELECT RAISE(ABORT, 'items are append-only'); END;
CREATE TRIGGER items_no_delete BEFORE DELETE ON items
BEGIN SELECT RAISE(ABORT, 'items are append-only'); END;

CREATE TABLE item_entries (
    item_id INTEGER NOT NULL REFERENCES items (item_id),
    seq INTEGER NOT NULL REFERENCES entries (seq),
    PRIMARY KEY (item_id, seq)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER item_entries_no_update BEFORE UPDATE ON item_entries
BEGIN SELECT RAISE(ABORT, 'item_entries are append-only'); END;
CREATE TRIGGER item_entries_no_delete BEFORE DELETE ON item_entries
BEGIN SELECT RAISE(ABORT, 'item_entries are append-only'); END;

CREATE TABLE tiles (
    level INTEGER NOT NULL CHECK (level >= 0),
    number INTEGER NOT NULL CHECK (number >= 0),
    hashes BLOB NOT NULL CHECK (length(hashes) = 8192),
    UNIQUE (level, number)
) STRICT;
CREATE TRIGGER tiles_once BEFORE INSERT ON tiles
WHEN EXISTS (SELECT 1 FROM tiles WHERE level = NEW.level AND number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'tiles are append-only'); END;
CREATE TRIGGER tiles_no_update BEFORE UPDATE ON tiles
BEGIN SELECT RAISE(ABORT, 'tiles are append-only'); END;
CREATE TRIGGER tiles_no_delete BEFORE DELETE ON tiles
BEGIN SELECT RAISE(ABORT, 'tiles are append-only'); END;

CREATE TABLE texts (
    digest TEXT PRIMARY KEY CHECK (length(digest) = 64),
    text BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TRIGGER texts_once BEFORE INSERT ON texts
WHEN EXISTS (SELECT 1 FROM texts WHERE digest = NEW.digest)
BEGIN SELECT RAISE(ABORT, 'texts are append-only'); END;
CREATE TRIGGER texts_no_update BEFORE UPDATE ON texts
BEGIN SELECT RAISE(ABORT, 'texts are append-only'); END;
CREATE TRIGGER texts_no_delete BEFORE DELETE ON texts
BEGIN SELECT RAISE(ABORT, 'texts are append-only'); END;
"""

# One row each, by the constant key 1. The head changes, by compare-and-swap; the origin never.
HEAD_1 = """
CREATE TABLE origin (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    origin TEXT NOT NULL CHECK (length(origin) >= 1)
) STRICT;
CREATE TRIGGER origin_once BEFORE INSERT ON origin WHEN EXISTS (SELECT 1 FROM origin)
BEGIN SELECT RAISE(ABORT, 'the origin is set once'); END;
CREATE TRIGGER origin_no_update BEFORE UPDATE ON origin
BEGIN SELECT RAISE(ABORT, 'the origin is set once'); END;
CREATE TRIGGER origin_no_delete BEFORE DELETE ON origin
BEGIN SELECT RAISE(ABORT, 'the origin is set once'); END;

CREATE TABLE head (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    note BLOB NOT NULL CHECK (length(note) >= 1)
) STRICT;
CREATE TRIGGER head_no_delete BEFORE DELETE ON head
BEGIN SELECT RAISE(ABORT, 'a head is replaced, never removed'); END;
"""

# Either sealed and path_mark, or erased_at. The mark is a keyed digest of the field path.
DETAILS_1 = """
CREATE TABLE details (
    commitment TEXT PRIMARY KEY CHECK (length(commitment) BETWEEN 1 AND 128),
    path_mark BLOB CHECK (length(path_mark) = 16),
    sealed BLOB,
    erased_at TEXT,
    CHECK ((sealed IS NULL) = (erased_at IS NOT NULL)),
    CHECK ((path_mark IS NULL) = (sealed IS NULL))
) STRICT;
CREATE INDEX details_by_path ON details (path_mark) WHERE path_mark IS NOT NULL;
CREATE TRIGGER details_stay_erased BEFORE UPDATE ON details WHEN OLD.erased_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'what was erased stays erased'); END;
CREATE TRIGGER details_no_delete BEFORE DELETE ON details
BEGIN SELECT RAISE(ABORT, 'a detail is erased, never removed'); END;
"""

LEDGER = FileKind(name="ledger", application_id=0x53434C47, migrations=(LEDGER_1,))
HEAD = FileKind(name="head store", application_id=0x53434844, migrations=(HEAD_1,))
DETAILS = FileKind(name="detail store", application_id=0x53434454, migrations=(DETAILS_1,))
