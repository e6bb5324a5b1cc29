//! Where people wrote SQL: the bodies of functions, the queries of views and the raw fragments in expressions, each with
//! its place.

use std::borrow::Cow;
use std::fmt;

use voxanne_schema::declare::Declared;
use voxanne_schema::expression::Expression;
use voxanne_schema::model::{ConstraintDefinition, Function, IndexElement, Schema};
use voxanne_schema::name::Name;
use voxanne_schema::object::{Object, ObjectId};

/// A text with the grammar that reads it. Equal texts are read once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Text<'t> {
    pub(super) grammar: Grammar,
    pub(super) sql: &'t str,
}

/// What a text must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Grammar {
    /// Statements, the body of a function in `sql`.
    Sql,
    /// A body in standard SQL: `RETURN …`, or `BEGIN ATOMIC … END`.
    Standard,
    /// A block, the body of a function in `plpgsql`.
    PlPgSql,
    /// One expression, the whole of it.
    Expression,
    /// A part of an expression, which is put in parentheses and so may be a query.
    Operand,
}

impl Grammar {
    /// Whether the text stands inside a statement of ours.
    pub(super) const fn is_fragment(self) -> bool {
        matches!(self, Self::Expression | Self::Operand)
    }
}

/// A text in its place.
#[derive(Clone, Debug)]
pub(super) struct Site<'t> {
    pub(super) object: Cow<'t, ObjectId>,
    pub(super) place: Place<'t>,
    pub(super) text: Text<'t>,
    /// Where names without a namespace are looked up; `public` when nobody says.
    pub(super) search_path: Option<&'t [Name]>,
}

/// The part of an object that a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place<'t> {
    Body,
    Query,
    Argument(&'t Name),
    Default(&'t Name),
    Generated(&'t Name),
    Check,
    Key,
    Filter,
    Using,
    WithCheck,
    When,
    Backfill(&'t Name),
    DomainDefault,
    DomainCheck(&'t Name),
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Body => f.write_str("the body"),
            Self::Argument(name) => write!(f, "the default of the argument `{name}`"),
            Self::Default(name) => write!(f, "the default of the column `{name}`"),
            Self::Generated(name) => write!(f, "the expression of the generated column `{name}`"),
            Self::Check => f.write_str("the expression"),
            Self::Key => f.write_str("a key"),
            Self::Query => f.write_str("the query"),
            Self::Filter => f.write_str("the filter"),
            Self::Using => f.write_str("the `using` expression"),
            Self::WithCheck => f.write_str("the `with check` expression"),
            Self::When => f.write_str("the condition"),
            Self::DomainDefault => f.write_str("the default"),
            Self::DomainCheck(name) => write!(f, "the check `{name}`"),
            Self::Backfill(name) => write!(f, "the backfill of the column `{name}`"),
        }
    }
}

/// Every text of a schema, in the order of its objects.
pub(super) fn of_schema(schema: &Schema) -> Vec<Site<'_>> {
    let mut sites = Vec::new();
    for (id, object) in schema.objects() {
        let mut of = Sites {
            object: Cow::Borrowed(id),
            sites: &mut sites,
        };
        of.object(object);
    }
    sites
}

/// Every text of a declaration: those of its schema, and those of its backfills.
pub(super) fn of_declared(declared: &Declared) -> Vec<Site<'_>> {
    let mut sites = of_schema(&declared.schema);
    for backfill in &declared.backfills {
        let mut of = Sites {
            object: Cow::Owned(ObjectId::Table(backfill.table.clone())),
            sites: &mut sites,
        };
        of.expression(Place::Backfill(&backfill.column), &backfill.value);
    }
    sites
}

/// Collects the texts of one object.
struct Sites<'s, 't> {
    object: Cow<'t, ObjectId>,
    sites: &'s mut Vec<Site<'t>>,
}

