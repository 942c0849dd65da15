//! Which elements of raw HTML are open, and what must be closed.

use std::collections::BTreeMap;

use crate::read::syntax::markup::{ENDED_BY_OTHERS, FORMATTING, TagKind, Token, is_block, is_void, tokens};

/// An element that is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    pub name: Box<str>,
    /// What its tag is called by whoever asks.
    pub tag: usize,
}

/// The elements that are open in a stretch which tags do not reach out of: a text, an item, a quote.
#[derive(Debug, Default)]
pub struct Scope {
    open: Vec<Opened>,
    /// How many of them have which name, so that a text with thousands need not be gone through for each tag.
    counts: BTreeMap<Box<str>, usize>,
}

impl Scope {
    /// Takes a start tag. Gives the elements that must be closed before it, the innermost first: links do
    /// not stand in links.
    pub fn open(&mut self, name: &str, tag: usize) -> Vec<Opened> {
        let link = if name == "a" { self.last("a") } else { None };
        let before: Vec<Opened> = link.map(|at| self.open.remove(at)).into_iter().collect();
        self.forget(&before);
        *self.counts.entry(name.into()).or_default() += 1;
        self.open.push(Opened { name: name.into(), tag });
        before
    }

    /// Takes an end tag. Gives the elements that must be closed before it, the innermost first; `None` if it
    /// ends nothing that is open.
    pub fn close(&mut self, name: &str) -> Option<Vec<Opened>> {
        let at = self.last(name)?;
        let above = self.open.split_off(at + 1);
        let own: Vec<Opened> = self.open.pop().into_iter().collect();
        self.forget(&own);
        let formats = FORMATTING.contains(&name);
        let stays = |opened: &Opened| formats && (FORMATTING.contains(&&*opened.name) || is_block(&opened.name));
        let (open, ended): (Vec<_>, Vec<_>) = above.into_iter().partition(stays);
        self.open.extend(open);
        self.forget(&ended);
        Some(unclosed(ended))
    }

    /// What must be closed at the end, the innermost first.
    pub fn end(self) -> Vec<Opened> {
        unclosed(self.open)
    }

    /// Whether an element is open for which `is` holds.
    pub fn has(&self, is: impl Fn(&str) -> bool) -> bool {
        self.counts.keys().any(|name| is(name))
    }

    /// Takes out the elements for which `is` holds, the innermost first.
    pub fn take(&mut self, is: impl Fn(&str) -> bool) -> Vec<Opened> {
        if !self.has(&is) {
            return Vec::new();
        }
        let taken: Vec<Opened> = self.open.extract_if(.., |opened| is(&opened.name)).collect();
        self.forget(&taken);
        unclosed(taken)
    }

    /// The place of the innermost open element of that name.
    fn last(&self, name: &str) -> Option<usize> {
        self.counts.get(name)?;
        self.open.iter().rposition(|opened| &*opened.name == name)
    }

    /// Takes elements that are open no more out of the counts.
    fn forget(&mut self, ended: &[Opened]) {
        for Opened { name, .. } in ended {
            let count = self.counts.get_mut(name).map_or(0, |count| {
                *count -= 1;
                *count
            });
            if count == 0 {
                self.counts.remove(name);
            }
        }
    }
}

fn unclosed(opened: Vec<Opened>) -> Vec<Opened> {
    opened.into_iter().rev().filter(|opened| !ENDED_BY_OTHERS.contains(&&*opened.name)).collect()
}

/// The end tags of elements.
pub fn end_tags(opened: &[Opened]) -> String {
    opened.iter().flat_map(|opened| ["</", &opened.name, ">"]).collect()
}

/// A part of a text that was cut out where tags may have been open: those that have no counterpart in it go,
/// or get one.
pub fn balanced(html: &str) -> String {
    let mut scope = Scope::default();
    let mut whole = String::with_capacity(html.len());
    for (at, Token { place, kind }) in tokens(html).into_iter().enumerate() {
        let typed = &html[place];
        match kind {
            TagKind::Open(open) => {
                let is_real = open.slash && scope.has(|name| matches!(name, "svg" | "math"));
                if !is_void(&open.name) && !is_real {
                    whole.push_str(&end_tags(&scope.open(&open.name, at)));
                }
                whole.push_str(typed);
            }
            TagKind::Close(name) if is_void(&name) => {}
            TagKind::Close(name) => {
                if let Some(before) = scope.close(&name) {
                    whole.push_str(&end_tags(&before));
                    whole.push_str(typed);
                }
            }
            TagKind::Text | TagKind::Comment { .. } => whole.push_str(typed),
            TagKind::Unfinished => {}
        }
    }
    whole.push_str(&end_tags(&scope.end()));
    whole
}

#[cfg(test)]
mod tests {
    use super::balanced;

    #[test]
    fn parts_are_balanced() {
        for (part, whole) in [
            ("<b>x</b>", "<b>x</b>"),
            ("<div><p>x", "<div><p>x</div>"),
            ("x</div></main>y", "xy"),
            ("<div><span>x</div>", "<div><span>x</span></div>"),
            ("<b><i>x</b>y</i>", "<b><i>x</b>y</i>"),
            ("<a href=a>x<a href=b>y</a>", "<a href=a>x</a><a href=b>y</a>"),
            ("<ul><li>a<li>b</ul>", "<ul><li>a<li>b</ul>"),
            ("<br/><svg><path/></svg>", "<br/><svg><path/></svg>"),
        ] {
            assert_eq!(balanced(part), whole);
        }
    }
}
