//! The body of the fuzz target, as often as the suite has time for.

use proptest::prelude::{any, prop, proptest};

use crate::hostile::hostile;

proptest! {
    #[test]
    fn bytes_of_any_kind_open_nothing_and_break_nothing(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        hostile(&bytes);
    }

    #[test]
    fn so_do_texts_that_look_like_secrets(text in "[0-9A-Za-z_-]{0,48}") {
        hostile(text.as_bytes());
    }
}
