//! As whom PostgreSQL runs: it refuses to be root, and it must end when its owner does.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::process::Command;

use crate::error::StartError;
use crate::version::Version;

/// The user nobody: outside the namespace root, inside it this number.
pub(crate) const NOBODY: u32 = 65534;

/// As whom PostgreSQL runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunAs {
    /// As the caller; for root in a user namespace, or as nobody where namespaces are refused.
    Auto,
    /// Root only: in a user namespace in which root is nobody. Files stay root's.
    Namespace,
    /// Root only: as the user nobody (65534). Files become nobody's, and every directory above the data and
    /// the binaries must let nobody in.
    Nobody,
}

/// A way to start a program of PostgreSQL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Launcher {
    Direct { ends_with_parent: bool },
    Namespace { ends_with_parent: bool },
    Nobody,
}

impl Launcher {
    /// The first way in which `postgres --version` runs, and what it says.
    pub(crate) fn choose(run_as: RunAs, bin_dir: &Path) -> Result<(Self, Version), StartError> {
        let mut reasons = Vec::new();
        for launcher in Self::ways(run_as) {
            match launcher.version(bin_dir) {
                Ok(version) => return Ok((launcher, version)),
                Err(reason) => reasons.push(format!("{}: {reason}", launcher.describe())),
            }
        }
        Err(StartError::Unusable { bin_dir: bin_dir.to_owned(), reasons })
    }

    fn ways(run_as: RunAs) -> Vec<Self> {
        let namespace = [Self::Namespace { ends_with_parent: true }, Self::Namespace { ends_with_parent: false }];
        match run_as {
            RunAs::Namespace => namespace.to_vec(),
            RunAs::Nobody => vec![Self::Nobody],
            RunAs::Auto if rustix::process::geteuid().is_root() => {
                // Without the program setpriv, nobody cannot be reached either.
                vec![namespace[0], Self::Nobody, namespace[1]]
            }
            RunAs::Auto => vec![Self::Direct { ends_with_parent: true }, Self::Direct { ends_with_parent: false }],
        }
    }

    /// Changing the user clears the parent-death signal, so `setpriv` comes last. It replaces itself, so the
    /// child's process id is PostgreSQL's.
    fn prefix(self) -> &'static [&'static str] {
        match self {
            Self::Direct { ends_with_parent: false } => &[],
            Self::Direct { ends_with_parent: true } => &["setpriv", "--pdeathsig", "INT", "--"],
            Self::Namespace { ends_with_parent: false } => {
                &["unshare", "--user", "--map-user=65534", "--map-group=65534", "--"]
            }
            Self::Namespace { ends_with_parent: true } => &[
                "unshare",
                "--user",
                "--map-user=65534",
                "--map-group=65534",
                "--",
                "setpriv",
                "--pdeathsig",
                "INT",
                "--",
            ],
            Self::Nobody => &[
                "setpriv",
                "--reuid",
                "65534",
                "--regid",
                "65534",
                "--clear-groups",
                "--",
                "setpriv",
                "--pdeathsig",
                "INT",
                "--",
            ],
        }
    }

    fn describe(self) -> &'static str {
        match self {
            Self::Direct { ends_with_parent: true } => "with setpriv",
            Self::Direct { ends_with_parent: false } => "directly",
            Self::Namespace { ends_with_parent: true } => "in a user namespace",
            Self::Namespace { ends_with_parent: false } => "in a user namespace without setpriv",
            Self::Nobody => "as the user nobody",
        }
    }

    /// A command that runs `program` this way, with none of this process's environment: PostgreSQL needs
    /// no vendor's key, and must not be steered by a stray `PGDATA`.
    pub(crate) fn command(self, program: &Path) -> Command {
        let mut command = match self.prefix() {
            [] => Command::new(program),
            [first, rest @ ..] => {
                let mut command = Command::new(first);
                command.args(rest).arg(program);
                command
            }
        };
        let path = std::env::var_os("PATH").unwrap_or_else(|| "/usr/sbin:/usr/bin:/sbin:/bin".into());
        command.env_clear().env("PATH", path).env("LC_ALL", "C").env("TZ", "UTC");
        command
    }

    fn version(self, bin_dir: &Path) -> Result<Version, String> {
        let output = self
            .command(&bin_dir.join("postgres"))
            .arg("--version")
            .current_dir("/")
            .output()
            .map_err(|error| error.to_string())?;
        let said = String::from_utf8_lossy(&output.stdout);
        match Version::parse(&said) {
            Some(version) if output.status.success() => Ok(version),
            _ => Err(String::from_utf8_lossy(&output.stderr).trim().to_owned()),
        }
    }

    /// Who must own the files, when that is not simply the caller.
    pub(crate) fn owner(self) -> Option<u32> {
        match self {
            Self::Direct { .. } => None,
            Self::Namespace { .. } => Some(0),
            Self::Nobody => Some(NOBODY),
        }
    }
}

/// Fails on the first directory at or above `path` that nobody may not enter.
pub(crate) fn check_nobody_enters(path: &Path) -> Result<(), StartError> {
    for directory in path.ancestors() {
        let metadata = fs::metadata(directory).map_err(StartError::file("look at", directory))?;
        if metadata.mode() & 0o001 == 0 && metadata.uid() != NOBODY {
            return Err(StartError::NobodyCannotEnter { path: directory.to_owned() });
        }
    }
    Ok(())
}

/// Root leaves a plain user's files alone.
pub(crate) fn check_not_somebodys(path: &Path, found: &fs::Metadata) -> Result<(), StartError> {
    match found.uid() {
        0 | NOBODY => Ok(()),
        uid => Err(StartError::BelongsToSomebody { path: path.to_owned(), uid }),
    }
}
