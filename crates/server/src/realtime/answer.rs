//! An answer as it grows, and the one fold from it to what a watcher is sent: the same on the node that runs the turn, on
//! another node, and after the end.

use super::turn_event::{AnswerText, TurnEvent, TurnFinished};

/// The answer so far.
#[derive(Debug, Default)]
pub struct Answer {
    text: String,
    pieces: Vec<Piece>,
    finished: Option<TurnFinished>,
}

/// Where a piece ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Piece {
    seq: u64,
    /// The byte after it.
    end: usize,
}

/// How far a watcher has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Position {
    /// They have seen what belongs to this sequence number; 0 is nothing.
    After(u64),
    /// Nobody knows: they need all of it.
    Unknown,
    /// They were told how it ended.
    End,
}

impl Answer {
    /// Everything so far.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The sequence number of the last piece; 0 before the first.
    #[must_use]
    pub fn seq(&self) -> u64 {
        self.pieces.last().map_or(0, |piece| piece.seq)
    }

    /// Appends the next piece.
    pub fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.pieces.push(Piece { seq: self.seq() + 1, end: self.text.len() });
    }

    /// Goes on to a later state of the same answer, of which the pieces in between are not known.
    pub fn grow_to(&mut self, seq: u64, text: String) {
        if seq > self.seq() {
            self.text = text;
            self.pieces.push(Piece { seq, end: self.text.len() });
        }
    }

    /// Notes how it ended.
    pub fn finish(&mut self, finished: TurnFinished) {
        self.finished = Some(finished);
    }

    /// What a watcher at `position` is sent now; moves the position behind it.
    pub fn news(&self, position: &mut Position) -> Vec<TurnEvent> {
        let mut events = match *position {
            Position::End => return Vec::new(),
            Position::After(seq) => self.deltas_after(seq),
            Position::Unknown => None,
        }
        .unwrap_or_else(|| vec![TurnEvent::Snapshot(AnswerText { seq: self.seq(), text: self.text.clone() })]);
        *position = Position::After(self.seq());
        if let Some(finished) = &self.finished {
            events.push(TurnEvent::Finished(finished.clone()));
            *position = Position::End;
        }
        events
    }

    /// The pieces after a sequence number; `None` when it is none at which a piece ended, or when pieces in between are not known:
    /// whoever counts them would think that some were lost.
    fn deltas_after(&self, seq: u64) -> Option<Vec<TurnEvent>> {
        let next = self.pieces.partition_point(|piece| piece.seq <= seq);
        let mut start = match next.checked_sub(1).and_then(|last| self.pieces.get(last)) {
            Some(piece) if piece.seq == seq => piece.end,
            None if seq == 0 => 0,
            _ => return None,
        };
        let rest = self.pieces.get(next..).unwrap_or_default();
        if rest.iter().zip(seq + 1..).any(|(piece, expected)| piece.seq != expected) {
            return None;
        }
        let delta = |piece: &Piece| {
            let text = self.text.get(start..piece.end).unwrap_or_default().to_owned();
            start = piece.end;
            TurnEvent::Delta(AnswerText { seq: piece.seq, text })
        };
        Some(rest.iter().map(delta).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The client's side: what is shown after these events, and the last sequence number.
    fn shown(events: &[TurnEvent], mut text: String, mut seq: u64) -> (String, u64) {
        for event in events {
            match event {
                TurnEvent::Snapshot(snapshot) => (text, seq) = (snapshot.text.clone(), snapshot.seq),
                TurnEvent::Delta(delta) => {
                    text.push_str(&delta.text);
                    seq = delta.seq;
                }
                TurnEvent::Started(_) | TurnEvent::Finished(_) => {}
            }
        }
        (text, seq)
    }

    const PIECES: [&str; 5] = ["One ", "twö ", "three ", "🎉 ", "five"];

    #[test]
    fn whoever_comes_back_at_any_point_sees_the_same_text() {
        let mut answer = Answer::default();
        for (count, piece) in PIECES.iter().enumerate() {
            answer.push(piece);
            let whole = PIECES[..=count].concat();
            for seen in 0..=count + 1 {
                let mut position = Position::After(seen as u64);
                let events = answer.news(&mut position);
                assert!(!events.iter().any(|event| matches!(event, TurnEvent::Snapshot(_))), "{seen}");
                let before = PIECES[..seen].concat();
                assert_eq!(shown(&events, before, seen as u64), (whole.clone(), count as u64 + 1));
                assert_eq!(answer.news(&mut position), []);
            }
        }
    }

    #[test]
    fn a_point_that_is_not_known_gets_everything() {
        let mut answer = Answer::default();
        answer.grow_to(3, "One two three ".to_owned());
        for position in [Position::Unknown, Position::After(2), Position::After(9)] {
            let mut position = position;
            let events = answer.news(&mut position);
            assert_eq!(events, [TurnEvent::Snapshot(AnswerText { seq: 3, text: "One two three ".to_owned() })]);
        }
        answer.grow_to(5, "One two three four five".to_owned());
        answer.grow_to(4, "older".to_owned());
        let mut position = Position::After(3);
        let snapshot = TurnEvent::Snapshot(AnswerText { seq: 5, text: "One two three four five".to_owned() });
        assert_eq!(answer.news(&mut position), [snapshot], "the fourth piece is not known");
        assert_eq!(position, Position::After(5));
        answer.grow_to(6, "One two three four five six".to_owned());
        let delta = TurnEvent::Delta(AnswerText { seq: 6, text: " six".to_owned() });
        assert_eq!(answer.news(&mut position), [delta]);
    }
}
