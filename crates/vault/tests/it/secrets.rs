//! Secrets as people and browsers handle them.

use proptest::{
    collection::vec,
    prelude::{Just, Strategy, any, prop_assert_eq, prop_oneof, proptest},
    sample::select,
};
use vault::{ContentKey, OpenError, ParseError, RecoveryCode, RefreshToken, ServerSeal, TokenKey};
use zeroize::ZeroizeOnDrop;

use crate::given::{MEMBER, NONCE, SECRET, SOMEBODY_ELSE, key, recovery_code, refresh_token};

/// How somebody may type one character of a code.
fn typed(character: char) -> impl Strategy<Value = String> {
    let look_alikes: &[char] = match character {
        '0' => &['0', 'O', 'o'],
        '1' => &['1', 'I', 'i', 'L', 'l'],
        _ => &[],
    };
    let mut ways = vec![character, character.to_ascii_lowercase()];
    ways.extend(look_alikes);
    let separator = prop_oneof![4 => Just(""), 1 => select(vec!["-", " ", "\n", "\t", " - ", "\u{2013}", "\u{a0}"])];
    (select(ways), separator).prop_map(|(way, separator)| format!("{way}{separator}"))
}

proptest! {
    #[test]
    fn a_code_is_read_however_it_is_typed(
        (code, typed) in any::<[u8; 20]>().prop_flat_map(|bytes| {
            let code = RecoveryCode::from_random(bytes).encode().to_string();
            let typed: Vec<_> = code.chars().filter(|&character| character != '-').map(typed).collect();
            (Just(code), typed.prop_map(|parts| parts.concat()))
        })
    ) {
        let parsed = RecoveryCode::parse(&typed).unwrap().encode();
        prop_assert_eq!(parsed.as_str(), code);
    }

    #[test]
    fn any_text_as_a_code_is_read_or_refused(text in ".{0,60}") {
        if let Ok(code) = RecoveryCode::parse(&text) {
            prop_assert_eq!(code.encode().len(), 39);
        }
    }

    #[test]
    fn a_token_survives_its_cookie(bytes: [u8; 32]) {
        let token = RefreshToken::from_random(bytes);
        let parsed = RefreshToken::parse(&token.encode()).unwrap();
        prop_assert_eq!(parsed.hash(), token.hash());
    }

    #[test]
    fn any_text_as_a_token_is_read_or_refused(text in vec(any::<char>(), 0..50)) {
        let text: String = text.into_iter().collect();
        if let Ok(token) = RefreshToken::parse(&text) {
            let encoded = token.encode();
            prop_assert_eq!(encoded.as_str(), &text);
        }
    }
}

#[test]
fn a_code_that_cannot_be_one_says_why() {
    let code = recovery_code().encode();
    let error = |text: &str| RecoveryCode::parse(text).unwrap_err();
    assert_eq!(error(""), ParseError::Length);
    assert_eq!(error(&code[..38]), ParseError::Length);
    assert_eq!(error(&format!("{}0", *code)), ParseError::Length);
    assert_eq!(error(&code.replacen('4', "U", 1)), ParseError::Character);
    assert_eq!(error(&code.replacen('4', "é", 1)), ParseError::Character);
}

#[test]
fn a_token_has_one_spelling_only() {
    let token = refresh_token().encode();
    let error = |text: &str| RefreshToken::parse(text).unwrap_err();
    assert_eq!(error(""), ParseError::Length);
    assert_eq!(error(&token[..42]), ParseError::Length);
    assert_eq!(error(&format!("{}=", *token)), ParseError::Length);
    assert_eq!(error(&format!("{}=", &token[..42])), ParseError::Character);
    assert_eq!(error(&format!("{}!", &token[..42])), ParseError::Character);
    // The last character has two bits to spare; set, they would be a second spelling of the same token.
    assert_eq!(error(&format!("{}9", &token[..42])), ParseError::Character);
}

#[test]
fn secrets_print_a_fixed_word() {
    assert_eq!(format!("{:?}", key()), "ContentKey { current: secret, older: [] }");
    assert_eq!(format!("{:?}", recovery_code()), "RecoveryCode(secret)");
    assert_eq!(format!("{:?}", refresh_token()), "RefreshToken(secret)");
    assert_eq!(format!("{:?}", TokenKey::from_secret(SECRET)), "TokenKey(secret)");
}

#[test]
fn secrets_are_wiped() {
    fn wiped_on_drop<T: ZeroizeOnDrop>() {}
    wiped_on_drop::<ContentKey>();
    wiped_on_drop::<RecoveryCode>();
    wiped_on_drop::<RefreshToken>();
    wiped_on_drop::<TokenKey>();
}

#[test]
fn what_the_server_seals_opens_for_its_member_purpose_and_secret_only() {
    let seal = ServerSeal::from_secret(SECRET, "second factor");
    let sealed = seal.seal(MEMBER, NONCE, b"shared with an app");
    assert_eq!(seal.open(MEMBER, &sealed).unwrap().as_slice(), b"shared with an app");
    assert_eq!(seal.open(SOMEBODY_ELSE, &sealed), Err(OpenError::Refused));
    for other in
        [ServerSeal::from_secret(SECRET, "another"), ServerSeal::from_secret(b"another secret", "second factor")]
    {
        assert_eq!(other.open(MEMBER, &sealed), Err(OpenError::Refused));
    }
    for bit in 0..sealed.len() * 8 {
        let mut flipped = sealed.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        assert!(seal.open(MEMBER, &flipped).is_err(), "bit {bit}");
    }
    assert_eq!(seal.open(MEMBER, b""), Err(OpenError::Malformed));
}
