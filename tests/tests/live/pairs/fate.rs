//! What becomes of a thing between two states. A pair of states is one sketch whose parts have fates,
//! so that a smaller sketch is a smaller pair.

use proptest::prelude::*;

/// What becomes of a thing.
#[derive(Clone, Debug)]
pub(crate) enum Fate<T> {
    /// It is the same in both.
    Stays(T),
    /// It is another one afterwards.
    Turns(T, T),
    /// It is there afterwards.
    Comes(T),
    /// It was there before.
    Goes(T),
}

/// One of the two states.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Before,
    After,
}

impl<T> Fate<T> {
    /// The thing in one of the states.
    pub(crate) fn at(&self, side: Side) -> Option<&T> {
        match (self, side) {
            (Self::Stays(thing), _)
            | (Self::Turns(thing, _) | Self::Goes(thing), Side::Before)
            | (Self::Turns(_, thing) | Self::Comes(thing), Side::After) => Some(thing),
            (Self::Comes(_), Side::Before) | (Self::Goes(_), Side::After) => None,
        }
    }
}

/// Any fate of a thing; staying is what failures shrink to.
pub(crate) fn any_fate<S>(thing: S) -> BoxedStrategy<Fate<S::Value>>
where
    S: Strategy + Clone + 'static,
    S::Value: Clone,
{
    prop_oneof![
        7 => thing.clone().prop_map(Fate::Stays),
        1 => thing.clone().prop_map(Fate::Comes),
        1 => thing.clone().prop_map(Fate::Goes),
        1 => (thing.clone(), thing).prop_map(|(was, becomes)| Fate::Turns(was, becomes)),
    ]
    .boxed()
}
