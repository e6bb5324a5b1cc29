//! What every kind of object can do: be created, be changed, be dropped. One file a kind; the
//! dispatch below is exhaustive, so a new kind does not compile until it has its file.

pub(crate) mod aggregate;
mod backfill;
pub(crate) mod belongings;
pub(crate) mod comment;
pub(crate) mod composite;
pub(crate) mod constraint;
mod constraint_timing;
mod default_privileges;
pub(crate) mod domain;
mod duplicates;
pub(crate) mod enumeration;
mod event_trigger;
mod extension;
pub(crate) mod function;
pub(crate) mod grant;
pub(crate) mod index;
mod index_swap;
pub(crate) mod inherit;
pub(crate) mod leaves;
mod lost_column;
pub(crate) mod materialized_view;
mod namespace;
pub(crate) mod ownership;
pub(crate) mod partition;
pub(crate) mod policy;
mod procedure;
mod publication;
mod quarantine;
mod replaced;
mod role;
mod row_security;
mod sequence;
pub(crate) mod sequence_owner;
pub(crate) mod statistics;
pub(crate) mod table;
pub(crate) mod trigger;
mod verbatim;
pub(crate) mod view;

use std::collections::BTreeSet;
use std::sync::Arc;

use voxanne_schema::declare::Declared;
use voxanne_schema::expression::Expression;
use voxanne_schema::model::{CommentTarget, Constraint, DefaultTarget, Grantee, Schema, Table};
use voxanne_schema::name::{Name, QualifiedName};
use voxanne_schema::object::{Object, ObjectId};
use voxanne_schema::{dispatch, dispatch_pair};

pub(crate) use inherit::Heirs;
pub(crate) use table::{create_table, place_help, revoke_sequence};

use crate::analysis::BodyDependencies;
use crate::diff::Pair;
use crate::plan::{HazardKind, Plain, Statement, Step, Undo, stands_in_a_circle};
use crate::sql;

/// Why privileges are revoked from an object that is new.
const NOTHING_BY_DEFAULT: &str =
    "default privileges may give the new object away: only what is declared is granted";

/// What the statements of a change depend on besides the object itself.
pub(crate) struct Context<'c> {
    /// What there was.
    pub(crate) previous: &'c Schema,
    /// What there was before anything of the same plan, under its former names: types may have changed since.
    pub(crate) original: &'c Schema,
    /// What there will be.
    pub(crate) declared: &'c Declared,
    /// The tables that exist before the migration, and the materialized views that stay; their rows
    /// and whoever uses them are respected.
    pub(crate) existing: &'c BTreeSet<QualifiedName>,
    /// What function bodies and queries name.
    pub(crate) bodies: &'c BodyDependencies,
    /// The tables that are changed plainly because somebody asks for it.
    pub(crate) plain: &'c Plain,
    /// Which tables inherit from which all the while.
    pub(crate) heirs: &'c Heirs,
    /// The domains that are other ones already, because a type changed: on the way back they change again.
    pub(crate) other_domains: &'c BTreeSet<QualifiedName>,
}

/// How an object becomes another.
pub(crate) enum Alteration {
    /// By these steps.
    Steps(Vec<Step>),
    /// Only by being dropped and created again.
    Recreate,
}

/// Why a change cannot be planned as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    /// The object.
    pub(crate) object: ObjectId,
    /// Why.
    pub(crate) message: String,
    /// What to write.
    pub(crate) help: String,
}

/// What every kind can do. What most kinds have nothing special to say to has a default.
pub(crate) trait Plan: Sized {
    /// How much a change of it says about what a migration is for, the weightiest first.
    const WEIGHT: u8 = 1;
    /// Whether code that runs meanwhile calls it by its name.
    const IS_CALLED: bool = true;

