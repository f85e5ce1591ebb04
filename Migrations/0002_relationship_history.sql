-- When each relationship was written, and changes that say everything about it.

ALTER TABLE relationships ADD COLUMN written_at REAL NOT NULL DEFAULT 0;

CREATE TABLE last_touches (
    tenant_id TEXT NOT NULL,
    relationship TEXT NOT NULL,
    changed_at REAL NOT NULL,
    PRIMARY KEY (tenant_id, relationship)
) STRICT, WITHOUT ROWID;

INSERT INTO last_touches (tenant_id, relationship, changed_at)
    SELECT tenant_id, relationship, max(changed_at) FROM relationship_changes WHERE operation = 'touch' GROUP BY tenant_id, relationship;

UPDATE relationships SET written_at = coalesce(
    (SELECT changed_at FROM last_touches
        WHERE last_touches.tenant_id = relationships.tenant_id
            AND relationship = object_type || ':' || object_id || '#' || relation || '@' || subject_type || ':' || subject_id
                || CASE subject_relation WHEN '' THEN '' ELSE '#' || subject_relation END),
    0);

DROP TABLE last_touches;

ALTER TABLE relationship_changes ADD COLUMN condition_name TEXT;
ALTER TABLE relationship_changes ADD COLUMN condition_context TEXT;
ALTER TABLE relationship_changes ADD COLUMN expires_at REAL;

-- Changes up to this revision are not served. The ones written before now do not say condition and expiry.

ALTER TABLE tenants ADD COLUMN history_floor INTEGER NOT NULL DEFAULT 0 CHECK (history_floor >= 0);

UPDATE tenants SET history_floor = revision;

-- One name, one administrator. The first keeps the name, a later one gets the beginning of the digest of its key behind it.

UPDATE administrators SET name = name || '-' || lower(hex(substr(secret_hash, 1, 8)))
    WHERE EXISTS (
        SELECT 1 FROM administrators AS earlier
            WHERE earlier.name = administrators.name
                AND (earlier.created_at, earlier.secret_hash) < (administrators.created_at, administrators.secret_hash));

CREATE UNIQUE INDEX administrators_by_name ON administrators (name);
