CREATE INDEX access_tokens_by_expiry ON access_tokens (expires_at);

CREATE UNIQUE INDEX administrators_by_name ON administrators (name);

CREATE INDEX audit_events_by_request ON audit_events (tenant_id, request_id) WHERE request_id IS NOT NULL;

CREATE INDEX grants_by_user ON grants (tenant_id, user_name);

CREATE INDEX relationships_by_expiry ON relationships (tenant_id, expires_at) WHERE expires_at IS NOT NULL;

CREATE TABLE access_tokens (
    tenant_id TEXT NOT NULL,
    token_id TEXT NOT NULL,
    grant_id TEXT,
    client_id TEXT NOT NULL,
    user_name TEXT,
    audience TEXT NOT NULL,
    scope TEXT NOT NULL,
    issued_at REAL NOT NULL,
    expires_at REAL NOT NULL,
    revoked_at REAL,
    PRIMARY KEY (tenant_id, token_id),
    FOREIGN KEY (tenant_id, grant_id) REFERENCES grants (tenant_id, grant_id),
    FOREIGN KEY (tenant_id, client_id) REFERENCES clients (tenant_id, client_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE administrators (
    secret_hash BLOB NOT NULL PRIMARY KEY CHECK (length(secret_hash) = 32),
    name TEXT NOT NULL,
    tenant_id TEXT REFERENCES tenants (tenant_id),
    created_at REAL NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE assertions (
    tenant_id TEXT NOT NULL,
    model_number INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (tenant_id, model_number),
    FOREIGN KEY (tenant_id, model_number) REFERENCES models (tenant_id, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE audit_block_events (
    tenant_id TEXT NOT NULL,
    last_sequence INTEGER NOT NULL,
    events BLOB NOT NULL,
    PRIMARY KEY (tenant_id, last_sequence)
) STRICT;

CREATE TABLE audit_blocks (
    tenant_id TEXT NOT NULL,
    last_sequence INTEGER NOT NULL,
    first_sequence INTEGER NOT NULL CHECK (first_sequence <= last_sequence),
    allowed_count INTEGER NOT NULL,
    subjects BLOB NOT NULL,
    requests BLOB NOT NULL,
    PRIMARY KEY (tenant_id, last_sequence)
) STRICT, WITHOUT ROWID;

CREATE TABLE audit_events (
    tenant_id TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    time REAL NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT,
    agent TEXT,
    action TEXT,
    resource TEXT,
    outcome TEXT NOT NULL,
    reason TEXT NOT NULL,
    decision_id TEXT,
    request_id TEXT,
    details TEXT NOT NULL,
    PRIMARY KEY (tenant_id, sequence)
) STRICT, WITHOUT ROWID;

CREATE TABLE authorization_codes (
    tenant_id TEXT NOT NULL,
    code_hash BLOB NOT NULL CHECK (length(code_hash) = 32),
    grant_id TEXT NOT NULL,
    client_id TEXT NOT NULL,
    user_name TEXT NOT NULL,
    redirect_uri TEXT NOT NULL,
    code_challenge TEXT NOT NULL,
    scope TEXT NOT NULL,
    resource TEXT NOT NULL,
    authenticated_at REAL NOT NULL,
    created_at REAL NOT NULL,
    expires_at REAL NOT NULL,
    redeemed_at REAL,
    PRIMARY KEY (tenant_id, code_hash),
    FOREIGN KEY (tenant_id, user_name) REFERENCES users (tenant_id, name),
    FOREIGN KEY (tenant_id, client_id) REFERENCES clients (tenant_id, client_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE clients (
    tenant_id TEXT NOT NULL REFERENCES tenants (tenant_id),
    client_id TEXT NOT NULL,
    display_name TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('application', 'agent', 'resource_server')),
    secret_hash BLOB CHECK (secret_hash IS NULL OR length(secret_hash) = 32),
    redirect_uris TEXT NOT NULL,
    grant_types TEXT NOT NULL,
    scopes TEXT NOT NULL,
    created_at REAL NOT NULL,
    disabled_at REAL,
    PRIMARY KEY (tenant_id, client_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE consents (
    tenant_id TEXT NOT NULL,
    user_name TEXT NOT NULL,
    client_id TEXT NOT NULL,
    resource TEXT NOT NULL,
    scope TEXT NOT NULL,
    given_at REAL NOT NULL,
    PRIMARY KEY (tenant_id, user_name, client_id, resource),
    FOREIGN KEY (tenant_id, user_name) REFERENCES users (tenant_id, name),
    FOREIGN KEY (tenant_id, client_id) REFERENCES clients (tenant_id, client_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE grants (
    tenant_id TEXT NOT NULL,
    grant_id TEXT NOT NULL,
    client_id TEXT NOT NULL,
    user_name TEXT NOT NULL,
    created_at REAL NOT NULL,
    revoked_at REAL,
    PRIMARY KEY (tenant_id, grant_id),
    FOREIGN KEY (tenant_id, user_name) REFERENCES users (tenant_id, name),
    FOREIGN KEY (tenant_id, client_id) REFERENCES clients (tenant_id, client_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE migrations (
    number INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at REAL NOT NULL
) STRICT;

CREATE TABLE models (
    tenant_id TEXT NOT NULL REFERENCES tenants (tenant_id),
    number INTEGER NOT NULL CHECK (number > 0),
    source TEXT NOT NULL,
    created_at REAL NOT NULL,
    PRIMARY KEY (tenant_id, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE refresh_tokens (
    tenant_id TEXT NOT NULL,
    token_hash BLOB NOT NULL CHECK (length(token_hash) = 32),
    grant_id TEXT NOT NULL,
    client_id TEXT NOT NULL,
    user_name TEXT NOT NULL,
    scope TEXT NOT NULL,
    resource TEXT NOT NULL,
    authenticated_at REAL NOT NULL,
    created_at REAL NOT NULL,
    expires_at REAL NOT NULL,
    redeemed_at REAL,
    PRIMARY KEY (tenant_id, token_hash),
    FOREIGN KEY (tenant_id, grant_id) REFERENCES grants (tenant_id, grant_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE relationship_changes (
    tenant_id TEXT NOT NULL REFERENCES tenants (tenant_id),
    revision INTEGER NOT NULL,
    position INTEGER NOT NULL,
    operation TEXT NOT NULL CHECK (operation IN ('touch', 'delete')),
    relationship TEXT NOT NULL,
    changed_at REAL NOT NULL, condition_name TEXT, condition_context TEXT, expires_at REAL,
    PRIMARY KEY (tenant_id, revision, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE relationships (
    tenant_id TEXT NOT NULL REFERENCES tenants (tenant_id),
    object_type TEXT NOT NULL,
    object_id TEXT NOT NULL,
    relation TEXT NOT NULL,
    subject_type TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    subject_relation TEXT NOT NULL,
    condition_name TEXT,
    condition_context TEXT,
    expires_at REAL, written_at REAL NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant_id, object_type, object_id, relation, subject_type, subject_id, subject_relation)
) STRICT, WITHOUT ROWID;

CREATE TABLE servers (
    tenant_id TEXT NOT NULL REFERENCES tenants (tenant_id),
    name TEXT NOT NULL,
    display_name TEXT NOT NULL,
    resource_uri TEXT NOT NULL,
    upstream TEXT NOT NULL,
    created_at REAL NOT NULL,
    PRIMARY KEY (tenant_id, name),
    UNIQUE (tenant_id, resource_uri)
) STRICT, WITHOUT ROWID;

CREATE TABLE sessions (
    tenant_id TEXT NOT NULL,
    id_hash BLOB NOT NULL CHECK (length(id_hash) = 32),
    user_name TEXT NOT NULL,
    authenticated_at REAL NOT NULL,
    expires_at REAL NOT NULL,
    PRIMARY KEY (tenant_id, id_hash),
    FOREIGN KEY (tenant_id, user_name) REFERENCES users (tenant_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE signing_keys (
    tenant_id TEXT NOT NULL REFERENCES tenants (tenant_id),
    key_id TEXT NOT NULL,
    algorithm TEXT NOT NULL,
    sealed_private_key BLOB NOT NULL,
    public_key TEXT NOT NULL,
    created_at REAL NOT NULL,
    retired_at REAL,
    PRIMARY KEY (tenant_id, key_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE tenant_limits (
    tenant_id TEXT NOT NULL REFERENCES tenants (tenant_id),
    name TEXT NOT NULL,
    value INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE tenants (
    tenant_id TEXT NOT NULL PRIMARY KEY,
    display_name TEXT NOT NULL,
    created_at REAL NOT NULL,
    revision INTEGER NOT NULL DEFAULT 0 CHECK (revision >= 0)
, history_floor INTEGER NOT NULL DEFAULT 0 CHECK (history_floor >= 0)) STRICT, WITHOUT ROWID;

CREATE TABLE tools (
    tenant_id TEXT NOT NULL,
    server_name TEXT NOT NULL,
    name TEXT NOT NULL,
    enabled INTEGER NOT NULL CHECK (enabled IN (0, 1)),
    resource TEXT,
    position INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, server_name, name),
    FOREIGN KEY (tenant_id, server_name) REFERENCES servers (tenant_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE users (
    tenant_id TEXT NOT NULL REFERENCES tenants (tenant_id),
    name TEXT NOT NULL,
    display_name TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    created_at REAL NOT NULL,
    disabled_at REAL,
    PRIMARY KEY (tenant_id, name)
) STRICT, WITHOUT ROWID;
