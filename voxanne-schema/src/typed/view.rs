//! What `derive(View)` says of a view, as builder calls.

use super::{Rules, Table, TableStructure};
use crate::model::{
    self, CheckOption, ConstraintDefinition, MaterializedView, Parameters, ViewColumn, ViewSecurity,
};
use crate::name::{Name, QualifiedName};
use crate::object::{Object, ObjectId};

/// A view declared by `derive(View)`. Its columns are typed as those of a table are.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a view",
    label = "not a view",
    note = "write `#[derive(View)]` and `#[view(name = \"…\", query = \"…\")]` on the struct"
)]
pub trait View: Table {
    /// The query and how it is kept, as the attributes say.
    fn definition() -> ViewStructure;
}

/// The rules of a view: grants, and the indexes of a materialized one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a view with rules",
    label = "no `#[derive(View)]`, or no `impl ViewRules`",
    note = "a view is a struct with `#[derive(View)]` and `#[view(name = \"…\", query = \"…\")]`",
    note = "a view without rules says `no_rules` in `#[view(…)]`; one with rules has\nimpl ViewRules for {Self} {{\n    type Columns = {Self}Columns;\n    fn rules(c: {Self}Columns, r: &mut Rules<Self>) {{}}\n}}"
)]
pub trait ViewRules: View {
    /// The struct of columns that the derive wrote: the view's name and `Columns`.
    type Columns: Default;

    /// Says the rules.
    fn rules(columns: Self::Columns, rules: &mut Rules<'_, Self>);
}

/// A view as its attributes say it, without its columns.
#[derive(Clone, Debug)]
pub struct ViewStructure {
    query: String,
    pub(crate) query_file: Option<String>,
    security: ViewSecurity,
    security_barrier: bool,
    check_option: Option<CheckOption>,
    recursive: bool,
    materialized: Option<Materialized>,
}

#[derive(Clone, Debug)]
struct Materialized {
    populated: bool,
    exposes: Option<String>,
}

impl ViewStructure {
    /// A view that reads with the rights of whoever asks.
    #[must_use]
    pub fn new(query: &str) -> Self {
        Self {
            query: query.to_owned(),
            query_file: None,
            security: ViewSecurity::Invoker,
            security_barrier: false,
            check_option: None,
            recursive: false,
            materialized: None,
        }
    }

    /// The file of its query, relative to the declaring file.
    #[must_use]
    pub fn query_file(mut self, file: &str) -> Self {
        self.query_file = Some(file.to_owned());
        self
    }

    /// It reads with the rights of its owner, for this reason.
    #[must_use]
    pub fn security_definer(mut self, why: &str) -> Self {
        self.security = ViewSecurity::Definer(why.to_owned());
        self
    }

    /// No function of a query over it looks at rows before the view's own conditions.
    #[must_use]
    pub fn security_barrier(mut self) -> Self {
        self.security_barrier = true;
        self
    }

    /// Which rows can be written through it.
    #[must_use]
    pub fn check_option(mut self, option: CheckOption) -> Self {
        self.check_option = Some(option);
        self
    }

    /// Its query reads the view itself.
    #[must_use]
    pub fn recursive(mut self) -> Self {
        self.recursive = true;
        self
    }

    /// The identity of the view that it is, under this name.
    pub(crate) fn id(&self, name: &QualifiedName) -> ObjectId {
        match self.materialized {
            None => ObjectId::View(name.clone()),
            Some(_) => ObjectId::MaterializedView(name.clone()),
        }
    }

    fn kept(&mut self) -> &mut Materialized {
        self.materialized.get_or_insert(Materialized {
            populated: true,
            exposes: None,
        })
    }

    /// Its rows are kept until they are refreshed.
    #[must_use]
    pub fn materialized(mut self) -> Self {
        self.kept();
        self
    }

    /// It is materialized, and empty and unreadable until its first refresh.
    #[must_use]
    pub fn without_data(mut self) -> Self {
        self.kept().populated = false;
        self
    }

    /// It is materialized, and keeps tenants' rows where no policy guards them, for this reason.
    #[must_use]
    pub fn exposes(mut self, why: &str) -> Self {
        self.kept().exposes = Some(why.to_owned());
        self
    }

    /// The view with its columns.
    #[must_use]
    pub(crate) fn object(&self, structure: &TableStructure) -> Object {
        let name = structure.table.name.clone();
        let columns = structure.table.columns.iter().map(column).collect();
        let key = key(structure);
        let query = self.query.clone();
        match &self.materialized {
            Some(kept) => Object::MaterializedView(MaterializedView {
                name,
                columns,
                query,
                populated: kept.populated,
                exposes: kept.exposes.clone(),
                key,
                depends_on: Vec::new(),
            }),
            None => Object::View(model::View {
                name,
                columns,
                query,
                security: self.security.clone(),
                security_barrier: self.security_barrier,
                options: Parameters::new(),
                check_option: self.check_option,
                recursive: self.recursive,
                key,
                depends_on: Vec::new(),
            }),
        }
    }
}

fn column(column: &model::Column) -> ViewColumn {
    ViewColumn {
        name: column.name.clone(),
        data_type: column.data_type.clone(),
        nullable: column.nullable,
    }
}

fn key(structure: &TableStructure) -> Vec<Name> {
    let mut keys = structure.constraints.iter();
    keys.find_map(|constraint| match &constraint.definition {
        ConstraintDefinition::PrimaryKey(columns) => Some(columns.clone()),
        ConstraintDefinition::Unique { .. }
        | ConstraintDefinition::Check(_)
        | ConstraintDefinition::ForeignKey(_)
        | ConstraintDefinition::Exclude(_) => None,
    })
    .unwrap_or_default()
}
