//! What mails say, in every language: the shipped templates, and the operator's own in their place.
//!
//! A template is a text file: its first line is the subject, the rest after an empty line the mail. `docs/mails.md` lists what
//! each of them knows.

mod shipped;
mod template;

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use domain::language::Language;
use minijinja::{Environment, UndefinedBehavior};

pub use template::Template;

/// What every language has besides its mails: the end of those that can be switched off.
const FOOTER: &str = "footer.txt";

/// What belongs into a mail, by the names that its template knows.
#[derive(Clone, Debug, Default)]
pub struct Facts(BTreeMap<&'static str, String>);

/// A mail's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// One line.
    pub subject: String,
    /// The rest.
    pub text: String,
}

/// Every template, checked.
#[derive(Debug)]
pub struct Letters(HashMap<Language, Environment<'static>>);

/// An operator's template that cannot be used, with what to change.
#[derive(Debug, thiserror::Error)]
pub enum TemplateError {
    /// The folder or a file of it cannot be read.
    #[error("cannot read {path}: {source} (POTLUCK_MAIL_TEMPLATES)")]
    Read {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// It stands for nothing.
    #[error(
        "{0} stands for no mail: the folder has folders named by language (en, zh, es, de, fr, ja), with files such as share_due.txt"
    )]
    Unknown(PathBuf),
    /// It is not of the form of templates, or wants to know what its mail does not know.
    #[error("{path} cannot be used: {reason}")]
    Broken {
        /// Which.
        path: PathBuf,
        /// Why.
        reason: String,
    },
}

/// A mail could not be written. A fault of ours: templates are checked at the start.
#[derive(Debug, thiserror::Error)]
#[error("the mail {template:?} could not be written: {reason}")]
pub struct Unwritten {
    template: Template,
    reason: String,
}

impl Facts {
    /// Adds what is known by this name.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.0.insert(name, value.into());
        self
    }
}

impl Letters {
    /// The shipped templates, and in their place those of the operator's folder. One that is broken is refused, never passed over.
    pub fn load(folder: Option<&Path>) -> Result<Self, TemplateError> {
        let mut letters = Self::shipped();
        let Some(folder) = folder else { return Ok(letters) };
        for (name, path) in entries(folder)? {
            let language: Language = name.parse().map_err(|_| TemplateError::Unknown(path.clone()))?;
            for (file, path) in entries(&path)? {
                letters.replace(language, &file, &path)?;
            }
        }
        Ok(letters)
    }

    fn shipped() -> Self {
        let environment = |language: Language| {
            let mut environment = Environment::new();
            environment.set_undefined_behavior(UndefinedBehavior::Strict);
            let files = Template::ALL.iter().map(|template| (template.file(), shipped::text(language, *template)));
            for (file, text) in files.chain([(FOOTER, shipped::footer(language))]) {
                // Each is parsed and written by a test.
                let _parsed = environment.add_template(file, text);
            }
            (language, environment)
        };
        Self(Language::ALL.iter().copied().map(environment).collect())
    }

    fn replace(&mut self, language: Language, file: &str, path: &Path) -> Result<(), TemplateError> {
        let broken = |reason: String| TemplateError::Broken { path: path.to_owned(), reason };
        let template = Template::ALL.iter().find(|template| template.file() == file);
        if template.is_none() && file != FOOTER {
            return Err(TemplateError::Unknown(path.to_owned()));
        }
        let text =
            std::fs::read_to_string(path).map_err(|source| TemplateError::Read { path: path.to_owned(), source })?;
        if let Some(environment) = self.0.get_mut(&language) {
            environment.add_template_owned(file.to_owned(), text).map_err(|error| broken(error.to_string()))?;
        }
        // A footer is tried with every mail that ends with it.
        let touched = template.map_or(Template::ALL, std::slice::from_ref);
        touched.iter().try_for_each(|template| self.try_out(language, *template)).map_err(broken)
    }

    /// Writes a mail with made-up facts, all of them and only those that are always there.
    fn try_out(&self, language: Language, template: Template) -> Result<(), String> {
        for without_optional in [false, true] {
            let facts = template.facts().iter().fold(Facts::default(), |facts, name| {
                let is_left_out = without_optional && Template::OPTIONAL.contains(name);
                facts.with(name, if is_left_out { String::new() } else { format!("({name})") })
            });
            let words = self.write(template, language, &facts).map_err(|error| error.reason)?;
            if words.subject.trim().is_empty() || words.text.trim().is_empty() {
                return Err("the first line is the subject, and the mail follows after an empty line".to_owned());
            }
            if template.facts().contains(&"url") && !words.text.contains("(url)") {
                return Err("it leaves out {{ url }}, without which nobody can do anything about it".to_owned());
            }
        }
        Ok(())
    }

