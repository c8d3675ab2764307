//! Proposals of another split: who has to approve, and when one is agreed.

use crate::id::UserId;
use crate::words::words;

words! {
    /// What became of a proposal.
    ProposalStatus {
        /// Waits for answers.
        Open = "open",
        /// Everybody who was asked has approved, or nobody had to be.
        Agreed = "agreed",
        /// Somebody who was asked has declined.
        Declined = "declined",
        /// Whoever proposed it took it back.
        Withdrawn = "withdrawn",
        /// The members or the price changed before it was agreed.
        Lapsed = "lapsed",
    }
}

words! {
    /// What somebody who was asked says.
    Answer {
        /// Yes.
        Approved = "approved",
        /// No.
        Declined = "declined",
    }
}

/// Somebody who was asked, and what they said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Voice {
    /// Who.
    pub user: UserId,
    /// What they said; nothing yet.
    pub answer: Option<Answer>,
}

/// The state of a new proposal: agreed at once when nobody's part is raised.
#[must_use]
pub const fn born(asked: usize) -> ProposalStatus {
    if asked == 0 { ProposalStatus::Agreed } else { ProposalStatus::Open }
}

/// Why an answer does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AnswerRefused {
    /// It is agreed, declined, taken back or out of date.
    #[error("this proposal is {0}")]
    Over(ProposalStatus),
    /// Their part is not raised.
    #[error("this proposal does not wait for you")]
    NotAsked,
    /// An answer stands.
    #[error("you have answered this proposal")]
    AlreadyAnswered,
}

/// What a proposal becomes by somebody's answer: one `declined` ends it, the last `approved` agrees it.
pub fn answer(
    status: ProposalStatus,
    voices: &[Voice],
    user: UserId,
    answer: Answer,
) -> Result<ProposalStatus, AnswerRefused> {
    let own = voices.iter().find(|voice| voice.user == user).ok_or(AnswerRefused::NotAsked)?;
    if own.answer.is_some() {
        return Err(AnswerRefused::AlreadyAnswered);
    }
    if status != ProposalStatus::Open {
        return Err(AnswerRefused::Over(status));
    }
    let mut others = voices.iter().filter(|voice| voice.user != user);
    Ok(match answer {
        Answer::Declined => ProposalStatus::Declined,
        Answer::Approved if others.all(|voice| voice.answer == Some(Answer::Approved)) => ProposalStatus::Agreed,
        Answer::Approved => ProposalStatus::Open,
    })
}

/// Why a proposal cannot be taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WithdrawRefused {
    /// It is somebody else's.
    #[error("only whoever proposed this can take it back")]
    NotYours,
    /// It is agreed, declined, taken back or out of date.
    #[error("this proposal is {0}")]
    Over(ProposalStatus),
}

/// Takes a proposal back.
pub fn withdraw(status: ProposalStatus, is_proposer: bool) -> Result<ProposalStatus, WithdrawRefused> {
    match status {
        ProposalStatus::Open if is_proposer => Ok(ProposalStatus::Withdrawn),
        ProposalStatus::Open => Err(WithdrawRefused::NotYours),
        over => Err(WithdrawRefused::Over(over)),
    }
}

#[cfg(test)]
mod tests {
    use super::{Answer, AnswerRefused, ProposalStatus, Voice, WithdrawRefused, answer, born, withdraw};
    use crate::id::UserId;

    fn user(n: u128) -> UserId {
        UserId::from_uuid(uuid::Uuid::from_u128(n))
    }

    fn voices(answers: &[Option<Answer>]) -> Vec<Voice> {
        (1..).map(user).zip(answers).map(|(user, answer)| Voice { user, answer: *answer }).collect()
    }

    #[test]
    fn a_proposal_is_agreed_by_the_last_of_those_who_are_asked() {
        let (yes, no) = (Some(Answer::Approved), Answer::Declined);
        let open = ProposalStatus::Open;
        assert_eq!((born(0), born(2)), (ProposalStatus::Agreed, open));
        assert_eq!(answer(open, &voices(&[None, None]), user(1), Answer::Approved), Ok(open));
        assert_eq!(answer(open, &voices(&[None, yes]), user(1), Answer::Approved), Ok(ProposalStatus::Agreed));
        assert_eq!(answer(open, &voices(&[None, yes]), user(1), no), Ok(ProposalStatus::Declined));
    }

    #[test]
    fn only_those_who_are_asked_answer_and_only_once() {
        let (open, asked) = (ProposalStatus::Open, voices(&[None, Some(Answer::Approved)]));
        assert_eq!(answer(open, &asked, user(3), Answer::Approved), Err(AnswerRefused::NotAsked));
        assert_eq!(answer(open, &asked, user(2), Answer::Declined), Err(AnswerRefused::AlreadyAnswered));
        for over in [ProposalStatus::Declined, ProposalStatus::Withdrawn, ProposalStatus::Lapsed] {
            assert_eq!(answer(over, &asked, user(1), Answer::Approved), Err(AnswerRefused::Over(over)));
        }
    }

    #[test]
    fn only_the_proposer_takes_an_open_proposal_back() {
        assert_eq!(withdraw(ProposalStatus::Open, true), Ok(ProposalStatus::Withdrawn));
        assert_eq!(withdraw(ProposalStatus::Open, false), Err(WithdrawRefused::NotYours));
        let agreed = ProposalStatus::Agreed;
        assert_eq!(withdraw(agreed, true), Err(WithdrawRefused::Over(agreed)));
    }
}
