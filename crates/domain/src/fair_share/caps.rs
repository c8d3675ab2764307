//! What members allow themselves at most: lower than what they could use.

use crate::credit::NanoUsd;

/// A member's own caps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Caps {
    /// For one turn.
    pub turn: Option<NanoUsd>,
    /// For one local day of the group, chats and API keys together.
    pub day: Option<NanoUsd>,
}

impl Caps {
    /// What they leave for a turn, on a day on which so much is held and spent already; `None` when there is no cap.
    #[must_use]
    pub fn left(self, counted_today: NanoUsd) -> Option<NanoUsd> {
        let day = self.day.map(|day| day.less(counted_today));
        match (self.turn, day) {
            (Some(turn), Some(day)) => Some(turn.min(day)),
            (turn, day) => turn.or(day),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tighter_cap_counts() {
        let caps = |turn: Option<i64>, day: Option<i64>| Caps { turn: turn.map(NanoUsd), day: day.map(NanoUsd) };
        for (caps, counted, left) in [
            (caps(None, None), 500, None),
            (caps(Some(70), None), 500, Some(70)),
            (caps(None, Some(100)), 60, Some(40)),
            (caps(Some(70), Some(100)), 60, Some(40)),
            (caps(Some(30), Some(100)), 60, Some(30)),
            (caps(Some(30), Some(100)), 160, Some(0)),
        ] {
            assert_eq!(caps.left(NanoUsd(counted)), left.map(NanoUsd), "{caps:?} after {counted}");
        }
    }
}
