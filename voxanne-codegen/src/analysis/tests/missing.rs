//! Which names are told to be missing.

use voxanne_schema::model::{Extension, ExtensionPresence, Namespace};
use voxanne_schema::name::{Name, QualifiedName};
use voxanne_schema::object::Object;

use super::super::check;
use super::{declared, domain, plpgsql, policy, sql, table, wrong};

fn missing_with(objects: impl IntoIterator<Item = Object>) -> Vec<String> {
    let found = check(&declared(domain().into_iter().chain(objects)));
    found
        .into_iter()
        .map(|found| format!("{}; {}", found.message, found.help))
        .collect()
}

#[test]
fn a_table_that_nobody_declares_is_told_with_the_nearest() {
    assert_eq!(
        wrong(&plpgsql(
            "f",
            "BEGIN PERFORM 1 FROM public.contcts; UPDATE public.contcts SET a = 1; END"
        )),
        [
            "missing_object: the body of function `public.f()` names the table `public.contcts`, which nobody declares; \
          did you mean `public.contacts`? otherwise declare it in a module: `.table::<…>()`, or, if it exists without us: \
          `Declaration::existing(ObjectId::Table(QualifiedName::new(\"public\", \"contcts\")))`"
        ]
    );
}

#[test]
fn a_function_that_nobody_declares_is_told() {
    let found = missing_with([
        sql("create_notification", "SELECT 1").into(),
        sql("f", "SELECT public.creat_notification(1)").into(),
    ]);
    assert_eq!(found.len(), 1);
    assert!(
        found[0].contains("calls the function `public.creat_notification`, which nobody declares"),
        "{}",
        found[0]
    );
    assert!(
        found[0].contains("did you mean `public.create_notification`?"),
        "{}",
        found[0]
    );
}

#[test]
fn every_statement_about_rows_is_looked_at() {
    for statement in [
        "PERFORM 1 FROM a JOIN public.nothing ON true",
        "INSERT INTO public.nothing VALUES (1)",
        "UPDATE ONLY public.nothing AS n SET a = 1",
        "DELETE FROM public.nothing",
        "DELETE FROM x USING public.nothing",
        "MERGE INTO public.nothing USING x ON true WHEN MATCHED THEN DELETE",
        "RETURN QUERY TABLE public.nothing",
        "CALL public.nothing(1)",
        "n := public.nothing()",
        "PERFORM 1 FROM public.nothing() AS f",
        "PERFORM 1 FROM ROWS FROM (public.nothing())",
    ] {
        let found = wrong(&plpgsql("f", &format!("BEGIN {statement}; END")));
        assert_eq!(found.len(), 1, "{statement}: {found:?}");
    }
}

#[test]
fn what_may_well_exist_is_not_told() {
    for statement in [
        "PERFORM 1 FROM nothing, pg_catalog.nothing, information_schema.nothing, auth.nothing, extensions.nothing",
        "PERFORM auth.nothing(), extensions.nothing(), nothing(), other.nothing()",
        "PERFORM public.nothing.id, public.nothing",
        "n := 'a'::public.nothing",
        "DROP TABLE IF EXISTS public.nothing",
        "CREATE TABLE public.nothing AS SELECT 1; INSERT INTO public.nothing VALUES (2)",
        "EXECUTE format('CREATE TABLE %I.%I ()', 'public', 'nothing'); DELETE FROM public.nothing",
        "SELECT last_value INTO n FROM public.nothing_id_seq",
        "PERFORM 'public.nothing'::regclass",
        "PERFORM 1 FROM auth.users",
    ] {
        assert_eq!(
            wrong(&plpgsql("f", &format!("BEGIN {statement}; END"))),
            [""; 0],
            "{statement}"
        );
    }
}

#[test]
fn namespaces_of_ours_count_and_those_of_extensions_do_not() {
    let names_other = || sql("f", "SELECT other.nothing() FROM other.nothing").into();
    assert_eq!(missing_with([names_other()]), [""; 0]);
    let other = Namespace {
        name: Name::new("other"),
    };
    assert_eq!(missing_with([names_other(), other.into()]).len(), 2);
    let extension = Extension {
        name: Name::new("pgcrypto"),
        namespace: Name::new("public"),
        presence: ExtensionPresence::Required,
        settings: Vec::new(),
    };
    assert_eq!(
        missing_with([
            sql("f", "SELECT public.digest('a', 'b')").into(),
            extension.into()
        ]),
        [""; 0]
    );
}

#[test]
fn a_name_in_another_namespace_is_suggested() {
    let mut contacts = table("invoices");
    contacts.name = QualifiedName::new("billing", "invoices");
    let found = missing_with([contacts.into(), sql("f", "SELECT 1 FROM public.invoices").into()]);
    assert!(
        found[0].contains("did you mean `billing.invoices`?"),
        "{}",
        found[0]
    );
}

#[test]
fn fragments_are_looked_at() {
    let found = missing_with([policy("p", "contacts", "public.auth_org() = org_id").into()]);
    assert!(found[0].starts_with(
        "the `using` expression of policy `p` on `public.contacts` calls the function `public.auth_org`"
    ));
}
