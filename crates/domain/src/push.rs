//! Pushes: what reaches a device while no page of Potluck is open there.

/// How long an answer waits before it is pushed, in seconds: where its page is open, it is read by then, and nobody is told.
pub const ANSWER_WAITS_SECONDS: u32 = 4;

/// How long a push is worth something, in hours: what could not be delivered by then is in the app.
pub const WORTH_HOURS: u32 = 24;

/// At so many devices at most a member is told; one more takes the place of the one that was set up first.
pub const DEVICES_MAX: u32 = 20;

/// What a member wants to be told at one device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PushChoices {
    /// That an answer is complete which they have not read.
    pub answers: bool,
    /// That a share is to be paid.
    pub shares: bool,
}
