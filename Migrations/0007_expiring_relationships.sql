-- What has expired is found without a look at the rest; relationships without an end have no place here and cost nothing.

CREATE INDEX relationships_by_expiry ON relationships (tenant_id, expires_at) WHERE expires_at IS NOT NULL;
