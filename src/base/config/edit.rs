//! Where the source of a page can be changed: on the web, and in an editor.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::base::path::{SourcePath, joined};

/// What stands for the path in a template.
const PATH: &str = "{path}";

/// What may stand in a path as it is (RFC 3986, unreserved, and the slash).
const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// What to do about a template that cannot be used.
pub(super) const HELP: &str = "write it as in `https://example.org/book/edit/main/{path}`";

/// Whether `template` makes addresses.
///
/// # Errors
/// What is wrong with it.
pub(super) fn sound(template: &str) -> Result<(), String> {
    let host = template.strip_prefix("https://").or_else(|| template.strip_prefix("http://"));
    let allowed = |c: char| !c.is_whitespace() && !c.is_control() && !"\"<>".contains(c);
    let named =
        host.is_some_and(|host| !host.is_empty() && !host.starts_with(['/', '{'])) && template.chars().all(allowed);
    if !named {
        return Err(format!("`edit-url-template` should be an address, but it is `{template}`"));
    }
    if !template.contains(PATH) {
        return Err("`edit-url-template` has no `{path}`, so it would be the same for every page".to_owned());
    }
    Ok(())
}

/// The address for the file at `path` in the folder `src`. None for a folder that does not lie below
/// `book.toml`: such an address would lead nowhere.
pub(super) fn address(template: &str, src: &str, path: &SourcePath) -> Option<String> {
    if src.starts_with('/') || src.contains([':', '\\']) {
        return None;
    }
    let path = joined("", src).and_then(|src| joined(&src, path.as_str()))?;
    Some(template.replace(PATH, &utf8_percent_encode(&path, KEPT).to_string()))
}

/// The editors that can be named, each with the address that opens a file in it.
const EDITORS: [(&str, &str); 9] = [
    ("vscode", "vscode://file/{path}:{line}"),
    ("vscodium", "vscodium://file/{path}:{line}"),
    ("cursor", "cursor://file/{path}:{line}"),
    ("windsurf", "windsurf://file/{path}:{line}"),
    ("zed", "zed://file/{path}:{line}"),
    ("idea", "idea://open?file={path}&line={line}"),
    ("sublime", "subl://open?url=file://{path}&line={line}"),
    ("textmate", "txmt://open?url=file://{path}&line={line}"),
    ("macvim", "mvim://open?url=file://{path}&line={line}"),
];

/// The address with `{path}` and `{line}` that `editor` means.
///
/// # Errors
/// If it is neither the name of an editor nor such an address.
pub fn editor_address(editor: &str) -> Result<String, String> {
    if let Some((_, address)) = EDITORS.iter().find(|(name, _)| *name == editor) {
        return Ok((*address).to_owned());
    }
    let scheme = editor.split_once(':').map_or("", |(scheme, _)| scheme);
    let sound = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    let harmless = !["javascript", "data", "vbscript"].contains(&scheme.to_ascii_lowercase().as_str());
    if sound && harmless && editor.contains("{path}") {
        return Ok(editor.to_owned());
    }
    let names: Vec<_> = EDITORS.iter().map(|(name, _)| *name).collect();
    Err(format!(
        "`editor` should be one of {}, or an address as in `vscode://file/{{path}}:{{line}}`, but it is `{editor}`",
        names.join(", ")
    ))
}

#[cfg(test)]
mod tests {
    use super::address;
    use crate::base::config::Config;
    use crate::base::path::SourcePath;

    #[test]
    fn a_template_needs_a_host_and_a_path() {
        let errors = |template: &str| {
            let text = format!("[output.html]\nedit-url-template = \"{template}\"\n");
            let (_, errors) = Config::parse(&text);
            errors.iter().map(|error| text[error.span.unwrap().range()].to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(errors("https://example.org/edit/{path}"), [""; 0]);
        assert_eq!(errors("http://example.org/e?file={path}&x"), [""; 0]);
        let wrong = [
            "https://example.org/edit/",
            "{path}",
            "ssh://x/{path}",
            "https:///{path}",
            "https://{path}",
            "https://a b/{path}",
        ];
        for wrong in wrong {
            assert_eq!(errors(wrong), [format!("\"{wrong}\"")], "{wrong}");
        }
    }

    #[test]
    fn the_path_is_that_from_the_settings() {
        let at = |src: &str, path: &str| address("https://x.org/{path}?p={path}", src, &SourcePath::new(path));
        assert_eq!(at("content", "a/b.md").as_deref(), Some("https://x.org/content/a/b.md?p=content/a/b.md"));
        assert_eq!(at(".", "Ü b#.md").as_deref(), Some("https://x.org/%C3%9C%20b%23.md?p=%C3%9C%20b%23.md"));
        assert_eq!(at("./src/", "a.md").as_deref(), Some("https://x.org/src/a.md?p=src/a.md"));
        for elsewhere in ["../content", "/srv/content", "C:/content", "a/../.."] {
            assert_eq!(at(elsewhere, "a.md"), None, "{elsewhere}");
        }
    }
}
