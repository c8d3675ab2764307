//! The files of a checkout, or a made-up one.

use std::fs;
use std::path::{Path, PathBuf};

/// Directories that hold nothing of ours.
const NOT_OURS: [&str; 6] = [".git", ".sqlx", "data", "dist", "node_modules", "target"];

/// Text files by their path from the top, with forward slashes; sorted.
pub(crate) struct Tree {
    files: Vec<(String, String)>,
}

impl Tree {
    /// Every text file of this checkout.
    pub(crate) fn of_this_checkout() -> Self {
        let root = root();
        let mut files = Vec::new();
        read(&root, &root, &mut files);
        assert!(files.len() > 20, "this checkout has no files");
        Self { files }
    }

    pub(crate) fn made_up(files: &[(&str, &str)]) -> Self {
        let own = |&(path, text): &(&str, &str)| (path.to_owned(), text.to_owned());
        Self { files: files.iter().map(own).collect() }
    }

    /// The files below a directory with one of the endings.
    pub(crate) fn below<'a>(
        &'a self,
        directory: &'a str,
        endings: &'a [&'a str],
    ) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.files
            .iter()
            .map(|(path, text)| (path.as_str(), text.as_str()))
            .filter(move |(path, _)| path.starts_with(directory) && endings.iter().any(|end| path.ends_with(end)))
    }

    pub(crate) fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        self.below("", &[""])
    }

    pub(crate) fn text(&self, path: &str) -> Option<&str> {
        self.files.iter().find(|(found, _)| found == path).map(|(_, text)| text.as_str())
    }
}

/// The checkout's top directory.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap().to_owned()
}

fn read(root: &Path, directory: &Path, files: &mut Vec<(String, String)>) {
    let mut paths: Vec<PathBuf> = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort_unstable();
    for path in paths {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_symlink() || NOT_OURS.contains(&name.as_str()) {
            continue;
        }
        if path.is_dir() {
            read(root, &path, files);
        } else if let Ok(text) = fs::read_to_string(&path) {
            files.push((path.strip_prefix(root).unwrap().to_string_lossy().into_owned(), text));
        }
    }
}
