//! What `--help` says. A change of it is reviewed as text.

use std::process::Command;

use crate::{Sandbox, clinics};

#[test]
fn of_a_teams_binary() {
    let sandbox = Sandbox::new();
    let mut text = String::new();
    for command in [
        "", "generate", "check", "plan", "try", "diff", "drift", "apply", "rollback", "verify", "status",
    ] {
        let arguments: Vec<&str> = [command, "--help"]
            .into_iter()
            .filter(|word| !word.is_empty())
            .collect();
        let help = sandbox.run(clinics(), &arguments);
        assert_eq!((help.code, help.stderr.as_str()), (0, ""));
        for part in ["Exit codes:", "--json", "--color"] {
            assert!(help.stdout.contains(part), "{command}: {part}");
        }
        assert!(
            command.is_empty() || help.stdout.contains("Examples:"),
            "{command}"
        );
        text.push_str(&format!("$ voxanne {}\n{}\n", arguments.join(" "), help.stdout));
    }
    insta::assert_snapshot!(text);
}

#[test]
fn of_the_standalone_binary() {
    let output = Command::new(env!("CARGO_BIN_EXE_voxanne"))
        .arg("--help")
        .output()
        .unwrap();
    assert!(output.status.success());
    insta::assert_snapshot!(String::from_utf8(output.stdout).unwrap());
}

#[test]
fn the_version() {
    let answered = Sandbox::new().run(clinics(), &["--version"]);
    assert_eq!(
        (answered.code, answered.stdout),
        (0, format!("voxanne {}\n", env!("CARGO_PKG_VERSION")))
    );
}
