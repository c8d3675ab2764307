-- What a browser shows to say that somebody has signed in there (decision 10) names the era in which that was. A new password begins
-- another one, and so does ending all other sessions: whatever was copied before says nothing any more.
ALTER TABLE users ADD COLUMN browsers_era integer NOT NULL DEFAULT 0;
