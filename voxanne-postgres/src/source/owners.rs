//! Whom objects belong to is told from whoever reads a database: two readers, or a reader and whoever built
//! the other state in a scratch database, do not say the same. Owners are compared where they can be.

use voxanne_schema::model::Schema;
use voxanne_schema::object::{Object, ObjectId};

use super::build::State;

/// Makes the owners of two states comparable: leaves those out that mean whoever reads, or all of them
/// where one state says nothing of owners, and notes it.
pub(super) fn compare(states: &mut [State; 2]) {
    let [first, second] = states;
    match (first.reader.clone(), second.reader.clone()) {
        (None, None) => {}
        (Some(one), Some(other)) => {
            if one != other {
                leave_out(states, "two roles read the databases");
            }
        }
        (Some(reader), None) => settle(states, 1, &reader),
        (None, Some(reader)) => settle(states, 0, &reader),
    }
}

/// Of a database and a state that was built, which says of owners what its statements say.
fn settle(states: &mut [State; 2], built: usize, reader: &str) {
    let says = |schema: &Schema| {
        schema
            .objects()
            .any(|(_, object)| matches!(object, Object::Ownership(_)))
    };
    if !says(&states[built].schema) {
        leave_out(states, "the other state says nothing of them");
        return;
    }
    remove(&mut states[built].schema, |role| role == reader);
}

fn leave_out(states: &mut [State; 2], why: &str) {
    for state in states {
        let roles = remove(&mut state.schema, |_| true);
        if !roles.is_empty() {
            let roles: Vec<String> = roles.iter().map(|role| format!("`{role}`")).collect();
            state.notes.push(format!(
                "owners are not compared, for {why}; run this as the owner ({})",
                roles.join(", ")
            ));
        }
    }
}

/// Takes owners out, and gives their names.
fn remove(schema: &mut Schema, is_meant: impl Fn(&str) -> bool) -> Vec<String> {
    let meant = schema.objects().filter_map(|(id, object)| match object {
        Object::Ownership(of) if is_meant(of.role.as_str()) => Some((id.clone(), of.role.to_string())),
        _ => None,
    });
    let (ids, mut roles): (Vec<ObjectId>, Vec<String>) = meant.unzip();
    for id in &ids {
        schema.remove(id);
    }
    roles.sort();
    roles.dedup();
    roles
}
