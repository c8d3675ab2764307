//! Random histories of groups, up to 36 periods long, with an auditor that looks at every rule of MONEY.md §7 after each event.
//!
//! A history is a seed. `cargo xtask histories --count 1000000` plays many; one that fails is cut down to the events that it
//! takes, and told with its seed. A new rule is a new file in `events`, and what must hold of it goes into `audit`.

mod audit;
mod books;
mod dice;
mod events;
mod history;
mod life;

use std::time::Instant;

use events::KINDS;
use history::{History, Told, minimise, quietly};
use life::Life;

/// The quick slice of the suite. The long run sets its own numbers.
const COUNT: u64 = 300;

fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name).map_or(default, |text| text.parse().unwrap_or_else(|_| panic!("{name} is no number: {text}")))
}

/// Plays histories one after the other, on one core; fails with the shortest form of the first that does not hold.
fn play(first_seed: u64, count: u64, sabotage: fn(&mut Life)) -> Told {
    let mut told = Told::NOTHING;
    for seed in first_seed..first_seed.saturating_add(count) {
        let history = History::new(seed);
        let playing = std::panic::AssertUnwindSafe(|| history.play(sabotage, &mut told));
        if std::panic::catch_unwind(playing).is_err() {
            let shortest = history.minimise(sabotage);
            let why = shortest.failure(sabotage).unwrap_or_default();
            panic!("history {seed} breaks a rule: {why}\nThe events that it takes:{}", shortest.lines());
        }
    }
    told
}

/// How long this thread was on a core, where the system tells: others may be busy beside it.
fn seconds_of_this_thread() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds: std::time::Duration = text.split(' ').next()?.parse().ok().map(std::time::Duration::from_nanos)?;
    Some(nanoseconds.as_secs_f64())
}

#[test]
fn random_histories_break_no_rule() {
    let (count, seed) = (setting("POTLUCK_HISTORIES", COUNT), setting("POTLUCK_HISTORIES_SEED", 1));
    let started = Instant::now();
    let told = play(seed, count, |_| {});
    let (seconds, busy) = (started.elapsed().as_secs_f64(), seconds_of_this_thread());
    #[expect(clippy::cast_precision_loss, reason = "a figure to read")]
    let rate = told.histories as f64 / busy.unwrap_or(seconds);
    println!(
        "{} histories from seed {seed}, {} events, {} periods (at most {} in one), every rule asserted after each event: \
         {seconds:.1} s, {rate:.0} histories a second of one core's time",
        told.histories, told.events, told.periods, told.periods_max
    );
    for (kind, happened) in KINDS.iter().zip(told.happened) {
        println!("  {:<16} {happened:>12}", kind.name);
        assert!(happened > 0 || count < COUNT, "{} never did anything", kind.name);
    }
}

#[test]
fn the_same_seed_is_the_same_history() {
    for seed in [0, 7, u64::MAX] {
        let (mut one, mut other) = (Told::NOTHING, Told::NOTHING);
        History::new(seed).play(|_| {}, &mut one);
        History::new(seed).play(|_| {}, &mut other);
        assert_eq!((one.events, one.happened), (other.events, other.happened));
    }
}

#[test]
fn a_broken_rule_is_found_and_cut_down() {
    // A unit is lost whenever a member has borrowed.
    let sabotage: fn(&mut Life) = |life| {
        if let Some(member) =
            life.months.last_mut().and_then(|month| month.pool.members.iter_mut().find(|member| !member.lent.is_zero()))
        {
            member.lent.0 -= 1;
        }
    };
    let failing = (0..500).map(History::new).find(|history| quietly(|| history.failure(sabotage)).is_some()).unwrap();
    let shortest = failing.minimise(sabotage);
    let why = quietly(|| shortest.failure(sabotage)).unwrap();
    assert!(why.contains("what is lent is what is borrowed"), "{why}");
    assert!(shortest.events.len() < 12 && shortest.events.len() < failing.events.len(), "{}", shortest.lines());
    for left_out in 0..shortest.events.len() {
        let mut fewer = shortest.clone();
        fewer.events.remove(left_out);
        assert_eq!(quietly(|| fewer.failure(sabotage)), None, "an event that is not needed was kept");
    }
}

#[test]
fn minimising_keeps_only_what_is_needed() {
    let all: Vec<u32> = (0..100).collect();
    assert_eq!(minimise(&all, |left| left.contains(&17) && left.contains(&80)), [17, 80]);
    assert_eq!(minimise(&all, |left| left.len() >= 3).len(), 3);
    assert!(minimise(&all, |_| true).is_empty());
}
