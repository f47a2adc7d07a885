"""The tables in `derived/`: made from the ledger, thrown away at will."""

from muniment.store import proved, sums

VERSION = 12  # raised when a table changes: what was made before is made again

# `tally` is kept by the table of items itself, whoever writes there: how many items stand in each state, and how many of
# them lie in no container and are no things, so that the account need not count a million rows. `progress` is kept so too:
# in each bundle, by everybody ('') and by each person, how many items were opened, and are judged what. `says` is the newest
# judgement of each person that was not taken back; `moved`, what an item was judged to be before an entry changed that;
# `overtaken`, what came to an item after it was judged.
TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE act (entry INTEGER PRIMARY KEY, at INTEGER NOT NULL, do TEXT NOT NULL, subject TEXT, by_person TEXT, said TEXT NOT NULL);
CREATE TABLE person (id TEXT PRIMARY KEY, name TEXT) WITHOUT ROWID;
CREATE TABLE listed (entry INTEGER NOT NULL, place INTEGER NOT NULL, kind TEXT NOT NULL, name BLOB, size INTEGER, time INTEGER,
  PRIMARY KEY (entry, place)) WITHOUT ROWID;
CREATE TABLE bundle (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, sender TEXT, received TEXT NOT NULL, source TEXT, rows INTEGER NOT NULL,
  files INTEGER NOT NULL, first INTEGER NOT NULL, root TEXT NOT NULL, listed TEXT NOT NULL, supplements TEXT NOT NULL,
  list_of TEXT NOT NULL, aside TEXT NOT NULL, brought TEXT NOT NULL, scanned INTEGER, ended INTEGER);
CREATE TABLE appeared (bundle TEXT NOT NULL, entry INTEGER NOT NULL, place INTEGER NOT NULL, what TEXT NOT NULL, name BLOB, kind TEXT,
  size INTEGER, time INTEGER, PRIMARY KEY (entry, place)) WITHOUT ROWID;
CREATE TABLE item (n INTEGER PRIMARY KEY, bundle TEXT NOT NULL, parent INTEGER, top INTEGER NOT NULL, ordinal INTEGER NOT NULL,
  name TEXT NOT NULL, raw_name BLOB, path TEXT NOT NULL, raw_path BLOB, kind TEXT NOT NULL, locator TEXT NOT NULL, place TEXT NOT NULL,
  listed_size INTEGER, time INTEGER, sha256 TEXT, size INTEGER, hints TEXT NOT NULL, facts TEXT NOT NULL,
  type TEXT NOT NULL, state TEXT NOT NULL, reason TEXT NOT NULL, flags TEXT NOT NULL, pages INTEGER,
  reading TEXT, file TEXT, block INTEGER, line INTEGER,
  declared INTEGER, recorded INTEGER NOT NULL, complete INTEGER NOT NULL, incomplete TEXT NOT NULL,
  took INTEGER, read INTEGER, limits TEXT, wall TEXT NOT NULL, lost INTEGER NOT NULL, changed INTEGER NOT NULL);
CREATE INDEX item_sha256 ON item (sha256);
CREATE INDEX item_parent ON item (parent);
CREATE INDEX item_top ON item (top, ordinal);
CREATE INDEX item_state ON item (state, bundle);
CREATE INDEX item_bundle ON item (bundle, state);
CREATE INDEX item_changed ON item (changed);
CREATE INDEX item_tops ON item (bundle, kind) WHERE n=top;
CREATE INDEX item_waits ON item (state, bundle, reason, type, sha256, top, ordinal) WHERE state<>'text.complete';
CREATE TABLE tally (bundle TEXT NOT NULL, state TEXT NOT NULL, items INTEGER NOT NULL, tops INTEGER NOT NULL,
  PRIMARY KEY (bundle, state)) WITHOUT ROWID;
CREATE TRIGGER item_made AFTER INSERT ON item BEGIN
  INSERT INTO tally VALUES (new.bundle, new.state, 1, new.n=new.top AND new.kind<>'box')
    ON CONFLICT DO UPDATE SET items=items+1, tops=tops+excluded.tops;
END;
CREATE TRIGGER item_gone AFTER DELETE ON item BEGIN
  UPDATE tally SET items=items-1, tops=tops-(old.n=old.top AND old.kind<>'box') WHERE bundle=old.bundle AND state=old.state;
