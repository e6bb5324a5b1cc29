//! Regenerates `migrations/` and `entities/` when the definitions change.

#[path = "src/schema.rs"]
mod schema;

fn main() -> Result<(), voxanne_codegen::GenerateError> {
    voxanne_codegen::Generator::new(schema::schema())
        .root(env!("CARGO_MANIFEST_DIR"))
        .entities("entities/src")
        .watch("src/schema.rs")
        .generate()?;
    Ok(())
}
