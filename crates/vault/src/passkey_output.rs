//! What a passkey gives besides its signature: the output of the authenticator's pseudo-random function.

use zeroize::ZeroizeOnDrop;

use crate::{ParseError, base64url, secret::Secret};

/// Length of the encoded output in characters: 32 bytes in base64url.
const ENCODED: usize = 43;

/// 256 bits that one passkey always gives for the input [`INPUT`](Self::INPUT), and nothing else can give (the `prf` extension
/// of `WebAuthn`). The server keeps a wrap by it, and no hash: what recognises the passkey is its signature.
#[derive(Debug, ZeroizeOnDrop)]
pub struct PasskeyOutput(Secret<32>);

impl PasskeyOutput {
    /// What the authenticator is asked to compute its output for. The same for everybody: outputs differ by passkey anyway,
    /// and whoever signs in has not said who they are yet.
    pub const INPUT: &'static [u8] = b"potluck vault v1 passkey";

    /// Reads the output as the browser sends it: 43 characters of base64url.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        if text.len() != ENCODED {
            return Err(ParseError::Length);
        }
        let decoded = base64url::decode(text).ok_or(ParseError::Character)?;
        let bytes = decoded.as_slice().try_into().map_err(|_| ParseError::Length)?;
        Ok(Self(Secret::new(bytes)))
    }

    pub(crate) fn bytes(&self) -> &[u8; 32] {
        self.0.bytes()
    }
}
