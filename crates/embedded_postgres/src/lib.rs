//! Finds, starts and stops the PostgreSQL that Potluck brings along.
