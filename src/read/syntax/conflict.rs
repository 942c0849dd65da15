//! Marks that a version control program leaves in a file in which two changes could not be joined.

use std::ops::Range;

/// The first line of marks, if those of a whole conflict follow: `<<<<<<< `, `=======`, `>>>>>>> `. `is_code` says of
/// a place that it is code, where marks may be shown on purpose.
pub fn find(text: &str, is_code: impl Fn(usize) -> bool) -> Option<Range<usize>> {
    memchr::memmem::find(text.as_bytes(), b"<<<<<<< ")?;
    let mut opened: Option<Range<usize>> = None;
    let mut is_divided = false;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let typed = line.trim_end();
        match &opened {
            _ if typed.starts_with("<<<<<<< ") && !is_code(at) => {
                (opened, is_divided) = (Some(at..at + typed.len()), false);
            }
            Some(_) if typed == "=======" => is_divided = true,
            Some(_) if is_divided && typed.starts_with(">>>>>>> ") => return opened,
            _ => {}
        }
        at += line.len();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn only_whole_conflicts_count() {
        assert_eq!(find("a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> x\n", |_| false), Some(2..14));
        assert_eq!(find("<<<<<<< HEAD\r\nb\r\n=======\r\n>>>>>>> x", |_| false), Some(0..12));
        for text in
            ["<<<<<<< HEAD\nb\n=======\n", "a\n=======\n", "<<<<<<< a\n>>>>>>> b\n", " <<<<<<< a\n=======\n>>>>>>> b\n"]
        {
            assert_eq!(find(text, |_| false), None, "{text}");
        }
        assert_eq!(find("<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> x\n", |_| true), None);
    }
}
