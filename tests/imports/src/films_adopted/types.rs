//! Types.

use voxanne_schema::prelude::*;

pub(crate) fn module() -> Module {
    Module::new("import_types")
        .as_found()
        .domain::<Bıgınt>()
        .domain::<Email>()
        .sequence::<ActorActorIdSeq>()
}

#[derive(Domain)]
#[domain(not_null, default = 0, usage(PUBLIC))]
pub struct Bıgınt(i64);

#[derive(Domain)]
#[domain(
    collation = "C",
    check(email_check = "(VALUE ~ '^[^@]+@[^@]+$'::text)", email_check1 = "(length(VALUE) < 255)"),
    usage(PUBLIC),
)]
pub struct Email(String);

/// counts
#[derive(Sequence)]
pub struct ActorActorIdSeq(i64);
