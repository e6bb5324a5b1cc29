use crate::cases::prelude::*;

sql_fn! {
    /// Whether two texts are of one length.
    #[function(language = sql, immutable)]
    pub fn same_length(one: String, other: String) -> bool {
        "SELECT length(one) = length(other)"
    }
}

pub fn schema(d: Declaration) -> Declaration {
    let module = Module::new("create_functions").function::<same_length>();
    d.module(objects(
        module,
        r#"[{ "verbatim": {
            "name": "operator public.<=> (text, text)",
            "create": ["CREATE OPERATOR public.<=> (\n    FUNCTION = public.same_length,\n    LEFTARG = text,\n    RIGHTARG = text,\n    COMMUTATOR = OPERATOR(public.<=>)\n);"],
            "drop": ["DROP OPERATOR public.<=> (text, text);"],
            "depends_on": [{ "object": { "function": {
                "name": { "namespace": "public", "name": "same_length" },
                "arguments": [
                    { "base": { "system": "text" } },
                    { "base": { "system": "text" } }
                ]
            } } }]
        } }]"#,
    ))
}
