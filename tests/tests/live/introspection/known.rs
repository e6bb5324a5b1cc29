//! States that are not built again as they were, each with the reason. One that passes must go from here.

/// The states, as `kind/case/before`, with the reason.
pub(super) const KNOWN: &[(&str, &str)] = &[];
