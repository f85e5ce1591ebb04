-- Assertions that OpenFGA's clients keep beside a model.

CREATE TABLE assertions (
    tenant_id TEXT NOT NULL,
    model_number INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (tenant_id, model_number),
    FOREIGN KEY (tenant_id, model_number) REFERENCES models (tenant_id, number)
) STRICT, WITHOUT ROWID;
