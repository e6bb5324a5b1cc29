//! How objects are called on a page: as a person would, without the namespace that everybody is in.

use voxanne_schema::data_type::{BaseType, DataType};
use voxanne_schema::name::QualifiedName;

/// `contacts`, or `billing.contacts` outside `public`.
pub(super) fn qualified(name: &QualifiedName) -> String {
    if name.namespace == *"public" {
        name.name.to_string()
    } else {
        name.to_string()
    }
}

/// A type, `lead_status_type[]`, `numeric(10, 2)`.
pub(super) fn data_type(of: &DataType) -> String {
    match &of.base {
        BaseType::System(_) => of.to_string(),
        BaseType::User(name) | BaseType::Domain(name) | BaseType::Composite(name) => {
            let plain = DataType {
                base: BaseType::System(qualified(name).into()),
                ..of.clone()
            };
            plain.to_string()
        }
    }
}

/// Whether a character is shown at all, in its place: not one that controls a terminal, and not
/// one that turns the direction of the text around it, by which a name could pass for another.
pub(super) fn is_shown(c: char) -> bool {
    !c.is_control()
        && !matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
