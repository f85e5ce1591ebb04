#include "log_files.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

enum {
    // What is gathered at most; a piece of more is written as it comes.
    capacity = 1 << 20,
    // What is written at once: the VFS of Unix cuts off the upper bits of lengths of 128 KiB and more, and takes the rest for a full disk.
    pieceSize = 1 << 16,
};

typedef struct {
    sqlite3_file file;
    // The file of the VFS below, in the memory behind this one.
    sqlite3_file *below;
    // What has been gathered; made by the first commit that is, and kept.
    unsigned char *bytes;
    int count;
    // Where the first of them belongs in the file.
    sqlite3_int64 start;
    int isGathering;
} LogFile;

enum { logFileSize = (sizeof(LogFile) + 15) & ~(size_t)15 };

// Whatever becomes of it, nothing is left: a commit whose pages could not be written fails, and the next one writes its own.
static int flush(LogFile *log) {
    int count = log->count;
    log->count = 0;
    for (int begin = 0; begin < count; begin += pieceSize) {
        int size = count - begin < pieceSize ? count - begin : pieceSize;
        int code = log->below->pMethods->xWrite(log->below, log->bytes + begin, size, log->start + begin);
        if (code != SQLITE_OK) return code;
    }
    return SQLITE_OK;
}

static int logClose(sqlite3_file *file) {
    LogFile *log = (LogFile *)file;
    sqlite3_free(log->bytes);
    log->bytes = NULL;
    log->count = 0;
    return log->below->pMethods->xClose(log->below);
}

static int logRead(sqlite3_file *file, void *bytes, int count, sqlite3_int64 offset) {
    LogFile *log = (LogFile *)file;
    int code = flush(log);
    return code != SQLITE_OK ? code : log->below->pMethods->xRead(log->below, bytes, count, offset);
}

static int logWrite(sqlite3_file *file, const void *bytes, int count, sqlite3_int64 offset) {
    LogFile *log = (LogFile *)file;
    if (!log->isGathering) return log->below->pMethods->xWrite(log->below, bytes, count, offset);
    if (log->count > 0 && (offset != log->start + log->count || count > capacity - log->count)) {
        int code = flush(log);
        if (code != SQLITE_OK) return code;
    }
    if (count > capacity) return log->below->pMethods->xWrite(log->below, bytes, count, offset);
    if (log->count == 0) log->start = offset;
    memcpy(log->bytes + log->count, bytes, (size_t)count);
    log->count += count;
    return SQLITE_OK;
}

static int logTruncate(sqlite3_file *file, sqlite3_int64 size) {
    LogFile *log = (LogFile *)file;
    int code = flush(log);
    return code != SQLITE_OK ? code : log->below->pMethods->xTruncate(log->below, size);
}

static int logSync(sqlite3_file *file, int flags) {
    LogFile *log = (LogFile *)file;
    int code = flush(log);
    return code != SQLITE_OK ? code : log->below->pMethods->xSync(log->below, flags);
}

static int logFileSizeInBytes(sqlite3_file *file, sqlite3_int64 *size) {
    LogFile *log = (LogFile *)file;
    int code = flush(log);
    return code != SQLITE_OK ? code : log->below->pMethods->xFileSize(log->below, size);
}

static int logLock(sqlite3_file *file, int level) {
    LogFile *log = (LogFile *)file;
    return log->below->pMethods->xLock(log->below, level);
}

static int logUnlock(sqlite3_file *file, int level) {
    LogFile *log = (LogFile *)file;
    return log->below->pMethods->xUnlock(log->below, level);
}

static int logCheckReservedLock(sqlite3_file *file, int *isReserved) {
    LogFile *log = (LogFile *)file;
    return log->below->pMethods->xCheckReservedLock(log->below, isReserved);
}

static int logFileControl(sqlite3_file *file, int operation, void *argument) {
    LogFile *log = (LogFile *)file;
    int code = flush(log);
    return code != SQLITE_OK ? code : log->below->pMethods->xFileControl(log->below, operation, argument);
}

static int logSectorSize(sqlite3_file *file) {
    LogFile *log = (LogFile *)file;
    return log->below->pMethods->xSectorSize(log->below);
}

static int logDeviceCharacteristics(sqlite3_file *file) {
    LogFile *log = (LogFile *)file;
    return log->below->pMethods->xDeviceCharacteristics(log->below);
}

// The first version of the interface is all that SQLite uses of a log.
static const sqlite3_io_methods logMethods = {
    .iVersion = 1,
    .xClose = logClose,
    .xRead = logRead,
    .xWrite = logWrite,
    .xTruncate = logTruncate,
    .xSync = logSync,
    .xFileSize = logFileSizeInBytes,
    .xLock = logLock,
    .xUnlock = logUnlock,
    .xCheckReservedLock = logCheckReservedLock,
    .xFileControl = logFileControl,
    .xSectorSize = logSectorSize,
    .xDeviceCharacteristics = logDeviceCharacteristics,
};

static sqlite3_vfs *below(sqlite3_vfs *vfs) { return vfs->pAppData; }

