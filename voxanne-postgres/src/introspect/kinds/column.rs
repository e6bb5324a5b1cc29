//! The columns of a table.

use serde::Deserialize;
use voxanne_schema::model::{Column, ColumnStorage, Compression, Identity, SequenceOptions, Strategy};
use voxanne_schema::name::{Name, QualifiedName, default_name};

use super::strange;
use crate::error::Error;
use crate::introspect::found::Found;
use crate::introspect::names::class;
use crate::introspect::text;

/// A column, as [`COLUMNS`] finds it.
#[derive(Deserialize)]
pub(super) struct Row {
    name: Name,
    type_oid: u32,
    type_text: Option<String>,
    required: bool,
    identity: String,
    generated: String,
    default_oid: Option<u32>,
    default: Option<String>,
    collation: Option<QualifiedName>,
    statistics: Option<u16>,
    strategy: Option<char>,
    compression: String,
    options: Option<Vec<String>>,
    sequence: Option<Sequence>,
    inherited: bool,
}

/// The sequence of an identity.
#[derive(Deserialize)]
struct Sequence {
    name: Name,
    start: i64,
    increment: i64,
    min: i64,
    max: i64,
    cache: i64,
    cycle: bool,
}

/// The columns of the relation `c`, in order.
pub(super) const COLUMNS: &str = r#"(SELECT json_agg(json_build_object('name', a.attname,
        'type_oid', a.atttypid::int8,
        'type_text', CASE WHEN a.atttypmod <> -1 THEN format_type(a.atttypid, a.atttypmod) END,
        'required', a.attnotnull, 'identity', a.attidentity, 'generated', a.attgenerated,
        'default_oid', d.oid::int8, 'default', pg_get_expr(d.adbin, d.adrelid),
        'collation', (SELECT json_build_object('namespace', kn.nspname, 'name', k.collname)
            FROM pg_collation AS k JOIN pg_namespace AS kn ON kn.oid = k.collnamespace
            WHERE k.oid = a.attcollation AND a.attcollation <> t.typcollation),
        'statistics', nullif(a.attstattarget, -1), 'strategy', nullif(a.attstorage, t.typstorage),
        'compression', a.attcompression, 'options', a.attoptions,
        'sequence', CASE WHEN a.attidentity <> '' THEN (SELECT json_build_object('name', sc.relname,
                'start', s.seqstart, 'increment', s.seqincrement, 'min', s.seqmin, 'max', s.seqmax,
                'cache', s.seqcache, 'cycle', s.seqcycle)
            FROM pg_depend AS sd JOIN pg_sequence AS s ON s.seqrelid = sd.objid JOIN pg_class AS sc ON sc.oid = sd.objid
            WHERE sd.refclassid = 'pg_class'::regclass AND sd.refobjid = c.oid AND sd.refobjsubid = a.attnum
            AND sd.classid = 'pg_class'::regclass AND sd.deptype = 'i') END,
        'inherited', a.attinhcount > 0 AND NOT a.attislocal) ORDER BY a.attnum)
        FROM pg_attribute AS a JOIN pg_type AS t ON t.oid = a.atttypid
        LEFT JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)"#;

impl Row {
    /// The column of a table.
    pub(super) fn column(self, table: &QualifiedName, found: &mut Found) -> Result<Column, Error> {
        let place = format!("{table}.{}", self.name);
        if self.inherited {
            found.name("column that is inherited alone", place.clone());
        }
        if self.generated == "v" {
            found.name("virtual generated column", place.clone());
        }
        let data_type = found.names.data_type(self.type_oid, self.type_text.as_deref())?;
        let parameters = text::parameters(self.options.as_deref());
        let options = match &self.sequence {
            Some(sequence) => sequence.options().shortened(&data_type),
            None => SequenceOptions::default(),
        };
        let called = default_name(table.name.as_str(), self.name.as_str(), "seq");
        let sequence = self.sequence.filter(|sequence| sequence.name != called);
        let sequence = sequence.map(|sequence| table.sibling(sequence.name));
        let expression = self.default.zip(self.default_oid);
        let expression = expression.map(|(sql, oid)| found.expression(class::ATTRDEF, oid, &sql));
        let is_generated = !self.generated.is_empty();
        let (generated, default) = if is_generated {
            (expression, None)
        } else {
            (None, expression)
        };
        Ok(Column {
            storage: ColumnStorage {
                statistics: self.statistics,
                strategy: self.strategy.map(strategy).transpose()?,
                compression: compression(&self.compression)?,
            },
            identity: identity(&self.identity)?,
            name: self.name,
            data_type,
            nullable: !self.required,
            default,
            sequence_options: options,
            sequence,
            options: parameters,
            generated,
            collation: self.collation,
        })
    }
}

impl Sequence {
    fn options(&self) -> SequenceOptions {
        SequenceOptions {
            start: Some(self.start),
            increment: Some(self.increment),
            min: Some(self.min),
            max: Some(self.max),
            cache: Some(self.cache),
            cycle: self.cycle,
        }
    }
}

fn identity(code: &str) -> Result<Option<Identity>, Error> {
    match code {
        "" => Ok(None),
        "a" => Ok(Some(Identity::Always)),
        "d" => Ok(Some(Identity::ByDefault)),
        other => Err(strange("an identity column", other)),
    }
}

fn strategy(code: char) -> Result<Strategy, Error> {
    match code {
        'p' => Ok(Strategy::Plain),
        'e' => Ok(Strategy::External),
        'x' => Ok(Strategy::Extended),
        'm' => Ok(Strategy::Main),
        other => Err(strange("the storage of a column", other)),
    }
}

fn compression(code: &str) -> Result<Option<Compression>, Error> {
    match code {
        "" => Ok(None),
        "p" => Ok(Some(Compression::Pglz)),
        "l" => Ok(Some(Compression::Lz4)),
        other => Err(strange("the compression of a column", other)),
    }
}
