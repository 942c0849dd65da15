//! Which file of the site has the page at an address, and the other way round.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use crate::base::path::{is_plain_segment, without_page_ending};

/// The file that a web server shows for a folder.
pub const INDEX: &str = "index.html";

/// The file of the page at `address`.
pub fn page_file(address: &str) -> String {
    with_index(address, INDEX)
}

/// The address of a page with what that of a folder ends with: `x/` with `index.html`, `x.html` without.
pub fn with_index(address: &str, index: &str) -> String {
    let index = if is_folder(address) { index } else { "" };
    [address, index].concat()
}

/// The same as templates write it into a link, without what would end the path there or be decoded. Letters of any script
/// stay as they are.
pub fn page_url(address: &str, index: &str) -> String {
    let mut url = with_index(address, index);
    if url.contains(['%', ' ', '#', '?']) {
        url = url.replace('%', "%25").replace(' ', "%20").replace('#', "%23").replace('?', "%3F");
    }
    url
}

/// An address that is written with `%61` and the like as a server looks for its file; as it is where that is none.
pub fn as_served(address: &str) -> Cow<'_, str> {
    let Ok(decoded) = percent_decode_str(address).decode_utf8() else { return Cow::Borrowed(address) };
    let is_plain = |part: &str| part.is_empty() || is_plain_segment(part);
    let is_path = decoded.matches('/').count() == address.matches('/').count()
        && !decoded.contains(|c: char| c.is_control() || c == '\\')
        && decoded.split('/').all(is_plain);
    if is_path { decoded } else { Cow::Borrowed(address) }
}

/// The address of the page in `file`.
pub fn address_of(file: &str) -> &str {
    file.strip_suffix(INDEX).filter(|address| is_folder(address)).unwrap_or(file)
}

/// What stands beside the page at `address`: in its folder, or in that which has the name of its file.
pub fn beside(address: &str, name: &str) -> String {
    if is_folder(address) { [address, name].concat() } else { [without_page_ending(address), "/", name].concat() }
}

/// The pages beside which `name` may stand in `file`.
pub fn pages_beside(file: &str, name: &str) -> Vec<String> {
    match file.strip_suffix(name).filter(|folder| is_folder(folder)) {
        None => Vec::new(),
        Some("") => vec![page_file("")],
        Some(folder) => vec![page_file(folder), format!("{}.html", folder.trim_end_matches('/'))],
    }
}

/// Whether the page at `address` is that of a folder.
pub fn is_folder(address: &str) -> bool {
    address.is_empty() || address.ends_with('/')
}

/// The folders that a file lies in, outermost first, as far as they may be called like a file: all but a few files have a
/// dot in their names, and few folders.
pub fn dotted_folders(file: &str) -> impl Iterator<Item = &str> {
    let folders = file.match_indices('/').map(|(at, _)| &file[..at]);
    folders.filter(|folder| folder.rsplit('/').next().is_some_and(|name| name.contains('.')))
}

#[cfg(test)]
mod tests {
    use super::{as_served, dotted_folders, page_url};

    #[test]
    fn addresses_are_written_once() {
        for (address, url) in
            [("a#b/", "a%23b/index.html"), ("100%?.html", "100%25%3F.html"), ("ä/ß/", "ä/ß/index.html")]
        {
            assert_eq!(page_url(address, "index.html"), url);
        }
        for (written, served) in [
            ("/%61bc/", "/abc/"),
            ("/caf%C3%A9/", "/café/"),
            ("/100%/", "/100%/"),
            ("/a%2Fb/", "/a%2Fb/"),
            ("/%2e%2E/x/", "/%2e%2E/x/"),
            ("/%00/", "/%00/"),
            ("/%ff/", "/%ff/"),
        ] {
            assert_eq!(as_served(written), served);
        }
    }

    #[test]
    fn folders_that_may_be_files_are_found() {
        assert_eq!(dotted_folders("v1.0/a/b.c/index.html").collect::<Vec<_>>(), ["v1.0", "v1.0/a/b.c"]);
    }
}