static int vfsOpen(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *outFlags) {
    if (!(flags & SQLITE_OPEN_WAL)) return below(vfs)->xOpen(below(vfs), name, file, flags, outFlags);
    LogFile *log = (LogFile *)file;
    memset(log, 0, (size_t)vfs->szOsFile);
    log->below = (sqlite3_file *)((char *)file + logFileSize);
    int code = below(vfs)->xOpen(below(vfs), name, log->below, flags, outFlags);
    // Only then does SQLite close it.
    if (log->below->pMethods != NULL) log->file.pMethods = &logMethods;
    return code;
}

static int vfsDelete(sqlite3_vfs *vfs, const char *name, int syncsDirectory) { return below(vfs)->xDelete(below(vfs), name, syncsDirectory); }

static int vfsAccess(sqlite3_vfs *vfs, const char *name, int flags, int *answer) { return below(vfs)->xAccess(below(vfs), name, flags, answer); }

static int vfsFullPathname(sqlite3_vfs *vfs, const char *name, int count, char *path) {
    return below(vfs)->xFullPathname(below(vfs), name, count, path);
}

static void *vfsDlOpen(sqlite3_vfs *vfs, const char *name) { return below(vfs)->xDlOpen(below(vfs), name); }

static void vfsDlError(sqlite3_vfs *vfs, int count, char *message) { below(vfs)->xDlError(below(vfs), count, message); }

static void (*vfsDlSym(sqlite3_vfs *vfs, void *library, const char *symbol))(void) { return below(vfs)->xDlSym(below(vfs), library, symbol); }

static void vfsDlClose(sqlite3_vfs *vfs, void *library) { below(vfs)->xDlClose(below(vfs), library); }

static int vfsRandomness(sqlite3_vfs *vfs, int count, char *bytes) { return below(vfs)->xRandomness(below(vfs), count, bytes); }

static int vfsSleep(sqlite3_vfs *vfs, int microseconds) { return below(vfs)->xSleep(below(vfs), microseconds); }

static int vfsCurrentTime(sqlite3_vfs *vfs, double *time) { return below(vfs)->xCurrentTime(below(vfs), time); }

static int vfsGetLastError(sqlite3_vfs *vfs, int count, char *message) { return below(vfs)->xGetLastError(below(vfs), count, message); }

static int vfsCurrentTimeInt64(sqlite3_vfs *vfs, sqlite3_int64 *time) { return below(vfs)->xCurrentTimeInt64(below(vfs), time); }

int log_files_register(const char *name, const char *base, int makeDefault) {
    sqlite3_vfs *known = sqlite3_vfs_find(name);
    if (known != NULL) return sqlite3_vfs_register(known, makeDefault);
    sqlite3_vfs *vfsBelow = sqlite3_vfs_find(base);
    // The time in 64 bits came with the second version.
    if (vfsBelow == NULL || vfsBelow->iVersion < 2) return SQLITE_ERROR;
    // Once for the whole process.
    sqlite3_vfs *vfs = calloc(1, sizeof(sqlite3_vfs));
    char *copy = strdup(name);
    if (vfs == NULL || copy == NULL) {
        free(vfs);
        free(copy);
        return SQLITE_NOMEM;
    }
    vfs->iVersion = 2;
    vfs->szOsFile = logFileSize + vfsBelow->szOsFile;
    vfs->mxPathname = vfsBelow->mxPathname;
    vfs->zName = copy;
    vfs->pAppData = vfsBelow;
    vfs->xOpen = vfsOpen;
    vfs->xDelete = vfsDelete;
    vfs->xAccess = vfsAccess;
    vfs->xFullPathname = vfsFullPathname;
    vfs->xDlOpen = vfsDlOpen;
    vfs->xDlError = vfsDlError;
    vfs->xDlSym = vfsDlSym;
    vfs->xDlClose = vfsDlClose;
    vfs->xRandomness = vfsRandomness;
    vfs->xSleep = vfsSleep;
    vfs->xCurrentTime = vfsCurrentTime;
    vfs->xGetLastError = vfsGetLastError;
    vfs->xCurrentTimeInt64 = vfsCurrentTimeInt64;
    return sqlite3_vfs_register(vfs, makeDefault);
}

// The log of the connection, if it is one of these.
static LogFile *logFile(sqlite3 *connection) {
    sqlite3_file *file = NULL;
    int code = sqlite3_file_control(connection, "main", SQLITE_FCNTL_JOURNAL_POINTER, &file);
    return code == SQLITE_OK && file != NULL && file->pMethods == &logMethods ? (LogFile *)file : NULL;
}

int log_files_begin(sqlite3 *connection) {
    LogFile *log = logFile(connection);
    if (log == NULL) return 0;
    if (log->bytes == NULL) log->bytes = sqlite3_malloc(capacity);
    log->isGathering = log->bytes != NULL;
    return log->isGathering;
}

int log_files_end(sqlite3 *connection, int isCommitted) {
    LogFile *log = logFile(connection);
    if (log == NULL) return SQLITE_OK;
    log->isGathering = 0;
    if (!isCommitted) log->count = 0;
    return flush(log);
}
