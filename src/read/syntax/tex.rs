//! Commands of TeX that readers of other tools see and that the library does not know, in words that it knows.

mod chemistry;
mod commands;
mod group;

use std::borrow::Cow;
use std::fmt::Write as _;

use super::is_escaped;

use self::chemistry::chemistry;
use self::commands::{GROUPED, OTHERS};
pub(super) use self::group::group;

/// The signs round what stands in a box, and the tags that they become: the library draws none.
const BOXES: [(char, &str); 2] =
    [('\u{e002}', "<mrow style=\"border: 0.06em solid; padding: 0.2em\">"), ('\u{e003}', "</mrow>")];

/// Whether `tex` has a sign that is kept for boxes.
pub fn has_own_sign(tex: &str) -> bool {
    tex.contains(BOXES.map(|(sign, _)| sign))
}

/// `mathml` with its boxes drawn.
pub fn boxed(mathml: String) -> String {
    if !has_own_sign(&mathml) {
        return mathml;
    }
    let mut html = String::with_capacity(mathml.len());
    let mut rest = mathml.as_str();
    while let Some(at) = rest.find(BOXES.map(|(sign, _)| sign)) {
        let tag = BOXES.iter().find(|(sign, _)| rest[at..].starts_with(*sign)).map_or("", |(_, tag)| tag);
        html.push_str(&rest[..rest[..at].rfind("<mtext").unwrap_or(at)]);
        html.push_str(tag);
        rest = rest[at..].split_once("</mtext>").map_or("", |(_, after)| after);
    }
    html + rest
}

/// Commands round text, in which a formula may stand between dollars.
const TEXTS: [&str; 3] = ["text", "textbf", "textrm"];

/// Commands between two parts of a group, and what has these parts as its groups.
const INFIX: [(&str, &str, &str); 4] = [
    ("over", r"\frac", ""),
    ("choose", r"\binom", ""),
    ("atop", r"\begin{matrix}", r"\end{matrix}"),
    ("brack", r"\left[\begin{matrix}", r"\end{matrix}\right]"),
];

/// The most groups that may stand in one another where commands are exchanged.
const DEEPEST: usize = 20;

/// `tex` in words that the library knows.
pub fn spelled(tex: &str) -> Cow<'_, str> {
    let known = |command: &str| {
        OTHERS.iter().any(|(name, _)| *name == command)
            || GROUPED.iter().any(|(name, _)| *name == command)
            || INFIX.iter().any(|(name, ..)| *name == command)
            || matches!(command, "ce" | "operatorname")
            || (TEXTS.contains(&command) && tex.contains('$'))
    };
    if !commands(tex).any(|(_, command)| known(command)) {
        return tex.into();
    }
    // What an essay defines means what it says.
    let own: Vec<&str> = [r"\newcommand", r"\def", r"\renewcommand", r"\providecommand", r"\let"]
        .iter()
        .flat_map(|define| tex.match_indices(define).map(|(at, define)| &tex[at + define.len()..]))
        .filter_map(|rest| commands(rest).next().map(|(_, command)| command))
        .collect();
    let tex = before(tex, &own);
    let mut made = String::with_capacity(tex.len() + 32);
    write(&tex, &own, 0, &mut made);
    made.into()
}

/// `tex` with each command that stands between two parts before them.
fn before<'a>(tex: &'a str, own: &[&str]) -> Cow<'a, str> {
    let mut tex = Cow::Borrowed(tex);
    for _ in 0..DEEPEST {
        let infix = |command: &str| INFIX.iter().find(|(name, ..)| *name == command && !own.contains(name));
        let Some((at, (name, open, close))) = commands(&tex).find_map(|(at, name)| Some((at, infix(name)?))) else {
            break;
        };
        let (first, last) = (part_start(&tex[..at]), &tex[at + 1 + name.len()..]);
        let end = tex.len() - last.len() + part_end(last);
        let (above, below) = (tex[first..at].trim(), tex[at + 1 + name.len()..end].trim());
        let parts = if close.is_empty() { format!("{{{above}}}{{{below}}}") } else { format!("{above}\\\\{below}") };
        tex = format!("{}{open}{parts}{close}{}", &tex[..first], &tex[end..]).into();
    }
    tex
}

