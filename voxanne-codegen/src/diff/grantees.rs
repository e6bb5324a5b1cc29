//! The order of grantees. PostgreSQL keeps it as privileges were granted, a dump shows it, and whoever comes stands
//! last: where the order of a state can be reached only so, those who stand behind are granted theirs anew.

use std::collections::BTreeMap;

use voxanne_schema::model::{Grant, GrantTarget, PrivilegeScope, Schema};
use voxanne_schema::object::{Describe, Object, ObjectId};

use super::{Change, Pair};

/// The grants that must be given anew, all of which both states have.
pub(crate) fn out_of_place<'s>(previous: &'s Schema, next: &'s Schema) -> Vec<Change<'s>> {
    let mut of_target: BTreeMap<&GrantTarget, Vec<&Grant>> = BTreeMap::new();
    // Those on columns stand in lists of their own.
    let on_whole = |grant: &&Grant| {
        grant
            .privileges
            .values()
            .any(|scope| *scope == PrivilegeScope::Whole)
    };
    for grant in next.grants().filter(on_whole) {
        of_target.entry(&grant.on).or_default().push(grant);
    }
    let mut anew = Vec::new();
    for grants in of_target.values_mut() {
        grants.sort_by_key(|grant| grant.place);
        // Where nobody says in which order, any will do.
        if grants.windows(2).any(|pair| pair[0].place == pair[1].place) {
            continue;
        }
        let former = |grant: &Grant| match previous.get(&ObjectId::Grant(grant.id())) {
            Some(Object::Grant(former)) => Some(former),
            _ => None,
        };
        let mut is_behind = false;
        let mut last = None;
        for grant in grants.iter() {
            match former(grant) {
                None => is_behind = true,
                Some(former) => {
                    is_behind |= last.is_some_and(|last| last >= former.place);
                    last = Some(former.place);
                    let id = ObjectId::Grant(grant.id());
                    if let (true, Some(previous), Some(next)) = (is_behind, previous.get(&id), next.get(&id))
                    {
                        anew.push(Change::Recreate(Pair { previous, next }));
                    }
                }
            }
        }
    }
    anew
}
