//! The login hash.

use vault::{
    MAX_PASSWORD_BYTES, PasswordError, Scratch,
    password::{hash_login, verify_login, verify_nobody},
};

use crate::given::{PASSWORD, SALT};

#[test]
fn only_the_same_password_matches() {
    let phc = hash_login(&mut Scratch::default(), PASSWORD, SALT).unwrap();
    assert!(verify_login(&mut Scratch::default(), PASSWORD, &phc));
    assert!(!verify_login(&mut Scratch::default(), "Correct horse battery staple", &phc));
    assert!(!verify_login(&mut Scratch::default(), "", &phc));
}

#[test]
fn nobody_has_every_password_wrong() {
    assert!(!verify_nobody(&mut Scratch::default(), PASSWORD));
    assert!(!verify_nobody(&mut Scratch::default(), ""));
}

#[test]
fn the_hash_depends_on_the_salt() {
    assert_ne!(
        hash_login(&mut Scratch::default(), PASSWORD, SALT).unwrap(),
        hash_login(&mut Scratch::default(), PASSWORD, [0; 16]).unwrap()
    );
}

#[test]
fn overlong_password_is_refused() {
    let longer = "x".repeat(MAX_PASSWORD_BYTES + 1);
    assert_eq!(hash_login(&mut Scratch::default(), &longer, SALT), Err(PasswordError::TooLong));
    assert!(!verify_login(
        &mut Scratch::default(),
        &longer,
        &hash_login(&mut Scratch::default(), PASSWORD, SALT).unwrap()
    ));
}

/// A row that somebody wrote by hand neither matches nor asks for hours of work.
#[test]
fn what_was_never_hashed_matches_nothing() {
    let phc = hash_login(&mut Scratch::default(), PASSWORD, SALT).unwrap();
    let cases = [
        String::new(),
        PASSWORD.to_owned(),
        phc.replace("argon2id", "argon2i"),
        phc.replace("v=19", "v=16"),
        phc.replace("m=19456", "m=4294967295"),
        phc.replace("t=2", "t=4294967295"),
        phc.replace("t=2", "t=3"),
        phc.rsplit_once('$').unwrap().0.to_owned(),
        phc[..phc.len() - 4].to_owned(),
    ];
    for case in cases {
        assert!(!verify_login(&mut Scratch::default(), PASSWORD, &case), "{case}");
    }
}
