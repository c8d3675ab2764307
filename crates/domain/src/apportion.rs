//! Largest remainder: a whole number divided by weights into whole numbers that add up to it.

/// Why there is nothing to divide by, or nothing to divide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ApportionError {
    /// The total is below zero.
    #[error("an amount below zero cannot be divided")]
    Negative,
    /// There is something to divide, and every weight is 0.
    #[error("nobody has a weight to divide by")]
    NoWeight,
}

/// The parts of `total` rounded down, and how far each is below its exact value.
pub(crate) struct Floors {
    /// `floor(total * weight / sum)`, in the order of the weights.
    pub parts: Vec<i64>,
    /// What rounding took from each, in `1/sum` units: from 0 to `sum - 1`.
    pub remainders: Vec<i128>,
    /// The sum of the weights.
    pub sum: i128,
    /// How many units of the total are in no part: fewer than there are remainders above 0.
    pub left: usize,
}

impl Floors {
    pub(crate) fn new(total: i64, weights: &[u64]) -> Result<Self, ApportionError> {
        if total < 0 {
            return Err(ApportionError::Negative);
        }
        let sum: i128 = weights.iter().copied().map(i128::from).sum();
        if sum == 0 && total > 0 {
            return Err(ApportionError::NoWeight);
        }
        let mut parts = Vec::with_capacity(weights.len());
        let mut remainders = Vec::with_capacity(weights.len());
        let mut left = total;
        for weight in weights {
            // At most 2^63 * 2^64; a zero sum has only zero products, which 1 divides as well.
            let product = i128::from(total).saturating_mul(i128::from(*weight));
            let part = product.checked_div(sum).unwrap_or(0);
            let part = i64::try_from(part).unwrap_or(total);
            left = left.saturating_sub(part);
            parts.push(part);
            remainders.push(product.checked_rem(sum).unwrap_or(0));
        }
        Ok(Self { parts, remainders, sum, left: usize::try_from(left).unwrap_or(0) })
    }

    /// The parts, after giving the units that are left one each to the members in `order`.
    pub(crate) fn filled(mut self, order: impl IntoIterator<Item = usize>) -> Vec<i64> {
        for index in order.into_iter().take(self.left) {
            if let Some(part) = self.parts.get_mut(index) {
                *part = part.saturating_add(1);
            }
        }
        self.parts
    }
}

/// Divides `total` by `weights`: each part is the exact one rounded down or up, and they sum to `total`.
///
/// The units left by rounding down go one each to the largest remainders, and among equal ones to those that
/// come first. Whoever has weight 0 gets 0.
pub fn apportion(total: i64, weights: &[u64]) -> Result<Vec<i64>, ApportionError> {
    let floors = Floors::new(total, weights)?;
    let mut order: Vec<usize> = (0..weights.len()).collect();
    // A stable sort: the first of equal remainders stays first.
    order.sort_by_key(|&index| std::cmp::Reverse(floors.remainders.get(index).copied()));
    Ok(floors.filled(order))
}

#[cfg(test)]
mod tests {
    use super::{ApportionError, apportion};

    #[test]
    fn text_table() {
        let table: [(i64, &[u64], &[i64]); 9] = [
            (1000, &[3333, 3333, 3334], &[333, 333, 334]),
            (1, &[3333, 3333, 3334], &[0, 0, 1]),
            (2, &[1, 1, 1], &[1, 1, 0]),
            (10, &[0, 1, 0], &[0, 10, 0]),
            (0, &[0, 0], &[0, 0]),
            (0, &[], &[]),
            (5, &[1, 2, 2], &[1, 2, 2]),
            (7, &[1, 2, 3, 1], &[1, 2, 3, 1]),
            (i64::MAX, &[u64::MAX, u64::MAX], &[4_611_686_018_427_387_904, 4_611_686_018_427_387_903]),
        ];
        for (total, weights, parts) in table {
            assert_eq!(apportion(total, weights).unwrap(), parts, "{total} by {weights:?}");
        }
        assert_eq!(apportion(-1, &[1]), Err(ApportionError::Negative));
        assert_eq!(apportion(1, &[0, 0]), Err(ApportionError::NoWeight));
        assert_eq!(apportion(1, &[]), Err(ApportionError::NoWeight));
    }
}
