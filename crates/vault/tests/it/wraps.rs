//! A content key comes out of its wrap for the right member with the right secret, and for nobody else.

use proptest::prelude::{prop_assert_eq, proptest};
use uuid::Uuid;
use vault::{
    ContentKey, OpenError, ParseError, PasskeyOutput, PasswordError, Place, RecoveryCode, RefreshToken, Scratch,
    TokenKey, Wrapped, decrypt_from_token, derive_server_key, encrypt_for_token, open, seal, unwrap_by_content_key,
    unwrap_by_passkey, unwrap_by_password, unwrap_by_recovery_code, unwrap_by_refresh_token, wrap_by_content_key,
    wrap_by_passkey, wrap_by_password, wrap_by_recovery_code, wrap_by_refresh_token,
};

use crate::given::{
    MEMBER, NONCE, PASSWORD, PLACE, SALT, SECRET, SESSION, SOMEBODY_ELSE, is_the_key, key, recovery_code, refresh_token,
};

fn by_password() -> Wrapped {
    wrap_by_password(&mut Scratch::default(), &key(), MEMBER, PASSWORD, SALT, NONCE).unwrap()
}

fn with_byte(wrapped: &Wrapped, position: usize, byte: u8) -> Wrapped {
    let mut bytes = wrapped.as_bytes().to_vec();
    bytes[position] = byte;
    Wrapped::from_bytes(bytes)
}

#[test]
fn the_right_password_opens() {
    for password in [PASSWORD, "", "pässwörd 🔑"] {
        let wrapped = wrap_by_password(&mut Scratch::default(), &key(), MEMBER, password, SALT, NONCE).unwrap();
        assert!(
            is_the_key(&unwrap_by_password(&mut Scratch::default(), MEMBER, password, &SALT, &wrapped).unwrap()),
            "{password}"
        );
    }
}

proptest! {
    #[test]
    fn any_key_comes_back(
        key: [u8; 32], member: [u8; 16], session: [u8; 16], nonce: [u8; 24], code: [u8; 20], token: [u8; 32],
        secret: [u8; 32],
    ) {
        let (member, session) = (Uuid::from_bytes(member), Uuid::from_bytes(session));
        let key = ContentKey::from_random(key);
        let (code, token) = (RecoveryCode::from_random(code), RefreshToken::from_random(token));
        let token_key = TokenKey::from_secret(&secret);

        let by_code = wrap_by_recovery_code(&key, member, &code, nonce);
        let by_token = wrap_by_refresh_token(&key, member, &token, nonce);
        let in_token = encrypt_for_token(&token_key, member, session, &key, nonce);
        let opened = [
            unwrap_by_recovery_code(member, &code, &by_code).unwrap(),
            unwrap_by_refresh_token(member, &token, &by_token).unwrap(),
            decrypt_from_token(&token_key, member, session, &in_token).unwrap(),
        ];
        let expected = seal(&key, &PLACE, NONCE, b"sample");
        for key in opened {
            prop_assert_eq!(&seal(&key, &PLACE, NONCE, b"sample"), &expected);
        }
    }
}

#[test]
fn wrong_password_salt_or_member_is_refused() {
    let wrapped = by_password();
    for (member, password, salt) in [
        (MEMBER, "correct horse battery stable", SALT),
        (MEMBER, "", SALT),
        (MEMBER, PASSWORD, [0; 16]),
        (SOMEBODY_ELSE, PASSWORD, SALT),
    ] {
        assert_eq!(
            unwrap_by_password(&mut Scratch::default(), member, password, &salt, &wrapped).unwrap_err(),
            OpenError::Refused
        );
    }
}

#[test]
fn overlong_password_is_refused() {
    let longest = "x".repeat(vault::MAX_PASSWORD_BYTES);
    let longer = "x".repeat(vault::MAX_PASSWORD_BYTES + 1);
    let wrapped = wrap_by_password(&mut Scratch::default(), &key(), MEMBER, &longest, SALT, NONCE).unwrap();
    assert_eq!(
        unwrap_by_password(&mut Scratch::default(), MEMBER, &longer, &SALT, &wrapped).unwrap_err(),
        OpenError::Refused
    );
    assert_eq!(
        wrap_by_password(&mut Scratch::default(), &key(), MEMBER, &longer, SALT, NONCE).unwrap_err(),
        PasswordError::TooLong
    );
}

