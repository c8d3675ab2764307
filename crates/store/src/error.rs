//! What can go wrong below a use case.

/// The outcome of a store function.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// How the database says that it does not keep a NUL: in a text, and in JSON.
const NUL_CODES: [&str; 2] = ["22021", "22P05"];

/// How it says that it does not keep such a time.
const TIME_CODE: &str = "22008";

/// A failure of the database, or its refusal.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A named constraint refused the change. Use cases turn the names they know into field errors.
    #[error("constraint {0} refused the change")]
    Refused(String),
    /// A row holds a value that the rules do not know: the database was changed by other hands, or by a newer version.
    #[error("stored value does not read: {0}")]
    Unreadable(&'static str),
    /// A text holds a NUL, which is text to JSON and to browsers, and not to the database.
    #[error("a text holds a NUL")]
    Nul,
    /// A time from before the oldest that the database keeps, in the 48th century BC.
    #[error("a time is from before the oldest that is kept")]
    TooLongAgo,
    /// No connection became free in time: more is asked at once than the database can answer.
    #[error("no connection to the database became free in time")]
    Busy,
    /// Anything else: connection lost, a bug in a query.
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
        let Some(database) = error.as_database_error() else {
            return if matches!(error, sqlx::Error::PoolTimedOut) { Self::Busy } else { Self::Database(error) };
        };
        if let Some(constraint) = database.constraint() {
            return Self::Refused(constraint.to_owned());
        }
        match database.code() {
            Some(code) if NUL_CODES.contains(&&*code) => Self::Nul,
            Some(code) if code == TIME_CODE => Self::TooLongAgo,
            _ => Self::Database(error),
        }
    }
}

impl From<sqlx::migrate::MigrateError> for Error {
    fn from(error: sqlx::migrate::MigrateError) -> Self {
        Self::Database(sqlx::Error::Migrate(Box::new(error)))
    }
}
