//! Sequences: a twin that counts alike. Where it stands is nobody's concern, and whether it is logged a
//! fact, for a temporary one is neither.

use voxanne_schema::model::Sequence;

use super::Expect;
use super::expected::Expected;
use crate::sql::{create_sequence, qualified};

impl Expect for Sequence {
    fn expect<'s>(&'s self, into: &mut Expected<'s>) {
        let logged = Self {
            unlogged: false,
            ..self.clone()
        };
        into.twin(create_sequence(&logged, &into.twin_name));
        if self.unlogged {
            into.fact(
                format!("persistence of sequence {}", qualified(&self.name)),
                "unlogged",
            );
        }
    }
}
