//! What the names of files say in a book that puts more into them: numbers that only give an order, signs that
//! stand for a `/`.

use std::borrow::Cow;

use crate::base::config::Config;
use crate::read::front_matter::Rank;

/// The name of a file, or of a folder, as the book spells it: with `/` for what stands for it there, and without
/// a number that only gives an order.
pub fn name<'a>(stem: &'a str, config: &Config) -> Cow<'a, str> {
    let stem = unnumbered(stem, config);
    match config.book.name_separator.as_str() {
        "" => stem.into(),
        separator => {
            // Characters that file names cannot have are written as in an address.
            let decoded = percent_encoding::percent_decode_str(stem).decode_utf8_lossy();
            decoded.replace(separator, "/").into()
        }
    }
}

/// A name without a number at its front that only gives an order, in a book that has such numbers.
pub fn unnumbered<'a>(name: &'a str, config: &Config) -> &'a str {
    if !config.book.number_prefixes {
        return name;
    }
    let rest = name.trim_start_matches(|c: char| c.is_ascii_digit());
    let said = rest.trim_start().trim_start_matches(['-', '_', '.']);
    // What goes on with a digit is a date or a version.
    let apart = rest.len() < name.len() && said.len() < rest.trim_start().len();
    let said = said.trim_start();
    if apart && !said.is_empty() && !said.starts_with(|c: char| c.is_ascii_digit()) { said } else { name }
}

/// The number at the front of a name, if it only gives an order.
pub fn number(name: &str, config: &Config) -> Option<Rank> {
    let said = unnumbered(name, config);
    let digits = name[..name.len() - said.len()].trim_end_matches(|c: char| !c.is_ascii_digit());
    Rank::new(digits.parse().ok()?)
}
