//! Where the socket lies: its path must be short, and nobody else may reach it.

use std::fs::{self, DirBuilder};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt, chown};
use std::path::{Path, PathBuf};

use crate::error::StartError;
use crate::run_as::NOBODY;

/// The port names the socket's file; there is no TCP.
pub(crate) const FILE_NAME: &str = ".s.PGSQL.5432";

/// A socket's path has 104 bytes on macOS and 108 on Linux, with a closing zero and the file's name.
const DIRECTORY_LENGTH_MAX: usize = 88;

/// Makes the socket's directory: in the home, or for a long path in a short runtime directory.
pub(crate) fn directory(home: &Path, owner: Option<u32>) -> Result<PathBuf, StartError> {
    let near = home.join("socket");
    let directory =
        if near.as_os_str().len() <= DIRECTORY_LENGTH_MAX { near } else { runtime_directory().join(short_name(home)) };
    let expected = owner.unwrap_or_else(|| rustix::process::geteuid().as_raw());
    make_private(&directory, expected).map_err(StartError::file("make the socket directory", &directory))?;
    Ok(directory)
}

fn runtime_directory() -> PathBuf {
    std::env::var_os("XDG_RUNTIME_DIR")
        .map(PathBuf::from)
        .filter(|path| path.is_absolute() && path.is_dir() && path.as_os_str().len() + 26 <= DIRECTORY_LENGTH_MAX)
        .unwrap_or_else(|| PathBuf::from("/tmp"))
}

/// The same for the same home; that somebody else might take it is caught by the owner's check.
fn short_name(home: &Path) -> String {
    let mut hasher = DefaultHasher::new();
    home.hash(&mut hasher);
    format!("potluck-{:016x}", hasher.finish())
}

fn make_private(directory: &Path, owner: u32) -> io::Result<()> {
    match DirBuilder::new().mode(0o700).create(directory) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
        _ => {}
    }
    let me = rustix::process::geteuid();
    // Not followed: somebody else's link must not lead us elsewhere.
    let found = fs::symlink_metadata(directory)?;
    let ours = [owner, me.as_raw()].contains(&found.uid()) || (me.is_root() && found.uid() == NOBODY);
    if !found.is_dir() || !ours {
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, "it belongs to somebody else"));
    }
    if found.uid() != owner {
        chown(directory, Some(owner), Some(owner))?;
    }
    fs::set_permissions(directory, fs::Permissions::from_mode(0o700))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_home_gets_a_short_socket_directory_that_stays_the_same() {
        let temporary = tempfile::tempdir().unwrap();
        let short = temporary.path().to_owned();
        assert_eq!(directory(&short, None).unwrap(), short.join("socket"));

        let long = short.join("a-name-of-sixty-characters-that-makes-the-path-far-too-long-for-it".repeat(2));
        fs::create_dir(&long).unwrap();
        let first = directory(&long, None).unwrap();
        assert!(first.as_os_str().len() <= DIRECTORY_LENGTH_MAX);
        assert_eq!(first, directory(&long, None).unwrap());
        fs::remove_dir(first).unwrap();
    }

    #[test]
    fn a_link_in_the_socket_directorys_place_is_refused() {
        let temporary = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink("/", temporary.path().join("socket")).unwrap();
        assert!(directory(temporary.path(), None).is_err());
    }
}
