//! Settings: from the environment, and below it `potluck.toml`. `potluck.example.toml` documents them all.

mod file;
mod issuer;
mod secret;
mod values;
mod vendors;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

pub use file::{LongEntry, ModelEntry, PlanEntry, ProviderEntry};
pub use issuer::IssuerSettings;
pub use secret::Secret;
pub use vendors::{StripeSettings, VendorSettings};

use domain::sign_up::SignUpMode;
use file::File;
use ipnet::IpNet;
use reqwest::Url;
use values::{manual_payments, public_url, push_services, trusted_proxies, webhook_secrets};

/// Where the file is looked for when `POTLUCK_CONFIG` does not name it.
const DEFAULT_FILE: &str = "potluck.toml";

/// How long the body of a call may take to arrive. What it holds is sealed with the content key that its caller came with, and a key that is
/// replaced is not kept for much longer (decision 13). Nobody sets it: only tests are less patient.
const BODY_PATIENCE: Duration = Duration::from_mins(5);

/// The usual variables of S3's clients.
const FILES_OPTIONS: &[&str] = &[
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_REGION",
    "AWS_DEFAULT_REGION",
    "AWS_ENDPOINT",
    "AWS_ALLOW_HTTP",
    "AWS_VIRTUAL_HOSTED_STYLE_REQUEST",
];

/// Everything that an operator can set.
#[derive(Debug)]
pub struct Settings {
    /// The address that the server listens on.
    pub listen: SocketAddr,
    /// How people reach the server, without a trailing slash; absent: at the address that it listens on.
    configured_url: Option<String>,
    /// Whose word about the address of a client is believed; absent: a proxy on this machine.
    pub trusted_proxies: Vec<IpNet>,
    /// Who may make an account.
    pub sign_up: SignUpMode,
    /// Whether new accounts show that mail to their address arrives; only where mail is sent.
    email_verification: bool,
    /// The `OpenID` Connect issuer that people may sign in with.
    pub issuer: Option<IssuerSettings>,
    /// Where the embedded database and the server's secret are kept.
    pub data_dir: PathBuf,
    /// The directory of the embedded database's programs; absent: they are looked for.
    pub postgres_bin: Option<PathBuf>,
    /// The secret that all the server's keys are derived from; absent: made and kept in the data directory.
    pub secret: Option<Secret>,
    /// The secret before it: what it signed or encrypted is still accepted.
    pub secret_previous: Option<Secret>,
    /// An own PostgreSQL; absent: the embedded one is started.
    pub database_url: Option<Secret>,
    /// How many database connections this node opens at most.
    pub database_connections_max: u32,
    /// Where files are kept; absent: below the data directory.
    pub files_url: Option<Secret>,
    /// What the environment says about that place: addresses and keys by their usual names.
    pub files_options: Vec<(&'static str, Secret)>,
    /// Push services of the operator's own, in a network of their own; public ones need no entry.
    pub push_services: Vec<Url>,
    /// This program, which starts itself to read documents.
    pub program: PathBuf,
    /// How long the body of a call may take to arrive.
    pub body_patience: Duration,
    /// Where mail is handed in; absent: no mail is sent.
    pub smtp_url: Option<Secret>,
    /// The sender of all mail.
    pub mail_from: String,
    /// A folder with mail templates in place of the shipped ones; absent: none.
    pub mail_templates: Option<PathBuf>,
    /// Lets a scraper read `/metrics` from elsewhere than this machine.
    pub metrics_token: Option<Secret>,
    /// Who sells: name and address, as invoices name them in one line; absent: nobody is named.
    pub seller: Option<String>,
    /// Whether shares can be paid by hand: claimed by the payer, confirmed by the payee.
    pub manual_payments: bool,
    /// The card vendor; without a key there is none.
    pub stripe: StripeSettings,
    /// Whether conversations are named by a model, for members who want that.
    pub automatic_titles: bool,
    /// Keys and addresses of the vendors that are found from the environment.
    pub vendors: VendorSettings,
    /// Plans that add to the shipped ones or replace them by code.
    pub plans: Vec<PlanEntry>,
    /// Further AI vendors and servers.
    pub providers: Vec<ProviderEntry>,
    /// Models that add to the shipped catalogue or replace its entries by id.
    pub models: Vec<ModelEntry>,
}

/// What is wrong with the settings, with what to change.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("cannot read {path}: {source}")]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The file is not what `potluck.example.toml` describes.
    #[error("{path}: {source}")]
    Parse {
        /// The file.
        path: PathBuf,
        /// Where and why.
        source: Box<toml::de::Error>,
    },
    /// A value is not of its form.
    #[error("{name} is {value:?}, but must be {expected}")]
    Value {
        /// The setting.
        name: &'static str,
        /// What it says.
        value: String,
        /// What it should say.
        expected: &'static str,
    },
}

