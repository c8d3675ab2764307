//! A history: how a group begins, and what happens to it. It can be told again from its seed, and cut down to what makes it
//! fail.

use std::cell::Cell;
use std::fmt::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Once;

use super::dice::Dice;
use super::events::KINDS;
use super::life::Life;

const EVENTS_MAX: u64 = 600;

/// Something that happens. Its dice are its own, so that it stays the same when others are left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Event {
    /// Which of [`KINDS`].
    pub(crate) kind: usize,
    pub(crate) seed: u64,
}

#[derive(Clone, Debug)]
pub(crate) struct History {
    pub(crate) seed: u64,
    pub(crate) events: Vec<Event>,
}

/// What histories went through, to know that they go far.
#[derive(Debug)]
pub(crate) struct Told {
    pub(crate) histories: u64,
    pub(crate) events: u64,
    pub(crate) periods: u64,
    /// The most periods of one history.
    pub(crate) periods_max: u64,
    /// How often each kind of event changed something.
    pub(crate) happened: [u64; KINDS.len()],
}

impl Told {
    pub(crate) const NOTHING: Self =
        Self { histories: 0, events: 0, periods: 0, periods_max: 0, happened: [0; KINDS.len()] };
}

impl History {
    /// The history with this seed.
    pub(crate) fn new(seed: u64) -> Self {
        let mut dice = Dice::new(seed);
        let weights: u64 = KINDS.iter().map(|kind| kind.weight).sum();
        let count = 1 + dice.below(EVENTS_MAX);
        let one = |dice: &mut Dice| {
            let mut at = dice.below(weights);
            let found = KINDS.iter().position(|kind| match at.checked_sub(kind.weight) {
                Some(left) => {
                    at = left;
                    false
                }
                None => true,
            });
            Event { kind: found.unwrap_or(0), seed: dice.roll() }
        };
        let events = (0..count).map(|_| one(&mut dice)).collect();
        Self { seed, events }
    }

    /// Plays it, and looks at everything after each event. Panics where something is not as it must be.
    pub(crate) fn play(&self, sabotage: fn(&mut Life), told: &mut Told) {
        let mut life = Life::new(&mut Dice::new(!self.seed));
        life.audit();
        for event in &self.events {
            if (KINDS[event.kind].happen)(&mut life, &mut Dice::new(event.seed)) {
                told.happened[event.kind] += 1;
            }
            sabotage(&mut life);
            life.audit();
            told.events += 1;
            if life.is_over() {
                break;
            }
        }
        life.wind_up();
        told.histories += 1;
        told.periods += life.opened();
        told.periods_max = told.periods_max.max(life.opened());
    }

    /// What it panics with, if it does.
    pub(crate) fn failure(&self, sabotage: fn(&mut Life)) -> Option<String> {
        let mut told = Told::NOTHING;
        let panic = catch_unwind(AssertUnwindSafe(|| self.play(sabotage, &mut told))).err()?;
        let text = panic.downcast_ref::<String>().cloned();
        Some(text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned())).unwrap_or_default())
    }

    /// The shortest history found that still fails, without making its panics heard.
    pub(crate) fn minimise(&self, sabotage: fn(&mut Life)) -> Self {
        let with = |events: Vec<Event>| Self { seed: self.seed, events };
        let fails = |events: &[Event]| with(events.to_vec()).failure(sabotage).is_some();
        with(quietly(|| minimise(&self.events, fails)))
    }

    /// One line for each event.
    pub(crate) fn lines(&self) -> String {
        let mut lines = String::new();
        for event in &self.events {
            write!(lines, "\n  {} {:#018x}", KINDS[event.kind].name, event.seed).unwrap();
        }
        lines
    }
}

thread_local! {
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

/// Without a word about what panics meanwhile in this thread; the tests beside it are heard.
pub(crate) fn quietly<T>(act: impl FnOnce() -> T) -> T {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        let loud = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if !QUIET.get() {
                loud(panic);
            }
        }));
    });
    QUIET.set(true);
    let outcome = act();
    QUIET.set(false);
    outcome
}

/// Leaves out what is not needed for `fails` to stay true: halves first, then ever smaller pieces, then one by one until
/// nothing more can go.
pub(crate) fn minimise<T: Clone>(whole: &[T], fails: impl Fn(&[T]) -> bool) -> Vec<T> {
    let mut left = whole.to_vec();
    let mut piece = left.len().div_ceil(2);
    while piece > 0 {
        let (mut at, before) = (0, left.len());
        while at < left.len() {
            let mut without = left.clone();
            without.drain(at..(at + piece).min(left.len()));
            if fails(&without) {
                left = without;
            } else {
                at += piece;
            }
        }
        // One by one as long as that helps.
        if piece > 1 || left.len() == before {
            piece /= 2;
        }
    }
    left
}
