#pragma once

// A VFS whose write-ahead logs fail when they are told to, and count what is asked of them.

typedef struct {
    // Writes and flushes that still succeed; negative when all do.
    int writesLeft;
    int syncsLeft;
    int writeCount;
    int syncCount;
    // Bytes written after the last flush.
    long unsynced;
} FaultyFiles;

/// Registers one of this name over the VFS of the system, and answers what it goes by; NULL when there is no memory. It lives as long as
/// the process.
FaultyFiles *faulty_files_register(const char *name);