impl Settings {
    /// Reads the settings; `environment` looks up a variable. Nothing else of the server does.
    pub fn load(environment: &dyn Fn(&str) -> Option<String>) -> Result<Self, ConfigError> {
        // An empty variable means "not set", as in most process managers.
        let variable = |name: &str| environment(name).filter(|value| !value.is_empty());
        let file = match variable("POTLUCK_CONFIG") {
            Some(path) => File::read(Path::new(&path))?,
            None if Path::new(DEFAULT_FILE).exists() => File::read(Path::new(DEFAULT_FILE))?,
            None => File::default(),
        };
        Self::assemble(file, &variable)
    }

    fn assemble(mut file: File, variable: &dyn Fn(&str) -> Option<String>) -> Result<Self, ConfigError> {
        let text = |name: &str, in_file: Option<String>| variable(name).or(in_file);
        let secret = |name: &str, in_file: Option<Secret>| variable(name).map(Secret::new).or(in_file);

        for provider in &mut file.providers {
            provider.read_key(variable);
        }
        let listen = text("POTLUCK_LISTEN", file.listen).unwrap_or_else(|| "127.0.0.1:8080".to_owned());
        let listen: SocketAddr = listen.parse().map_err(|_| ConfigError::Value {
            name: "POTLUCK_LISTEN",
            value: listen,
            expected: "an address and a port, such as 127.0.0.1:8080",
        })?;
        let configured_url = text("POTLUCK_PUBLIC_URL", file.public_url).map(public_url).transpose()?;
        let connections = text("POTLUCK_DATABASE_CONNECTIONS", file.database_connections.map(|n| n.to_string()))
            .unwrap_or_else(|| "20".to_owned());
        let sign_up = text("POTLUCK_SIGN_UP", file.sign_up).unwrap_or_else(|| "open".to_owned());
        let verification = text("POTLUCK_EMAIL_VERIFICATION", file.email_verification.map(|on| on.to_string()))
            .unwrap_or_else(|| "true".to_owned());
        let manual = text("POTLUCK_MANUAL_PAYMENTS", file.manual_payments.map(|on| on.to_string()))
            .unwrap_or_else(|| "true".to_owned());
        let titles = text("POTLUCK_AUTOMATIC_TITLES", file.automatic_titles.map(|on| on.to_string()))
            .unwrap_or_else(|| "true".to_owned());
        let stripe = StripeSettings {
            secret_key: secret("STRIPE_SECRET_KEY", file.stripe_secret_key),
            webhook_secrets: webhook_secrets(secret("STRIPE_WEBHOOK_SECRET", file.stripe_webhook_secret).as_ref()),
            api_base: text("STRIPE_API_BASE", file.stripe_api_base),
        };
        let push_services_typed = text("POTLUCK_PUSH_SERVICES", file.push_services.map(|list| list.join(",")));
        let proxies = text("POTLUCK_TRUSTED_PROXIES", file.trusted_proxies.map(|list| list.join(",")));
        Ok(Self {
            listen,
            configured_url,
            sign_up: sign_up.parse().map_err(|_| ConfigError::Value {
                name: "POTLUCK_SIGN_UP",
                value: sign_up,
                expected: "open, invitation or closed",
            })?,
            email_verification: verification.parse().map_err(|_| ConfigError::Value {
                name: "POTLUCK_EMAIL_VERIFICATION",
                value: verification,
                expected: "true or false",
            })?,
            issuer: IssuerSettings::assemble(&file.oidc, variable)?,
            trusted_proxies: trusted_proxies(proxies.as_deref().unwrap_or("127.0.0.0/8, ::1"))?,
            data_dir: text("POTLUCK_DATA_DIR", file.data_dir).unwrap_or_else(|| "data".to_owned()).into(),
            postgres_bin: text("POTLUCK_POSTGRES_BIN", file.postgres_bin).map(PathBuf::from),
            secret: secret("POTLUCK_SECRET", file.secret),
            secret_previous: secret("POTLUCK_SECRET_PREVIOUS", file.secret_previous),
            database_url: secret("DATABASE_URL", file.database_url),
            database_connections_max: connections.parse().ok().filter(|n| (8..=1000).contains(n)).ok_or(
                ConfigError::Value {
                    name: "POTLUCK_DATABASE_CONNECTIONS",
                    value: connections,
                    expected: "a number from 8 to 1000",
                },
            )?,
            push_services: push_services(push_services_typed.as_deref().unwrap_or_default())?,
            files_url: secret("POTLUCK_FILES_URL", file.files_url),
            files_options: FILES_OPTIONS
                .iter()
                .filter_map(|name| Some((*name, Secret::new(variable(name)?))))
                .collect(),
            program: std::env::current_exe().unwrap_or_else(|_| "potluck".into()),
            body_patience: BODY_PATIENCE,
            smtp_url: secret("POTLUCK_SMTP_URL", file.smtp_url),
            mail_from: text("POTLUCK_MAIL_FROM", file.mail_from)
                .unwrap_or_else(|| "Potluck <potluck@localhost>".to_owned()),
            mail_templates: text("POTLUCK_MAIL_TEMPLATES", file.mail_templates).map(PathBuf::from),
            metrics_token: secret("POTLUCK_METRICS_TOKEN", file.metrics_token),
            seller: text("POTLUCK_SELLER", file.seller).map(|seller| seller.trim().to_owned()),
            manual_payments: manual_payments(manual, &stripe)?,
            stripe,
            automatic_titles: titles.parse().map_err(|_| ConfigError::Value {
                name: "POTLUCK_AUTOMATIC_TITLES",
                value: titles,
                expected: "true or false",
            })?,
            vendors: VendorSettings {
                openai_api_key: secret("OPENAI_API_KEY", file.openai_api_key),
                openai_base_url: text("OPENAI_BASE_URL", file.openai_base_url),
                anthropic_api_key: secret("ANTHROPIC_API_KEY", file.anthropic_api_key),
                anthropic_base_url: text("ANTHROPIC_BASE_URL", file.anthropic_base_url),
                gemini_api_key: secret("GEMINI_API_KEY", file.gemini_api_key),
                gemini_base_url: text("GEMINI_BASE_URL", file.gemini_base_url),
                ollama_host: text("OLLAMA_HOST", file.ollama_host),
            },
            plans: file.plans,
            providers: file.providers,
            models: file.models,
        })
    }

