//! Extended statistics in rules.

use std::collections::BTreeSet;

use super::RuleSet;
use super::rules::FormerKind;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{IndexElement, IndexKey, Statistics, StatisticsKind};
use crate::name::{Name, default_name};
use crate::object::ObjectId;

/// Statistics that can still be named and narrowed.
#[derive(Debug)]
pub struct StatisticsRule<'r> {
    set: &'r mut RuleSet,
}

impl<'r> StatisticsRule<'r> {
    /// Statistics over keys that were collected as those of an index.
    pub(crate) fn new(set: &'r mut RuleSet, keys: Vec<IndexKey>) -> Self {
        let name = default_name(set.table.name.as_str(), &joined(&keys), "stat");
        let table = set.table.clone();
        for key in &keys {
            if *key != IndexKey::new(key.element.clone()) {
                set.diagnostics.push(Diagnostic::new(
                    Code::InvalidRule,
                    ObjectId::Statistics(table.sibling(name.clone())),
                    format!(
                        "statistics of `{table}` are not sorted, and have no operator class and no collation"
                    ),
                    "name the columns alone: `r.statistics((c.city, c.country))`",
                ));
            }
        }
        set.statistics.push(Statistics {
            table,
            name,
            kinds: BTreeSet::new(),
            keys: keys.into_iter().map(|key| key.element).collect(),
            target: None,
        });
        Self { set }
    }

    fn with(self, change: impl FnOnce(&mut Statistics)) -> Self {
        if let Some(last) = self.set.statistics.last_mut() {
            change(last);
        }
        self
    }

    /// The name, in place of PostgreSQL's own.
    pub fn named(self, name: &str) -> Self {
        self.with(|last| last.name = Name::new(name))
    }

    /// What they were called before. May stay once the rename is done.
    pub fn renamed_from(self, name: &str) -> Self {
        self.set.renamed_from(FormerKind::Statistics, name);
        self
    }

    /// What is counted, in place of everything.
    pub fn kinds(self, kinds: impl IntoIterator<Item = StatisticsKind>) -> Self {
        let kinds: BTreeSet<_> = kinds.into_iter().collect();
        let all = StatisticsKind::ALL.iter().all(|kind| kinds.contains(kind));
        self.with(|last| last.kinds = if all { BTreeSet::new() } else { kinds })
    }

    /// How many values are kept, at most 10,000, in place of what the columns say.
    pub fn target(self, values: u16) -> Self {
        self.with(|last| last.target = Some(values))
    }
}

/// What PostgreSQL would call the columns and expressions together.
fn joined(keys: &[IndexKey]) -> String {
    let names = keys.iter().map(|key| match &key.element {
        IndexElement::Column(name) => name.as_str(),
        IndexElement::Expression(_) => "expr",
    });
    names.collect::<Vec<_>>().join("_")
}
