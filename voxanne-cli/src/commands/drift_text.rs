//! Drift as people read it, and as GitHub Actions does.

use voxanne_codegen::differences::Standing;
use voxanne_codegen::{GenerateError, Way};
use voxanne_schema::object::ObjectId;

use super::count;
use super::differences::{Told, facets, head};
use super::drift::Found;
use crate::output::Sink;

/// What the other side is called.
const DEFINITIONS: &str = "the definitions";

/// Writes every object that differs, by who is ahead.
pub(super) fn write(sink: &mut Sink<'_>, found: &Found, told: &[Told<'_>]) {
    let place = found.place.words();
    if told.is_empty() {
        let objects = count(found.objects(), "object");
        sink.line(&format_args!(
            "the database is what the definitions say, {objects} compared: {place}"
        ));
        return;
    }
    let differ = if told.len() == 1 { "differs" } else { "differ" };
    let objects = count(told.len(), "object");
    sink.line(&format_args!("{objects} {differ} from the definitions: {place}"));
    let (name, dim) = (sink.palette.name, sink.palette.dim);
    for (title, of) in [
        (
            "declared, and not in the database",
            is_new as fn(&Standing) -> bool,
        ),
        ("in the database, and not declared", is_gone),
        ("in both, and not the same", is_changed),
    ] {
        let mut told = told
            .iter()
            .filter(|told| of(&told.difference.standing))
            .peekable();
        if told.peek().is_none() {
            continue;
        }
        sink.text(format_args!("\n{name}{title}{name:#}\n"));
        for one in told {
            let style = match one.difference.standing {
                Standing::New => sink.palette.good,
                Standing::Gone => sink.palette.bad,
                Standing::Changed(_) => sink.palette.warning,
            };
            let at = found.location(one);
            let at = at.map_or_else(String::new, |at| format!("  {dim}{at}{dim:#}"));
            sink.text(format_args!("  {style}{}{style:#}{at}\n", head(one)));
            for line in facets(one.difference, DEFINITIONS) {
                sink.text(format_args!("      {line}\n"));
            }
            for line in causes(found, &one.difference.object) {
                sink.text(format_args!("      {dim}{line}{dim:#}\n"));
            }
        }
    }
}

const fn is_new(standing: &Standing) -> bool {
    matches!(standing, Standing::New)
}

const fn is_gone(standing: &Standing) -> bool {
    matches!(standing, Standing::Gone)
}

const fn is_changed(standing: &Standing) -> bool {
    matches!(standing, Standing::Changed(_))
}

/// Why an object may differ.
fn causes(found: &Found, object: &ObjectId) -> Vec<String> {
    let pending = found.causes.pending_of(object);
    let pending = pending.map(|name| format!("`{name}` is pending and changes it: `apply` would bring that"));
    let unwritten = found.causes.unwritten_of(object).next();
    let unwritten = unwritten.map(|_| "no migration brings it yet: `generate` would write one".to_owned());
    pending.chain(unwritten).collect()
}

/// Says what can be done about it.
pub(super) fn what_next(sink: &mut Sink<'_>, found: &Found, way: Result<&Way, &GenerateError>) {
    let name = sink.palette.name;
    sink.text(format_args!("\n{name}what next{name:#}\n"));
    if !found.causes.pending.is_empty() {
        let pending = count(found.causes.pending.len(), "migration");
        sink.line(&format_args!(
            "  `apply`         brings what {pending} would, first of all"
        ));
    }
    let needs = match way {
        Ok(_) => String::new(),
        Err(GenerateError::Hazards(hazards)) => {
            let mut kinds: Vec<&str> = hazards.iter().map(|hazard| hazard.kind.label()).collect();
            kinds.sort_unstable();
            kinds.dedup();
            format!("; it must be allowed: `--allow {}`", kinds.join(" --allow "))
        }
        Err(_) => "; as things are it refuses, and says why".to_owned(),
    };
    sink.line(&format_args!(
        "  `drift --sql`   prints the SQL that brings the database to the definitions{needs}"
    ));
    sink.line(&"  `drift --adopt` writes definitions of what the database has");
}

/// Writes each object as an annotation, at the line that declares it where there is one.
/// <https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands>
pub(super) fn annotate(sink: &mut Sink<'_>, found: &Found, told: &[Told<'_>]) {
    for one in told {
        let what = match one.difference.standing {
            Standing::New => "is declared, and not in the database",
            Standing::Gone => "is in the database, and not declared",
            Standing::Changed(_) => "is not in the database as it is declared",
        };
        let object = &one.difference.object;
        let mut message = format!("{object} {what}");
        let facets = facets(one.difference, DEFINITIONS);
        for line in facets.into_iter().chain(causes(found, object)) {
            message.push('\n');
            message.push_str(&line);
        }
        let at = found.location(one).map_or_else(String::new, |at| {
            format!("file={},line={},", property(&at.file), at.line)
        });
        sink.line(&format_args!(
            "::error {at}title={}::{}",
            property(&format!("drift: {object}")),
            data(&message)
        ));
    }
}

/// The text of a command, in which what would end it is escaped.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property, which ends at a comma besides.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_name_ends_an_annotation() {
        assert_eq!(property("a: 1,\n100%"), "a%3A 1%2C%0A100%25");
        assert_eq!(data("a: 1,\n100%"), "a: 1,%0A100%25");
    }
}
