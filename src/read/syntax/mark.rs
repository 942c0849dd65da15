//! Marks: `==text==`.

/// Whether the `==` at `at` may end a mark, and whether it may begin one: a mark has no white space
/// at its inner edges.
pub fn role(source: &str, at: usize) -> (bool, bool) {
    let solid = |c: Option<char>| c.is_some_and(|c| !c.is_whitespace());
    (solid(source[..at].chars().next_back()), solid(source[at + 2..].chars().next()))
}