impl<'t> Sites<'_, 't> {
    fn object(&mut self, object: &'t Object) {
        match object {
            Object::Function(function) => self.function(function),
            Object::Procedure(procedure) => self.function(&procedure.0),
            Object::Table(table) => {
                for column in &table.columns {
                    self.optional(Place::Default(&column.name), column.default.as_ref());
                    self.optional(Place::Generated(&column.name), column.generated.as_ref());
                }
            }
            Object::Constraint(constraint) => {
                if let ConstraintDefinition::Check(expression) = &constraint.definition {
                    self.expression(Place::Check, expression);
                }
                if let ConstraintDefinition::Exclude(exclusion) = &constraint.definition {
                    for expression in exclusion.expressions() {
                        self.expression(Place::Key, expression);
                    }
                }
            }
            Object::Index(index) => {
                for key in &index.keys {
                    if let IndexElement::Expression(expression) = &key.element {
                        self.expression(Place::Key, expression);
                    }
                }
                self.optional(Place::Filter, index.filter.as_ref());
            }
            Object::Publication(publication) => {
                for table in publication.tables.values() {
                    self.optional(Place::Filter, table.filter.as_ref());
                }
            }
            Object::Statistics(statistics) => {
                for expression in statistics.expressions() {
                    self.expression(Place::Key, expression);
                }
            }
            Object::Trigger(trigger) => self.optional(Place::When, trigger.when.as_ref()),
            Object::Policy(policy) => {
                self.optional(Place::Using, policy.using.as_ref());
                self.optional(Place::WithCheck, policy.with_check.as_ref());
            }
            Object::Domain(domain) => {
                self.optional(Place::DomainDefault, domain.default.as_ref());
                for check in &domain.checks {
                    self.expression(Place::DomainCheck(&check.name), &check.condition);
                }
            }
            Object::View(view) => self.query(&view.query),
            Object::MaterializedView(view) => self.query(&view.query),
            Object::Partition(_)
            | Object::Role(_)
            | Object::Namespace(_)
            | Object::Extension(_)
            | Object::Enum(_)
            | Object::Composite(_)
            | Object::Sequence(_)
            | Object::SequenceOwner(_)
            | Object::RowSecurity(_)
            | Object::Grant(_)
            | Object::Aggregate(_)
            | Object::DefaultPrivileges(_)
            | Object::EventTrigger(_)
            | Object::Ownership(_)
            | Object::Verbatim(_)
            | Object::Comment(_) => {}
        }
    }

    fn function(&mut self, function: &'t Function) {
        for argument in &function.arguments {
            self.optional(Place::Argument(&argument.name), argument.default.as_ref());
        }
        let grammar = match function.language.as_str() {
            "sql" if function.has_standard_body() => Grammar::Standard,
            "sql" => Grammar::Sql,
            "plpgsql" => Grammar::PlPgSql,
            _ => return,
        };
        let sql = function.body.as_str();
        self.text(
            Place::Body,
            Text { grammar, sql },
            function.search_path.as_deref(),
        );
    }

    fn query(&mut self, sql: &'t str) {
        let grammar = Grammar::Sql;
        self.text(Place::Query, Text { grammar, sql }, None);
    }

    fn optional(&mut self, place: Place<'t>, expression: Option<&'t Expression>) {
        if let Some(expression) = expression {
            self.expression(place, expression);
        }
    }

    fn expression(&mut self, place: Place<'t>, expression: &'t Expression) {
        expression.walk(&mut |part| {
            if let Expression::Raw { sql, .. } = part {
                let whole = std::ptr::eq(part, expression);
                let grammar = if whole {
                    Grammar::Expression
                } else {
                    Grammar::Operand
                };
                self.text(place, Text { grammar, sql }, None);
            }
        });
    }

    fn text(&mut self, place: Place<'t>, text: Text<'t>, search_path: Option<&'t [Name]>) {
        self.sites.push(Site {
            object: self.object.clone(),
            place,
            text,
            search_path,
        });
    }
}
