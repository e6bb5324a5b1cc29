use crate::cases::prelude::*;

/// A child by its name comes before its parent, and as a child after it.
#[derive(Table)]
#[table(name = "capitals", shared = "a test", inherits(Place))]
pub struct Capital {
    #[col(primary_key)]
    pub id: i64,
    pub people: i32,
}

impl TableRules for Capital {
    type Columns = CapitalColumns;

    fn rules(c: CapitalColumns, r: &mut Rules<'_, Self>) {
        r.check(c.people.gt(1000)).named("capitals_are_big");
    }
}

#[derive(Table)]
#[table(name = "places", shared = "a test", no_rules)]
pub struct Place {
    #[col(primary_key)]
    pub id: i64,
    pub people: i32,
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_places")
            .then("add_places")
            .namespace("maps")
            .table::<Capital>()
            .table::<Place>()
            .object(model::Comment {
                on: model::CommentTarget::Object(Box::new(ObjectId::Constraint(model::Member::new(
                    QualifiedName::public("capitals"),
                    "capitals_are_big",
                )))),
                text: "None is a village.".to_owned(),
            }),
    )
}
