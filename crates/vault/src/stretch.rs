//! Argon2id: what makes guessing passwords slow.

use std::fmt;

use argon2::{Algorithm, Argon2, AssociatedData, Params, ParamsBuilder, Version};
use zeroize::Zeroizing;

use crate::{PasswordError, Salt, Scratch};

/// The longest password that is accepted, in bytes of UTF-8. Longer ones add no strength, only work.
pub const MAX_PASSWORD_BYTES: usize = 1024;

/// What one guess costs. Written next to everything made with it, so that it can be raised for new ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cost {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
}

impl Cost {
    /// 19 MiB, two passes, one lane: OWASP's recommendation for Argon2id.
    pub(crate) const CURRENT: Self = Self { memory_kib: 19 * 1024, passes: 2, lanes: 1 };

    pub(crate) const BYTES: usize = 12;

    /// Nothing when the cost is out of bounds: a stored value that was tampered with must not be able to ask
    /// for all memory, or for an hour.
    pub(crate) fn new(memory_kib: u32, passes: u32, lanes: u32) -> Option<Self> {
        let sane =
            (1..=16).contains(&lanes) && (1..=16).contains(&passes) && (8 * lanes..=1024 * 1024).contains(&memory_kib);
        sane.then_some(Self { memory_kib, passes, lanes })
    }

    pub(crate) fn to_bytes(self) -> [u8; Self::BYTES] {
        let mut bytes = [0; Self::BYTES];
        let values = [self.memory_kib, self.passes, self.lanes];
        for (place, value) in bytes.as_chunks_mut().0.iter_mut().zip(values) {
            *place = value.to_be_bytes();
        }
        bytes
    }

    pub(crate) fn from_bytes(bytes: [u8; Self::BYTES]) -> Option<Self> {
        let [memory_kib, passes, lanes] = bytes.as_chunks().0 else {
            return None;
        };
        Self::new(u32::from_be_bytes(*memory_kib), u32::from_be_bytes(*passes), u32::from_be_bytes(*lanes))
    }

    pub(crate) fn from_params(params: &Params) -> Option<Self> {
        Self::new(params.m_cost(), params.t_cost(), params.p_cost())
    }

    /// How many blocks of a kibibyte one derivation works in.
    pub(crate) fn blocks(self) -> usize {
        self.memory_kib as usize
    }

    /// These costs as Argon2's parameters, for one purpose (its "associated data", at most 32 bytes).
    fn params(self, purpose: &[u8]) -> Result<Params, argon2::Error> {
        ParamsBuilder::new()
            .m_cost(self.memory_kib)
            .t_cost(self.passes)
            .p_cost(self.lanes)
            .data(AssociatedData::new(purpose)?)
            .output_len(32)
            .build()
    }
}

/// As a PHC string writes it.
impl fmt::Display for Cost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { memory_kib, passes, lanes } = self;
        write!(f, "m={memory_kib},t={passes},p={lanes}")
    }
}

/// Stretches a password to 32 bytes for one purpose. Different purposes give unrelated bytes, even with the
/// same password and salt: the stored login hash must say nothing about a wrapping key.
pub(crate) fn stretch(
    scratch: &mut Scratch,
    password: &str,
    salt: &Salt,
    cost: Cost,
    purpose: &[u8],
) -> Result<Zeroizing<[u8; 32]>, PasswordError> {
    if password.len() > MAX_PASSWORD_BYTES {
        return Err(PasswordError::TooLong);
    }
    let params = cost.params(purpose).map_err(PasswordError::Argon2)?;
    let blocks = params.block_count();
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let mut out = Zeroizing::new([0; 32]);
    scratch
        .lend(blocks, |memory| {
            argon2.hash_password_into_with_memory(password.as_bytes(), salt, out.as_mut_slice(), memory)
        })
        .map_err(PasswordError::Argon2)?;
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::{Cost, stretch};
    use crate::Scratch;

    #[test]
    fn purposes_give_unrelated_keys_for_the_same_password_and_salt() {
        let cheap = Cost::new(8, 1, 1).unwrap();
        let key = |purpose: &[u8]| stretch(&mut Scratch::default(), "password", &[0; 16], cheap, purpose).unwrap();
        assert_ne!(key(b""), key(b"wrap"));
    }

    #[test]
    fn cost_survives_its_bytes() {
        assert_eq!(Cost::from_bytes(Cost::CURRENT.to_bytes()), Some(Cost::CURRENT));
    }

    #[test]
    fn unreasonable_costs_are_refused() {
        for (memory_kib, passes, lanes) in [
            (19_456, 2, 0),
            (19_456, 0, 1),
            (7, 2, 1),
            (1024 * 1024 + 1, 2, 1),
            (19_456, 17, 1),
            (19_456, 2, 17),
            (u32::MAX, u32::MAX, u32::MAX),
        ] {
            assert_eq!(Cost::new(memory_kib, passes, lanes), None);
        }
    }
}