/// The cost is stored in the clear: bytes 2 to 13, as memory in KiB, passes and lanes.
#[test]
fn tampered_cost_is_refused() {
    let wrapped = by_password();
    let cheaper = with_byte(&wrapped, 9, 1);
    assert_eq!(
        unwrap_by_password(&mut Scratch::default(), MEMBER, PASSWORD, &SALT, &cheaper).unwrap_err(),
        OpenError::Refused
    );
    for (position, byte, what) in [(2, 0xff, "memory"), (6, 0xff, "passes"), (9, 0, "no pass"), (13, 0, "no lane")] {
        let unreasonable = with_byte(&wrapped, position, byte);
        let refusal = unwrap_by_password(&mut Scratch::default(), MEMBER, PASSWORD, &SALT, &unreasonable).unwrap_err();
        assert_eq!(refusal, OpenError::Malformed, "{what}");
    }
}

#[test]
fn wrong_recovery_code_or_member_is_refused() {
    let wrapped = wrap_by_recovery_code(&key(), MEMBER, &recovery_code(), NONCE);
    let other = RecoveryCode::from_random([7; 20]);
    assert_eq!(unwrap_by_recovery_code(MEMBER, &other, &wrapped).unwrap_err(), OpenError::Refused);
    assert_eq!(unwrap_by_recovery_code(SOMEBODY_ELSE, &recovery_code(), &wrapped).unwrap_err(), OpenError::Refused);
}

#[test]
fn wrong_refresh_token_or_member_is_refused() {
    let wrapped = wrap_by_refresh_token(&key(), MEMBER, &refresh_token(), NONCE);
    let rotated = RefreshToken::from_random([7; 32]);
    assert_eq!(unwrap_by_refresh_token(MEMBER, &rotated, &wrapped).unwrap_err(), OpenError::Refused);
    assert_eq!(unwrap_by_refresh_token(SOMEBODY_ELSE, &refresh_token(), &wrapped).unwrap_err(), OpenError::Refused);
}

#[test]
fn another_passkey_or_member_is_refused_and_what_is_no_output_is_none() {
    let output = |letter: &str| PasskeyOutput::parse(&letter.repeat(43)).unwrap();
    let wrapped = wrap_by_passkey(&key(), MEMBER, &output("A"), NONCE);
    assert!(is_the_key(&unwrap_by_passkey(MEMBER, &output("A"), &wrapped).unwrap()));
    assert_eq!(unwrap_by_passkey(MEMBER, &output("E"), &wrapped).unwrap_err(), OpenError::Refused);
    assert_eq!(unwrap_by_passkey(SOMEBODY_ELSE, &output("A"), &wrapped).unwrap_err(), OpenError::Refused);
    let by_token = wrap_by_refresh_token(&key(), MEMBER, &RefreshToken::from_random([0; 32]), NONCE);
    assert_eq!(unwrap_by_passkey(MEMBER, &output("A"), &by_token).unwrap_err(), OpenError::Malformed);
    let relabelled = with_byte(&by_token, 1, 4);
    assert_eq!(unwrap_by_passkey(MEMBER, &output("A"), &relabelled).unwrap_err(), OpenError::Refused);
    for (text, error) in [
        (String::new(), ParseError::Length),
        ("A".repeat(42), ParseError::Length),
        ("A".repeat(44), ParseError::Length),
        ("!".repeat(43), ParseError::Character),
    ] {
        assert_eq!(PasskeyOutput::parse(&text).unwrap_err(), error, "{text}");
    }
}

/// The server has the hash of every session's token and its wrap side by side.
#[test]
fn the_stored_hash_of_a_token_does_not_open_its_wrap() {
    let token = refresh_token();
    let wrapped = wrap_by_refresh_token(&key(), MEMBER, &token, NONCE);
    let from_hash = RefreshToken::from_random(token.hash());
    assert_eq!(unwrap_by_refresh_token(MEMBER, &from_hash, &wrapped).unwrap_err(), OpenError::Refused);
}

#[test]
fn one_kind_of_wrap_is_no_other() {
    let wrapped = wrap_by_recovery_code(&key(), MEMBER, &recovery_code(), NONCE);
    assert_eq!(unwrap_by_refresh_token(MEMBER, &refresh_token(), &wrapped).unwrap_err(), OpenError::Malformed);
    assert_eq!(
        unwrap_by_password(&mut Scratch::default(), MEMBER, PASSWORD, &SALT, &wrapped).unwrap_err(),
        OpenError::Malformed
    );
    let relabelled = with_byte(&wrapped, 1, 3);
    assert_eq!(unwrap_by_refresh_token(MEMBER, &refresh_token(), &relabelled).unwrap_err(), OpenError::Refused);
}

