-- Decisions that come in numbers, many to a row: a row and an index entry for each would cost more than deciding does.
--
-- What may be inside is in a table of its own, so that a search passes by the events it does not want.

CREATE TABLE audit_blocks (
    tenant_id TEXT NOT NULL,
    last_sequence INTEGER NOT NULL,
    first_sequence INTEGER NOT NULL CHECK (first_sequence <= last_sequence),
    allowed_count INTEGER NOT NULL,
    subjects BLOB NOT NULL,
    requests BLOB NOT NULL,
    PRIMARY KEY (tenant_id, last_sequence)
) STRICT, WITHOUT ROWID;

CREATE TABLE audit_block_events (
    tenant_id TEXT NOT NULL,
    last_sequence INTEGER NOT NULL,
    events BLOB NOT NULL,
    PRIMARY KEY (tenant_id, last_sequence)
) STRICT;
