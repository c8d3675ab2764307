use domain::money::{Currency, Money};
use domain::period::{bounds, prorate};
use jiff::SignedDuration;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use proptest::prelude::{Just, Strategy, any, prop_assert, prop_assert_eq, prop_oneof, proptest};

fn dates() -> impl Strategy<Value = Date> {
    (1995_i16..=2090, 1_i8..=12, 1_i8..=31)
        .prop_map(|(year, month, day)| (year, month, day.min(Date::new(year, month, 1).unwrap().days_in_month())))
        .prop_map(|(year, month, day)| Date::new(year, month, day).unwrap())
}

/// Zones with summer time at midnight and at other hours, far to the east and west, and odd offsets.
fn zones() -> impl Strategy<Value = TimeZone> {
    prop_oneof![
        Just("UTC"),
        Just("Europe/Berlin"),
        Just("America/New_York"),
        Just("America/Sao_Paulo"),
        Just("America/Havana"),
        Just("Asia/Beirut"),
        Just("Asia/Kolkata"),
        Just("Africa/Casablanca"),
        Just("Australia/Lord_Howe"),
        Just("Pacific/Kiritimati"),
        Just("Pacific/Pago_Pago"),
    ]
    .prop_map(|name| TimeZone::get(name).unwrap())
}

proptest! {
    #[test]
    fn periods_tile(anchor in dates(), zone in zones(), number in 0_u32..240) {
        let period = bounds(anchor, &zone, number).unwrap();
        let next = bounds(anchor, &zone, number + 1).unwrap();
        prop_assert_eq!(period.ends_at, next.starts_at);
        prop_assert!((28..=31).contains(&period.days));
        let last_of_month = period.starts_on.days_in_month();
        prop_assert_eq!(period.starts_on.day(), anchor.day().min(last_of_month));
    }

    #[test]
    fn days_tile_their_period(anchor in dates(), zone in zones(), number in 0_u32..240) {
        let period = bounds(anchor, &zone, number).unwrap();
        let starts: Vec<_> = (0..=period.days).map(|day| period.day_starts_at(day, &zone).unwrap()).collect();
        prop_assert!(starts.is_sorted_by(|one, next| one < next));
        let moment = SignedDuration::from_nanos(1);
        for (day, start) in (0..period.days).zip(&starts) {
            prop_assert_eq!(period.day_of(*start, &zone), day);
            prop_assert_eq!(period.day_of(*start - moment, &zone), day.saturating_sub(1));
            prop_assert!(period.contains(*start));
        }
        prop_assert!(!period.contains(period.ends_at));
        prop_assert!(!period.contains(period.starts_at - moment));
    }

    #[test]
    fn prorated_pieces_sum_to_the_whole(
        total in any::<i64>(),
        days in 28_u32..=31,
        cuts in proptest::collection::vec(0_u32..=28, 0..6),
    ) {
        let mut cuts = cuts;
        cuts.extend([0, days]);
        cuts.sort_unstable();
        let whole = Money::new(total, Currency::USD);
        let pieces = cuts.windows(2).map(|pair| prorate(whole, pair[0]..pair[1], days).unwrap());
        prop_assert_eq!(Money::sum(Currency::USD, pieces), Ok(whole));
    }
}