#[test]
fn every_bit_of_a_wrap_counts() {
    let wrapped = wrap_by_recovery_code(&key(), MEMBER, &recovery_code(), NONCE).into_bytes();
    for bit in 0..wrapped.len() * 8 {
        let mut changed = wrapped.clone();
        changed[bit / 8] ^= 1 << (bit % 8);
        let changed = Wrapped::from_bytes(changed);
        assert!(unwrap_by_recovery_code(MEMBER, &recovery_code(), &changed).is_err(), "bit {bit}");
    }
    for length in 0..wrapped.len() {
        let cut = Wrapped::from_bytes(wrapped[..length].to_vec());
        assert!(unwrap_by_recovery_code(MEMBER, &recovery_code(), &cut).is_err(), "cut to {length}");
    }
}

#[test]
fn a_token_serves_one_member_in_one_session_on_one_server() {
    let token_key = TokenKey::from_secret(SECRET);
    let encrypted = encrypt_for_token(&token_key, MEMBER, SESSION, &key(), NONCE);
    let another_servers = TokenKey::from_secret(b"another server's secret");
    for (token_key, member, session) in [
        (&another_servers, MEMBER, SESSION),
        (&token_key, SOMEBODY_ELSE, SESSION),
        (&token_key, MEMBER, SOMEBODY_ELSE),
        (&token_key, SESSION, MEMBER),
    ] {
        assert_eq!(decrypt_from_token(token_key, member, session, &encrypted).unwrap_err(), OpenError::Refused);
    }
    for malformed in ["", "AAAA", "not base64url!", &encrypted[..50], &format!("{encrypted}=")] {
        assert!(decrypt_from_token(&token_key, MEMBER, SESSION, malformed).is_err(), "{malformed:?}");
    }
}

#[test]
fn labels_give_different_server_keys() {
    let keys = ["access token signature", "invitation", ""].map(|label| derive_server_key(SECRET, label));
    assert!(keys[0] != keys[1] && keys[1] != keys[2] && keys[0] != keys[2]);
    assert!(derive_server_key(b"another server's secret", "invitation") != keys[1]);
}

/// After a lost password: the new key seals, the old one that was unlocked opens what it sealed.
#[test]
fn an_older_key_opens_what_it_sealed_and_comes_along_in_tokens_only() {
    let (old, new) = (ContentKey::from_random([7; 32]), key());
    let sealed_before = seal(&old, &PLACE, NONCE, b"before");
    assert_eq!(open(&new, &PLACE, &sealed_before), Err(OpenError::Refused));

    let stored = wrap_by_content_key(&old, MEMBER, &new, NONCE);
    let unlocked = unwrap_by_content_key(MEMBER, &new, &stored).unwrap();
    let both = new.with_older([&unlocked]);
    assert_eq!(open(&both, &PLACE, &sealed_before).unwrap().as_slice(), b"before");
    assert!(is_the_key(&both), "it seals with the new key");
    assert_eq!(open(&both, &Place { row: SESSION, ..PLACE }, &sealed_before), Err(OpenError::Refused));

    let token_key = TokenKey::from_secret(SECRET);
    let in_token = encrypt_for_token(&token_key, MEMBER, SESSION, &both, NONCE);
    let served = decrypt_from_token(&token_key, MEMBER, SESSION, &in_token).unwrap();
    assert_eq!(open(&served, &PLACE, &sealed_before).unwrap().as_slice(), b"before");
    let by_code = wrap_by_recovery_code(&both, MEMBER, &recovery_code(), NONCE);
    let alone = unwrap_by_recovery_code(MEMBER, &recovery_code(), &by_code).unwrap();
    assert_eq!(open(&alone, &PLACE, &sealed_before), Err(OpenError::Refused));
}

#[test]
fn wrong_content_key_or_member_is_refused() {
    let old = ContentKey::from_random([7; 32]);
    let wrapped = wrap_by_content_key(&old, MEMBER, &key(), NONCE);
    assert_eq!(unwrap_by_content_key(MEMBER, &old, &wrapped).unwrap_err(), OpenError::Refused);
    assert_eq!(unwrap_by_content_key(SOMEBODY_ELSE, &key(), &wrapped).unwrap_err(), OpenError::Refused);
    assert_eq!(unwrap_by_recovery_code(MEMBER, &recovery_code(), &wrapped).unwrap_err(), OpenError::Malformed);
}
