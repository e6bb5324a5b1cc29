//! What a module of definitions imports: `use voxanne_schema::prelude::*;`.

pub use crate::declare::{Declaration, Hazard, Module, NamespaceRule};
pub use crate::model::{
    DefaultTarget, Grantee, Parallel, Privilege, PublishedOperation, SchemaEvent, StatisticsKind,
    TriggerEvent,
};
pub use crate::platform::Platform;
pub use crate::sql_type;
pub use crate::typed::commands::{
    All, Delete, Insert, Maintain, References, Select, Trigger, Truncate, Update,
};
pub use crate::typed::functions::{
    coalesce, current_timestamp_text, date, days, gen_random_uuid, hours, interval, jsonb, lower, minutes,
    now, null, sole_value, sql, timestamp, timestamptz,
};
pub use crate::typed::role::{PUBLIC, RoleName};
pub use crate::typed::types::{
    Bytea, Cidr, Citext, Date, DateRange, Inet, Int4Range, Int8Range, Interval, Json, Jsonb, NumRange,
    Numeric, Time, Timestamp, Timestamptz, TsRange, TstzRange, Uuid, Varchar,
};
pub use crate::typed::{
    AggregateRule, Composite, Compression, DefaultPrivilegesRule, Domain, EventTriggerRule, Expr,
    IndexMethod, Maximum, Minimum, Operations, Optional, PgEnum, PublicationRule, Rules, SqlFunction,
    SqlType, Strategy, Table, TableRules, View, ViewRules,
};
pub use crate::typed::{Sequence, nextval, nextval_as};
pub use voxanne_macros::{Composite, Domain, PgEnum, Sequence, Table, View, sql_fn};
