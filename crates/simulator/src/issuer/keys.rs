//! The issuer's keys. They are for tests, known to everybody, and sign nothing that matters.

use base64::{Engine, engine::general_purpose::STANDARD};
use jsonwebtoken::{
    Algorithm, EncodingKey,
    jwk::{Jwk, KeyAlgorithm, PublicKeyUse},
};

/// Made with `openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 | openssl pkcs8 -topk8 -nocrypt -outform DER`.
const FIRST: &str = "\
    MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgrJPSMZglTi0NcNiWlRRiZt4cH0OAA3LCKwYS6Vc1YUqhRANCAAT9\
    pfpHsZvvB9/+r2e+Bq2AdAgjY5yfdzA8dZkemyMV1Qw/aKM4VVSdekqhJVVUtkpuymDQA11mMvAM3BqGiCZE";
const SECOND: &str = "\
    MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgkOz99GbZhQ/TST5/cpcRUIW+VQ2CY30Ov3aK/mNEgNehRANCAARS\
    O+ELdNBpwUeeHY8LOZscxIxdeRI50VnC/t4tJqZRSTzbThOwAlUupl8cm0h9UJAqZZxLEAf/1iNeUW0NHBVY";
/// Made with `openssl genrsa 2048 | openssl rsa -traditional -outform DER`.
const RSA: &str = "\
    MIIEowIBAAKCAQEAsT0JbD9vYxEYjzXayRRLWN/AqwMsPY7a7N00XVfcCHjy435wJHynuir6E46iUGGbsafgIo/Istuyr9krOWUH\
    Pyg8SC+gmsWm/i2u2cdQcrjXb91qrz8CsOOO+8/C0mk+rf6vWBhvs4D3dKgqAhi4d1p6WHS0YVhEyYN7e3fK4cmtb7nATRZmJcAf\
    Q9lWoRtUDL0TzDRimDFQ2KphpX3r3DaLFTP9e1GysKNjRPIL7enadRq3bYlBHKF0O+2rCXMPAFBq2K5K+Hq8YheUFBskKjn4yfs8\
    bFML5EzXKwjTij3NjYT9IbegFRUE/gtYr15U/lAuGIOaRmOWyJZFYSiObQIDAQABAoIBADr32EU8G8alnvqyy85/4ou4siUToqn+\
    eAc7l5sAytPEzebzn8L7+F//wYE1QPqmZwMmG/PTy836O4q3IeLwIoeYTuojcndcEHHb6CNL5Y+twPvWepLAz5fjtiRAnQydeH2y\
    UUtpoeximbIl6wgUincnUrJQbd0/XW+AP9q14fnZrixGdKXP++IAJ+dnQKoiP99gVTmh6w+lJ/c50KYGjJXFeay4XuA/QOlbuSv8\
    H4LWL03oza8Jb7gNRc9ALHyuD5pKG1quVLU/wJcTHtCkYtT37hLGZsp6hqVnEhM2IJfprNEU41+ETDWgt9rMXysReRhidUhsmpYK\
    1FOwOy6DtA8CgYEA5SzWxmotQcPWcfoWCIgqrARg43/egPd+blBkJYRfYjQtw7kmS+I4PrD6fabRxf0JrVkhZrvv66ZHmJgWlbAw\
    8HOlYHhExJt41wFHsmMEVnTrxUWiC02iiadyLPcTg2PteEweuhOggPqB84zalNT7V5foHAfpDg5cJ+cy4jUVpusCgYEAxfvuIvVC\
    hxGuq1anANnRNXcpF4sX+21aqfwRzWqenZyfIvhN0393zKtBGlw9XF865Ri7cM5xxsQalsfR2aGfGjIIiq/yh0ExtL0OY+8f4qHB\
    D1pttT1FMQKzL+EUC/EOCtiF9lws+WG/V65ATeOee+DbAQ9Rxd0sthxrdezPegcCgYEAgE+jjIGkBx8zsKrZrTs30Qm+iYFtPX3U\
    TsU53PuJP/2A5gWC2Je27/q8tJ8y8gwjX+f4WIG+6Yw2p8v3USXNsMK/BA0yS3XUqWRxFQJ1Ska6PsAm4vc7mqCiv2Qyi6zmJyVP\
    StV0VuJq4caqFwxMERXfAdq39IO7uyeqCJa6IbMCgYAyFAxjOUhPo/BblHp/o5jgfjidpOg3B60ULBdQrzRZx6EVFluRML/bvEGm\
    akh3EftysXPQD9gFn9rd4sM42kHFPXydn+2nupzZC60VKAoXqDSOLqBrZIkY4YbziGoqrxmPMr+H1j7mAYyFoCTRzs5qpTCgLwDP\
    HKfPlJa16GV+hwKBgEcJ5r+FngzAPOnz32G1CZnbl8yeO+8Olo4EjjEYgtP9SXTxmJmVyeM8kPDjcblrBAFVIWgn+s7x6ccWdZ+4\
    8BWFB4DVYhqAK/kb3yDMG2s+J10d6kHZxhTPFl3Zcwep6zIGwKjMWGj9cE5G2D2vCkZM1on5i+CLJVqxaCD+uiW7";

/// A key with its name.
pub(super) struct Key {
    pub(super) id: &'static str,
    pub(super) algorithm: Algorithm,
    pub(super) secret: EncodingKey,
}

impl Key {
    pub(super) fn first() -> Self {
        Self { id: "first", algorithm: Algorithm::ES256, secret: EncodingKey::from_ec_der(&bytes(FIRST)) }
    }

    pub(super) fn second() -> Self {
        Self { id: "second", algorithm: Algorithm::ES256, secret: EncodingKey::from_ec_der(&bytes(SECOND)) }
    }

    pub(super) fn rsa() -> Self {
        Self { id: "rsa", algorithm: Algorithm::RS256, secret: EncodingKey::from_rsa_der(&bytes(RSA)) }
    }

    /// As everybody may see it.
    pub(super) fn public(&self) -> Option<Jwk> {
        let mut public = Jwk::from_encoding_key(&self.secret, self.algorithm).ok()?;
        public.common.key_id = Some(self.id.to_owned());
        public.common.public_key_use = Some(PublicKeyUse::Signature);
        public.common.key_algorithm = Some(match self.algorithm {
            Algorithm::RS256 => KeyAlgorithm::RS256,
            _ => KeyAlgorithm::ES256,
        });
        Some(public)
    }
}

fn bytes(text: &str) -> Vec<u8> {
    STANDARD.decode(text).unwrap_or_default()
}
