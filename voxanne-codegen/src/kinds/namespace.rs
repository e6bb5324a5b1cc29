//! `CREATE SCHEMA`, `DROP SCHEMA`.

use voxanne_schema::model::{DefaultTarget, GrantTarget, Namespace};
use voxanne_schema::object::ObjectId;

use super::{Alteration, Context, NOTHING_BY_DEFAULT, Plan, Refusal};
use crate::diff::Pair;
use crate::plan::{Delta, Stage, Statement, Step, Undo};
use crate::sql::{grant_target, grantee, ident};

impl Plan for Namespace {
    const WEIGHT: u8 = 2;

    fn create(&self, context: &Context<'_>) -> Result<Vec<Step>, Refusal> {
        let mut statements = vec![Statement::new(create_sql(self), drop_sql(self))];
        statements.extend(kept_to_owner(self, context));
        Ok(vec![Step::new(
            Stage::Expand,
            statements,
            vec![Delta::create(self.clone())],
        )])
    }

    fn drop(&self, context: &Context<'_>) -> Result<Vec<Step>, Refusal> {
        let mut back = vec![Statement::owned(create_sql(self))];
        back.extend(kept_to_owner(self, context));
        back.extend(super::grants_on(
            &ObjectId::Namespace(self.name.clone()),
            context,
        )?);
        let statement = Statement::with_undo(drop_sql(self), Undo::Statements(back));
        let delta = Delta::Drop(ObjectId::Namespace(self.name.clone()));
        Ok(vec![Step::new(Stage::Contract, vec![statement], vec![delta])])
    }

    fn alter(_pair: Pair<&Self>, _context: &Context<'_>) -> Result<Alteration, Refusal> {
        Ok(Alteration::Steps(Vec::new()))
    }
}

/// The end of what declared default privileges give away; PostgreSQL gives nobody anything of a new one.
fn kept_to_owner(namespace: &Namespace, context: &Context<'_>) -> Option<Statement> {
    let grantees = context.defaulted_grantees(DefaultTarget::Namespaces);
    let grantees: Vec<String> = grantees.into_iter().map(grantee).collect();
    (!grantees.is_empty()).then(|| {
        let target = grant_target(&GrantTarget::Namespace(namespace.name.clone()));
        let sql = format!("REVOKE ALL ON {target} FROM {};", grantees.join(", "));
        Statement::owned(sql).serving(NOTHING_BY_DEFAULT)
    })
}

fn create_sql(namespace: &Namespace) -> String {
    format!("CREATE SCHEMA {};", ident(&namespace.name))
}

fn drop_sql(namespace: &Namespace) -> String {
    format!("DROP SCHEMA {};", ident(&namespace.name))
}
