//! Types that exist elsewhere: of extensions, of PostgreSQL's own, or with modifiers.

use voxanne_schema::prelude::*;

sql_type! {
    /// `money`
    pub Money = "money";
    /// `numeric(65, 30)`
    pub Numeric65_30 = "numeric"(65, 30);
    /// `timestamp(3)`
    pub Timestamp3 = "timestamp"(3);
    /// `timestamp(6)`
    pub Timestamp6 = "timestamp"(6);
    /// `timetz(0)`
    pub Timetz0 = "timetz"(0);
    /// `varchar`
    pub VarcharType = "varchar";
}
