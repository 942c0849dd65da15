//! The front of an address on the web, and the slips that are made in it.

use crate::base::nearest::nearest;

/// Schemes of others that are as near to ours as a slip.
const OTHERS: [&str; 6] = ["shttp", "httpd", "httpx", "httpu", "ftp", "ftps"];

/// An address whose front can only be a slip for `https://` or `http://`, as it is written right: `htps://x.org`,
/// `http:/x.org`, `https//x.org`, `http://https://x.org`.
pub fn mended(address: &str) -> Option<String> {
    let length = address.find(|c: char| !c.is_ascii_alphabetic()).filter(|length| (3..=7).contains(length))?;
    let (word, rest) = address.split_at(length);
    let word = word.to_ascii_lowercase();
    let host = rest.trim_start_matches(|c: char| ":;.,/\\".contains(c));
    let sign = &rest[..rest.len() - host.len()];
    if !is_host(host) {
        // Two fronts, of which the second was pasted.
        let is_double = sign == "://" && matches!(&*word, "http" | "https");
        let second = host.strip_prefix("http").is_some_and(|host| host.starts_with("://") || host.starts_with("s://"));
        return (is_double && second).then(|| host.to_owned());
    }
    // One sign too many, too few, or the one beside it on the keyboard.
    let is_sign = [":", ":/", ":///", "//", ";//", ".//", ",//", "::/", ":://", ":\\", ":\\\\"].contains(&sign);
    let right = match &*word {
        "http" | "https" if sign == "://" || !is_sign => return None,
        "http" | "https" => word,
        _ if OTHERS.contains(&&*word) || sign != "://" => return None,
        _ => nearest_of_two(&word)?.to_owned(),
    };
    Some(format!("{right}://{host}"))
}

/// The scheme that is nearer to a word.
fn nearest_of_two(word: &str) -> Option<&'static str> {
    nearest(word, ["https"]).or_else(|| nearest(word, ["http"]))?;
    let distance = |scheme: &str| strsim::damerau_levenshtein(word, scheme);
    match (distance("https"), distance("http")) {
        (0, _) | (_, 0) => None,
        (1, other) if other > 1 => Some("https"),
        (other, 1) if other > 1 => Some("http"),
        // As near to both, and only one of them ends so.
        (1, 1) => Some(if word.ends_with('s') { "https" } else { "http" }),
        _ => None,
    }
}

/// Whether what follows the front of an address begins with the name of a host: `example.org`.
pub fn is_host(text: &str) -> bool {
    let host = text.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let last = host.rsplit_once('.').map_or("", |(_, last)| last);
    let letters = |part: &str| part.chars().all(|c| c.is_alphanumeric() || c == '-');
    host.starts_with(char::is_alphanumeric)
        && last.len() > 1
        && last.chars().all(char::is_alphabetic)
        && host.split('.').all(|part| !part.is_empty() && letters(part))
}

#[cfg(test)]
mod tests {
    use super::mended;

    #[test]
    fn slips_in_the_front_are_seen() {
        for slip in [
            "htps://x.org/a",
            "ttps://x.org/a",
            "https:/x.org/a",
            "https//x.org/a",
            "https;//x.org/a",
            "htttps://x.org/a",
        ] {
            assert_eq!(mended(slip).as_deref(), Some("https://x.org/a"), "{slip}");
        }
        for slip in ["http:/x.org", "hhttp://x.org", "htp://x.org", "http:x.org", "http:\\\\x.org"] {
            assert_eq!(mended(slip).as_deref(), Some("http://x.org"), "{slip}");
        }
        assert_eq!(mended("http://https://x.org").as_deref(), Some("https://x.org"));
        let right = "https://x.org http://localhost:3000 mailto:a@b.org ftp://x.org sftp://x.org shttp://x.org file:///a/b.c \
                     http/https http/1.1 https:// https://web.archive.org/web/https://x.org ssh://x.org obsidian://open.x";
        for right in right.split_whitespace() {
            assert_eq!(mended(right), None, "{right}");
        }
    }
}
