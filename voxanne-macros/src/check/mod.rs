//! The rules between what was read: one function per rule. Each says all that breaks it.

mod column;
mod composite;
mod domain;
mod enumeration;
mod function;
mod key;
mod name;
mod rename;
mod sequence;
mod table;
mod view;

pub(crate) use composite::composite;
pub(crate) use domain::domain;
pub(crate) use enumeration::enumeration;
pub(crate) use function::functions;
pub(crate) use sequence::sequence;
pub(crate) use table::table;
pub(crate) use view::view;