/// Where the part of a group begins that ends with `tex`: after a brace, a cell, a line or a sign of `\left`.
fn part_start(tex: &str) -> usize {
    let mut depth = 0;
    for (at, c) in tex.char_indices().rev() {
        let is_escaped = tex[..at].ends_with('\\') && !tex[..at].ends_with(r"\\");
        match c {
            '}' if !is_escaped => depth += 1,
            '{' | '&' if !is_escaped && depth == 0 => return at + 1,
            '{' if !is_escaped => depth -= 1,
            '\\' if depth == 0 && tex[at..].starts_with(r"\\") => return at + 2,
            '\\' if depth == 0 && tex[at..].starts_with(r"\left") => {
                let sign = &tex[at + r"\left".len()..];
                let is_word = |c: char| c.is_ascii_alphabetic();
                // `\leftarrow` has no sign after it.
                if !sign.starts_with(is_word) {
                    let after = sign
                        .strip_prefix('\\')
                        .map_or(1, |name| 2 + name.find(|c| !is_word(c)).unwrap_or(0).saturating_sub(1));
                    return tex.len().min(at + r"\left".len() + after);
                }
            }
            _ => {}
        }
    }
    0
}

/// Where the part of a group ends that `tex` begins with.
fn part_end(tex: &str) -> usize {
    let mut depth = 0;
    let mut escaped = false;
    for (at, c) in tex.char_indices() {
        let ends = depth == 0
            && (tex[at..].starts_with(r"\\") || tex[at..].starts_with(r"\right") || tex[at..].starts_with(r"\end"));
        match c {
            _ if std::mem::take(&mut escaped) => {}
            '\\' if ends => return at,
            '\\' => escaped = true,
            '{' => depth += 1,
            '}' | '&' if depth == 0 => return at,
            '}' => depth -= 1,
            _ => {}
        }
    }
    tex.len()
}

/// The commands in `tex` that are words, each with the place of its backslash.
pub(super) fn commands(tex: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + tex[at..].find('\\')?;
            let rest = &tex[start + 1..];
            let length = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
            at = start + 1 + length.max(rest.chars().next().map_or(0, char::len_utf8));
            if length > 0 {
                return Some((start, &rest[..length]));
            }
        }
    })
}

fn write(tex: &str, own: &[&str], depth: usize, made: &mut String) {
    let mut from = 0;
    for (start, command) in commands(tex) {
        if start < from || own.contains(&command) || depth > DEEPEST {
            continue;
        }
        let end = start + 1 + command.len();
        if let Some((_, other)) = OTHERS.iter().find(|(name, _)| *name == command) {
            made.push_str(&tex[from..start]);
            made.push_str(other);
            from = end;
        } else if let Some((_, around)) = GROUPED.iter().find(|(name, _)| *name == command) {
            let star = usize::from(tex[end..].starts_with('*'));
            let Some((inside, next)) = group(tex, end + star).or_else(|| sign(tex, end + star)) else { continue };
            made.push_str(&tex[from..start]);
            if let Some((before, after)) = around {
                made.push_str(before);
                write(inside, own, depth + 1, made);
                made.push_str(after);
            }
            from = next;
        } else if TEXTS.contains(&command) {
            let Some((inside, next)) = group(tex, end) else { continue };
            let parts = between_dollars(inside);
            if parts.len() == 1 {
                continue;
            }
            made.push_str(&tex[from..start]);
            for (number, part) in parts.into_iter().enumerate().filter(|(_, part)| !part.is_empty()) {
                if number % 2 == 0 {
                    let _ = write!(made, "\\text{{{part}}}");
                } else {
                    write(part, own, depth + 1, made);
                }
            }
            from = next;
        } else if command == "ce" {
            let Some((inside, next)) = group(tex, end) else { continue };
            made.push_str(&tex[from..start]);
            made.push_str(&chemistry(inside));
            from = next;
        } else if command == "operatorname" {
            // The library takes a star for the name, and shows a name as it is typed.
            let star = usize::from(tex[end..].starts_with('*'));
            let Some((inside, next)) = group(tex, end + star) else { continue };
            made.push_str(&tex[from..start]);
            let name = [r"\,", r"\;", r"\:", r"\ ", "~"]
                .iter()
                .fold(inside.to_owned(), |name, space| name.replace(space, " "));
            // With a star, what stands below and above it stands there as with `\lim`: the library does so for an
            // operator, whose name it shows as it is typed.
            if name.contains(['\\', '<', '>', '&', '{', '}']) {
                made.push('{');
                write(inside, own, depth + 1, made);
                made.push('}');
            } else {
                let command = if star == 1 { "mathop" } else { "operatorname" };
                let _ = write!(made, "\\{command}{{{name}}}");
            }
            from = next;
        }
    }
    made.push_str(&tex[from..]);
}