    /// How people reach the server, without a trailing slash; links in mails begin with it.
    #[must_use]
    pub fn public_url(&self) -> String {
        self.configured_url.clone().unwrap_or_else(|| format!("http://{}", self.listen))
    }

    /// The name and port by which people reach the server, if the operator said it.
    #[must_use]
    pub fn public_host(&self) -> Option<String> {
        let url: http::Uri = self.configured_url.as_ref()?.parse().ok()?;
        url.authority().map(|authority| authority.as_str().to_owned())
    }

    /// Whether new accounts have to show that mail to their address arrives.
    #[must_use]
    pub fn verifies_email(&self) -> bool {
        self.email_verification && self.smtp_url.is_some()
    }

    /// Whether people reach this server over HTTPS.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.public_url().starts_with("https://")
    }
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use super::*;

    fn settings(file: &str, variables: &[(&str, &str)]) -> Result<Settings, ConfigError> {
        let lookup = |name: &str| variables.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
        Settings::assemble(toml::from_str(file).unwrap(), &lookup)
    }

    #[test]
    fn without_anything_it_listens_on_this_machine() {
        let settings = settings("", &[]).unwrap();
        assert_eq!(settings.listen.to_string(), "127.0.0.1:8080");
        assert_eq!(settings.public_url(), "http://127.0.0.1:8080");
        assert!(!settings.is_https());
    }

    #[test]
    fn the_environment_overrides_the_file() {
        let file = "listen = \"127.0.0.1:1\"\npublic_url = \"https://file.example/\"";
        let settings = settings(file, &[("POTLUCK_LISTEN", "127.0.0.1:2")]).unwrap();
        assert_eq!(settings.listen.port(), 2);
        assert_eq!(settings.public_url(), "https://file.example");
    }

    #[test]
    fn an_empty_variable_counts_as_not_set() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("potluck.toml");
        let provider = "[[providers]]\nid = 'p'\nkind = 'openai'\nbase_url = 'http://127.0.0.1:9'\napi_key_env = 'KEY'";
        std::fs::write(&path, format!("seller = 'Ann'\n{provider}")).unwrap();
        let empty =
            |name: &str| Some(if name == "POTLUCK_CONFIG" { path.display().to_string() } else { String::new() });
        let settings = Settings::load(&empty).unwrap();
        assert_eq!((settings.data_dir, settings.postgres_bin), (PathBuf::from("data"), None));
        assert_eq!(settings.seller.as_deref(), Some("Ann"));
        assert!(settings.database_url.is_none() && settings.secret.is_none() && settings.issuer.is_none());
        assert!(settings.files_options.is_empty() && settings.providers[0].api_key.is_none());
    }

    #[test]
    fn a_bad_address_is_refused_by_name() {
        let error = settings("", &[("POTLUCK_LISTEN", "everywhere")]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "POTLUCK_LISTEN is \"everywhere\", but must be an address and a port, such as 127.0.0.1:8080"
        );
    }

    #[test]
    fn only_a_proxy_on_this_machine_is_trusted_unless_told_otherwise() {
        let networks = |variables: &[(&str, &str)]| settings("", variables).map(|settings| settings.trusted_proxies);
        let contains = |networks: &[IpNet], address: &str| {
            networks.iter().any(|network| network.contains(&address.parse::<IpAddr>().unwrap()))
        };
        let here = networks(&[]).unwrap();
        assert!(contains(&here, "127.0.0.1") && contains(&here, "::1") && !contains(&here, "10.0.0.1"));
        let named = networks(&[("POTLUCK_TRUSTED_PROXIES", "10.0.0.1, 192.168.0.0/16")]).unwrap();
        assert!(contains(&named, "10.0.0.1") && contains(&named, "192.168.3.4") && !contains(&named, "127.0.0.1"));
        assert!(networks(&[("POTLUCK_TRUSTED_PROXIES", "everybody")]).is_err());
    }

    #[test]
    fn push_services_of_ones_own_are_secure_addresses() {
        let services =
            |typed: &str| settings("", &[("POTLUCK_PUSH_SERVICES", typed)]).map(|settings| settings.push_services);
        assert_eq!(services("https://push.lan, http://127.0.0.1:9").unwrap().len(), 2);
        assert!(services("http://push.lan").is_err() && services("push.lan").is_err());
    }

    #[test]
    fn there_is_always_some_way_to_pay() {
        let offered = |variables: &[(&str, &str)]| settings("", variables).map(|settings| settings.manual_payments);
        assert!(offered(&[]).unwrap());
        let key = ("STRIPE_SECRET_KEY", "sk_test_1");
        assert!(offered(&[key]).unwrap());
        assert!(!offered(&[key, ("POTLUCK_MANUAL_PAYMENTS", "false")]).unwrap());
        assert!(offered(&[("POTLUCK_MANUAL_PAYMENTS", "false")]).is_err());
        assert!(offered(&[("POTLUCK_MANUAL_PAYMENTS", "maybe")]).is_err());
    }

    #[test]
    fn several_webhook_secrets_are_separated_by_commas() {
        let settings = settings("", &[("STRIPE_WEBHOOK_SECRET", "whsec_new, whsec_old,")]).unwrap();
        let secrets: Vec<_> = settings.stripe.webhook_secrets.iter().map(Secret::reveal).collect();
        assert_eq!(secrets, ["whsec_new", "whsec_old"]);
    }

    #[test]
    fn secrets_do_not_print() {
        let variables =
            [("OPENAI_API_KEY", "sk-canary"), ("STRIPE_SECRET_KEY", "sk_canary"), ("STRIPE_WEBHOOK_SECRET", "canary")];
        let settings = settings("", &variables).unwrap();
        assert!(!format!("{settings:?}").contains("canary"));
    }

    #[test]
    fn the_example_documents_settings_that_exist() {
        let example = include_str!("../../../../potluck.example.toml");
        let uncommented: String = example
            .lines()
            .filter_map(|line| line.strip_prefix("#: ").or_else(|| (!line.starts_with('#')).then_some(line)))
            .flat_map(|line| [line, "\n"])
            .collect();
        let settings = settings(&uncommented, &[]).unwrap();
        assert_eq!(settings.plans.len(), 1);
        assert_eq!(settings.providers.len(), 1);
        let embeds: Vec<bool> = settings.models.iter().map(|model| model.embeddings).collect();
        assert_eq!(embeds, [false, true]);
        assert_eq!(settings.issuer.unwrap().name, "Kitchen ID");
    }

    #[test]
    fn an_issuer_is_a_secure_address_with_a_client() {
        let issuer = |variables: &[(&str, &str)]| settings("", variables).map(|settings| settings.issuer);
        assert!(issuer(&[]).unwrap().is_none());
        let (url, id) = ("POTLUCK_OIDC_ISSUER", "POTLUCK_OIDC_CLIENT_ID");
        let full = issuer(&[(url, "https://id.example/realm"), (id, "potluck")]).unwrap().unwrap();
        assert_eq!((&*full.name, &*full.url), ("id.example", "https://id.example/realm"));
        assert!(issuer(&[(url, "http://127.0.0.1:1234"), (id, "potluck")]).unwrap().is_some());
        for refused in [
            vec![(url, "https://id.example")],
            vec![(id, "potluck")],
            vec![(url, "http://id.example"), (id, "potluck")],
            vec![(url, "id.example"), (id, "potluck")],
        ] {
            assert!(issuer(&refused).is_err(), "{refused:?}");
        }
    }
}
