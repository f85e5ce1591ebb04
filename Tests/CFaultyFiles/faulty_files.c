#include "faulty_files.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    sqlite3_file file;
    sqlite3_file *below;
    FaultyFiles *plan;
} FaultyFile;

enum { faultyFileSize = (sizeof(FaultyFile) + 15) & ~(size_t)15 };

typedef struct {
    sqlite3_vfs vfs;
    sqlite3_vfs *below;
    FaultyFiles plan;
} FaultyVFS;

static sqlite3_file *below(sqlite3_file *file) { return ((FaultyFile *)file)->below; }

// True when there was one left.
static int use(int *left) {
    if (*left == 0) return 0;
    if (*left > 0) *left -= 1;
    return 1;
}

static int faultyClose(sqlite3_file *file) { return below(file)->pMethods->xClose(below(file)); }

static int faultyRead(sqlite3_file *file, void *bytes, int count, sqlite3_int64 offset) {
    return below(file)->pMethods->xRead(below(file), bytes, count, offset);
}

static int faultyWrite(sqlite3_file *file, const void *bytes, int count, sqlite3_int64 offset) {
    FaultyFiles *plan = ((FaultyFile *)file)->plan;
    if (!use(&plan->writesLeft)) return SQLITE_FULL;
    plan->writeCount += 1;
    plan->unsynced += count;
    return below(file)->pMethods->xWrite(below(file), bytes, count, offset);
}

static int faultyTruncate(sqlite3_file *file, sqlite3_int64 size) { return below(file)->pMethods->xTruncate(below(file), size); }

static int faultySync(sqlite3_file *file, int flags) {
    FaultyFiles *plan = ((FaultyFile *)file)->plan;
    if (!use(&plan->syncsLeft)) return SQLITE_IOERR_FSYNC;
    plan->syncCount += 1;
    plan->unsynced = 0;
    return below(file)->pMethods->xSync(below(file), flags);
}

static int faultyFileSizeInBytes(sqlite3_file *file, sqlite3_int64 *size) { return below(file)->pMethods->xFileSize(below(file), size); }

static int faultyLock(sqlite3_file *file, int level) { return below(file)->pMethods->xLock(below(file), level); }

static int faultyUnlock(sqlite3_file *file, int level) { return below(file)->pMethods->xUnlock(below(file), level); }

static int faultyCheckReservedLock(sqlite3_file *file, int *isReserved) {
    return below(file)->pMethods->xCheckReservedLock(below(file), isReserved);
}

static int faultyFileControl(sqlite3_file *file, int operation, void *argument) {
    return below(file)->pMethods->xFileControl(below(file), operation, argument);
}

static int faultySectorSize(sqlite3_file *file) { return below(file)->pMethods->xSectorSize(below(file)); }

static int faultyDeviceCharacteristics(sqlite3_file *file) { return below(file)->pMethods->xDeviceCharacteristics(below(file)); }

static const sqlite3_io_methods methods = {
    .iVersion = 1,
    .xClose = faultyClose,
    .xRead = faultyRead,
    .xWrite = faultyWrite,
    .xTruncate = faultyTruncate,
    .xSync = faultySync,
    .xFileSize = faultyFileSizeInBytes,
    .xLock = faultyLock,
    .xUnlock = faultyUnlock,
    .xCheckReservedLock = faultyCheckReservedLock,
    .xFileControl = faultyFileControl,
    .xSectorSize = faultySectorSize,
    .xDeviceCharacteristics = faultyDeviceCharacteristics,
};

static int faultyOpen(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *outFlags) {
    FaultyVFS *faulty = (FaultyVFS *)vfs;
    if (!(flags & SQLITE_OPEN_WAL)) return faulty->below->xOpen(faulty->below, name, file, flags, outFlags);
    FaultyFile *opened = (FaultyFile *)file;
    memset(opened, 0, (size_t)vfs->szOsFile);
    opened->below = (sqlite3_file *)((char *)file + faultyFileSize);
    opened->plan = &faulty->plan;
    int code = faulty->below->xOpen(faulty->below, name, opened->below, flags, outFlags);
    if (opened->below->pMethods != NULL) opened->file.pMethods = &methods;
    return code;
}

FaultyFiles *faulty_files_register(const char *name) {
    sqlite3_vfs *unixFiles = sqlite3_vfs_find("unix");
    FaultyVFS *faulty = calloc(1, sizeof(FaultyVFS));
    char *copy = strdup(name);
    if (unixFiles == NULL || faulty == NULL || copy == NULL) {
        free(faulty);
        free(copy);
        return NULL;
    }
    // All but opening is the system's, which looks at nothing that stands in the structure.
    faulty->vfs = *unixFiles;
    faulty->vfs.pNext = NULL;
    faulty->vfs.zName = copy;
    faulty->vfs.szOsFile = faultyFileSize + unixFiles->szOsFile;
    faulty->vfs.xOpen = faultyOpen;
    faulty->below = unixFiles;
    faulty->plan.writesLeft = -1;
    faulty->plan.syncsLeft = -1;
    return sqlite3_vfs_register(&faulty->vfs, 0) == SQLITE_OK ? &faulty->plan : NULL;
}
