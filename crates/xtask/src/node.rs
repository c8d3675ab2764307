//! Node and npm: are they there, are the packages installed, is the web app built?

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Map, Value};

use crate::failure::{Context, Failure, Outcome};
use crate::workspace;

/// The oldest Node that the front end's tools run on.
const NODE_MAJOR_MIN: u32 = 20;

/// Fails with what to install when Node or npm is missing or too old.
pub(crate) fn check() -> Outcome {
    let advice = format!("Node {NODE_MAJOR_MIN} or newer with npm is needed: https://nodejs.org");
    let node = said(Command::new("node").arg("--version"))
        .map_err(|_| Failure(format!("the program node was not found. {advice}")))?;
    let major = node.trim_start_matches('v').split('.').next().and_then(|major| major.parse().ok());
    if major.is_none_or(|major: u32| major < NODE_MAJOR_MIN) {
        return Err(Failure(format!("node is {node}. {advice}")));
    }
    said(Command::new("npm").arg("--version"))
        .map_err(|_| Failure(format!("the program npm was not found. {advice}")))?;
    Ok(())
}

/// The first line of what a program prints.
pub(crate) fn said(command: &mut Command) -> io::Result<String> {
    let output = command.output()?;
    let text = String::from_utf8_lossy(&output.stdout);
    match text.lines().next() {
        Some(line) if output.status.success() => Ok(line.trim().to_owned()),
        _ => Err(io::Error::other(String::from_utf8_lossy(&output.stderr).trim().to_owned())),
    }
}

/// npm in the checkout.
pub(crate) fn npm(words: &[&str]) -> Command {
    let mut command = Command::new("npm");
    // npm's warnings are about other people's packages and this machine's settings.
    command.args(words).current_dir(workspace::root()).env("npm_config_loglevel", "error");
    command
}

/// Whether `node_modules` is exactly what `package-lock.json` says, however it came to be.
pub(crate) fn is_installed() -> bool {
    let root = workspace::root();
    let wanted = lock(&root.join("package-lock.json"));
    let found = lock(&root.join("node_modules/.package-lock.json"));
    matches!((wanted, found), (Some(wanted), Some(found)) if same_packages(&wanted, &found))
}

fn lock(path: &Path) -> Option<Map<String, Value>> {
    let lock: Value = serde_json::from_slice(&fs::read(path).ok()?).ok()?;
    lock["packages"].as_object().cloned()
}

/// npm leaves out packages that are optional and made for other systems.
fn same_packages(wanted: &Map<String, Value>, found: &Map<String, Value>) -> bool {
    let is_package = |name: &str| name.contains("node_modules/");
    let same = |name: &String, package: &Value| match found.get(name) {
        Some(other) => ["version", "integrity", "resolved"].iter().all(|&field| {
            // Who installs without the host names in the lock may still record them beside the packages.
            package[field] == other[field] || (field == "resolved" && package[field].is_null())
        }),
        None => package["optional"] == true,
    };
    wanted.iter().all(|(name, package)| !is_package(name) || same(name, package))
        && found.keys().all(|name| !is_package(name) || wanted.contains_key(name))
}

/// The web app's build: whether `web/dist` was built from what is in `web` now.
pub(crate) struct WebBuild {
    stamp: PathBuf,
    inputs: String,
}

impl WebBuild {
    /// Looks at every file that the build reads.
    pub(crate) fn look() -> Outcome<Self> {
        let root = workspace::root();
        let mut hasher = DefaultHasher::new();
        hash_file(&root.join("package-lock.json"), &mut hasher)?;
        hash_tree(&root.join("web"), &mut hasher)?;
        let stamp = workspace::target_dir()?.join("xtask/web-build.hash");
        Ok(Self { stamp, inputs: format!("{:016x}", hasher.finish()) })
    }

    /// Whether there is nothing to do.
    pub(crate) fn is_fresh(&self) -> bool {
        let built = workspace::root().join("web/dist/index.html").is_file();
        built && fs::read_to_string(&self.stamp).is_ok_and(|stamp| stamp == self.inputs)
    }

    /// Remembers what was built; call it after the build, on the value from before it.
    pub(crate) fn remember(&self) -> Outcome {
        let directory = self.stamp.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(directory).context(directory.display())?;
        fs::write(&self.stamp, &self.inputs).context(self.stamp.display())
    }
}

fn hash_tree(directory: &Path, hasher: &mut DefaultHasher) -> Outcome {
    let entries = fs::read_dir(directory).context(directory.display())?;
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort_unstable();
    for path in paths {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if path.is_file() {
            hash_file(&path, hasher)?;
        } else if !["dist", "node_modules"].contains(&&*name) && !name.starts_with('.') {
            hash_tree(&path, hasher)?;
        }
    }
    Ok(())
}

fn hash_file(path: &Path, hasher: &mut DefaultHasher) -> Outcome {
    path.hash(hasher);
    fs::read(path).context(path.display())?.hash(hasher);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packages(text: &str) -> Map<String, Value> {
        let value: Value = serde_json::from_str(text).unwrap();
        value.as_object().unwrap().clone()
    }

    #[test]
    fn installed_means_the_same_versions_and_nothing_else() {
        let wanted = packages(
            r#"{"": {"name": "potluck"}, "web": {"version": "0.1.0"},
                "node_modules/web": {"link": true},
                "node_modules/a": {"version": "1.0.0"},
                "node_modules/b-darwin": {"version": "2.0.0", "optional": true}}"#,
        );
        let installed = r#"{"node_modules/web": {"link": true}, "node_modules/a": {"version": "1.0.0"}}"#;
        assert!(same_packages(&wanted, &packages(installed)));
        assert!(!same_packages(&wanted, &packages(&installed.replace("1.0.0", "1.0.1"))));
        assert!(!same_packages(&wanted, &packages(&installed.replace("node_modules/a", "node_modules/c"))));
        assert!(!same_packages(&wanted, &packages(r#"{"node_modules/web": {"link": true}}"#)));
    }
}