    /// The steps that create the object.
    ///
    /// # Errors
    ///
    /// Why it cannot be created as it stands.
    fn create(&self, context: &Context<'_>) -> Result<Vec<Step>, Refusal>;

    /// The steps that drop the object.
    ///
    /// # Errors
    ///
    /// Why it cannot be dropped as it stands.
    fn drop(&self, context: &Context<'_>) -> Result<Vec<Step>, Refusal>;

    /// How the object becomes another of the same identity.
    ///
    /// # Errors
    ///
    /// Why it cannot.
    fn alter(pair: Pair<&Self>, context: &Context<'_>) -> Result<Alteration, Refusal>;

    /// The expressions that hold on to what they name, but those of columns and types.
    fn expressions(&self) -> Vec<&Expression> {
        Vec::new()
    }

    /// Its place among what makes way for a change of type, and comes back in the opposite order.
    fn turn(&self) -> u8 {
        6
    }

    /// The statement that drops it where it stands in the way of a change of type; nothing where it
    /// never does.
    fn makes_way(&self, _heirs: &Heirs) -> Option<Statement> {
        None
    }

    /// The statements that create it again afterwards; `later` where what it says is proven later.
    fn comes_back(&self, _later: bool, _heirs: &Heirs) -> Vec<Statement> {
        Vec::new()
    }

    /// What it means that it does not come back.
    fn loss(&self) -> Option<(HazardKind, String)> {
        None
    }
}

/// The steps that create an object.
///
/// # Errors
///
/// Why it cannot be created as it stands.
pub(crate) fn create(object: &Object, context: &Context<'_>) -> Result<Vec<Step>, Refusal> {
    dispatch!(object, inner => inner.create(context))
}

/// The steps that drop an object.
///
/// # Errors
///
/// Why it cannot be dropped as it stands.
pub(crate) fn drop(object: &Object, context: &Context<'_>) -> Result<Vec<Step>, Refusal> {
    let mut steps = dispatch!(object, inner => inner.drop(context))?;
    // Tables, domains, functions and views bring back all that is theirs by themselves.
    if matches!(
        object,
        Object::Table(_)
            | Object::Domain(_)
            | Object::Composite(_)
            | Object::Sequence(_)
            | Object::Function(_)
            | Object::Procedure(_)
            | Object::Aggregate(_)
            | Object::View(_)
            | Object::MaterializedView(_)
    ) {
        return Ok(steps);
    }
    let last = steps.last_mut().and_then(|step| step.statements.last_mut());
    let Some(Undo::Statements(undo)) = last.map(|last| &mut last.undo) else {
        return Ok(steps);
    };
    let comment = ObjectId::Comment(CommentTarget::Object(Box::new(object.id())));
    let owner = ObjectId::Ownership(Box::new(object.id()));
    for about in [owner, comment].iter().filter_map(|id| context.previous.get(id)) {
        let steps = create(about, context)?;
        undo.extend(steps.into_iter().flat_map(|step| step.statements));
    }
    Ok(steps)
}

/// How an object becomes another of the same identity.
///
/// # Errors
///
/// Why it cannot.
pub(crate) fn alter(pair: Pair<&Object>, context: &Context<'_>) -> Result<Alteration, Refusal> {
    dispatch_pair!(
        (pair.previous, pair.next),
        (previous, next) => Plan::alter(Pair { previous, next }, context),
        _ => Err(Refusal {
            object: pair.next.id(),
            message: "an object cannot become one of another kind".to_owned(),
            help: "drop the one and create the other".to_owned(),
        })
    )
}

/// The grants on an object that there were, as statements that give them again.
fn grants_on(object: &ObjectId, context: &Context<'_>) -> Result<Vec<Statement>, Refusal> {
    let mut statements = Vec::new();
    for grant in context
        .previous
        .grants()
        .filter(|grant| grant.on.object() == *object)
    {
        let steps = Plan::create(grant, context)?;
        statements.extend(steps.into_iter().flat_map(|step| step.statements));
    }
    Ok(statements)
}

/// One column as it is, several in parentheses.
pub(crate) fn row(list: &str, count: usize) -> String {
    if count == 1 {
        list.to_owned()
    } else {
        format!("({list})")
    }
}

/// A statement that stops while there are rows: `rows` is what stands behind FROM, `message` has a
/// `%s` for their number.
pub(crate) fn refuse_rows(rows: &str, message: &str, hint: &str) -> Statement {
    Statement::owned(format!(
        "DO $refuse$
DECLARE
    contrary bigint;
BEGIN
    -- An error where a policy would hide rows, in place of silently passing them over.
    PERFORM set_config('row_security', 'off', true);

    SELECT count(*)
    INTO contrary
    FROM {rows};

    IF contrary > 0 THEN
        RAISE EXCEPTION USING
            ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = format({}, contrary),
            HINT = {};
    END IF;
END;
$refuse$;",
        sql::literal(message),
        sql::literal(hint),
    ))
}

impl<'c> Context<'c> {
    /// The same where nothing exists yet, so that everything is created in its plain form.
    #[must_use]
    pub(crate) fn anew(&self) -> Context<'c> {
        const NOTHING: &BTreeSet<QualifiedName> = &BTreeSet::new();
        Context {
            previous: self.previous,
            original: self.original,
            declared: self.declared,
            existing: NOTHING,
            bodies: self.bodies,
            plain: self.plain,
            heirs: self.heirs,
            other_domains: self.other_domains,
        }
    }

    /// A table as the declared schema holds it, where it is that one: not to be copied once more.
    pub(crate) fn shared_table(&self, table: &Table) -> Arc<Object> {
        let declared = self.declared.schema.shared(&ObjectId::Table(table.name.clone()));
        declared
            .filter(|object| matches!(&**object, Object::Table(own) if std::ptr::eq(own, table)))
            .unwrap_or_else(|| Arc::new(table.clone().into()))
    }

    /// Whether a table exists before the migration.
    #[must_use]
    pub(crate) fn exists(&self, table: &QualifiedName) -> bool {
        self.existing.contains(table)
    }

    /// Whether a table that exists is changed plainly because somebody asks for it.
    #[must_use]
    pub(crate) fn is_plain(&self, table: &QualifiedName) -> bool {
        self.exists(table) && self.plain.takes(table)
    }

    /// Whether a foreign key must go so that its table can.
    #[must_use]
    pub(crate) fn breaks_a_circle(&self, key: &Constraint) -> bool {
        let goes = |table: &QualifiedName| self.declared.schema.table(table).is_none();
        stands_in_a_circle(key, self.previous, goes)
    }

    /// Whether an object that there was is there afterwards, so that what hangs on it does not go
    /// by itself.
    #[must_use]
    pub(crate) fn stays(&self, object: &ObjectId) -> bool {
        self.declared.schema.contains(object) || self.declared.existing.contains(object)
    }

    /// Everybody who may hold privileges on a new object by default, `PUBLIC` first.
    #[must_use]
    pub(crate) fn default_grantees(&self) -> String {
        let roles = self.declared.platform.api_roles();
        let schemas = [self.previous, &self.declared.schema];
        let declared = schemas.iter().flat_map(|schema| schema.default_privileges());
        let mut grantees: Vec<Grantee> = std::iter::once(Grantee::Public)
            .chain(roles.into_iter().map(|role| Grantee::Role(role.name)))
            .collect();
        // An owner keeps what is its own.
        for of in declared.filter(|of| !of.to_owner) {
            if !grantees.contains(&of.id.grantee) {
                grantees.push(of.id.grantee.clone());
            }
        }
        let grantees: Vec<String> = grantees.iter().map(sql::grantee).collect();
        grantees.join(", ")
    }

    /// Everybody to whom declared default privileges give or deny something on new objects of a kind, of
    /// which PostgreSQL alone says otherwise what they may.
    #[must_use]
    pub(crate) fn defaulted_grantees(&self, on: DefaultTarget) -> BTreeSet<&Grantee> {
        let schemas = [self.previous, &self.declared.schema];
        let declared = schemas.into_iter().flat_map(Schema::default_privileges);
        let of_kind = declared.filter(|of| of.id.on == on && !of.to_owner);
        of_kind.map(|of| &of.id.grantee).collect()
    }

    /// The columns of the primary key of a table that exists.
    #[must_use]
    pub(crate) fn primary_key(&self, table: &QualifiedName) -> Vec<Name> {
        self.previous
            .constraints_of(table)
            .find(|constraint| constraint.is_primary_key())
            .map(|constraint| constraint.key_columns().to_vec())
            .unwrap_or_default()
    }
}
