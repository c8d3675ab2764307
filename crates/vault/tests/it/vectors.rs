//! Fixed vectors: a stored value must open for ever.
//!
//! They were computed by an independent implementation, from the description of the formats alone, in Python
//! with libsodium (`PyNaCl`) for XChaCha20-Poly1305, `cryptography` for HKDF and for Argon2id with associated data,
//! `argon2-cffi` for the login hash, and zlib; `../vectors.py` computes the wraps again. When one of them changes, stored data no longer opens: add a version instead.

use vault::{
    PasskeyOutput, RecoveryCode, RefreshToken, Scratch, ServerSeal, TokenKey, Wrapped, decrypt_from_token,
    derive_server_key, encrypt_for_token, open, password, seal, unwrap_by_content_key, unwrap_by_passkey,
    unwrap_by_password, unwrap_by_recovery_code, unwrap_by_refresh_token, wrap_by_content_key, wrap_by_passkey,
    wrap_by_password, wrap_by_recovery_code, wrap_by_refresh_token,
};

use crate::given::{
    MEMBER, NONCE, PASSWORD, PLACE, SALT, SECRET, SESSION, hex, is_the_key, key, newer_key, recovery_code,
    refresh_token,
};

const SEALED: &str = "\
    01a0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b745a3c9a49730c5c2060a00fd5c5fcde00483cbb5a13927\
    64f66ca72dafc8b64c20";
const SEALED_DEFLATED: &str = "\
    01a0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b744ec0a1217b0621d686f6d817580f69cd6eae792dbf918\
    e871d2a19e1ef06798491e33b6dfdfe51574fd42d1c8194feb62f626240476e3673c36";
const BY_PASSWORD: &str = "\
    010100004c000000000200000001a0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7bca090bb009de16758a0\
    6a5dfe99a57d6a4ae1e77d78906002346486e580b16137c96d6cc4abea72c534a56424262b3c";
const BY_RECOVERY_CODE: &str = "\
    0102a0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7468a88c3366124c4af206c65ce91715d89154fb5ac83\
    f141765925b9f96a0da541a12ce01b94b8d87dba731ed2434faf";
const BY_REFRESH_TOKEN: &str = "\
    0103a0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7c3389b81bcf326064d526799adba17a0ef511dfc1ee1\
    05fbbe496f2e3d00099d1ffc88ff21967b2023909843f86d31b5";
const BY_PASSKEY: &str = "\
    0104a0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b78e7051cdd53bb867fa4f29a7b8e92ad846f6ac68ed9f\
    fe09dc72fa65225de88c37a2f4cfafc68052ca7bca50b82b1fc4";
const BY_CONTENT_KEY: &str = "\
    0105a0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b75d2627835498f645bd45eacda37921bd29bd6233881c\
    d26d32ff171b1b161a70d6f1371aa8f919204c91ada9e8276a67";
const PASSKEY_OUTPUT: &str = "gIGCg4SFhoeIiYqLjI2Oj5CRkpOUlZaXmJmam5ydnp8";
const BY_SERVER: &str = "\
    01a0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b773512c65213e153907ebf36b39d294c617993e30f63e65\
    2e97f8df0dc2b61989f1d0";
const TOKEN_HASH: &str = "2aa1c76e736add0a631bb50385957a662e1a1750240674829eff69cc402ea65e";
const IN_TOKEN: &str =
    "oKGio6SlpqeoqaqrrK2ur7CxsrO0tba3zbudD06EVup9E9pqrcVVfIYwv-6ChQcGOYBhI9DAnfpQWBLCaPcAedyxjxTY0ugz";
const SERVER_KEY: &str = "152acd2b40b4aa1228c4e8447ef2925c81ef6885b569be1e49dc900cbaa979e1";
const LOGIN: &str = "$argon2id$v=19$m=19456,t=2,p=1$QEFCQ0RFRkdISUpLTE1OTw$NhOUItmYPDLMixW9/DMGz6flSt4qyeB88cFaeEAuJ7I";
const CODE: &str = "40GJ-48S4-4MK2-EA19-58NJ-RB9E-5WR3-2CHK";
const TOKEN: &str = "YGFiY2RlZmdoaWprbG1ub3BxcnN0dXZ3eHl6e3x9fn8";