END;
CREATE TRIGGER item_moved AFTER UPDATE OF n, bundle, top, kind, state ON item
  WHEN (old.n, old.bundle, old.top, old.kind, old.state)<>(new.n, new.bundle, new.top, new.kind, new.state) BEGIN
  UPDATE tally SET items=items-1, tops=tops-(old.n=old.top AND old.kind<>'box') WHERE bundle=old.bundle AND state=old.state;
  INSERT INTO tally VALUES (new.bundle, new.state, 1, new.n=new.top AND new.kind<>'box')
    ON CONFLICT DO UPDATE SET items=items+1, tops=tops+excluded.tops;
END;
CREATE INDEX act_subject ON act (subject);
CREATE TABLE reading (item INTEGER NOT NULL, entry INTEGER NOT NULL, hash TEXT NOT NULL, file TEXT NOT NULL, block INTEGER NOT NULL,
  line INTEGER NOT NULL, PRIMARY KEY (item, entry)) WITHOUT ROWID;
CREATE INDEX reading_hash ON reading (hash);
CREATE TABLE opened (item INTEGER NOT NULL, person TEXT NOT NULL, reading INTEGER, entry INTEGER NOT NULL, how TEXT,
  PRIMARY KEY (item, person, entry)) WITHOUT ROWID;
CREATE TABLE settled (item INTEGER NOT NULL, entry INTEGER NOT NULL, says TEXT NOT NULL, person TEXT NOT NULL, why TEXT,
  PRIMARY KEY (item, entry)) WITHOUT ROWID;
CREATE INDEX settled_entry ON settled (entry);
CREATE TABLE described (entry INTEGER PRIMARY KEY, item INTEGER NOT NULL, kind TEXT NOT NULL, language TEXT NOT NULL, person TEXT NOT NULL, text TEXT);
CREATE INDEX described_item ON described (item);
CREATE TABLE box (item INTEGER PRIMARY KEY, holder TEXT, place TEXT, seal TEXT, ref TEXT, pages INTEGER, scanned INTEGER NOT NULL);
CREATE TABLE line (bundle TEXT NOT NULL, number INTEGER NOT NULL, item INTEGER NOT NULL, entry INTEGER NOT NULL, said TEXT,
  PRIMARY KEY (bundle, number)) WITHOUT ROWID;
CREATE TABLE matched (bundle TEXT NOT NULL, number INTEGER NOT NULL, entry INTEGER NOT NULL, person TEXT NOT NULL, items TEXT NOT NULL, why TEXT,
  PRIMARY KEY (bundle, number)) WITHOUT ROWID;
CREATE TABLE turned (bundle TEXT NOT NULL, entry INTEGER NOT NULL, aside TEXT NOT NULL, person TEXT NOT NULL, why TEXT,
  PRIMARY KEY (bundle, entry)) WITHOUT ROWID;
CREATE TABLE kept (item INTEGER NOT NULL, place TEXT NOT NULL, sha256 TEXT NOT NULL, size INTEGER NOT NULL, entry INTEGER NOT NULL,
  PRIMARY KEY (item, place)) WITHOUT ROWID;
CREATE TABLE saved (entry INTEGER PRIMARY KEY, name TEXT, query TEXT, names INTEGER NOT NULL, found INTEGER NOT NULL, person TEXT NOT NULL,
  next INTEGER NOT NULL);
CREATE TABLE judged (item INTEGER NOT NULL, entry INTEGER NOT NULL, judgement TEXT NOT NULL, person TEXT NOT NULL, way TEXT NOT NULL,
  decides INTEGER NOT NULL, note TEXT, back INTEGER, PRIMARY KEY (item, entry)) WITHOUT ROWID;
CREATE INDEX judged_entry ON judged (entry);
CREATE INDEX judged_back ON judged (back) WHERE back IS NOT NULL;
CREATE TABLE says (item INTEGER NOT NULL, person TEXT NOT NULL, judgement TEXT NOT NULL, entry INTEGER NOT NULL, decides INTEGER NOT NULL,
  PRIMARY KEY (item, person)) WITHOUT ROWID;
