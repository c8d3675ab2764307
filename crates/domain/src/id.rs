//! The names of things: one type per kind, so that a group's id cannot be taken for a member's.
//!
//! Ids are `UUIDv7`, made by the caller (they carry time and randomness, which this crate has none of).

/// Defines one id type per line.
macro_rules! ids {
    ($($(#[$doc:meta])+ $name:ident;)+) => {$(
        $(#[$doc])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        pub struct $name(uuid::Uuid);

        impl $name {
            /// The id with this value.
            #[must_use]
            pub const fn from_uuid(uuid: uuid::Uuid) -> Self {
                Self(uuid)
            }

            /// The bare value, for storage.
            #[must_use]
            pub const fn uuid(self) -> uuid::Uuid {
                self.0
            }
        }

        impl From<uuid::Uuid> for $name {
            fn from(uuid: uuid::Uuid) -> Self {
                Self(uuid)
            }
        }

        impl From<$name> for uuid::Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )+};
}

ids! {
    /// A person with an account.
    UserId;
    /// A signed-in browser or device, and its chain of refresh tokens.
    SessionId;
    /// A link that was sent to an account's owner.
    AccountLinkId;
    /// A content key that was replaced, because nobody could open it any more.
    SealedKeyId;
    /// What a device holds to sign somebody in.
    PasskeyId;
    /// A question to a passkey that is not answered yet.
    CeremonyId;
    /// The people sharing one plan.
    GroupId;
    /// A person's place in a group.
    MembershipId;
    /// An offer of a seat.
    InvitationId;
    /// One billing month of a group.
    PeriodId;
    /// A group's bill for a period.
    InvoiceId;
    /// One member's part of an invoice.
    ShareId;
    /// One attempt to pay a share.
    PaymentId;
    /// What went back of a payment to whoever made it.
    RefundId;
    /// A payment that its payer's bank has taken back, for now or for good.
    DisputeId;
    /// Saving a card at the payment vendor's page.
    CardSetupId;
    /// What a member paid back to another.
    PaybackId;
    /// A split that a member proposed.
    ProposalId;
    /// Another plan that a group took.
    PlanChangeId;
    /// A balance that was paid out.
    PayoutId;
    /// What a share was lowered by.
    CreditNoteId;
    /// A member's chat.
    ConversationId;
    /// A question or an answer in a conversation.
    MessageId;
    /// A file that goes with a question.
    AttachmentId;
    /// One question and its answer being made; also its idempotency key.
    TurnId;
    /// The credit that a running turn reserves.
    HoldId;
    /// What one turn was charged for.
    UsageId;
    /// One line of what happened to an account.
    ActivityId;
    /// A text that a member asks again and again.
    PromptId;
    /// A place for some of a member's conversations in a group.
    FolderId;
    /// A conversation as it was, shown to others by a link.
    SnapshotId;
    /// Something that a member was told.
    NoticeId;
    /// What a plan costs from some day on, as its groups are told.
    PlanOfferId;
    /// One line of what happened in a group.
    GroupEventId;
    /// One line of what operators did.
    OperatorActionId;
    /// A key by which a member's own programs use their share.
    ApiKeyId;
}

#[cfg(test)]
mod tests {
    use super::{GroupId, UserId};

    #[test]
    fn text_form_round_trips() {
        let text = "0193578c-6a8e-7c3e-9d2b-3f5a6b7c8d9e";
        let id: UserId = text.parse().unwrap();
        assert_eq!(id.to_string(), text);
        assert_eq!(UserId::from(uuid::Uuid::from(id)), id);
        assert!("0193578c".parse::<GroupId>().is_err());
    }
}
