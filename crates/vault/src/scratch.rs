//! The memory that Argon2id works in.

use std::fmt;

use argon2::Block;
use zeroize::{Zeroize, Zeroizing};

use crate::stretch::Cost;

/// Memory for one derivation at a time, kept between them: fresh memory of this size comes from the system page by page, which
/// takes up to half as long as the derivation itself. Empty until it is first used, 19 MiB afterwards, and wiped after
/// every use, because its last blocks give the result away.
#[derive(Default)]
pub struct Scratch(Zeroizing<Vec<Block>>);

impl Scratch {
    /// Lends so many blocks to `work`, and wipes them. More than passwords take today are given back.
    pub(crate) fn lend<T>(&mut self, blocks: usize, work: impl FnOnce(&mut [Block]) -> T) -> T {
        if self.0.len() < blocks {
            self.0.resize(blocks, Block::new());
        }
        let done = work(&mut self.0[..blocks]);
        if blocks > Cost::CURRENT.blocks() {
            *self = Self::default();
        } else {
            self.0[..blocks].iter_mut().for_each(Zeroize::zeroize);
        }
        done
    }
}

impl fmt::Debug for Scratch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Scratch(secret)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_wiped(block: &Block) -> bool {
        block.as_ref().iter().all(|word| *word == 0)
    }

    #[test]
    fn nothing_of_a_derivation_stays() {
        let mut scratch = Scratch::default();
        scratch.lend(8, |blocks| blocks[7].as_mut()[127] = 1);
        assert_eq!(scratch.0.len(), 8);
        assert!(scratch.0.iter().all(is_wiped));
        scratch.lend(2, |blocks| assert_eq!(blocks.len(), 2));
        assert_eq!(scratch.0.len(), 8, "kept for the next that needs them");
    }

    #[test]
    fn what_an_unusual_cost_took_is_given_back() {
        let mut scratch = Scratch::default();
        scratch.lend(Cost::CURRENT.blocks() + 1, |_| ());
        assert_eq!(scratch.0.capacity(), 0);
    }
}
