//! Evolution: every case in `cases/` on a real server, there and back. All cases are run and all
//! failures told; `VOXANNE_CASE=part-of-a-name` builds and
//! runs a few, `UPDATE_CASES=1` writes what is expected.

mod coverage;
pub(crate) mod databases;
mod exposure;
pub(crate) mod journey;
pub(crate) mod parallel;
pub(crate) mod rows;
mod snapshot;
pub(crate) mod states;
pub(crate) mod walk;

use voxanne_tests::cases::{self, Case};

use journey::{Allowances, Journey};

#[test]
fn every_case_goes_there_and_back() {
    let wanted = std::env::var("VOXANNE_CASE").unwrap_or_default();
    let chosen: Vec<&Case> = cases::ALL
        .iter()
        .filter(|case| case.to_string().contains(&wanted))
        .collect();
    assert!(!chosen.is_empty(), "no case is called {wanted}");
    databases::prepare();
    let failures = parallel::failures(&chosen, |case, runtime| runtime.block_on(run(case)));
    let count = chosen.len();
    assert!(
        failures.is_empty(),
        "{} of {count} cases fail:\n\n{}",
        failures.len(),
        failures.join("\n\n")
    );
}

/// What a case expects, by the files in its folder: a refusal without allowances, a way there and
/// back with all of them, or both.
async fn run(case: &Case) -> Result<(), String> {
    let (refused, expected) = (snapshot::exists(case, REFUSED), snapshot::exists(case, EXPECTED));
    if refused || (!expected && Journey::of(case, Allowances::All).is_err()) {
        let refusal = match Journey::of(case, Allowances::None) {
            Ok(_) => return Err("planned without an allowance, and refused.txt says otherwise".to_owned()),
            Err(refusal) => refusal,
        };
        snapshot::compare(case, REFUSED, &refusal)?;
    }
    if expected || !snapshot::exists(case, REFUSED) {
        let journey = Journey::of(case, Allowances::All)?;
        let seen = walk::there_and_back(&journey).await?;
        snapshot::compare(case, EXPECTED, &snapshot::text(&journey, &seen))?;
    }
    Ok(())
}

const REFUSED: &str = "refused.txt";
const EXPECTED: &str = "expected.sql";
