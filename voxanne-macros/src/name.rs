//! The names that PostgreSQL gives by itself, and how it cuts long ones.

/// The longest identifier that PostgreSQL keeps, in bytes.
pub(crate) const MAX_BYTES: usize = 63;

/// What PostgreSQL keeps of a name.
pub(crate) fn truncated(name: &str) -> &str {
    clip(name, MAX_BYTES)
}

/// PostgreSQL's own name for a key: `contacts_org_id_fkey`. The same rule as
/// `voxanne_schema::name::default_name`, which a test compares with it.
pub(crate) fn default_name(table: &str, columns: &str, suffix: &str) -> String {
    let separators = if columns.is_empty() { 1 } else { 2 };
    let available = MAX_BYTES.saturating_sub(suffix.len() + separators);
    let (mut first, mut second) = (table.len(), columns.len());
    while first + second > available {
        if first > second {
            first -= 1;
        } else {
            second -= 1;
        }
    }
    let (table, columns) = (clip(table, first), clip(columns, second));
    if columns.is_empty() {
        format!("{table}_{suffix}")
    } else {
        format!("{table}_{columns}_{suffix}")
    }
}

/// At most `bytes` bytes of the text, never splitting a character.
fn clip(text: &str, bytes: usize) -> &str {
    let mut end = bytes.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn default_names_are_those_of_the_schema_crate() {
        let long = "a_long_name_that_goes_on_".repeat(3);
        for (table, columns) in [
            ("contacts", ""),
            ("contacts", "org_id"),
            (&long, &long),
            ("é", &long),
        ] {
            for suffix in ["pkey", "key", "fkey"] {
                let expected = voxanne_schema::name::default_name(table, columns, suffix);
                assert_eq!(default_name(table, columns, suffix), expected.as_str());
            }
        }
    }

    #[test]
    fn names_are_cut_between_characters() {
        assert_eq!(truncated(&"é".repeat(40)).len(), 62);
        assert_eq!(truncated("short"), "short");
    }
}
