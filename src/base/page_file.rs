//! Which file of the site has the page at an address, and the other way round.

use crate::base::path::without_page_ending;

/// The file that a web server shows for a folder.
pub const INDEX: &str = "index.html";

/// The file of the page at `address`.
pub fn page_file(address: &str) -> String {
    with_index(address, INDEX)
}

/// The address of a page with what that of a folder ends with: `x/` with `index.html`, `x.html` without.
pub fn with_index(address: &str, index: &str) -> String {
    let index = if is_folder(address) { index } else { "" };
    format!("{address}{index}")
}

/// The address of the page in `file`.
pub fn address_of(file: &str) -> &str {
    file.strip_suffix(INDEX).filter(|address| is_folder(address)).unwrap_or(file)
}

/// What stands beside the page at `address`: in its folder, or in that which has the name of its file.
pub fn beside(address: &str, name: &str) -> String {
    if is_folder(address) { format!("{address}{name}") } else { format!("{}/{name}", without_page_ending(address)) }
}

/// The pages beside which `name` may stand in `file`.
pub fn pages_beside(file: &str, name: &str) -> Vec<String> {
    match file.strip_suffix(name).filter(|folder| is_folder(folder)) {
        None => Vec::new(),
        Some("") => vec![page_file("")],
        Some(folder) => vec![page_file(folder), format!("{}.html", folder.trim_end_matches('/'))],
    }
}

fn is_folder(address: &str) -> bool {
    address.is_empty() || address.ends_with('/')
}
