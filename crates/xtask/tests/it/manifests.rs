//! Between the crates: the manifests name only what DESIGN.md §3 lets them see.

use std::process::Command;

use serde_json::Value;

use crate::assert_none;
use crate::tree::root;

/// Each crate of ours, with those that it may use.
const EDGES: [(&str, &[&str]); 10] = [
    ("domain", &[]),
    ("embedded_postgres", &[]),
    ("papers", &["domain"]),
    ("payments", &["domain"]),
    ("providers", &["domain"]),
    ("server", &["domain", "embedded_postgres", "papers", "payments", "providers", "store", "vault"]),
    ("simulator", &[]),
    ("store", &["domain"]),
    ("vault", &[]),
    ("xtask", &["embedded_postgres"]),
];

/// For tests, anything lower, and the simulator in whose company the server and the adapters of vendors are tried.
const TEST_EDGES: [(&str, &[&str]); 4] = [
    ("server", &["simulator"]),
    ("payments", &["simulator"]),
    ("providers", &["simulator"]),
    ("store", &["embedded_postgres"]),
];

/// Time, network, storage and randomness are arguments to a pure crate.
const PURE: [&str; 3] = ["domain", "papers", "vault"];
const NOT_PURE: [&str; 16] = [
    "async-std",
    "axum",
    "chrono",
    "fastrand",
    "getrandom",
    "hyper",
    "rand",
    "rand_core",
    "reqwest",
    "rustix",
    "smol",
    "sqlx",
    "tokio",
    "tokio-util",
    "tower",
    "tracing",
];

/// Features by which a dependency would fetch randomness or time by itself.
const NOT_PURE_FEATURES: [&str; 8] =
    ["clock", "getrandom", "os_rng", "rand", "rng", "std_rng", "sys_rng", "thread_rng"];

fn broken(metadata: &Value) -> Vec<String> {
    let packages = metadata["packages"].as_array().unwrap();
    let ours: Vec<&str> = packages.iter().map(|package| package["name"].as_str().unwrap()).collect();
    let mut broken = Vec::new();
    for package in packages {
        let name = package["name"].as_str().unwrap();
        let Some(allowed) = row(&EDGES, name) else {
            broken.push(format!("{name}: a crate without a place; see EDGES in this test"));
            continue;
        };
        for dependency in package["dependencies"].as_array().unwrap() {
            let used = dependency["name"].as_str().unwrap();
            let for_tests = dependency["kind"] == "dev";
            let allowed_for_tests = for_tests && row(&TEST_EDGES, name).is_some_and(|used_by| used_by.contains(&used));
            if ours.contains(&used) && !allowed.contains(&used) && !allowed_for_tests {
                broken.push(format!("{name} may not use {used}"));
            }
            if PURE.contains(&name) && !for_tests {
                broken.extend(impurity(name, used, dependency));
            }
        }
    }
    broken
}

fn row<'a>(table: &[(&str, &'a [&'a str])], name: &str) -> Option<&'a [&'a str]> {
    table.iter().find(|(found, _)| *found == name).map(|(_, used)| *used)
}

fn impurity(name: &str, used: &str, dependency: &Value) -> Vec<String> {
    let mut broken = Vec::new();
    if NOT_PURE.contains(&used) {
        broken.push(format!("{name} is pure and may not use {used}"));
    }
    for feature in dependency["features"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        if NOT_PURE_FEATURES.contains(&feature) {
            broken.push(format!("{name} is pure and may not switch on {used}'s feature {feature}"));
        }
    }
    broken
}

#[test]
fn crates_use_only_what_they_may_see() {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .current_dir(root())
        .output()
        .unwrap();
    assert_none(&broken(&serde_json::from_slice(&output.stdout).unwrap()));
}

#[test]
fn every_forbidden_edge_is_caught() {
    let package = |name: &str, dependencies: &str| format!(r#"{{"name": "{name}", "dependencies": [{dependencies}]}}"#);
    let check = |name: &str, dependencies: &str| {
        let others = ["domain", "store", "simulator", "providers"].into_iter().filter(|other| *other != name);
        let mut packages: Vec<String> = others.map(|other| package(other, "")).collect();
        packages.push(package(name, dependencies));
        let metadata = format!(r#"{{"packages": [{}]}}"#, packages.join(","));
        broken(&serde_json::from_str(&metadata).unwrap())
    };
    let normal = |name: &str| format!(r#"{{"name": "{name}", "kind": null, "features": []}}"#);
    let dev = |name: &str| format!(r#"{{"name": "{name}", "kind": "dev", "features": []}}"#);

    assert_none(&check("server", &[normal("domain"), normal("tokio"), dev("simulator")].join(",")));
    assert_none(&check("domain", &[normal("serde"), dev("rand")].join(",")));
    assert_eq!(check("store", &normal("providers")), ["store may not use providers"]);
    assert_eq!(check("server", &normal("simulator")), ["server may not use simulator"]);
    assert_eq!(check("domain", &dev("store")), ["domain may not use store"]);
    assert_eq!(check("vault", &normal("tokio")), ["vault is pure and may not use tokio"]);
    assert_eq!(check("utils", ""), ["utils: a crate without a place; see EDGES in this test"]);
    let switched_on = r#"{"name": "chacha20poly1305", "kind": null, "features": ["getrandom"]}"#;
    assert_eq!(
        check("vault", switched_on),
        ["vault is pure and may not switch on chacha20poly1305's feature getrandom"]
    );
}
