//! Finds the folders `cases/<kind>/<case>` and writes the modules that compile them, so that a case
//! is nothing but its folder.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// A part of a name: nothing but the cases that have it is compiled, which is quick.
const FILTER: &str = "VOXANNE_CASE";

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=cases");
    println!("cargo::rerun-if-env-changed={FILTER}");
    let wanted = env::var(FILTER).unwrap_or_default();
    let root = PathBuf::from(variable("CARGO_MANIFEST_DIR")?).join("cases");
    let mut modules = String::new();
    let mut list = String::from("&[\n");
    for (kind, cases) in folders(&root)? {
        for (case, folder) in cases {
            if !format!("{kind}/{case}").contains(&wanted) {
                continue;
            }
            let name = format!("{kind}__{case}");
            writeln!(modules, "#[allow(missing_docs, non_snake_case, unreachable_pub)]")
                .map_err(io::Error::other)?;
            writeln!(modules, "pub mod {name} {{").map_err(io::Error::other)?;
            for state in ["before", "after"] {
                let path = folder.join(state).with_extension("rs");
                writeln!(modules, "    #[path = {path:?}]\n    pub mod {state};")
                    .map_err(io::Error::other)?;
            }
            writeln!(modules, "}}").map_err(io::Error::other)?;
            writeln!(
                list,
                "    Case {{ kind: {kind:?}, name: {case:?}, before: {name}::before::schema, \
                 after: {name}::after::schema }},"
            )
            .map_err(io::Error::other)?;
        }
    }
    list.push(']');
    let out = PathBuf::from(variable("OUT_DIR")?);
    fs::write(out.join("modules.rs"), modules)?;
    fs::write(out.join("list.rs"), list)
}

fn variable(name: &str) -> io::Result<String> {
    env::var(name).map_err(|error| io::Error::other(format!("{name}: {error}")))
}

/// The cases of each kind with their folders, sorted.
fn folders(root: &Path) -> io::Result<BTreeMap<String, BTreeMap<String, PathBuf>>> {
    let mut kinds = BTreeMap::new();
    for (kind, folder) in inside(root)? {
        kinds.insert(kind, inside(&folder)?);
    }
    Ok(kinds)
}

fn inside(folder: &Path) -> io::Result<BTreeMap<String, PathBuf>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if let (true, Some(name)) = (path.is_dir(), path.file_name().and_then(|name| name.to_str())) {
            found.insert(name.to_owned(), path.clone());
        }
    }
    Ok(found)
}
