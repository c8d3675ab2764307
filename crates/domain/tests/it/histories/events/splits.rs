//! Another split: proposed by one, approved by those whose part it raises, in effect from the next period on.

use std::collections::{BTreeMap, BTreeSet};

use domain::credit::NanoUsd;
use domain::id::UserId;
use domain::money::Money;
use domain::proposal::{Answer, AnswerRefused, ProposalStatus, Voice, answer, born};
use domain::split::{Fallback, Party, Split, WHOLE_BASIS_POINTS, change};

use super::Kind;
use crate::histories::dice::Dice;

/// What waits for answers.
pub(crate) struct Proposal {
    split: Split,
    voices: Vec<Voice>,
    status: ProposalStatus,
}

pub(crate) const PROPOSE: Kind = Kind {
    name: "propose a split",
    weight: 5,
    happen: |life, dice| {
        let Some(by) = dice.pick(&life.members).map(|seat| seat.member.user) else { return false };
        let users: Vec<UserId> = life.members.iter().map(|seat| seat.member.user).collect();
        let parties: Vec<Party> = users.iter().map(|user| life.party(*user, NanoUsd::ZERO)).collect();
        let split = any_split(dice, &users, life.plan.price);
        let number = life.months.last().map_or(0, |month| month.period.number + 1);
        // Weights that are all zero.
        let Ok(change) = change(life.plan.price, &life.split, &split, &parties, number, by) else { return false };
        let asked: Vec<UserId> = change.asks().collect();
        for part in &change.parts {
            let raised = part.after.minor > part.before.minor && part.user != by;
            assert!(!raised || asked.contains(&part.user), "somebody's part is raised without their approval");
        }
        let voices = asked.iter().map(|user| Voice { user: *user, answer: None }).collect();
        let proposal = Proposal { split, voices, status: born(asked.len()) };
        if proposal.status == ProposalStatus::Agreed {
            life.split = proposal.split;
            life.proposal = None;
        } else {
            life.proposal = Some(proposal);
        }
        true
    },
};

pub(crate) const ANSWER: Kind = Kind {
    name: "answer",
    weight: 7,
    happen: |life, dice| {
        let Some(user) = dice.pick(&life.members).map(|seat| seat.member.user) else { return false };
        let said = if dice.percent(80) { Answer::Approved } else { Answer::Declined };
        let Some(proposal) = &mut life.proposal else { return false };
        let before = proposal.voices.iter().find(|voice| voice.user == user).map(|voice| voice.answer);
        match answer(proposal.status, &proposal.voices, user, said) {
            Ok(status) => {
                assert_eq!(before, Some(None));
                proposal.status = status;
                for voice in proposal.voices.iter_mut().filter(|voice| voice.user == user) {
                    voice.answer = Some(said);
                }
                let everybody = proposal.voices.iter().all(|voice| voice.answer == Some(Answer::Approved));
                assert_eq!(status == ProposalStatus::Agreed, everybody);
                if everybody {
                    life.split = proposal.split.clone();
                }
                true
            }
            Err(AnswerRefused::NotAsked) => {
                assert_eq!(before, None);
                false
            }
            Err(AnswerRefused::AlreadyAnswered) => {
                assert!(matches!(before, Some(Some(_))));
                false
            }
            Err(AnswerRefused::Over(status)) => {
                assert_ne!(status, ProposalStatus::Open);
                false
            }
        }
    },
};

/// A split of one of the modes that fits these members and this price.
fn any_split(dice: &mut Dice, users: &[UserId], price: Money) -> Split {
    match dice.below(8) {
        0 | 1 => Split::Equal,
        2 => Split::Percent { basis_points: percent(dice, users) },
        3 => Split::Weights { weights: weights(dice, users) },
        4 => {
            let most = price.minor / i64::try_from(users.len()).unwrap();
            // Somebody shares the rest.
            let fixed = dice.index(users.len());
            Split::Fixed {
                amounts: users[..fixed].iter().map(|user| (*user, dice.between(0, most))).collect(),
                rest: users[fixed..].iter().copied().collect::<BTreeSet<_>>(),
            }
        }
        5 => Split::Usage,
        6 => Split::BaseAndUsage { base_basis_points: u32::try_from(dice.below(10_001)).unwrap() },
        _ => Split::Sponsor {
            payer: users[dice.index(users.len())],
            cap: dice.percent(50).then(|| dice.between(0, price.minor)),
            fallback: match dice.below(3) {
                0 => Fallback::Equal,
                1 => Fallback::Percent { basis_points: percent(dice, users) },
                _ => Fallback::Weights { weights: weights(dice, users) },
            },
        },
    }
}

fn percent(dice: &mut Dice, users: &[UserId]) -> BTreeMap<UserId, u32> {
    let mut left = WHOLE_BASIS_POINTS;
    let mut parts = BTreeMap::new();
    for (at, user) in users.iter().enumerate() {
        let part = if at + 1 == users.len() { left } else { u32::try_from(dice.below(u64::from(left) + 1)).unwrap() };
        left -= part;
        parts.insert(*user, part);
    }
    parts
}

fn weights(dice: &mut Dice, users: &[UserId]) -> BTreeMap<UserId, u32> {
    users.iter().map(|user| (*user, u32::try_from(dice.below(2000)).unwrap())).collect()
}