CREATE TABLE standing (item INTEGER PRIMARY KEY, judgement TEXT NOT NULL, entry INTEGER NOT NULL, differ INTEGER NOT NULL);
CREATE INDEX standing_judgement ON standing (judgement, differ);
CREATE TABLE moved (entry INTEGER NOT NULL, item INTEGER NOT NULL, was TEXT NOT NULL, PRIMARY KEY (entry, item)) WITHOUT ROWID;
CREATE TABLE tag (entry INTEGER PRIMARY KEY, list TEXT, name TEXT, person TEXT NOT NULL, retired INTEGER);
CREATE TABLE code (item INTEGER NOT NULL, entry INTEGER NOT NULL, field TEXT NOT NULL, value TEXT NOT NULL, person TEXT NOT NULL, why TEXT,
  gone INTEGER, PRIMARY KEY (item, entry)) WITHOUT ROWID;
CREATE INDEX code_value ON code (field, value) WHERE gone IS NULL;
CREATE INDEX code_entry ON code (entry);
CREATE TABLE removed (item INTEGER NOT NULL, entry INTEGER NOT NULL, field TEXT NOT NULL, value TEXT NOT NULL, person TEXT NOT NULL, why TEXT,
  PRIMARY KEY (item, entry)) WITHOUT ROWID;
CREATE INDEX removed_entry ON removed (entry);
CREATE TABLE undone (of INTEGER PRIMARY KEY, entry INTEGER NOT NULL);
CREATE TABLE note (entry INTEGER PRIMARY KEY, item INTEGER NOT NULL, person TEXT NOT NULL, text TEXT);
CREATE INDEX note_item ON note (item);
CREATE TABLE read_to_end (item INTEGER NOT NULL, entry INTEGER NOT NULL, person TEXT NOT NULL, reading INTEGER,
  PRIMARY KEY (item, entry)) WITHOUT ROWID;
CREATE TABLE ranking (entry INTEGER PRIMARY KEY, ranker TEXT NOT NULL, seed INTEGER NOT NULL, chance INTEGER NOT NULL, query TEXT, person TEXT NOT NULL);
CREATE TABLE batch (entry INTEGER PRIMARY KEY, ranking INTEGER NOT NULL, reached INTEGER NOT NULL, trained INTEGER NOT NULL, count INTEGER NOT NULL);
CREATE TABLE queue (ranking INTEGER NOT NULL, place INTEGER NOT NULL, item INTEGER NOT NULL, entry INTEGER NOT NULL,
  PRIMARY KEY (ranking, place)) WITHOUT ROWID;
CREATE UNIQUE INDEX queue_item ON queue (ranking, item);
CREATE TABLE sample (entry INTEGER PRIMARY KEY, of TEXT NOT NULL, seed INTEGER NOT NULL, frame INTEGER NOT NULL, count INTEGER NOT NULL, person TEXT NOT NULL);
CREATE TABLE sampled (sample INTEGER NOT NULL, place INTEGER NOT NULL, item INTEGER NOT NULL, PRIMARY KEY (sample, place)) WITHOUT ROWID;
CREATE TABLE draw (entry INTEGER PRIMARY KEY, rule TEXT NOT NULL, target TEXT NOT NULL, alpha TEXT NOT NULL, ranking INTEGER NOT NULL,
  count INTEGER NOT NULL, person TEXT NOT NULL, seeded INTEGER, how TEXT, digits TEXT, abandoned INTEGER);
CREATE TABLE certificate (entry INTEGER PRIMARY KEY, draw INTEGER NOT NULL, figures TEXT NOT NULL, person TEXT NOT NULL, next INTEGER NOT NULL);
CREATE TABLE answered (entry INTEGER PRIMARY KEY, on_entry INTEGER NOT NULL, answer TEXT NOT NULL, person TEXT NOT NULL, why TEXT);
CREATE INDEX answered_on ON answered (on_entry);
CREATE TABLE overtaken (item INTEGER NOT NULL, judged INTEGER NOT NULL, entry INTEGER NOT NULL, what TEXT NOT NULL, person TEXT NOT NULL,
  PRIMARY KEY (item, judged, entry, what)) WITHOUT ROWID;
CREATE INDEX overtaken_judged ON overtaken (judged);
CREATE TRIGGER read_anew AFTER INSERT ON reading BEGIN
  INSERT OR IGNORE INTO overtaken SELECT item, entry, new.entry, 'reading', person FROM judged
    WHERE item=new.item AND back IS NULL AND new.hash IS NOT
      (SELECT hash FROM reading AS old WHERE old.item=new.item AND old.entry<new.entry ORDER BY old.entry DESC LIMIT 1)
    AND new.hash IS NOT
      (SELECT hash FROM reading AS old WHERE old.item=new.item AND old.entry<judged.entry ORDER BY old.entry DESC LIMIT 1);