    /// Writes a mail.
    pub fn write(&self, template: Template, language: Language, facts: &Facts) -> Result<Words, Unwritten> {
        let unwritten = |reason: String| Unwritten { template, reason };
        let environment = self.0.get(&language).ok_or_else(|| unwritten(format!("no language {language}")))?;
        let found = environment.get_template(template.file()).map_err(|error| unwritten(error.to_string()))?;
        let written = found.render(&facts.0).map_err(|error| unwritten(full(&error)))?;
        let (subject, text) = written.split_once('\n').unwrap_or((&written, ""));
        Ok(Words { subject: subject.trim().to_owned(), text: format!("{}\n", text.trim()) })
    }
}

/// What is wrong, and in which line; of a template that takes another in, what is wrong in that one.
fn full(error: &minijinja::Error) -> String {
    let inner = std::iter::successors(Some(error), |outer| std::error::Error::source(*outer)?.downcast_ref());
    let error = inner.last().unwrap_or(error);
    let detail = error.detail().map(|detail| format!(": {detail}")).unwrap_or_default();
    let line = error.line().map(|line| format!(" (line {line})")).unwrap_or_default();
    format!("{}{detail}{line}", error.kind())
}

/// What is in a folder, by name; what is hidden does not count.
fn entries(folder: &Path) -> Result<Vec<(String, PathBuf)>, TemplateError> {
    let unreadable = |source| TemplateError::Read { path: folder.to_owned(), source };
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if !name.starts_with('.') {
            found.push((name, path));
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_mail_can_be_written_in_every_language() {
        let letters = Letters::load(None).unwrap();
        for language in Language::ALL {
            for template in Template::ALL {
                letters
                    .try_out(*language, *template)
                    .unwrap_or_else(|reason| panic!("{language} {template:?}: {reason}"));
            }
        }
    }

    #[test]
    fn a_mail_is_a_subject_and_a_text() {
        let letters = Letters::load(None).unwrap();
        let facts =
            Facts::default().with("url", "https://pot.example/verify-email#x").with("until", "November 23, 2026");
        let words = letters.write(Template::EmailVerification, Language::English, &facts).unwrap();
        assert_eq!(words.subject, "Confirm your address for Potluck");
        assert!(words.text.starts_with("Hello,\n\nconfirm that"), "{}", words.text);
        assert!(words.text.contains("\nhttps://pot.example/verify-email#x\n"), "{}", words.text);
        let words = letters.write(Template::EmailVerification, Language::Japanese, &facts).unwrap();
        assert_eq!(words.subject, "Potluck のメールアドレスの確認");
    }

    fn with_file(file: &str, text: &str) -> Result<Letters, TemplateError> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
        Letters::load(Some(folder.path()))
    }

    #[test]
    fn an_operators_template_stands_in_for_the_shipped_one() {
        let letters = with_file("de/email_verification.txt", "Hallo!\n\nHier: {{ url }} bis {{ until }}\n").unwrap();
        let facts = Facts::default().with("url", "u").with("until", "morgen");
        let words = letters.write(Template::EmailVerification, Language::German, &facts).unwrap();
        assert_eq!(words, Words { subject: "Hallo!".to_owned(), text: "Hier: u bis morgen\n".to_owned() });
        let words = letters.write(Template::EmailVerification, Language::English, &facts).unwrap();
        assert_eq!(words.subject, "Confirm your address for Potluck");
    }

    #[test]
    fn a_broken_template_is_refused_by_name() {
        for (file, text, reason) in [
            ("de/share_due.txt", "Hallo\n\n{{ url }} {% if %}\n", "syntax error"),
            ("de/share_due.txt", "Hallo\n\n{{ url }} {{ password }}\n", "undefined value"),
            ("de/share_due.txt", "Hallo {{ name }}", "the first line is the subject"),
            ("de/share_due.txt", "Hallo\n\nZahlen!", "leaves out {{ url }}"),
            ("de/footer.txt", "{{ unknown }}", "undefined value"),
            ("de/share_dew.txt", "Hallo\n\n{{ url }}", "stands for no mail"),
            ("dutch/share_due.txt", "Hallo\n\n{{ url }}", "stands for no mail"),
        ] {
            let error = with_file(file, text).unwrap_err().to_string();
            assert!(error.contains(reason), "{file} {text:?}: {error}");
            assert!(error.contains(file.split('/').next().unwrap()), "{error}");
        }
        let error = Letters::load(Some(Path::new("/nowhere/at/all"))).unwrap_err().to_string();
        assert!(error.contains("/nowhere/at/all") && error.contains("POTLUCK_MAIL_TEMPLATES"), "{error}");
    }
}