/// What stands between the dollar signs of a text: words and formulas in turn.
fn between_dollars(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut from = 0;
    for (at, _) in text.match_indices('$').filter(|(at, _)| !is_escaped(text, *at)) {
        parts.push(&text[from..at]);
        from = at + 1;
    }
    parts.push(&text[from..]);
    parts
}

/// `tex` with the names of the brackets that are typed as `<` and `>` after `\left` and the like.
pub fn angled(tex: Cow<'_, str>) -> Cow<'_, str> {
    const SIZES: [&str; 16] = [
        r"\left", r"\right", r"\middle", r"\big", r"\Big", r"\bigg", r"\Bigg", r"\bigl", r"\bigr", r"\Bigl", r"\Bigr",
        r"\biggl", r"\biggr", r"\Biggl", r"\Biggr", r"\bigm",
    ];
    let is_sized = |at: usize| SIZES.iter().any(|size| tex[..at].ends_with(size));
    if !tex.match_indices(['<', '>']).any(|(at, _)| is_sized(at)) {
        return tex;
    }
    let mut made = String::with_capacity(tex.len() + 16);
    for (at, c) in tex.char_indices() {
        match c {
            '<' if is_sized(at) => made.push_str(r"\langle "),
            '>' if is_sized(at) => made.push_str(r"\rangle "),
            c => made.push(c),
        }
    }
    made.into()
}

/// The sign or the command at `at`, which stands for a group of its own, and where what follows it begins.
fn sign(tex: &str, at: usize) -> Option<(&str, usize)> {
    let start = at + (tex[at..].len() - tex[at..].trim_start().len());
    let rest = &tex[start..];
    let first = rest.chars().next().filter(|c| !"{}&^_$[".contains(*c))?;
    let length = match commands(rest).next() {
        Some((0, name)) => 1 + name.len(),
        _ if first == '\\' => return None,
        _ => first.len_utf8(),
    };
    Some((&rest[..length], start + length))
}

/// Whether a line ends in `tex` outside of all groups and environments.
pub fn has_lines(tex: &str) -> bool {
    let mut depth = 0_i32;
    let mut at = 0;
    while let Some(found) = tex[at..].find(['\\', '{', '}']).map(|found| at + found) {
        let rest = &tex[found..];
        at = found + 1;
        if rest.starts_with('{') {
            depth += 1;
        } else if rest.starts_with('}') {
            depth -= 1;
        } else if rest.starts_with("\\\\") && depth == 0 {
            return true;
        } else {
            let name = &rest[1..];
            let is = |word: &str| {
                name.strip_prefix(word).is_some_and(|after| !after.starts_with(|c: char| c.is_ascii_alphabetic()))
            };
            if is("begin") || is("left") {
                depth += 1;
            } else if is("end") || is("right") {
                depth -= 1;
            }
            // What is escaped opens nothing.
            at = found + 1 + name.chars().next().map_or(0, char::len_utf8);
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::spelled;

    #[test]
    fn commands_are_put_in_other_words() {
        for (typed, read) in [
            (r"a \mod b", r"a \quad\operatorname{mod}\; b"),
            (r"x \tag{1} \label{y}", r"x \qquad\text{(1)} "),
            (r"\ket{\bm x}", r"|\boldsymbol x\rangle "),
            (r"\newcommand{\R}{x} \R", r"\newcommand{\R}{x} \R"),
            (r"\text{if $\bm x$ then}", r"\text{if }\boldsymbol x\text{ then}"),
            (r"{a \over b} + x", r"{\frac{a}{b}} + x"),
            (r"\left( n \choose k \right)", r"\left(\binom{n}{k}\right)"),
            (r"x & 1 \over 2 \\ y", r"x &\frac{1}{2}\\ y"),
            (r"a \atop {b \over c}", r"\begin{matrix}a\\{\frac{b}{c}}\end{matrix}"),
            (r"\set{\infin} \leftarrow \sum\limits_i", r"\{\infty\} \gets  \sum_i"),
            (r"\model \\tag", r"\model \\tag"),
            (r"\operatorname*{lim\,sup}_k a<1", r"\mathop{lim sup}_k a<1"),
            (r"\operatorname{\mathbf E}", r"{\mathbf E}"),
            (r"\text{\$5}", r"\text{\$5}"),
            (r"\text{\$5 in $\bm x$}", r"\text{\$5 in }\boldsymbol x"),
            (r"\ce{2H2O -> SO4^2-}", r"{2\mathrm{H}_{2}\mathrm{O}\;\;\rightarrow \;\;\mathrm{SO}_{4}^{2-}}"),
        ] {
            assert_eq!(spelled(typed), read);
        }
    }
}
