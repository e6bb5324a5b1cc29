//! One call with which a team snapshot-tests its own migrations.

/// Compares every file of a series of migrations with its snapshot, by insta, which the calling
/// crate has among its dev-dependencies.
///
/// Takes declarations in the order in which they were generated, the last being the present one:
///
/// ```text
/// #[test]
/// fn migrations_are_as_reviewed() {
///     voxanne_codegen::assert_migration_snapshots!(baseline(), schema());
/// }
/// ```
#[macro_export]
macro_rules! assert_migration_snapshots {
    ($($declaration:expr),+ $(,)?) => {{
        let declarations = [$(&$declaration),+];
        match $crate::generate_series(&declarations, &$crate::PlanOptions::default()) {
            Ok(migrations) => {
                for migration in migrations {
                    let name = migration.record.name.to_string();
                    ::insta::assert_snapshot!(format!("{name}.up"), migration.files.up);
                    ::insta::assert_snapshot!(format!("{name}.down"), migration.files.down);
                    ::insta::assert_snapshot!(format!("{name}.verify"), migration.files.verify);
                }
            }
            Err(error) => panic!("{error}"),
        }
    }};
}
