#pragma once

// Write-ahead logs that are written in one piece.
//
// SQLite writes two pieces to its log for each page of a commit, the frame's header and the page, and flushes the disk at the end. When
// many writers share a commit that is over a hundred calls of the system, which cost more than the rows they carry. Here the pieces of
// one commit that follow one another are gathered, and written together right before the flush.
//
// A commit is gathered only between `log_files_begin` and `log_files_end`, around the statement COMMIT of a connection that writes with
// `PRAGMA synchronous = FULL`. So SQLite asks for the flush before it tells anybody of the pages, and nothing is gathered while another
// connection or process could write the log. All other files, and logs outside of such a commit, are those of the VFS below.

struct sqlite3;

/// Registers a VFS of this name over the one called `base`, or over the default one when that is NULL. May be repeated, by one thread at a
/// time. Answers a result code of SQLite.
int log_files_register(const char *name, const char *base, int makeDefault);

/// To be called in a transaction, right before COMMIT. Answers 0 when the log of the connection is not one of these, or has no memory for
/// it, in which case it is written as SQLite writes it.
int log_files_begin(struct sqlite3 *connection);

/// To be called right after COMMIT, however that ended. What is left of a commit that failed is thrown away. Answers a result code of
/// SQLite.
int log_files_end(struct sqlite3 *connection, int isCommitted);
