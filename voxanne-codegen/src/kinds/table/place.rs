//! Where a column stands in its table, which PostgreSQL never changes.

use voxanne_schema::model::{Column, Table};
use voxanne_schema::name::Name;
use voxanne_schema::object::ObjectId;

use super::TableChange;
use crate::diff::Pair;
use crate::kinds::Refusal;
use crate::rename;

impl TableChange<'_> {
    /// New columns stand at the end, because PostgreSQL can put them nowhere else.
    pub(super) fn check_order(&self) -> Result<(), Refusal> {
        let next: Vec<&Name> = self.pair.next.columns.iter().map(|column| &column.name).collect();
        let reached: Vec<&Name> = self
            .between
            .columns
            .iter()
            .map(|column| &column.name)
            .filter(|name| next.contains(name))
            .collect();
        if reached == next {
            return Ok(());
        }
        Err(Refusal {
            object: ObjectId::Table(self.pair.next.name.clone()),
            message: format!(
                "the columns of `{}` would stand in another order than declared",
                self.pair.next.name
            ),
            help: self.order_help(),
        })
    }

    /// Where a column stands in place of one that goes, it is perhaps that one.
    pub(super) fn order_help(&self) -> String {
        let Pair { previous, next } = self.pair;
        let help = place_help(previous, next);
        let gone = previous
            .columns
            .iter()
            .filter(|column| next.column(&column.name).is_none());
        let mut likes = gone.filter_map(|old| {
            let new = rename::columns_alike(previous, next, old)?;
            Some(rename::column_message(next, old, new))
        });
        match likes.next() {
            Some(like) => format!("{like}; if not, {help}"),
            None => help,
        }
    }
}

/// Where a new column can stand. To put it between others, those behind it would have to be added
/// again, for the sake of nothing but their order.
pub(crate) fn place_help(previous: &Table, next: &Table) -> String {
    let is_new = |column: &Column| previous.column(&column.name).is_none();
    let mut rest = next.columns.as_slice();
    while let [first, behind @ ..] = rest {
        rest = behind;
        let old = behind.iter().rfind(|column| !is_new(column));
        if let (true, Some(last)) = (is_new(first), old) {
            return format!(
                "declare `{}` behind `{}`: PostgreSQL adds columns at the end alone, and whatever stands behind a new one would have to be written anew",
                first.name, last.name
            );
        }
    }
    "leave existing columns in their order: PostgreSQL cannot move them, and adds columns at the end alone"
        .to_owned()
}
