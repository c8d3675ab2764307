//! Test cards, by the numbers that the real vendor uses for them where it has one.

/// What a card does when it is charged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Behaviour {
    Pays,
    /// Declined with this word.
    Declines(&'static str),
    /// Its bank wants to hear its owner each time.
    Asks,
    /// Pays, and is disputed at once.
    Disputes,
}

pub(super) struct TestCard {
    pub(super) number: &'static str,
    pub(super) brand: &'static str,
    pub(super) behaviour: Behaviour,
    /// What the hosted page says about it.
    pub(super) about: &'static str,
}

pub(super) const CARDS: [TestCard; 7] = [
    TestCard { number: "4242424242424242", brand: "visa", behaviour: Behaviour::Pays, about: "pays" },
    TestCard { number: "5555555555554444", brand: "mastercard", behaviour: Behaviour::Pays, about: "pays" },
    TestCard {
        number: "4000000000000341",
        brand: "visa",
        behaviour: Behaviour::Declines("generic_decline"),
        about: "can be saved, and is declined when it is charged",
    },
    TestCard {
        number: "4000000000009995",
        brand: "visa",
        behaviour: Behaviour::Declines("insufficient_funds"),
        about: "has no money",
    },
    TestCard {
        number: "4000000000000069",
        brand: "visa",
        behaviour: Behaviour::Declines("expired_card"),
        about: "has expired",
    },
    TestCard {
        number: "4000002760003184",
        brand: "visa",
        behaviour: Behaviour::Asks,
        about: "asks you to confirm each payment",
    },
    TestCard {
        number: "4000000000000259",
        brand: "visa",
        behaviour: Behaviour::Disputes,
        about: "pays, and is disputed",
    },
];

/// The card with this number, however it is spaced.
pub(super) fn card(number: &str) -> Option<&'static TestCard> {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    CARDS.iter().find(|card| card.number == digits)
}
