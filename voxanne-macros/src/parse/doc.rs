//! Doc comments: carried over as they are, and read as the text of a COMMENT.

use syn::{Attribute, Expr, ExprLit, Lit, Meta};

/// The doc attributes, to be written again.
pub(crate) fn attributes(attributes: &[Attribute]) -> Vec<Attribute> {
    attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("doc") && matches!(attribute.meta, Meta::NameValue(_)))
        .cloned()
        .collect()
}

/// The text of the doc comment: lines of a paragraph are joined, paragraphs and list items each
/// begin a line.
pub(crate) fn comment(attributes: &[Attribute]) -> Option<String> {
    let mut text = String::new();
    let mut begins_line = true;
    for line in attributes
        .iter()
        .filter_map(literal)
        .flat_map(|text| lines(&text))
    {
        if line.is_empty() {
            begins_line = true;
            continue;
        }
        if !text.is_empty() {
            text.push(if begins_line || is_list_item(&line) {
                '\n'
            } else {
                ' '
            });
        }
        text.push_str(&line);
        begins_line = false;
    }
    (!text.is_empty()).then_some(text)
}

fn literal(attribute: &Attribute) -> Option<String> {
    match &attribute.meta {
        Meta::NameValue(meta) if meta.path.is_ident("doc") => match &meta.value {
            Expr::Lit(ExprLit {
                lit: Lit::Str(text), ..
            }) => Some(text.value()),
            _ => None,
        },
        _ => None,
    }
}

/// Trimmed lines; a block comment's leading stars are no text.
fn lines(text: &str) -> Vec<String> {
    let block = text.contains('\n');
    text.split('\n')
        .map(str::trim)
        .map(|line| match line.strip_prefix('*') {
            Some(rest) if block && !rest.starts_with('*') => rest.trim_start().to_owned(),
            _ => line.to_owned(),
        })
        .collect()
}

fn is_list_item(line: &str) -> bool {
    line.starts_with("- ") || line.starts_with("* ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(item: &syn::ItemStruct) -> Option<String> {
        comment(&item.attrs)
    }

    #[test]
    fn paragraphs_and_items_begin_lines() {
        let item = syn::parse_quote! {
            /// People who have called
            /// or written.
            ///
            /// One row a person:
            /// - by phone
            /// - by letter
            struct Contact;
        };
        assert_eq!(
            of(&item).as_deref(),
            Some("People who have called or written.\nOne row a person:\n- by phone\n- by letter")
        );
    }

    #[test]
    fn block_comments_lose_their_stars() {
        let item = syn::parse_quote! {
            /**
             * People who
             * have called.
             */
            struct Contact;
        };
        assert_eq!(of(&item).as_deref(), Some("People who have called."));
    }

    #[test]
    fn no_doc_is_no_comment() {
        assert_eq!(of(&syn::parse_quote! { #[doc(hidden)] struct Contact; }), None);
        assert_eq!(of(&syn::parse_quote! { #[doc = ""] struct Contact; }), None);
    }
}
