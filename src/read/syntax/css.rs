//! The files that a style names: in `url(…)` and after `@import`.

/// The longest address that is looked at, in bytes.
const LONGEST: usize = 2048;

/// The addresses in a style, as they are typed, without those of other sites and what is written out in place.
pub fn addresses(style: &str) -> Vec<&str> {
    let lower = style.to_ascii_lowercase();
    let after = |sign: &'static str| lower.match_indices(sign).map(move |(at, _)| at + sign.len());
    let named = after("url(").filter_map(|at| value(&style[at..], ')'));
    let imported = after("@import").filter_map(|at| value(&style[at..], '\0'));
    named.chain(imported).filter(|typed| is_of_a_file(typed)).collect()
}

/// What stands between quotation marks, or without any before `end`.
fn value(rest: &str, end: char) -> Option<&str> {
    let rest = rest[..rest.floor_char_boundary(LONGEST)].trim_start();
    match rest.chars().next()? {
        quote @ ('"' | '\'') => rest[1..].split_once(quote).map(|(inside, _)| inside.trim()),
        _ => rest.split_once(end).map(|(inside, _)| inside.trim()),
    }
}

fn is_of_a_file(typed: &str) -> bool {
    let has_scheme = typed.split(['/', '?', '#']).next().is_some_and(|first| first.contains(':'));
    !typed.is_empty() && !typed.starts_with(['#', '\0']) && !typed.starts_with("//") && !has_scheme
}

#[cfg(test)]
mod tests {
    use super::addresses;

    #[test]
    fn files_are_named_in_several_ways() {
        for (style, found) in [
            ("background: url(a.png) no-repeat, URL( 'b c.png' )", &["a.png", "b c.png"][..]),
            ("@import \"base.css\"; @import url(\"more.css\");", &["more.css", "base.css"]),
            ("x: url(https://e.org/a.png), url(//e.org/b.png), url(data:image/png;base64,x), url(#id)", &[]),
            ("x: url(never closed", &[]),
            ("x: url(\"never closed)", &[]),
            ("@import base", &[]),
        ] {
            assert_eq!(addresses(style), found, "{style}");
        }
    }
}
