//! The languages that fields are written in.

/// The language of the fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Yaml,
    Toml,
    Json,
    /// `key:: value` at the top of an outline.
    Outline,
}

impl Format {
    /// The line that closes fields in this language.
    pub(super) fn fence(self) -> &'static str {
        match self {
            Self::Yaml | Self::Outline => "---",
            Self::Toml => "+++",
            Self::Json => "}",
        }
    }
}

/// The name at the front of a line such as `title: x`, `title = "x"` or `"title": "x"`, without
/// quotes.
pub(super) fn key(line: &str, format: Format) -> Option<&str> {
    let (name, rest) = match format {
        Format::Toml => line.split_once('='),
        Format::Outline => line.strip_prefix("- ").unwrap_or(line).split_once("::"),
        Format::Yaml | Format::Json => line.split_once(':'),
    }?;
    let name = if format == Format::Json { name.trim_start_matches([' ', '\t', '{', ',']) } else { name };
    let name = name.trim_end().trim_matches(['"', '\'']);
    let plain = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-');
    let apart =
        matches!(format, Format::Toml | Format::Json) || rest.is_empty() || rest.starts_with([' ', '\t', '\r', '\n']);
    (plain && apart).then_some(name)
}
