//! What a derived key or a sealed value is for, as bytes that cannot be read in two ways.

use uuid::Uuid;

/// A purpose and its particulars, each preceded by its length, so that no two different lists of parts give
/// the same bytes. The first part separates this crate and this version of its formats from everything else.
pub(crate) struct Context(Vec<u8>);

impl Context {
    pub(crate) fn new(purpose: &str) -> Self {
        Self(Vec::with_capacity(160)).with(b"potluck vault v1").with(purpose.as_bytes())
    }

    pub(crate) fn with(mut self, part: &[u8]) -> Self {
        self.0.extend_from_slice(&(part.len() as u64).to_be_bytes());
        self.0.extend_from_slice(part);
        self
    }

    pub(crate) fn with_id(self, id: Uuid) -> Self {
        self.with(id.as_bytes())
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::Context;

    #[test]
    fn parts_cannot_flow_into_each_other() {
        let bytes = |parts: &[&[u8]]| parts.iter().fold(Context::new("test"), |context, part| context.with(part)).0;
        assert_ne!(bytes(&[b"ab", b"c"]), bytes(&[b"a", b"bc"]));
        assert_ne!(bytes(&[b"ab"]), bytes(&[b"ab", b""]));
        assert_ne!(bytes(&[]), bytes(&[b""]));
    }
}
