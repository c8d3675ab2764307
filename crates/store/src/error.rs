//! What can go wrong below a use case.

/// The outcome of a store function.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A failure of the database, or its refusal.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A named constraint refused the change. Use cases turn the names they know into field errors.
    #[error("constraint {0} refused the change")]
    Refused(String),
    /// A row holds a value that the rules do not know: the database was changed by other hands, or by a newer version.
    #[error("stored value does not read: {0}")]
    Unreadable(&'static str),
    /// Anything else: connection lost, time-out, a bug in a query.
    #[error(transparent)]
    Database(sqlx::Error),
}

impl Error {
    /// Whether this is the refusal of the named constraint.
    #[must_use]
    pub fn is_refusal_of(&self, constraint: &str) -> bool {
        matches!(self, Self::Refused(name) if name == constraint)
    }
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        match error.as_database_error().and_then(|database| database.constraint()) {
            Some(constraint) => Self::Refused(constraint.to_owned()),
            None => Self::Database(error),
        }
    }
}

impl From<sqlx::migrate::MigrateError> for Error {
    fn from(error: sqlx::migrate::MigrateError) -> Self {
        Self::Database(sqlx::Error::Migrate(Box::new(error)))
    }
}
