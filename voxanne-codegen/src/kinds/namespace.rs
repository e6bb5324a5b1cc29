//! `CREATE SCHEMA`, `DROP SCHEMA`.

use voxanne_schema::model::Namespace;
use voxanne_schema::object::ObjectId;

use super::{Alteration, Context, Plan, Refusal};
use crate::diff::Pair;
use crate::plan::{Delta, Stage, Statement, Step, Undo};
use crate::sql::ident;

impl Plan for Namespace {
    const WEIGHT: u8 = 2;

    fn create(&self, _context: &Context<'_>) -> Result<Vec<Step>, Refusal> {
        let statement = Statement::new(create_sql(self), drop_sql(self));
        Ok(vec![Step::new(
            Stage::Expand,
            vec![statement],
            vec![Delta::create(self.clone())],
        )])
    }

    fn drop(&self, context: &Context<'_>) -> Result<Vec<Step>, Refusal> {
        let mut back = vec![Statement::owned(create_sql(self))];
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

fn create_sql(namespace: &Namespace) -> String {
    format!("CREATE SCHEMA {};", ident(&namespace.name))
}

fn drop_sql(namespace: &Namespace) -> String {
    format!("DROP SCHEMA {};", ident(&namespace.name))
}
