//! Versions: 14 digits, `YYYYMMDDhhmmss`, unique and increasing.

use std::fmt;
use std::path::Path;
use std::str::FromStr;

use jiff::civil::DateTime;
use jiff::{Span, Timestamp};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The version of a migration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version(u64);

impl Version {
    /// The version with these digits, if there are 14 of them.
    #[must_use]
    pub const fn new(digits: u64) -> Option<Self> {
        if digits >= 10_000_000_000_000 && digits < 100_000_000_000_000 {
            Some(Self(digits))
        } else {
            None
        }
    }

    /// This second, in UTC.
    #[must_use]
    pub fn now() -> Self {
        Self::of(Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).datetime())
    }

    fn of(moment: DateTime) -> Self {
        let digits: String = moment.strftime("%Y%m%d%H%M%S").to_string();
        Self(digits.parse().unwrap_or(10_000_000_000_000))
    }

    /// The version so many seconds later, or the next number where the digits are no moment.
    #[must_use]
    pub fn after_seconds(self, seconds: i64) -> Self {
        let later = DateTime::strptime("%Y%m%d%H%M%S", self.to_string())
            .and_then(|moment| moment.checked_add(Span::new().seconds(seconds)));
        later.map_or(Self(self.0 + seconds.unsigned_abs()), Self::of)
    }

    /// The next full minute after this version.
    #[must_use]
    pub fn next_minute(self) -> Self {
        let past = i64::try_from(self.0 % 100).unwrap_or_default();
        self.after_seconds(60 - past.min(59))
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:014}", self.0)
    }
}

impl FromStr for Version {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        if text.len() != 14 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(());
        }
        text.parse().ok().and_then(Self::new).ok_or(())
    }
}

impl Serialize for Version {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Version {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse()
            .map_err(|()| serde::de::Error::custom("a version has 14 digits"))
    }
}

/// `20250110000300_create_contacts_table`: what a migration's files are called.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MigrationName {
    /// The version.
    pub version: Version,
    /// The slug.
    pub slug: String,
}

impl MigrationName {
    /// The name in a file's stem, if it is one.
    #[must_use]
    pub fn parse(stem: &str) -> Option<Self> {
        let (version, slug) = stem.split_once('_')?;
        let version = version.parse().ok()?;
        (!slug.is_empty()).then(|| Self {
            version,
            slug: slug.to_owned(),
        })
    }
}

impl MigrationName {
    /// The name of the migration that a file belongs to, by what the file is called.
    pub(crate) fn of_file(path: &Path) -> Option<Self> {
        Self::parse(path.file_stem()?.to_str()?)
    }
}

impl fmt::Display for MigrationName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}_{}", self.version, self.slug)
    }
}

impl Serialize for MigrationName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for MigrationName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text)
            .ok_or_else(|| serde::de::Error::custom("a migration is called `<14 digits>_<slug>`"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(digits: u64) -> Version {
        Version::new(digits).unwrap()
    }

    #[test]
    fn minutes_carry_into_hours_and_days() {
        assert_eq!(
            version(20_250_110_000_200).next_minute(),
            version(20_250_110_000_300)
        );
        assert_eq!(
            version(20_250_110_000_607).next_minute(),
            version(20_250_110_000_700)
        );
        assert_eq!(
            version(20_241_231_235_900).next_minute(),
            version(20_250_101_000_000)
        );
    }

    #[test]
    fn digits_that_are_no_moment_still_increase() {
        assert!(version(99_999_999_999_900).after_seconds(1) > version(99_999_999_999_900));
    }

    #[test]
    fn a_name_needs_fourteen_digits_and_a_slug() {
        assert!(MigrationName::parse("20250110000300_create").is_some());
        assert!(MigrationName::parse("20250110_create").is_none());
        assert!(MigrationName::parse("20250110000300_").is_none());
    }
}