#[test]
fn sealed_text() {
    assert_eq!(seal(&key(), &PLACE, NONCE, "Où mange-t-on ?".as_bytes()), hex(SEALED));
    assert_eq!(open(&key(), &PLACE, &hex(SEALED)).unwrap().as_slice(), "Où mange-t-on ?".as_bytes());
}

/// Only opened: another version of a compressor may choose other bytes.
#[test]
fn sealed_text_that_zlib_compressed() {
    let text = b"again and ".repeat(400);
    assert_eq!(*open(&key(), &PLACE, &hex(SEALED_DEFLATED)).unwrap(), text);
}

#[test]
fn wrap_of_a_password() {
    let wrapped = wrap_by_password(&mut Scratch::default(), &key(), MEMBER, PASSWORD, SALT, NONCE).unwrap();
    assert_eq!(wrapped.as_bytes(), hex(BY_PASSWORD));
    assert!(is_the_key(&unwrap_by_password(&mut Scratch::default(), MEMBER, PASSWORD, &SALT, &wrapped).unwrap()));
}

#[test]
fn wrap_of_a_recovery_code() {
    assert_eq!(wrap_by_recovery_code(&key(), MEMBER, &recovery_code(), NONCE).as_bytes(), hex(BY_RECOVERY_CODE));
    let wrapped = Wrapped::from_bytes(hex(BY_RECOVERY_CODE));
    assert!(is_the_key(&unwrap_by_recovery_code(MEMBER, &RecoveryCode::parse(CODE).unwrap(), &wrapped).unwrap()));
}

#[test]
fn wrap_of_a_refresh_token() {
    assert_eq!(wrap_by_refresh_token(&key(), MEMBER, &refresh_token(), NONCE).as_bytes(), hex(BY_REFRESH_TOKEN));
    let wrapped = Wrapped::from_bytes(hex(BY_REFRESH_TOKEN));
    assert!(is_the_key(&unwrap_by_refresh_token(MEMBER, &RefreshToken::parse(TOKEN).unwrap(), &wrapped).unwrap()));
}

#[test]
fn wrap_of_a_passkey() {
    let output = PasskeyOutput::parse(PASSKEY_OUTPUT).unwrap();
    assert_eq!(wrap_by_passkey(&key(), MEMBER, &output, NONCE).as_bytes(), hex(BY_PASSKEY));
    assert!(is_the_key(&unwrap_by_passkey(MEMBER, &output, &Wrapped::from_bytes(hex(BY_PASSKEY))).unwrap()));
}

#[test]
fn wrap_of_a_newer_content_key() {
    assert_eq!(wrap_by_content_key(&key(), MEMBER, &newer_key(), NONCE).as_bytes(), hex(BY_CONTENT_KEY));
    let wrapped = Wrapped::from_bytes(hex(BY_CONTENT_KEY));
    assert!(is_the_key(&unwrap_by_content_key(MEMBER, &newer_key(), &wrapped).unwrap()));
}

#[test]
fn sealed_by_the_server() {
    let seal = ServerSeal::from_secret(SECRET, "second factor");
    assert_eq!(seal.seal(MEMBER, NONCE, b"shared with an app"), hex(BY_SERVER));
    assert_eq!(seal.open(MEMBER, &hex(BY_SERVER)).unwrap().as_slice(), b"shared with an app");
}

#[test]
fn secrets_as_text() {
    assert_eq!(recovery_code().encode().as_str(), CODE);
    assert_eq!(refresh_token().encode().as_str(), TOKEN);
    assert_eq!(refresh_token().hash().as_slice(), hex(TOKEN_HASH));
}

#[test]
fn content_key_in_an_access_token() {
    let token_key = TokenKey::from_secret(SECRET);
    assert_eq!(encrypt_for_token(&token_key, MEMBER, SESSION, &key(), NONCE), IN_TOKEN);
    assert!(is_the_key(&decrypt_from_token(&token_key, MEMBER, SESSION, IN_TOKEN).unwrap()));
}

#[test]
fn server_key() {
    assert_eq!(derive_server_key(SECRET, "access token signature").as_slice(), hex(SERVER_KEY));
}

#[test]
fn login_hash() {
    assert_eq!(password::hash_login(&mut Scratch::default(), PASSWORD, SALT).unwrap(), LOGIN);
    assert!(password::verify_login(&mut Scratch::default(), PASSWORD, LOGIN));
}
