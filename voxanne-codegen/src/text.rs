//! Texts out of pieces.

/// Joins pieces of text with one allocation, where a schema of a thousand tables makes many:
/// `format!` grows each of them in steps.
macro_rules! text {
    ($( $piece:expr ),+ $(,)?) => {
        [$( AsRef::<str>::as_ref(&$piece) ),+].concat()
    };
}
