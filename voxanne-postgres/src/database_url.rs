//! A database URL that can be shown.
//!
//! Owns the rule that no password of a URL reaches a message, a log or another program's command
//! line. Does not connect, and does not decide what a parameter means: the driver and libpq do.

use std::fmt;

use url::Url;

use crate::error::Error;

/// The URL of a database, `postgresql://user:password@host:port/database?parameter=value`.
///
/// `Display` and `Debug` write it with the password replaced by `***`. Parameters are those of
/// [libpq](https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-PARAMKEYWORDS).
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseUrl {
    // Boxed to keep the errors small that carry one.
    url: Box<Url>,
}

/// The same URL with the host that libpq takes where there is none, `postgresql://user@/database?host=/run`:
/// whatever the parameter says goes before it.
fn with_host(text: &str) -> Option<String> {
    let (before, after) = text.split_once("@/")?;
    (!before.contains('/') || before.matches('/').count() == 2).then(|| format!("{before}@localhost/{after}"))
}

impl DatabaseUrl {
    /// Reads a URL.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidUrl`] when it is not a URL or not one of PostgreSQL. The message never
    /// repeats the text, which may hold a password.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let url = Url::parse(text.trim())
            .or_else(|error| with_host(text.trim()).map_or(Err(error), |text| Url::parse(&text)))
            .map_err(|error| Error::InvalidUrl {
                reason: error.to_string(),
            })?;
        if !matches!(url.scheme(), "postgres" | "postgresql") {
            return Err(Error::InvalidUrl {
                reason: format!("its scheme is `{}`", url.scheme()),
            });
        }
        Ok(Self { url: Box::new(url) })
    }

    /// The URL as it was given, with the password: for the driver alone.
    pub(crate) fn expose(&self) -> &str {
        self.url.as_str()
    }

    /// The password, for a program that takes it from its environment.
    pub(crate) fn password(&self) -> Option<String> {
        let parameter = self.parameter("password");
        parameter.or_else(|| self.url.password().map(decode))
    }

    /// The URL for libpq: without the password, and without the parameters that only sqlx knows.
    pub(crate) fn for_libpq(&self) -> String {
        let mut url = self.replace_password(None);
        let own = ["statement-cache-capacity"];
        let kept: Vec<(String, String)> = pairs(&url)
            .filter(|(name, _)| !own.contains(&name.as_str()))
            .map(|(name, value)| (libpq_name(name), value))
            .collect();
        set_pairs(&mut url, &kept);
        url.to_string()
    }

    /// The database that the URL names, if it names one.
    #[must_use]
    pub fn database(&self) -> Option<String> {
        let path = self.url.path().trim_start_matches('/');
        let named = (!path.is_empty()).then(|| decode(path));
        self.parameter("dbname").or(named)
    }

    /// The user that the URL names, if it names one.
    #[must_use]
    pub fn user(&self) -> Option<String> {
        let name = self.url.username();
        let named = (!name.is_empty()).then(|| decode(name));
        self.parameter("user").or(named)
    }

    fn parameter(&self, name: &str) -> Option<String> {
        // The last one wins, as it does for libpq and the driver.
        pairs(&self.url)
            .filter(|(key, _)| key == name)
            .last()
            .map(|(_, value)| value)
    }

    fn replace_password(&self, replacement: Option<&str>) -> Url {
        let mut url = Url::clone(&self.url);
        if url.password().is_some() {
            // Fails only for URLs that cannot have a password, which have none to hide.
            let _ = url.set_password(replacement);
        }
        let replaced: Vec<(String, String)> = pairs(&self.url)
            .filter_map(|(name, value)| match (name.as_str(), replacement) {
                ("password" | "sslpassword", None) => None,
                ("password" | "sslpassword", Some(text)) => Some((name, text.to_owned())),
                _ => Some((name, value)),
            })
            .collect();
        set_pairs(&mut url, &replaced);
        url
    }
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.replace_password(Some("***")).as_str())
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DatabaseUrl({self})")
    }
}

/// Percent-encodes everything but what never needs it, so that a name may hold any character.
pub(crate) fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

fn decode(text: &str) -> String {
    // `query_pairs` decodes `+` as a space, which a path or a user name does not.
    let pair = format!("x={}", text.replace('+', "%2B").replace('&', "%26"));
    url::form_urlencoded::parse(pair.as_bytes())
        .next()
        .map(|(_, value)| value.into_owned())
        .unwrap_or_default()
}

fn pairs(url: &Url) -> impl Iterator<Item = (String, String)> + '_ {
    url.query_pairs()
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
}

/// Writes the parameters back in libpq's spelling: a space is `%20`, for libpq keeps a `+`.
fn set_pairs(url: &mut Url, pairs: &[(String, String)]) {
    let query: Vec<String> = pairs
        .iter()
        .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
        .collect();
    url.set_query((!query.is_empty()).then(|| query.join("&")).as_deref());
}

fn libpq_name(name: String) -> String {
    match name.as_str() {
        "ssl-mode" => "sslmode".to_owned(),
        "ssl-root-cert" | "ssl-ca" => "sslrootcert".to_owned(),
        "ssl-cert" => "sslcert".to_owned(),
        "ssl-key" => "sslkey".to_owned(),
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_password_is_never_shown() {
        for text in [
            "postgres://ann:s3cret@db.example:6543/app",
            "postgresql://ann@db.example/app?password=s3cret&sslmode=require",
        ] {
            let url = DatabaseUrl::parse(text).unwrap();
            assert!(!format!("{url} {url:?}").contains("s3cret"), "{url}");
            assert!(!url.for_libpq().contains("s3cret"));
            assert_eq!(url.password().as_deref(), Some("s3cret"));
        }
    }

    #[test]
    fn an_invalid_url_is_not_repeated() {
        for text in [
            "s3cret",
            "postgres://ann:s3cret@db:port/app",
            "mysql://ann:s3cret@db/app",
        ] {
            let error = DatabaseUrl::parse(text).unwrap_err();
            assert!(!format!("{error} {error:?}").contains("s3cret"), "{error}");
        }
    }

    #[test]
    fn names_are_decoded_and_parameters_win() {
        let url = DatabaseUrl::parse("postgresql:///my%20app?host=/tmp/a%20b&user=o+neil").unwrap();
        assert_eq!(url.database().as_deref(), Some("my app"));
        assert_eq!(
            url.for_libpq(),
            "postgresql:///my%20app?host=/tmp/a%20b&user=o%20neil"
        );
        let url = DatabaseUrl::parse("postgres://a@h/b?dbname=c&user=d").unwrap();
        assert_eq!((url.database(), url.user()), (Some("c".into()), Some("d".into())));
    }

    #[test]
    fn libpq_gets_no_parameter_that_it_refuses() {
        let url = DatabaseUrl::parse("postgres://h/a?ssl-mode=require&statement-cache-capacity=0").unwrap();
        assert_eq!(url.for_libpq(), "postgres://h/a?sslmode=require");
    }
}
