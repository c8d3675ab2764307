//! What opens, and everything that does not.

use proptest::{
    collection::vec,
    prelude::{Just, Strategy, any, prop_assert, prop_assert_eq, prop_oneof, proptest},
};
use uuid::Uuid;
use vault::{ContentKey, MAX_PLAINTEXT_BYTES, OpenError, Place, open, reseal, seal};

use crate::given::{NONCE, PLACE, SOMEBODY_ELSE, key};

/// Any bytes, and bytes that compress well.
fn texts() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        vec(any::<u8>(), 0..300),
        (vec(any::<u8>(), 1..8), 0..200_usize).prop_map(|(word, times)| word.repeat(times)),
        Just(Vec::new()),
    ]
}

proptest! {
    #[test]
    fn any_text_comes_back(text in texts(), key_bytes: [u8; 32], nonce: [u8; 24]) {
        let key = ContentKey::from_random(key_bytes);
        let sealed = seal(&key, &PLACE, nonce, &text);
        // Version, nonce, mark of the compression, tag.
        prop_assert!(sealed.len() <= text.len() + 1 + 24 + 1 + 16);
        let opened = open(&key, &PLACE, &sealed).unwrap();
        prop_assert_eq!(&*opened, &text);
    }

    #[test]
    fn any_changed_bit_is_refused(text in texts(), position: usize, bit in 0..8_u8) {
        let mut sealed = seal(&key(), &PLACE, NONCE, &text);
        let position = position % sealed.len();
        sealed[position] ^= 1 << bit;
        let expected = if position == 0 { OpenError::Malformed } else { OpenError::Refused };
        prop_assert_eq!(open(&key(), &PLACE, &sealed), Err(expected));
    }

    #[test]
    fn any_other_key_is_refused(text in texts(), other: [u8; 32]) {
        let sealed = seal(&key(), &PLACE, NONCE, &text);
        prop_assert_eq!(open(&ContentKey::from_random(other), &PLACE, &sealed), Err(OpenError::Refused));
    }

    #[test]
    fn any_other_place_is_refused(
        text in texts(), member: [u8; 16], conversation: [u8; 16], row: [u8; 16], field in "[a-z]{0,8}",
    ) {
        let sealed = seal(&key(), &PLACE, NONCE, &text);
        let others = [
            Place { member: Uuid::from_bytes(member), ..PLACE },
            Place { conversation: Uuid::from_bytes(conversation), ..PLACE },
            Place { row: Uuid::from_bytes(row), ..PLACE },
            Place { field: &field, ..PLACE },
        ];
        for place in others.iter().filter(|&&place| place != PLACE) {
            prop_assert_eq!(open(&key(), place, &sealed), Err(OpenError::Refused));
        }
    }

    #[test]
    fn noise_is_refused(noise in vec(any::<u8>(), 0..200)) {
        prop_assert!(open(&key(), &PLACE, &noise).is_err());
    }
}

#[test]
fn every_bit_of_a_sealed_text_counts() {
    let sealed = seal(&key(), &PLACE, NONCE, b"Where shall we eat?");
    for bit in 0..sealed.len() * 8 {
        let mut changed = sealed.clone();
        changed[bit / 8] ^= 1 << (bit % 8);
        assert!(open(&key(), &PLACE, &changed).is_err(), "bit {bit}");
    }
}

#[test]
fn a_cut_or_longer_text_is_refused() {
    let sealed = seal(&key(), &PLACE, NONCE, b"Where shall we eat?");
    for length in 0..sealed.len() {
        assert!(open(&key(), &PLACE, &sealed[..length]).is_err(), "cut to {length}");
    }
    let longer = [&sealed[..], b"\0"].concat();
    assert_eq!(open(&key(), &PLACE, &longer), Err(OpenError::Refused));
}

#[test]
fn ids_cannot_change_roles() {
    let sealed = seal(&key(), &PLACE, NONCE, b"Where shall we eat?");
    let swapped = Place { conversation: PLACE.row, row: PLACE.conversation, ..PLACE };
    assert_eq!(open(&key(), &swapped, &sealed), Err(OpenError::Refused));
}

#[test]
fn one_members_row_does_not_open_as_anothers() {
    let theirs = Place { member: SOMEBODY_ELSE, ..PLACE };
    let sealed = seal(&key(), &theirs, NONCE, b"theirs");
    assert_eq!(open(&key(), &PLACE, &sealed), Err(OpenError::Refused));
}

#[test]
fn nothing_of_the_text_shows() {
    let text = b"canary ".repeat(100);
    let sealed = seal(&key(), &PLACE, NONCE, &text);
    assert!(!sealed.windows(6).any(|window| window == b"canary"));
    assert!(sealed.len() < text.len() / 5, "repetitive text is compressed");
}

#[test]
fn the_largest_texts_open_too() {
    for length in [MAX_PLAINTEXT_BYTES, MAX_PLAINTEXT_BYTES + 1] {
        let text = vec![b'x'; length];
        let sealed = seal(&key(), &PLACE, NONCE, &text);
        assert!(*open(&key(), &PLACE, &sealed).unwrap() == text, "{length} bytes");
    }
}

#[test]
fn what_an_older_key_sealed_is_sealed_anew_once_and_for_the_same_place() {
    let (old, new) = (key(), ContentKey::from_random([7; 32]));
    let both = new.with_older([&old]);
    let sealed = seal(&old, &PLACE, NONCE, b"Where shall we eat?");
    let again = reseal(&both, &PLACE, [9; 24], &sealed).unwrap().unwrap();
    assert_eq!(open(&new, &PLACE, &again).unwrap().as_slice(), b"Where shall we eat?");
    assert_eq!(open(&old, &PLACE, &again), Err(OpenError::Refused));
    assert_eq!(reseal(&both, &PLACE, [9; 24], &again), Ok(None), "it is sealed with the current key already");
    let elsewhere = Place { row: SOMEBODY_ELSE, ..PLACE };
    assert_eq!(reseal(&both, &elsewhere, [9; 24], &sealed), Err(OpenError::Refused));
    assert_eq!(reseal(&new, &PLACE, [9; 24], &sealed), Err(OpenError::Refused));
    assert_eq!(reseal(&both, &PLACE, [9; 24], &[2, 3]), Err(OpenError::Malformed));
}
