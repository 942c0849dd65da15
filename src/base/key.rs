//! What files are looked for by, in eight bytes: where they lie, how their path ends, what they are
//! called.
//!
//! A file is filed under all of its keys, and a link is looked for under one after the other. The keys
//! are loose (see [`crate::base::name`]): what is filed under the same one differs in nothing but case and
//! the signs between words. Should two texts ever share a key by chance, the look-up compares them.

use std::borrow::Cow;

use memchr::{memchr, memchr2};
use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::base::name::{Name, loosened};

/// What something is looked for by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(u64);

/// How something is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// By the whole path of a file or a page.
    Place,
    /// By the last parts of a path, several but not all.
    End,
    /// By a name.
    Name,
}

/// The most parts by which the end of a path is looked for. An end of more parts is found by its last
/// ones and then compared.
pub const MOST_PARTS: usize = 8;

impl Key {
    /// The key of a text. `name` is what it is called by its last part, with the endings of pages taken
    /// off: two texts of which only one has such an ending are not called the same.
    pub fn new(way: Way, name: &Name, text: &str) -> Self {
        let seed = xxh3_64_with_seed(name.as_str().as_bytes(), way as u64);
        // A text of one part and without an ending is its name, as most are that are looked for. One that was joined of
        // others may be called `..`.
        let is_one = memchr2(b'/', b'.', text.as_bytes()).is_none() && memchr(b'.', name.as_str().as_bytes()).is_none();
        let is_name = is_one && !text.is_empty();
        let loose = if is_name { Cow::from(name.as_str()) } else { loosened(text).into() };
        debug_assert_eq!(loose, loosened(text), "a name is made of the text that it is the name of");
        Self(xxh3_64_with_seed(loose.as_bytes(), seed))
    }

    /// The key of an end of a path.
    pub fn of_end(name: &Name, end: &str) -> Self {
        Self::new(Way::End, name, last_parts(end))
    }

    /// The eight bytes.
    pub fn number(self) -> u64 {
        self.0
    }
}

/// The last parts of a path, as many as ends are looked for by.
pub fn last_parts(path: &str) -> &str {
    path.rmatch_indices('/').nth(MOST_PARTS - 1).map_or(path, |(at, _)| &path[at + 1..])
}

#[cfg(test)]
mod tests {
    use super::{Key, Way, last_parts};
    use crate::base::name::Name;

    #[test]
    fn keys_are_loose_and_tell_ways_apart() {
        let key = |way, text: &str| Key::new(way, &Name::of(text), text);
        assert_eq!(key(Way::Place, "X/A b"), key(Way::Place, "x/a-b"));
        assert_ne!(key(Way::Place, "x/a"), key(Way::End, "x/a"));
        assert_ne!(key(Way::Place, "x/a"), key(Way::Place, "y/a"));
        assert_eq!((last_parts("a/b"), last_parts("0/1/2/3/4/5/6/7/8")), ("a/b", "1/2/3/4/5/6/7/8"));
    }
}
