//! Addresses without brackets round them: `https://example.org`, `www.example.org`,
//! `ada@example.org`.

use std::ops::Range;

use linkify::{LinkFinder, LinkKind};

/// The addresses in a stretch of `source`. Where one may begin is GitHub's rule, where it ends (not
/// with a full stop, not with a bracket that it did not open) the library's, which is the same.
pub fn find(source: &str, place: Range<usize>) -> Vec<Range<usize>> {
    let text = &source[place.clone()];
    if !["://", "www.", "@"].iter().any(|sign| text.contains(sign)) {
        return Vec::new();
    }
    let mut finder = LinkFinder::new();
    finder.kinds(&[LinkKind::Url, LinkKind::Email]).url_must_have_scheme(false);
    let found = finder.links(text).map(|link| place.start + link.start()..place.start + link.end());
    let begins =
        |at: usize| source[..at].chars().next_back().is_none_or(|c| c.is_whitespace() || "*_~(\"'“‘«=>".contains(c));
    let ours = |address: &str| {
        ["http://", "https://", "www."].iter().any(|front| starts_with(address, front)) || is_mail(address)
    };
    found.filter(|address| ours(&source[address.clone()]) && begins(address.start)).collect()
}

/// Where a link to `address` leads: without a scheme, by http or mail.
pub fn destination(address: &str) -> String {
    match () {
        () if is_mail(address) => format!("mailto:{address}"),
        () if starts_with(address, "www.") => format!("http://{address}"),
        () => address.to_owned(),
    }
}

fn is_mail(address: &str) -> bool {
    address.contains('@') && !address.contains(['/', ':'])
}

fn starts_with(address: &str, front: &str) -> bool {
    address.get(..front.len()).is_some_and(|start| start.eq_ignore_ascii_case(front))
}
