#ifndef CARDEA_MIGRATIONS_H
#define CARDEA_MIGRATIONS_H

#include <stddef.h>

/// The migrations of `Migrations/`, in their order, as bytes in the binary.
extern const int cardea_migration_count;

const char *cardea_migration_name(int index);
const unsigned char *cardea_migration_bytes(int index);
size_t cardea_migration_size(int index);

#endif
