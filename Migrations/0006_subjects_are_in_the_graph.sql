-- The graph knows what each subject has: an index of its own would be a random page for each relationship written.

DROP INDEX relationships_by_subject;
