//! Crates timed in rounds, and the table of their medians.

use crate::Failure;
use crate::project::Project;

/// A crate to time.
pub(crate) struct Subject {
    tables: usize,
    what: &'static str,
    samples: Vec<Sample>,
}

/// One `cargo check`, in milliseconds.
#[derive(Clone, Copy)]
pub(crate) struct Sample {
    pub(crate) wall: f64,
    /// Of cargo and rustc together. It hardly differs when others use the machine.
    pub(crate) processor: f64,
}

impl Subject {
    pub(crate) fn new(what: &'static str, tables: usize) -> Self {
        Self {
            tables,
            what,
            samples: Vec::new(),
        }
    }

    /// The crate's name.
    pub(crate) fn name(&self) -> String {
        format!("{}-{}", self.what.replace(' ', "-"), self.tables)
    }

    /// The medians.
    fn median(&self) -> Sample {
        Sample {
            wall: median(self.samples.iter().map(|sample| sample.wall)),
            processor: median(self.samples.iter().map(|sample| sample.processor)),
        }
    }
}

/// Times every crate once a round, once the first of them is compiled: they all have its dependencies.
pub(crate) fn in_rounds(project: &Project, subjects: &mut [Subject], rounds: usize) -> Result<(), Failure> {
    if let Some(first) = subjects.first() {
        project.prepare(&first.name())?;
    }
    for _ in 0..rounds {
        for subject in &mut *subjects {
            let sample = project.time(&subject.name())?;
            subject.samples.push(sample);
        }
    }
    Ok(())
}

/// Prints the medians and every run. `a table` is the difference to the first subject, which has no
/// tables.
pub(crate) fn tell(title: &str, subjects: &[Subject]) {
    println!("{title}, in ms");
    println!(
        "{:>6}  {:<18} {:>7} {:>8} {:>10} {:>8}   runs",
        "tables", "what", "median", "a table", "processor", "a table"
    );
    let Some(empty) = subjects.first().map(Subject::median) else {
        return;
    };
    for subject in subjects {
        let median = subject.median();
        let a_table = |ms: f64| match subject.tables {
            0 => String::new(),
            tables => format!("{:.2}", ms / tables as f64),
        };
        let runs: Vec<_> = subject
            .samples
            .iter()
            .map(|sample| format!("{:.0}", sample.wall))
            .collect();
        println!(
            "{:>6}  {:<18} {:>7.0} {:>8} {:>10.0} {:>8}   {}",
            subject.tables,
            subject.what,
            median.wall,
            a_table(median.wall - empty.wall),
            median.processor,
            a_table(median.processor - empty.processor),
            runs.join(" ")
        );
    }
}

/// The medians of one subject and of another of the same size, if both were measured.
pub(crate) fn pair(subjects: &[Subject], tables: usize, one: &str, other: &str) -> Option<(Sample, Sample)> {
    let find = |what| {
        subjects
            .iter()
            .find(|subject| subject.tables == tables && subject.what == what)
    };
    Some((find(one)?.median(), find(other)?.median()))
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}

/// The processor time of all processes that this one has waited for, in milliseconds, as Linux
/// counts it: the 16th and 17th field of `/proc/self/stat`, in hundredths of a second. 0 elsewhere.
pub(crate) fn processor_time() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The second field is the program's name, which may hold anything, in parentheses.
    let fields = stat.rsplit_once(')').map_or("", |(_, fields)| fields);
    let ticks = fields.split_whitespace().skip(13).take(2);
    ticks
        .filter_map(|field| field.parse::<f64>().ok())
        .map(|ticks| ticks * 10.0)
        .sum()
}
