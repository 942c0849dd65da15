//! The signs of a program: its quotation marks, brackets and remarks.

/// A text between quotation marks, and its place with them.
pub(super) struct Quotation {
    pub start: usize,
    pub end: usize,
    pub text: String,
}

/// How long the text between quotation marks at the front of `code` is, with these. Only one between accents
/// goes on in the next line.
pub(super) fn quotation(code: &str) -> usize {
    let mut chars = code.char_indices();
    let Some((_, quote)) = chars.next() else { return 0 };
    let mut escaped = false;
    for (at, c) in chars {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if c == quote || (c == '\n' && quote != '`') => return at + 1,
            _ => {}
        }
    }
    code.len()
}

/// The signs of a program that are not between quotation marks.
pub(super) fn bare(code: &str) -> impl Iterator<Item = (usize, char)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let c = code[at..].chars().next()?;
            if "\"'`".contains(c) {
                at += quotation(&code[at..]);
            } else {
                at += c.len_utf8();
                return Some((at - c.len_utf8(), c));
            }
        }
    })
}

/// What stands between the bracket at the front of `code` and the one that closes it.
pub(super) fn enclosed(code: &str) -> Option<&str> {
    code.starts_with(['[', '{', '(']).then_some(())?;
    let mut depth = 0;
    for (at, c) in bare(code) {
        match c {
            '[' | '{' | '(' => depth += 1,
            ']' | '}' | ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return code.get(1..at);
        }
    }
    None
}

/// The parts of a list, without empty ones.
pub(super) fn items(list: &str) -> Vec<&str> {
    let (mut parts, mut from, mut depth) = (Vec::new(), 0, 0);
    for (at, c) in bare(list) {
        match c {
            '[' | '{' | '(' => depth += 1,
            ']' | '}' | ')' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&list[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&list[from..]);
    parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).collect()
}

/// Where the value at the front of `code` ends: before a comma, or before what closes that which it stands in.
pub(in super::super) fn value_end(code: &str) -> usize {
    let mut depth = 0_usize;
    for (at, c) in bare(code) {
        match c {
            '[' | '{' | '(' => depth += 1,
            ']' | '}' | ')' | ',' if depth == 0 => return at,
            ']' | '}' | ')' => depth -= 1,
            _ => {}
        }
    }
    code.len()
}

/// The name at the front of `code`; empty if there is none.
pub(in super::super) fn name_at(code: &str) -> &str {
    let code = code.trim_start();
    code.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '$').next().unwrap_or_default()
}

/// Whether a value ends before `rest`: nothing is added to it or made of it.
pub(in super::super) fn ends(rest: &str) -> bool {
    !rest.trim_start().starts_with(['.', '+', '?', '[', '(', '|', '&'])
}

/// The text that a program has in quotation marks at the front of `code`, and what follows it.
pub(in super::super) fn quoted(code: &str) -> Option<(String, &str)> {
    let code = code.trim_start();
    let quote = code.chars().next().filter(|c| "\"'`".contains(*c))?;
    let end = quotation(code);
    let typed = code[1..end].strip_suffix(quote)?;
    // What is put together from others is not known.
    (!typed.contains("${") && !typed.contains('\n')).then(|| (unescaped(typed), &code[end..]))
}

/// A text as it is meant: `\'` is an apostrophe.
fn unescaped(typed: &str) -> String {
    let mut text = String::with_capacity(typed.len());
    let mut rest = typed;
    while let Some((before, after)) = rest.split_once('\\') {
        text.push_str(before);
        let mut chars = after.chars();
        let sign = chars.next();
        rest = chars.as_str();
        match sign {
            Some('n' | 't' | 'r') => text.push(' '),
            Some(sign @ ('u' | 'x')) => {
                let usual = if sign == 'x' { 2 } else { 4 };
                let braced = rest.strip_prefix('{').and_then(|rest| rest.split_once('}'));
                let (digits, after) =
                    braced.or_else(|| rest.split_at_checked(usual)).unwrap_or((rest, Default::default()));
                text.extend(u32::from_str_radix(digits, 16).ok().and_then(char::from_u32));
                rest = after;
            }
            sign => text.extend(sign),
        }
    }
    text.push_str(rest);
    text
}

/// `code` without `// …` and `/* … */`, which may stand in a text (`https://`).
pub(in super::super) fn without_remarks(code: &str) -> String {
    let mut kept = String::with_capacity(code.len());
    let mut quote = None;
    let mut rest = code;
    while let Some(c) = rest.chars().next() {
        let mut length = c.len_utf8();
        match quote {
            Some(_) if c == '\\' => length += rest[1..].chars().next().map_or(0, char::len_utf8),
            Some(open) if c == open || (c == '\n' && open != '`') => quote = None,
            None if rest.starts_with("//") => {
                rest = rest.find('\n').map_or("", |end| &rest[end..]);
                continue;
            }
            None if rest.starts_with("/*") => {
                rest = rest.find("*/").map_or("", |end| &rest[end + 2..]);
                continue;
            }
            None if "\"'`".contains(c) => quote = Some(c),
            Some(_) | None => {}
        }
        kept.push_str(&rest[..length]);
        rest = &rest[length..];
    }
    kept
}
