//! Extended statistics: what PostgreSQL refuses in them.

use super::findings::Findings;
use crate::diagnostic::Code;
use crate::model::Statistics;
use crate::object::{Describe, ObjectId};

/// How many columns and expressions one can have.
const MOST_KEYS: usize = 8;

/// The most values that PostgreSQL keeps.
const MOST_VALUES: u16 = 10_000;

pub(super) fn check(statistics: &Statistics, findings: &mut Findings) {
    let id = || ObjectId::Statistics(statistics.id());
    let mut refuse = |message: String, help: &str| {
        findings.report(Code::InvalidRule, id(), message, help.to_owned());
    };
    let of = format!("the statistics `{}`", statistics.qualified_name());
    let (columns, expressions) = (statistics.columns().count(), statistics.expressions().count());
    if columns + expressions > MOST_KEYS {
        refuse(
            format!(
                "{of} have {} keys, and PostgreSQL takes {MOST_KEYS}",
                columns + expressions
            ),
            "name those that conditions combine, or declare several: `r.statistics((c.city, c.country))`",
        );
    }
    if columns + expressions < 2 && expressions == 0 {
        refuse(
            format!("{of} are of one column, of which PostgreSQL keeps statistics anyway"),
            "name at least two columns, or an expression: `r.statistics((c.city, c.country))`",
        );
    }
    if columns == 0 && expressions == 1 && !statistics.kinds.is_empty() {
        refuse(
            format!("{of} are of one expression, and there are no kinds of those"),
            "leave out `.kinds(…)`, or name another column beside the expression",
        );
    }
    let mut names: Vec<_> = statistics.columns().collect();
    names.sort();
    if let Some(twice) = names.windows(2).find(|pair| pair[0] == pair[1]) {
        refuse(
            format!("{of} name the column `{}` twice", twice[0]),
            "name each column once",
        );
    }
    if statistics.target.is_some_and(|target| target > MOST_VALUES) {
        refuse(
            format!("{of} keep more than {MOST_VALUES} values"),
            "write `.target(1000)`, at most 10,000",
        );
    }
}
