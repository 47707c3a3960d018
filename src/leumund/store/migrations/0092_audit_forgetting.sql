-- Words about people and reported numbers go when the period in the comment of their table is
-- over. What was found at a place of a transcript, and who answered, goes with the transcript.
grant delete on audit.rang, audit.reported to leumund_app;
