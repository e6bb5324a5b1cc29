//! Event triggers. Our own statements fire them: a new one comes last, so that nothing else of its
//! migration runs under it, and one that goes does so first.

use voxanne_schema::model::{EventTrigger, TriggerEnabled};
use voxanne_schema::object::ObjectId;

use super::{Alteration, Context, Heirs, Plan, Refusal};
use crate::diff::Pair;
use crate::plan::{Delta, Stage, Statement, Step, Undo};
use crate::sql::{create_event_trigger, event_trigger_enabled, ident};

impl Plan for EventTrigger {
    const IS_CALLED: bool = false;

    fn create(&self, _context: &Context<'_>) -> Result<Vec<Step>, Refusal> {
        Ok(vec![Step::new(
            Stage::Contract,
            made(self),
            vec![Delta::create(self.clone())],
        )])
    }

    fn drop(&self, context: &Context<'_>) -> Result<Vec<Step>, Refusal> {
        let statement = Statement::with_undo(drop_sql(self), Undo::Statements(made(self)));
        let stays = context.stays(&ObjectId::EventTrigger(self.name.clone()));
        let stage = if stays { Stage::Contract } else { Stage::Expand };
        let delta = vec![Delta::Drop(ObjectId::EventTrigger(self.name.clone()))];
        Ok(vec![Step::new(stage, vec![statement], delta)])
    }

    /// Only in which sessions it fires can be changed.
    fn alter(pair: Pair<&Self>, _context: &Context<'_>) -> Result<Alteration, Refusal> {
        let Pair { previous, next } = pair;
        let switched = Self {
            enabled: next.enabled,
            ..previous.clone()
        };
        if switched != *next {
            return Ok(Alteration::Recreate);
        }
        let statement = Statement::new(event_trigger_enabled(next), event_trigger_enabled(previous));
        Ok(Alteration::Steps(vec![Step::new(
            Stage::Contract,
            vec![statement],
            vec![Delta::alter(next.clone())],
        )]))
    }

    fn turn(&self) -> u8 {
        0
    }

    fn makes_way(&self, _heirs: &Heirs) -> Option<Statement> {
        Some(Statement::owned(drop_sql(self)))
    }

    fn comes_back(&self, _later: bool, _heirs: &Heirs) -> Vec<Statement> {
        made(self)
    }
}

fn made(trigger: &EventTrigger) -> Vec<Statement> {
    let create = Statement::new(create_event_trigger(trigger), drop_sql(trigger));
    let switch =
        (trigger.enabled != TriggerEnabled::Origin).then(|| Statement::owned(event_trigger_enabled(trigger)));
    std::iter::once(create).chain(switch).collect()
}

fn drop_sql(trigger: &EventTrigger) -> String {
    format!("DROP EVENT TRIGGER {};", ident(&trigger.name))
}