END;
CREATE TRIGGER described_since AFTER INSERT ON described BEGIN
  INSERT OR IGNORE INTO overtaken SELECT item, entry, new.entry, new.kind, person FROM judged WHERE item=new.item AND back IS NULL;
END;
CREATE TRIGGER family_grew AFTER INSERT ON item WHEN new.n<>new.top AND new.n>=(SELECT value FROM meta WHERE key='next_item') BEGIN
  INSERT OR IGNORE INTO overtaken SELECT item, entry, new.changed, 'family', person FROM judged
    WHERE item IN (new.parent, new.top) AND back IS NULL;
END;
CREATE TRIGGER scans_came AFTER UPDATE OF parent ON item WHEN new.parent IS NOT NULL AND new.parent IS NOT old.parent BEGIN
  INSERT OR IGNORE INTO overtaken SELECT item, entry, new.changed, 'family', person FROM judged WHERE item=new.parent AND back IS NULL;
END;
CREATE TABLE progress (bundle TEXT NOT NULL, person TEXT NOT NULL, what TEXT NOT NULL, items INTEGER NOT NULL,
  PRIMARY KEY (bundle, person, what)) WITHOUT ROWID;
CREATE TRIGGER opened_first AFTER INSERT ON opened BEGIN
  INSERT INTO progress SELECT bundle, '', 'opened', 1 FROM item
    WHERE n=new.item AND (SELECT count(*) FROM opened WHERE item=new.item)=1 ON CONFLICT DO UPDATE SET items=items+1;
  INSERT INTO progress SELECT bundle, new.person, 'opened', 1 FROM item
    WHERE n=new.item AND (SELECT count(*) FROM opened WHERE item=new.item AND person=new.person)=1
    ON CONFLICT DO UPDATE SET items=items+1;
END;
CREATE TRIGGER standing_made AFTER INSERT ON standing BEGIN
  INSERT INTO progress SELECT bundle, '', new.judgement, 1 FROM item WHERE n=new.item ON CONFLICT DO UPDATE SET items=items+1;
  INSERT INTO progress SELECT bundle, '', 'differ', 1 FROM item WHERE n=new.item AND new.differ ON CONFLICT DO UPDATE SET items=items+1;
END;
CREATE TRIGGER standing_gone AFTER DELETE ON standing BEGIN
  UPDATE progress SET items=items-1 WHERE bundle=(SELECT bundle FROM item WHERE n=old.item) AND person='' AND what=old.judgement;
  UPDATE progress SET items=items-1 WHERE old.differ
    AND bundle=(SELECT bundle FROM item WHERE n=old.item) AND person='' AND what='differ';
END;
CREATE TRIGGER says_made AFTER INSERT ON says BEGIN
  INSERT INTO progress SELECT bundle, new.person, new.judgement, 1 FROM item WHERE n=new.item ON CONFLICT DO UPDATE SET items=items+1;
END;
CREATE TRIGGER says_gone AFTER DELETE ON says BEGIN
  UPDATE progress SET items=items-1 WHERE bundle=(SELECT bundle FROM item WHERE n=old.item) AND person=old.person AND what=old.judgement;
END;
CREATE TABLE course (entry INTEGER PRIMARY KEY, judged INTEGER NOT NULL, relevant INTEGER NOT NULL);
"""
TABLES += proved.TABLES + sums.TABLES

NAMES = (
    "meta",
    "act",
    "person",
    "listed",
    "bundle",
    "appeared",
    "item",
    "tally",
    "reading",
    "opened",
    "settled",
    "described",
    "box",
    "line",
    "matched",
    "turned",
    "kept",
    "saved",
    "judged",
    "says",
    "standing",
    "moved",
    "tag",
    "code",
    "removed",
    "undone",
    "note",
    "read_to_end",
    "ranking",
    "batch",
    "queue",
    "sample",
    "sampled",
    "draw",
    "certificate",
    "answered",
    "overtaken",
    "progress",
    "course",
    *proved.NAMES,
    *sums.NAMES,
)
