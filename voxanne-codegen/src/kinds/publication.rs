//! Publications. Tables come and go where a publication stands; only from or to all tables is it made
//! anew. Whoever subscribes gets rows past row-level security, which every statement that adds a table
//! under it says.

use voxanne_schema::expression::Expression;
use voxanne_schema::model::{Publication, PublishedTable};
use voxanne_schema::name::QualifiedName;
use voxanne_schema::object::ObjectId;

use super::{Alteration, Context, Heirs, Plan, Refusal};
use crate::diff::Pair;
use crate::plan::{Delta, HazardKind, LockMode, Stage, Statement, Step, Undo};
use crate::sql::{create_publication, ident, publication_list, publication_options_after, published_table};

/// What subscribers must do.
const REFRESH: &str = "Subscribers take part once they say ALTER SUBSCRIPTION ... REFRESH PUBLICATION.";

impl Plan for Publication {
    fn create(&self, context: &Context<'_>) -> Result<Vec<Step>, Refusal> {
        let over_rows = self.tables.keys().any(|table| context.exists(table));
        let stage = if over_rows || self.all_tables || !self.namespaces.is_empty() {
            Stage::Contract
        } else {
            Stage::Expand
        };
        let statement = Statement::new(create(self, context), drop_sql(self));
        let statement = exposing(self, |_| true, locked(self.tables.keys(), statement), context);
        Ok(vec![Step::new(
            stage,
            vec![statement],
            vec![Delta::create(self.clone())],
        )])
    }

    fn drop(&self, context: &Context<'_>) -> Result<Vec<Step>, Refusal> {
        let mut statement = Statement::new(drop_sql(self), create(self, context));
        if !context.stays(&ObjectId::Publication(self.name.clone())) {
            let message = format!("subscriptions to {} fail from here on", self.name);
            statement = statement.hazard(HazardKind::NeedsTwoDeployments, message);
        }
        let statement = locked(self.tables.keys(), statement);
        let delta = vec![Delta::Drop(ObjectId::Publication(self.name.clone()))];
        Ok(vec![Step::new(Stage::Contract, vec![statement], delta)])
    }

    fn alter(pair: Pair<&Self>, context: &Context<'_>) -> Result<Alteration, Refusal> {
        let Pair { previous, next } = pair;
        if previous.all_tables != next.all_tables {
            return Ok(Alteration::Recreate);
        }
        let mut statements = tables(previous, next, context);
        let options = publication_options_after(previous, next);
        if !options.is_empty() {
            let back = publication_options_after(next, previous);
            let statement = Statement::new(set(next, &options), set(next, &back));
            // Only what goes by the partitioned table may have some columns or rows of one.
            let place = if next.via_root { 0 } else { statements.len() };
            statements.insert(place, statement);
        }
        Ok(Alteration::Steps(vec![Step::new(
            Stage::Contract,
            statements,
            vec![Delta::alter(next.clone())],
        )]))
    }

    fn expressions(&self) -> Vec<&Expression> {
        self.tables
            .values()
            .filter_map(|table| table.filter.as_ref())
            .collect()
    }

    /// Only tables of which it has a part hold on to their columns.
    fn makes_way(&self, heirs: &Heirs) -> Option<Statement> {
        let parts: Vec<&QualifiedName> = parts(self).map(|(name, _)| name).collect();
        let names: Vec<String> = parts.iter().map(|name| heirs.listed(name)).collect();
        let drop = format!(
            "ALTER PUBLICATION {} DROP TABLE {};",
            ident(&self.name),
            names.join(", ")
        );
        (!names.is_empty()).then(|| locked(parts.into_iter(), Statement::owned(drop)))
    }

    /// Those tables again.
    fn comes_back(&self, _later: bool, heirs: &Heirs) -> Vec<Statement> {
        let add = parts(self)
            .map(|(name, table)| published_table(heirs.listed(name), table))
            .collect::<Vec<_>>();
        if add.is_empty() {
            return Vec::new();
        }
        let sql = format!(
            "ALTER PUBLICATION {} ADD TABLE {};",
            ident(&self.name),
            add.join(", ")
        );
        let undo = Undo::Statements(self.makes_way(heirs).into_iter().collect());
        vec![locked(
            parts(self).map(|(name, _)| name),
            Statement::with_undo(sql, undo),
        )]
    }
}

fn create(publication: &Publication, context: &Context<'_>) -> String {
    create_publication(publication, &|table| context.heirs.listed(table))
}

/// The tables of which it has some columns or rows.
fn parts(publication: &Publication) -> impl Iterator<Item = (&QualifiedName, &PublishedTable)> {
    publication.tables.iter().filter(|(_, table)| !table.is_whole())
}

