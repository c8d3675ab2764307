//! What a browser says of itself when somebody wants to be told there.

use base64::Engine;
use base64::alphabet::URL_SAFE;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use base64::engine::{DecodePaddingMode, general_purpose};
use p256::PublicKey;
use reqwest::Url;
use serde::{Deserialize, Serialize};

/// The longest address that is taken.
const ENDPOINT_BYTES_MAX: usize = 1024;

/// With padding or without, as browsers and their libraries differ.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &URL_SAFE,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Where a browser is reached, and the keys by which only it reads what comes. Prints nothing of that.
pub struct Subscription {
    endpoint: Url,
    public_key: PublicKey,
    auth: [u8; 16],
}

/// What is wrong with it, by the name of the field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// Not an address of a push service, or one that is not called from here.
    Endpoint,
    /// Not a point on P-256.
    P256dh,
    /// Not 16 bytes.
    Auth,
}

/// As it is kept, before it is encrypted.
#[derive(Serialize, Deserialize)]
struct Written {
    endpoint: String,
    p256dh: String,
    auth: String,
}

impl Subscription {
    pub(super) fn new(endpoint: &str, p256dh: &str, auth: &str) -> Result<Self, Refused> {
        if endpoint.len() > ENDPOINT_BYTES_MAX {
            return Err(Refused::Endpoint);
        }
        let endpoint = Url::parse(endpoint).map_err(|_| Refused::Endpoint)?;
        let point = BASE64.decode(p256dh).map_err(|_| Refused::P256dh)?;
        let public_key = PublicKey::from_sec1_bytes(&point).map_err(|_| Refused::P256dh)?;
        let auth = BASE64.decode(auth).ok().and_then(|auth| auth.try_into().ok()).ok_or(Refused::Auth)?;
        Ok(Self { endpoint, public_key, auth })
    }

    /// Where messages for it are taken.
    #[must_use]
    pub fn endpoint(&self) -> &str {
        self.endpoint.as_str()
    }

    /// The push service, as an origin.
    #[must_use]
    pub fn service(&self) -> String {
        self.endpoint.origin().ascii_serialization()
    }

    pub(super) const fn public_key(&self) -> &PublicKey {
        &self.public_key
    }

    pub(super) const fn auth(&self) -> &[u8; 16] {
        &self.auth
    }

    /// For keeping it.
    #[must_use]
    pub fn write(&self) -> Vec<u8> {
        let encode = |bytes: &[u8]| general_purpose::URL_SAFE_NO_PAD.encode(bytes);
        let written = Written {
            endpoint: self.endpoint().to_owned(),
            p256dh: encode(&self.public_key.to_sec1_bytes()),
            auth: encode(&self.auth),
        };
        serde_json::to_vec(&written).unwrap_or_default()
    }

    /// What was kept; `None`: it is not of this form.
    #[must_use]
    pub fn read(kept: &[u8]) -> Option<Self> {
        let written: Written = serde_json::from_slice(kept).ok()?;
        Self::new(&written.endpoint, &written.p256dh, &written.auth).ok()
    }
}
