//! An answer as it grows, and the one fold from it to what a watcher is sent: the same on the node that runs the turn, on
//! another node, and after the end.

use std::time::Duration;

use tokio::time::Instant;

use super::turn_event::{AnswerText, TurnEvent, TurnFinished, TurnThought};

/// The answer so far.
#[derive(Debug, Default)]
pub struct Answer {
    text: String,
    pieces: Vec<Piece>,
    finished: Option<TurnFinished>,
    thoughts: Thoughts,
}

/// What the model thinks before it answers, as far as its vendor tells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Thoughts {
    /// What was thought, up to [`THOUGHT_BYTES_MAX`].
    pub text: String,
    since: Option<Instant>,
    took: Option<Duration>,
    is_full: bool,
}

/// What is kept of thinking at most; from the first piece on that goes beyond, everything is passed over.
const THOUGHT_BYTES_MAX: usize = 256 * 1024;

impl Thoughts {
    /// How long it took, in milliseconds; `None` without any, or without an answer after it.
    #[must_use]
    pub fn ms(&self) -> Option<u64> {
        self.took.map(milliseconds)
    }

    /// The same; where no answer came, how long it took until now. `None` without any.
    #[must_use]
    pub fn ms_until(&self, now: Instant) -> Option<u64> {
        let so_far = || Some(now.saturating_duration_since(self.since?));
        self.took.or_else(so_far).map(milliseconds)
    }
}

fn milliseconds(took: Duration) -> u64 {
    u64::try_from(took.as_millis()).unwrap_or(u64::MAX)
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

    /// What was thought before it.
    #[must_use]
    pub fn thoughts(&self) -> &Thoughts {
        &self.thoughts
    }

    /// Notes what the model thinks at this moment.
    pub fn think(&mut self, text: &str, now: Instant) {
        self.thoughts.since.get_or_insert(now);
        self.thoughts.is_full |= self.thoughts.text.len() + text.len() > THOUGHT_BYTES_MAX;
        if !self.thoughts.is_full {
            self.thoughts.text.push_str(text);
        }
    }

    /// Appends the next piece; the first one ends the thinking.
    pub fn push(&mut self, text: &str, now: Instant) {
        if self.pieces.is_empty() {
            self.thoughts.took = self.thoughts.since.map(|since| now.saturating_duration_since(since));
        }
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
        let is_at_the_beginning = matches!(*position, Position::After(0) | Position::Unknown);
        let mut events = match *position {
            Position::End => return Vec::new(),
            Position::After(seq) => self.deltas_after(seq),
            Position::Unknown => None,
        }
        .unwrap_or_else(|| vec![TurnEvent::Snapshot(AnswerText { seq: self.seq(), text: self.text.clone() })]);
        if let Some(thought_ms) = self.thoughts.ms().filter(|_| is_at_the_beginning) {
            events.insert(0, TurnEvent::Thought(TurnThought { thought_ms }));
        }
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
                TurnEvent::Started(_) | TurnEvent::Thought(_) | TurnEvent::Finished(_) => {}
            }
        }
        (text, seq)
    }

    const PIECES: [&str; 5] = ["One ", "twö ", "three ", "🎉 ", "five"];

    #[test]
    fn whoever_comes_back_at_any_point_sees_the_same_text() {
        let mut answer = Answer::default();
        for (count, piece) in PIECES.iter().enumerate() {
            answer.push(piece, Instant::now());
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
    fn what_is_kept_of_long_thinking_is_its_beginning_without_a_gap() {
        let mut answer = Answer::default();
        answer.think("The beginning.", Instant::now());
        answer.think(&"x".repeat(THOUGHT_BYTES_MAX), Instant::now());
        answer.think("More.", Instant::now());
        assert_eq!(answer.thoughts().text, "The beginning.");
    }

    #[test]
    fn thinking_ends_with_the_first_piece_and_is_told_to_whoever_is_at_the_beginning() {
        let mut answer = Answer::default();
        let began = Instant::now();
        let later = |ms| began + Duration::from_millis(ms);
        answer.think("Hm. ", began);
        answer.think("So.", later(300));
        let mut early = Position::After(0);
        assert_eq!(answer.news(&mut early), [], "it still thinks");
        assert_eq!(answer.thoughts().ms_until(later(900)), Some(900), "for who stops it now");
        answer.push("One ", later(1200));
        let thought = TurnEvent::Thought(TurnThought { thought_ms: 1200 });
        let one = TurnEvent::Delta(AnswerText { seq: 1, text: "One ".to_owned() });
        assert_eq!(answer.news(&mut early), [thought.clone(), one]);
        answer.push("two", later(5000));
        let two = TurnEvent::Delta(AnswerText { seq: 2, text: "two".to_owned() });
        assert_eq!(answer.news(&mut early), [two]);
        let all = TurnEvent::Snapshot(AnswerText { seq: 2, text: "One two".to_owned() });
        assert_eq!(answer.news(&mut Position::Unknown), [thought, all]);
        assert_eq!((answer.thoughts().text.as_str(), answer.thoughts().ms()), ("Hm. So.", Some(1200)));
        assert_eq!(answer.thoughts().ms_until(later(9000)), Some(1200));
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