/// The statements that change the list: what comes and what goes where that is all, else the whole list,
/// for PostgreSQL has no statement that changes what is published of one table.
fn tables(previous: &Publication, next: &Publication, context: &Context<'_>) -> Vec<Statement> {
    if previous.tables == next.tables && previous.namespaces == next.namespaces {
        return Vec::new();
    }
    let changed = |name: &QualifiedName| {
        let (was, is) = (previous.tables.get(name), next.tables.get(name));
        was.is_some() && is.is_some() && was != is
    };
    let listed = |table: &QualifiedName| context.heirs.listed(table);
    let publication_list = |of: &Publication| publication_list(of, &listed);
    let lists = (publication_list(previous), publication_list(next));
    if previous.tables.keys().any(changed)
        && let (Some(was), Some(is)) = lists
    {
        let of = |list: &str| format!("ALTER PUBLICATION {}\n    SET {list};", ident(&next.name));
        let names = previous.tables.keys().chain(
            next.tables
                .keys()
                .filter(|name| !previous.tables.contains_key(*name)),
        );
        let mut statement = locked(names, Statement::new(of(&is), of(&was)));
        if publication_list(&without(next, previous)).is_some() {
            statement = statement.because(REFRESH);
        }
        let is_other = |name: &QualifiedName| previous.tables.get(name) != next.tables.get(name);
        return vec![exposing(next, is_other, statement, context)];
    }
    let added = without(next, previous);
    let dropped = without(previous, next);
    let mut statements = Vec::new();
    // Nothing is published by its columns beside a whole namespace: what goes does so first.
    if let Some(list) = publication_list(&dropped) {
        let statement = Statement::new(
            change(
                next,
                "DROP",
                &publication_list(&bare(&dropped)).unwrap_or_default(),
            ),
            change(next, "ADD", &list),
        );
        statements.push(locked(dropped.tables.keys(), statement));
    }
    if let Some(list) = publication_list(&added) {
        let statement = Statement::new(
            change(next, "ADD", &list),
            change(next, "DROP", &publication_list(&bare(&added)).unwrap_or_default()),
        );
        let statement = locked(added.tables.keys(), statement.because(REFRESH));
        statements.push(exposing(next, |name| added.has(name), statement, context));
    }
    statements
}

/// What one publication has and another has not.
fn without(of: &Publication, other: &Publication) -> Publication {
    let mut rest = of.clone();
    rest.tables.retain(|name, _| !other.tables.contains_key(name));
    rest.namespaces.retain(|name| !other.namespaces.contains(name));
    rest
}

/// The same without what is published of each table.
fn bare(publication: &Publication) -> Publication {
    let mut bare = publication.clone();
    bare.tables
        .values_mut()
        .for_each(|table| *table = PublishedTable::default());
    bare
}

fn change(publication: &Publication, verb: &str, list: &str) -> String {
    format!("ALTER PUBLICATION {} {verb} {list};", ident(&publication.name))
}

fn set(publication: &Publication, options: &[String]) -> String {
    format!(
        "ALTER PUBLICATION {} SET ({});",
        ident(&publication.name),
        options.join(", ")
    )
}

fn drop_sql(publication: &Publication) -> String {
    format!("DROP PUBLICATION {};", ident(&publication.name))
}

/// The statement and what takes it back, with the locks that both take.
fn locked<'n>(tables: impl Iterator<Item = &'n QualifiedName>, statement: Statement) -> Statement {
    let lock =
        |statement: Statement, table: &QualifiedName| statement.locks(LockMode::ShareUpdateExclusive, table);
    let tables: Vec<&QualifiedName> = tables.collect();
    let undo = match &statement.undo {
        Undo::Statements(undo) => {
            let of = |undo: &Statement| tables.iter().fold(undo.clone(), |undo, table| lock(undo, table));
            Undo::Statements(undo.iter().map(of).collect())
        }
        other => other.clone(),
    };
    tables
        .iter()
        .fold(Statement { undo, ..statement }, |statement, table| {
            lock(statement, table)
        })
}

/// Says of tables under row-level security who reads past it from here on.
fn exposing(
    publication: &Publication,
    is_new: impl Fn(&QualifiedName) -> bool,
    statement: Statement,
    context: &Context<'_>,
) -> Statement {
    let schema = &context.declared.schema;
    let closed = schema.tables().filter(|table| {
        publication.has(&table.name) && is_new(&table.name) && schema.row_security(&table.name).is_some()
    });
    closed.fold(statement, |statement, table| {
        let rows = match (&table.tenant(), publication.tables.get(&table.name)) {
            (_, Some(PublishedTable { filter: Some(_), .. })) => "the rows that its filter leaves",
            (Some(_), _) => "the rows of every tenant",
            (None, _) => "all rows",
        };
        let message = format!(
            "whoever subscribes to {} gets {rows} of {}, whatever its policies say",
            publication.name, table.name
        );
        statement.hazard(HazardKind::ChangesAccess, message)
    })
}
