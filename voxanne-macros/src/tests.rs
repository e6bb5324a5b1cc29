//! The macros from tokens to tokens: that nothing is lost after an error, and that what is written
//! parses as Rust. What the compiler makes of it is shown by `tests/expansion.rs` and the ui tests.

use proc_macro2::TokenStream;
use quote::quote;

use crate::entry;
use crate::word::{
    AttributeWord, ColumnWord, CompositeWord, DomainWord, EnumWord, FunctionWord, LabelWord, SequenceWord,
    TableWord, ViewWord, Vocabulary,
};

/// The errors in an expansion, each with its help.
fn errors(expanded: &TokenStream) -> Vec<String> {
    let file: syn::File = syn::parse2(expanded.clone()).expect("an expansion is Rust");
    let calls = file.items.iter().filter_map(|item| match item {
        syn::Item::Macro(call) if call.mac.path.segments.last()?.ident == "compile_error" => {
            call.mac.parse_body::<syn::LitStr>().ok()
        }
        _ => None,
    });
    calls.map(|text| text.value()).collect()
}

/// The expansion without the compiler's own layout of spaces.
fn text(expanded: &TokenStream) -> String {
    expanded.to_string().split_whitespace().collect()
}

#[test]
fn a_sound_table_has_no_errors() {
    let expanded = entry::table(&syn::parse_quote! {
        #[table(name = "contacts", tenant = org_id, unique(org_id, id), no_rules)]
        pub struct Contact {
            #[col(primary_key, default = gen_random_uuid())]
            pub id: Uuid,
            #[col(references = Organization::id, on_delete = cascade)]
            pub org_id: Uuid,
        }
    });
    assert_eq!(errors(&expanded), Vec::<String>::new());
    let text = text(&expanded);
    for call in [
        "structure.tenant(Self::org_id);",
        ".primary_key().default(gen_random_uuid());",
        ".references(Organization::id).on_delete(::voxanne_schema::__private::ReferentialAction::Cascade);",
        "structure.unique(&[\"org_id\",\"id\"],::core::option::Option::None);",
    ] {
        assert!(text.contains(call), "{call} is not in {text}");
    }
}

#[test]
fn a_table_with_mistakes_keeps_its_columns_and_keys() {
    let expanded = entry::table(&syn::parse_quote! {
        #[table(name = "contacts", tenant = organization, unique(org_id, id), uniqe(id), no_rules)]
        pub struct Contact {
            #[col(primary_key = yes, default = 1 +, immutable)]
            pub id: Uuid,
            pub org_id: Uuid,
        }
    });
    let first_lines: Vec<String> = errors(&expanded)
        .iter()
        .filter_map(|error| error.lines().next().map(str::to_owned))
        .collect();
    assert_eq!(
        first_lines,
        [
            "unknown word `uniqe` in `#[table(…)]`",
            "`primary_key` takes no value",
            "malformed `default`: expected an expression",
            "`Contact` has no column `organization`",
        ]
    );
    let text = text(&expanded);
    assert!(text.contains("pubconstorg_id:"), "{text}");
    assert!(text.contains(".immutable()"), "{text}");
    assert!(text.contains("__private::TableforContact"), "{text}");
    assert!(
        text.contains("Column<Contact,Uuid,0usize>)>forContact"),
        "the key stays: {text}"
    );
    assert!(
        !text.contains("structure.tenant"),
        "what joins columns is left out: {text}"
    );
}

#[test]
fn a_malformed_function_does_not_hide_the_next() {
    let expanded = entry::functions(quote! {
        pub fn first(org_id) -> Uuid { "select 1" }
        pub second() -> Uuid;
        #[function(stabel)]
        pub fn third() -> Uuid { select 1 }
        pub fn fourth() -> Uuid;
    });
    assert_eq!(errors(&expanded).len(), 4, "{:?}", errors(&expanded));
    let text = text(&expanded);
    assert!(
        text.contains("pubfnthird()") && text.contains("pubfnfourth()"),
        "{text}"
    );
    assert!(!text.contains("pubfnfirst"), "{text}");
}

#[test]
fn every_error_has_a_help() {
    let expanded = [
        entry::table(&syn::parse_quote! { #[table(shared = "", name = "")] enum Contact { A } }),
        entry::enumeration(&syn::parse_quote! { #[pg_enum] struct Status<T>(T); }),
        entry::functions(quote! { fn f(a: i32 = 1, a: i32) -> trigger; pub }),
    ];
    for error in expanded.iter().flat_map(errors) {
        assert!(error.contains("\nhelp: "), "{error}");
    }
}

/// What a page lacks of the words that its attributes may hold.
fn unsaid<W: Vocabulary>(page: &str) -> Vec<String> {
    let is_said = |word: &W| {
        let mut rows = page.lines().filter(|line| line.starts_with('|'));
        rows.any(|row| {
            let begins = |quoted: &str| {
                quoted
                    .strip_prefix(word.name())
                    .is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_'))
            };
            row.split('`').skip(1).step_by(2).any(begins)
        })
    };
    let unsaid = W::ALL.iter().filter(|word| !is_said(word));
    unsaid
        .map(|word| format!("{} of {}", word.name(), W::PLACE))
        .collect()
}

#[test]
fn every_word_is_on_its_page() {
    let pages = [
        unsaid::<TableWord>(include_str!("../docs/table.md")),
        unsaid::<ColumnWord>(include_str!("../docs/table.md")),
        unsaid::<ViewWord>(include_str!("../docs/view.md")),
        unsaid::<EnumWord>(include_str!("../docs/pg_enum.md")),
        unsaid::<LabelWord>(include_str!("../docs/pg_enum.md")),
        unsaid::<DomainWord>(include_str!("../docs/domain.md")),
        unsaid::<CompositeWord>(include_str!("../docs/composite.md")),
        unsaid::<AttributeWord>(include_str!("../docs/composite.md")),
        unsaid::<SequenceWord>(include_str!("../docs/sequence.md")),
        unsaid::<FunctionWord>(include_str!("../docs/sql_fn.md")),
    ];
    assert_eq!(pages.concat(), Vec::<String>::new());
}
