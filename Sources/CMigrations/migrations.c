#include "migrations.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

// #embed makes the compiler depend on the .sql files, so that an edit is never missed by an incremental build.
static const unsigned char initial[] = {
#embed "../../Migrations/0001_initial.sql"
};

static const unsigned char relationship_history[] = {
#embed "../../Migrations/0002_relationship_history.sql"
};

static const unsigned char assertions[] = {
#embed "../../Migrations/0003_assertions.sql"
};

static const unsigned char tenant_limits[] = {
#embed "../../Migrations/0004_tenant_limits.sql"
};

static const unsigned char audit_blocks[] = {
#embed "../../Migrations/0005_audit_blocks.sql"
};

static const unsigned char subjects_are_in_the_graph[] = {
#embed "../../Migrations/0006_subjects_are_in_the_graph.sql"
};

static const unsigned char expiring_relationships[] = {
#embed "../../Migrations/0007_expiring_relationships.sql"
};

static const struct {
    const char *name;
    const unsigned char *bytes;
    size_t size;
} migrations[] = {
    {"0001_initial.sql", initial, sizeof initial},
    {"0002_relationship_history.sql", relationship_history, sizeof relationship_history},
    {"0003_assertions.sql", assertions, sizeof assertions},
    {"0004_tenant_limits.sql", tenant_limits, sizeof tenant_limits},
    {"0005_audit_blocks.sql", audit_blocks, sizeof audit_blocks},
    {"0006_subjects_are_in_the_graph.sql", subjects_are_in_the_graph, sizeof subjects_are_in_the_graph},
    {"0007_expiring_relationships.sql", expiring_relationships, sizeof expiring_relationships},
};

const int cardea_migration_count = sizeof migrations / sizeof migrations[0];

const char *cardea_migration_name(int index) { return migrations[index].name; }
const unsigned char *cardea_migration_bytes(int index) { return migrations[index].bytes; }
size_t cardea_migration_size(int index) { return migrations[index].size; }
