use std::path::{Path, PathBuf};

/// A Python with these packages, in a virtual environment that the first test makes and all later runs use again.
pub fn python(packages: &[&str]) -> PathBuf {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
    let ready = target.join(format!("sdks-{}", packages.join("-").replace("==", "-")));
    let python = ready.join("bin/python");
    let lock = std::fs::File::create(target.join("sdks.lock")).unwrap();
    // Tests are processes of their own: one makes it, the others wait.
    lock.lock().unwrap();
    if !python.exists() {
        let half = target.join("sdks-new");
        if half.exists() {
            std::fs::remove_dir_all(&half).unwrap();
        }
        run("python3", &["-m", "venv", &half.display().to_string()]);
        let pip = half.join("bin/pip").display().to_string();
        run(&pip, &[&["install", "--quiet", "--disable-pip-version-check"][..], packages].concat());
        std::fs::rename(&half, &ready).unwrap();
    }
    python
}

fn run(program: &str, arguments: &[&str]) {
    let output = std::process::Command::new(program).args(arguments).output().unwrap_or_else(|error| {
        panic!("the tests of the SDKs need Python 3 with venv and pip: {program} does not start: {error}")
    });
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "the tests of the SDKs need Python 3 with venv and pip, and PyPI: {program}: {said}"
    );
}
