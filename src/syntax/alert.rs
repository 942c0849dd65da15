//! GitHub's alerts: a quote whose first line is `[!NOTE]`.

use pulldown_cmark::BlockQuoteKind;

/// The opening tags of an alert, with its label.
pub fn open(kind: BlockQuoteKind) -> String {
    let (class, label) = match kind {
        BlockQuoteKind::Note => ("note", "Note"),
        BlockQuoteKind::Tip => ("tip", "Tip"),
        BlockQuoteKind::Important => ("important", "Important"),
        BlockQuoteKind::Warning => ("warning", "Warning"),
        BlockQuoteKind::Caution => ("caution", "Caution"),
    };
    format!("<div class=\"alert alert-{class}\" role=\"note\">\n<p class=\"alert-title\">{label}</p>\n")
}

/// The closing tag.
pub const CLOSE: &str = "</div>\n";
