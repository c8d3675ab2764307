//! Closed sets of states, each with the one word that it has in the database, the API and the code.

/// A word that is not one of its set.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{word}` is not a {set}")]
pub struct UnknownWord {
    /// What was read.
    pub word: String,
    /// The type that it was read as.
    pub set: &'static str,
}

/// A word of a set as it is stored: during an upgrade a newer node may write one that this one does not know yet. Known words come first,
/// in their order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stored<T> {
    /// One of the set.
    Known(T),
    /// Another.
    Unknown(String),
}

impl<T: Copy + std::str::FromStr + std::fmt::Display> Stored<T> {
    /// Reads a word.
    #[must_use]
    pub fn new(word: String) -> Self {
        word.parse().map_or(Self::Unknown(word), Self::Known)
    }

    /// Which one of the set it is, if it is one.
    #[must_use]
    pub const fn known(&self) -> Option<T> {
        match self {
            Self::Known(word) => Some(*word),
            Self::Unknown(_) => None,
        }
    }

    /// The word itself.
    #[must_use]
    pub fn word(&self) -> String {
        match self {
            Self::Known(known) => known.to_string(),
            Self::Unknown(word) => word.clone(),
        }
    }
}

/// Defines an enum without data whose variants have fixed words (`as_str`, `Display`, `FromStr`, serde).
///
/// The words are taken as `tt`, because a `literal` would reach the derived schema wrapped and unreadable.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])+ $variant:ident = $word:tt,)+ }) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        $(#[$meta])*
        pub enum $name {
            $($(#[$doc])+ #[serde(rename = $word)] $variant,)+
        }

        impl $name {
            /// Every one, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word for storage and the API.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::words::UnknownWord;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $($word => Ok(Self::$variant),)+
                    _ => Err($crate::words::UnknownWord {
                        word: text.to_owned(),
                        set: stringify!($name),
                    }),
                }
            }
        }
    };
}

pub(crate) use words;

#[cfg(test)]
mod tests {
    use super::Stored;
    use crate::group::GroupStatus;

    #[test]
    #[cfg(feature = "openapi")]
    fn the_described_words_are_the_written_ones() {
        let schema = serde_json::to_value(<GroupStatus as utoipa::PartialSchema>::schema()).unwrap();
        let written: Vec<String> = GroupStatus::ALL
            .iter()
            .map(|status| serde_json::to_value(status).unwrap())
            .map(|word| word.as_str().unwrap().to_owned())
            .collect();
        assert_eq!(schema["enum"], serde_json::json!(written));
        assert_eq!(written, ["forming", "active", "archived"]);
    }

    #[test]
    fn a_word_of_a_newer_node_is_kept_as_it_is() {
        let read = |word: &str| Stored::<GroupStatus>::new(word.to_owned());
        for (word, known) in [("active", Some(GroupStatus::Active)), ("dreaming", None), ("", None)] {
            let stored = read(word);
            assert_eq!((stored.known(), stored.word().as_str()), (known, word));
        }
        assert!(read("archived") < read("a word"));
    }

    #[test]
    fn words_round_trip_and_others_are_refused() {
        for status in GroupStatus::ALL {
            assert_eq!(status.as_str().parse(), Ok(*status));
        }
        let error = "Forming".parse::<GroupStatus>().unwrap_err();
        assert_eq!(error.to_string(), "`Forming` is not a GroupStatus");
    }
}
