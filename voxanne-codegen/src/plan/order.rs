//! The order of all steps: `edges` say what must come before what, and among the rest a `key` keeps
//! together what a reader wants to see together.

use voxanne_schema::diagnostic::{Code, Diagnostic};
use voxanne_schema::model::Constraint;
use voxanne_schema::object::{Object, ObjectId};

use super::edges::Edges;
use super::graph::Graph;
use super::key::Key;
use super::statement::{Stage, Step};
use super::{Inputs, Unit};
use crate::kinds::partition::detaches;

/// One step in its place.
#[derive(Debug)]
pub(crate) struct Placed<'s> {
    pub(crate) module: usize,
    pub(crate) stage: Stage,
    pub(crate) step: Step,
    /// The object that the step is about.
    pub(crate) object: &'s Object,
    /// Constraints inside a new table.
    pub(crate) inlined: Vec<&'s Constraint>,
    /// The places of the steps that this one directly needs, all before its own.
    pub(crate) needs: Vec<usize>,
}

/// A vertex: a step of a unit.
pub(super) struct Vertex {
    pub(super) unit: usize,
    pub(super) step: usize,
}

/// Every step in its place.
///
/// # Errors
///
/// A cycle of objects that need each other.
pub(crate) fn order<'s>(
    mut units: Vec<Unit<'s>>,
    inputs: Inputs<'_>,
) -> Result<Vec<Placed<'s>>, Vec<Diagnostic>> {
    for unit in &mut units {
        if unit.steps.is_empty() {
            unit.steps.push(Step::new(Stage::Expand, Vec::new(), Vec::new()));
        }
    }
    let vertices: Vec<Vertex> = units
        .iter()
        .enumerate()
        .flat_map(|(unit, of)| (0..of.steps.len()).map(move |step| Vertex { unit, step }))
        .collect();
    let edges = Edges::new(&units, &vertices, inputs);
    let mut graph = edges.graph();
    let ranks = edges.table_ranks();
    let mut keys: Vec<Key> = vertices
        .iter()
        .map(|vertex| Key::new(&units[vertex.unit], vertex.step, inputs, &ranks))
        .collect();
    if inputs.declared.unguided && graph.sort(&keys).is_err() {
        graph = edges.with_bodies_unread().graph();
    }
    // Once to learn in which file each step must stand, and once more to sort within the files.
    let mut sorted = sorted(&graph, &keys, &units, &vertices)?;
    let back: Vec<usize> = (0..vertices.len())
        .filter(|&vertex| {
            let Vertex { unit, step } = vertices[vertex];
            detaches(&units[unit].steps[step])
        })
        .collect();
    let moved = raise(&mut keys, &graph, &sorted, &back);
    if moved {
        sorted = self::sorted(&graph, &keys, &units, &vertices)?;
    }
    let groups: Vec<(usize, Stage)> = keys.iter().map(|key| (key.module, key.stage)).collect();
    Ok(place(units, &vertices, &graph, &sorted, &groups))
}

/// Moves every step into the file of what it needs, where that is a later one, and one that takes a
/// partition out of its table into the file of the next, which puts it back. Whether anything moved.
fn raise(keys: &mut [Key], graph: &Graph, sorted: &[usize], back: &[usize]) -> bool {
    let mut moved = false;
    loop {
        for &vertex in sorted {
            let own = (keys[vertex].module, keys[vertex].stage);
            for &later in graph.after(vertex) {
                let key = &mut keys[later];
                // A label can be used only once it is committed, in a file after that of the labels.
                let group = match own {
                    (module, Stage::Labels) => (module, key.stage),
                    own => own,
                };
                moved |= group > (key.module, key.stage);
                (key.module, key.stage) = group.max((key.module, key.stage));
            }
        }
        let mut waits = false;
        for &vertex in back {
            let next = (keys[vertex + 1].module, keys[vertex + 1].stage);
            waits |= (keys[vertex].module, keys[vertex].stage) < next;
            (keys[vertex].module, keys[vertex].stage) = next;
        }
        if !waits {
            return moved;
        }
        moved = true;
    }
}

fn sorted(
    graph: &Graph,
    keys: &[Key],
    units: &[Unit<'_>],
    vertices: &[Vertex],
) -> Result<Vec<usize>, Vec<Diagnostic>> {
    graph.sort(keys).map_err(|cycle| {
        let ids = cycle.iter().map(|&vertex| &units[vertices[vertex].unit].id);
        vec![cycle_diagnostic(ids)]
    })
}

/// Tells of objects that need each other.
pub(crate) fn cycle_diagnostic<'o>(ids: impl Iterator<Item = &'o ObjectId>) -> Diagnostic {
    let mut names: Vec<String> = ids.map(ToString::to_string).collect();
    names.dedup();
    names.extend(names.first().cloned());
    Diagnostic::general(
        Code::DependencyCycle,
        format!(
            "objects need each other, so that none can be created first: {}",
            names.join(" needs ")
        ),
        "break the circle: let one of them reach the other only when it runs, through a trigger or a third object",
    )
}

/// Puts every step in its file.
fn place<'s>(
    units: Vec<Unit<'s>>,
    vertices: &[Vertex],
    graph: &Graph,
    sorted: &[usize],
    groups: &[(usize, Stage)],
) -> Vec<Placed<'s>> {
    let mut needs: Vec<Vec<usize>> = vec![Vec::new(); vertices.len()];
    for &vertex in sorted {
        for &later in graph.after(vertex) {
            needs[later].push(vertex);
        }
    }
    let mut order = sorted.to_vec();
    order.sort_by_key(|&vertex| groups[vertex]);
    let mut place_of = vec![0; vertices.len()];
    for (place, &vertex) in order.iter().enumerate() {
        place_of[vertex] = place;
    }
    // Vertices are the steps of all units, one unit after the other.
    let mut steps: Vec<Option<Step>> = Vec::with_capacity(vertices.len());
    let mut about: Vec<(&Object, Vec<&Constraint>)> = Vec::with_capacity(units.len());
    for unit in units {
        steps.extend(unit.steps.into_iter().map(Some));
        about.push((unit.object, unit.inlined));
    }
    order
        .into_iter()
        .filter_map(|vertex| {
            let (module, stage) = groups[vertex];
            let (object, inlined) = about[vertices[vertex].unit].clone();
            let needs = needs[vertex].iter().map(|&earlier| place_of[earlier]).collect();
            Some(Placed {
                module,
                stage,
                step: steps[vertex].take()?,
                object,
                inlined,
                needs,
            })
        })
        .collect()
}
