//! Rows of formulas that have more cells than there are columns, which other tools show all the same.

use std::borrow::Cow;
use std::ops::Range;

use super::tex::{commands, group};

/// `tex` with a column for every cell: the last one that is named stands for those that are not.
pub fn widened(tex: Cow<'_, str>) -> Cow<'_, str> {
    // The whole width is for books that are printed.
    let tex = if tex.contains("{flalign") { tex.replace("{flalign", "{align").into() } else { tex };
    let mut patches: Vec<(Range<usize>, String)> = Vec::new();
    for (at, begin) in tex.match_indices(r"\begin{") {
        let at = at + begin.len();
        let name = tex[at..].split('}').next().unwrap_or_default();
        let body = at + name.len() + 1;
        match name {
            "array" => patches.extend(columns(&tex, body)),
            // These have two columns, and the first one has the like without such a bound.
            "split" | "cases" => {
                let (most, length) = cells(tex.get(body..).unwrap_or_default());
                let end = body + length;
                let (begin, close) = (at - begin.len()..body, end..end + r"\end{}".len() + name.len());
                if most > 2 && tex.get(close.clone()).is_some_and(|close| close.ends_with('}')) {
                    let (first, last) = match name {
                        "split" => (r"\begin{aligned}".to_owned(), r"\end{aligned}"),
                        _ => (format!(r"\left\{{\begin{{array}}{{{}}}", "l".repeat(most)), r"\end{array}\right."),
                    };
                    patches.extend([(begin, first), (close, last.to_owned())]);
                }
            }
            _ => {}
        }
    }
    if patches.is_empty() {
        return tex;
    }
    patches.sort_by_key(|(place, _)| place.start);
    let mut made = tex.into_owned();
    for (place, words) in patches.iter().rev() {
        made.replace_range(place.clone(), words);
    }
    made.into()
}

/// The columns of the array whose body begins at `at`, and where they are named: a column for every cell, and none but
/// signs that the library knows.
fn columns(tex: &str, at: usize) -> Option<(Range<usize>, String)> {
    // How it stands to its line may come first.
    let at = tex[at..].strip_prefix('[').and_then(|rest| rest.find(']')).map_or(at, |end| at + end + 2);
    let (named, body) = group(tex, at)?;
    if named.contains(['{', '*']) {
        return None;
    }
    let sides: Vec<char> = named.chars().filter(|c| "lcr".contains(*c)).collect();
    let more = cells(&tex[body..]).0.saturating_sub(sides.len());
    if more == 0 && !named.contains(char::is_whitespace) {
        return None;
    }
    let last = sides.last().copied().unwrap_or('c');
    let named_place = body - 1 - named.len()..body - 1;
    let known = named.chars().filter(|c| !c.is_whitespace());
    Some((named_place, known.chain(std::iter::repeat_n(last, more)).collect()))
}

/// How many cells the longest row has of the array whose rows `tex` begins with, and where they end.
fn cells(tex: &str) -> (usize, usize) {
    let mut words = commands(tex).peekable();
    let (mut most, mut cells, mut depth) = (1, 1, 0_usize);
    let mut escaped = false;
    for (at, c) in tex.char_indices() {
        if let Some((_, word)) = words.next_if(|(place, _)| *place == at) {
            match word {
                "end" if depth == 0 => return (most, at),
                "begin" => depth += 1,
                "end" => depth -= 1,
                _ => {}
            }
        }
        match c {
            '\\' if escaped && depth == 0 => (cells, escaped) = (1, false),
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            '&' if depth == 0 => cells += 1,
            _ => {}
        }
        most = most.max(cells);
    }
    (most, tex.len())
}

#[cfg(test)]
mod tests {
    use super::widened;

    #[test]
    fn every_cell_has_a_column() {
        for (typed, read) in [
            (r"\begin{array}{cc}a&b&c\\d\end{array}", r"\begin{array}{ccc}a&b&c\\d\end{array}"),
            (r"\begin{array}[t]{l}a&{b&c}\&\end{array}", r"\begin{array}[t]{ll}a&{b&c}\&\end{array}"),
            (r"\begin{array}{c | c}a&b\end{array}", r"\begin{array}{c|c}a&b\end{array}"),
            (r"\begin{flalign*}a&b\end{flalign*}", r"\begin{align*}a&b\end{align*}"),
            (r"\begin{array}{}a\end{array}", r"\begin{array}{c}a\end{array}"),
            (
                r"\begin{array}{c|c}a&\begin{array}{l}b&c\end{array}\end{array}",
                r"\begin{array}{c|c}a&\begin{array}{ll}b&c\end{array}\end{array}",
            ),
            (r"\begin{array}{*3c}a&b\end{array}", r"\begin{array}{*3c}a&b\end{array}"),
            (r"\begin{array}", r"\begin{array}"),
            (r"\begin{split}a&=b&c\end{split}", r"\begin{aligned}a&=b&c\end{aligned}"),
            (r"\begin{split}a&=b\end{split}", r"\begin{split}a&=b\end{split}"),
            (r"x\begin{cases}>&1&a\end{cases}", r"x\left\{\begin{array}{lll}>&1&a\end{array}\right."),
            (r"\begin{cases}a&b&c", r"\begin{cases}a&b&c"),
        ] {
            assert_eq!(widened(typed.into()), read);
        }
    }
}
