//! A small schema, and the same one a little later.

use voxanne_schema::prelude::*;

/// Clinics that use the service.
#[derive(Table)]
#[table(name = "organizations", shared = "the tenants themselves")]
pub(crate) struct Organization {
    #[col(primary_key, default = gen_random_uuid())]
    pub(crate) id: Uuid,
    pub(crate) name: String,
}

impl TableRules for Organization {
    type Columns = OrganizationColumns;
    fn rules(_: OrganizationColumns, _: &mut Rules<Self>) {}
}

#[derive(PgEnum)]
pub(crate) enum LeadStatusType {
    New,
    Contacted,
    Lost,
}

/// People who have called a clinic.
#[derive(Table)]
#[table(name = "contacts", shared = "an example without tenants")]
pub(crate) struct Contact {
    #[col(primary_key, default = gen_random_uuid())]
    pub(crate) id: Uuid,
    #[col(references = Organization::id, on_delete = cascade)]
    pub(crate) org_id: Uuid,
    pub(crate) name: String,
    #[col(default = LeadStatusType::New)]
    pub(crate) lead_status: LeadStatusType,
}

impl TableRules for Contact {
    type Columns = ContactColumns;
    fn rules(c: ContactColumns, r: &mut Rules<Self>) {
        r.index((c.org_id, c.lead_status));
    }
}

/// The contacts of a later release, with notes.
mod noted {
    use super::{LeadStatusType, Organization};
    use voxanne_schema::prelude::*;

    /// People who have called a clinic.
    #[derive(Table)]
    #[table(name = "contacts", shared = "an example without tenants")]
    pub(crate) struct Contact {
        #[col(primary_key, default = gen_random_uuid())]
        pub(crate) id: Uuid,
        #[col(references = Organization::id, on_delete = cascade)]
        pub(crate) org_id: Uuid,
        pub(crate) name: String,
        #[col(default = LeadStatusType::New)]
        pub(crate) lead_status: LeadStatusType,
        pub(crate) notes: Option<String>,
    }

    impl TableRules for Contact {
        type Columns = ContactColumns;
        fn rules(c: ContactColumns, r: &mut Rules<Self>) {
            r.index((c.org_id, c.lead_status));
        }
    }
}

/// The contacts after both of the later releases were merged, in either order.
mod merged {
    use super::{LeadStatusType, Organization};
    use voxanne_schema::prelude::*;

    /// A table of contacts with two columns more.
    macro_rules! contact {
        ($table:ident, $first:ident, $second:ident) => {
            /// People who have called a clinic.
            #[derive(Table)]
            #[table(name = "contacts", shared = "an example without tenants")]
            pub(crate) struct $table {
                #[col(primary_key, default = gen_random_uuid())]
                pub(crate) id: Uuid,
                #[col(references = Organization::id, on_delete = cascade)]
                pub(crate) org_id: Uuid,
                pub(crate) name: String,
                #[col(default = LeadStatusType::New)]
                pub(crate) lead_status: LeadStatusType,
                pub(crate) $first: Option<String>,
                pub(crate) $second: Option<String>,
            }
        };
    }

    contact!(NotesFirst, notes, phone);
    contact!(PhoneFirst, phone, notes);

    impl TableRules for NotesFirst {
        type Columns = NotesFirstColumns;
        fn rules(c: NotesFirstColumns, r: &mut Rules<Self>) {
            r.index((c.org_id, c.lead_status));
        }
    }

    impl TableRules for PhoneFirst {
        type Columns = PhoneFirstColumns;
        fn rules(c: PhoneFirstColumns, r: &mut Rules<Self>) {
            r.index((c.org_id, c.lead_status));
        }
    }
}

/// The contacts of a later release, with phone.
mod phoned {
    use super::{LeadStatusType, Organization};
    use voxanne_schema::prelude::*;

    /// People who have called a clinic.
    #[derive(Table)]
    #[table(name = "contacts", shared = "an example without tenants")]
    pub(crate) struct Contact {
        #[col(primary_key, default = gen_random_uuid())]
        pub(crate) id: Uuid,
        #[col(references = Organization::id, on_delete = cascade)]
        pub(crate) org_id: Uuid,
        pub(crate) name: String,
        #[col(default = LeadStatusType::New)]
        pub(crate) lead_status: LeadStatusType,
        pub(crate) phone: Option<String>,
    }

    impl TableRules for Contact {
        type Columns = ContactColumns;
        fn rules(c: ContactColumns, r: &mut Rules<Self>) {
            r.index((c.org_id, c.lead_status));
        }
    }
}

fn organizations() -> Declaration {
    Declaration::new("clinics", Platform::Postgres)
        .module(Module::new("create_organizations").table::<Organization>())
}

fn with_contacts<Contact: TableRules>() -> Declaration {
    organizations().module(
        Module::new("create_contacts")
            .enumeration::<LeadStatusType>()
            .table::<Contact>(),
    )
}

pub(crate) fn clinics() -> Declaration {
    with_contacts::<Contact>()
}

/// With a column more.
pub(crate) fn clinics_with_notes() -> Declaration {
    with_contacts::<noted::Contact>()
}

/// With another column more.
pub(crate) fn clinics_with_phones() -> Declaration {
    with_contacts::<phoned::Contact>()
}

/// With a table less.
pub(crate) fn clinics_without_contacts() -> Declaration {
    organizations()
}

/// Wrong: two modules have one slug.
pub(crate) fn wrong_clinics() -> Declaration {
    organizations().module(Module::new("create_organizations"))
}

/// With both columns, notes before phone.
pub(crate) fn clinics_with_notes_and_phones() -> Declaration {
    with_contacts::<merged::NotesFirst>()
}

/// With both columns, phone before notes.
pub(crate) fn clinics_with_phones_and_notes() -> Declaration {
    with_contacts::<merged::PhoneFirst>()
}
