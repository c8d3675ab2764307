//! Whom the server asks and pays by: AI vendors, and the card vendor.

use super::Secret;

/// The account at Stripe.
#[derive(Debug, Default)]
pub struct StripeSettings {
    /// `STRIPE_SECRET_KEY`
    pub secret_key: Option<Secret>,
    /// `STRIPE_WEBHOOK_SECRET`: one for each endpoint, and the one before while it is rolled over.
    pub webhook_secrets: Vec<Secret>,
    /// `STRIPE_API_BASE`
    pub api_base: Option<String>,
}

impl StripeSettings {
    /// Whether the key is one of Stripe's test mode, in which no card is charged for real: by its prefix
    /// (<https://docs.stripe.com/keys>).
    #[must_use]
    pub fn is_test_mode(&self) -> bool {
        self.secret_key.as_ref().is_some_and(|key| {
            let key = key.reveal();
            key.starts_with("sk_test_") || key.starts_with("rk_test_")
        })
    }
}

/// What the environment says about the well-known vendors.
#[derive(Debug, Default)]
pub struct VendorSettings {
    /// `OPENAI_API_KEY`
    pub openai_api_key: Option<Secret>,
    /// `OPENAI_BASE_URL`
    pub openai_base_url: Option<String>,
    /// `ANTHROPIC_API_KEY`
    pub anthropic_api_key: Option<Secret>,
    /// `ANTHROPIC_BASE_URL`
    pub anthropic_base_url: Option<String>,
    /// `GEMINI_API_KEY`
    pub gemini_api_key: Option<Secret>,
    /// `GEMINI_BASE_URL`
    pub gemini_base_url: Option<String>,
    /// `OLLAMA_HOST`
    pub ollama_host: Option<String>,
}
