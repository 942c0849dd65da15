//! Formulas of chemistry.

use std::fmt::Write as _;

use super::group::group;

/// The arrows of chemistry, the longest first.
const ARROWS: [(&str, &str); 6] = [
    ("<=>", r"\rightleftharpoons "),
    ("<-->", r"\rightleftarrows "),
    ("<->", r"\leftrightarrow "),
    ("->", r"\rightarrow "),
    ("<-", r"\leftarrow "),
    ("=>", r"\Rightarrow "),
];

/// A formula of chemistry as one of mathematics: letters upright, numbers after them below, charges above.
pub(super) fn chemistry(typed: &str) -> String {
    let mut made = String::from("{");
    let mut rest = typed;
    let mut before = ' ';
    while let Some(c) = rest.chars().next() {
        if let Some((arrow, command)) = ARROWS.iter().find(|(arrow, _)| rest.starts_with(arrow)) {
            made.push_str("\\;");
            made.push_str(command);
            made.push_str("\\;");
            rest = &rest[arrow.len()..];
            before = ' ';
            continue;
        }
        let word = |fits: &dyn Fn(char) -> bool| rest.find(|c| !fits(c)).unwrap_or(rest.len());
        let binds = before.is_alphanumeric() || matches!(before, ')' | ']' | '}');
        let length = match c {
            'a'..='z' | 'A'..='Z' => {
                let length = word(&|c| c.is_ascii_alphabetic());
                let _ = write!(made, "\\mathrm{{{}}}", &rest[..length]);
                length
            }
            '0'..='9' if binds => {
                let length = word(&|c| c.is_ascii_digit());
                let _ = write!(made, "_{{{}}}", &rest[..length]);
                length
            }
            '+' | '-' if binds && !rest[1..].starts_with(|c: char| c.is_alphanumeric()) => {
                let _ = write!(made, "^{{{c}}}");
                1
            }
            '^' | '_' => {
                let inside = group(rest, 1);
                let plain = 1 + rest[1..]
                    .find(|c: char| !c.is_ascii_alphanumeric() && !"+-".contains(c))
                    .unwrap_or(rest.len() - 1);
                let (inside, next) = inside.unwrap_or((&rest[1..plain], plain));
                let _ = write!(made, "{c}{{{inside}}}");
                next
            }
            ' ' => {
                made.push_str("\\;");
                1
            }
            '\\' => {
                let length = 1 + rest[1..].find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len() - 1);
                made.push_str(&rest[..length]);
                made.push(' ');
                length
            }
            c => {
                made.push(c);
                c.len_utf8()
            }
        };
        before = rest[..length].chars().next_back().unwrap_or(' ');
        rest = &rest[length..];
    }
    made + "}"
}
