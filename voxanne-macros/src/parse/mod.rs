//! Reads the user's tokens into a syntax tree of our own that keeps their places. What is written
//! wrong is said here; what contradicts something else, in [`check`](crate::check).

pub(crate) mod attribute;
pub(crate) mod column;
pub(crate) mod composite;
pub(crate) mod default;
mod doc;
pub(crate) mod domain;
pub(crate) mod enumeration;
pub(crate) mod form;
pub(crate) mod function;
pub(crate) mod identity;
pub(crate) mod key;
pub(crate) mod partition;
pub(crate) mod sequence;
pub(crate) mod show;
pub(crate) mod signature;
pub(crate) mod table;
pub(crate) mod ty;
pub(crate) mod view;
