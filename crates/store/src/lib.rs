//! The only SQL: functions over a connection, rows to domain values and back.
