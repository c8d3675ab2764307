-- An attempt that turns out not to have been a guess gives its place back; the window goes on without it.
ALTER TABLE attempts DROP CONSTRAINT attempts_count_check, ADD CONSTRAINT attempts_count_check CHECK (count >= 0);
