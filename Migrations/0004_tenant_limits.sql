-- What questions of a tenant may cost, where it is not the default: one row for each limit that was set.

CREATE TABLE tenant_limits (
    tenant_id TEXT NOT NULL REFERENCES tenants (tenant_id),
    name TEXT NOT NULL,
    value INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, name)
) STRICT, WITHOUT ROWID;
