//! Diagnostics for programs: a line each.

use std::fmt::Write;

use serde_json::json;

use super::{Told, is_harmless, visible};
use crate::base::diagnostic::Severity;
use crate::edge::report::Spot;

fn severity(told: &Told) -> &'static str {
    match told.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// `content/mirror.md:3:7: warning[CL0301]: broken link: …`, as editors and `grep` expect it.
pub fn short(told: &Told) -> String {
    let place =
        told.place.as_ref().map_or_else(String::new, |Spot { start: (line, column), .. }| format!("{line}:{column}:"));
    format!("{}:{place} {}[{}]: {}", visible(&told.path), severity(told), told.code, told.message)
}

/// One object: the code and its name, the severity, the file, the place, the words, the fix, and the
/// whole as a terminal shows it.
pub fn json(told: &Told) -> String {
    let place = |place: &Spot| {
        json!({
            "start": {"byte": place.bytes.start, "line": place.start.0, "column": place.start.1},
            "end": {"byte": place.bytes.end, "line": place.end.0, "column": place.end.1},
        })
    };
    let object = json!({
        "code": told.code.to_string(),
        "name": told.code.name(),
        "severity": severity(told),
        "file": told.path,
        "place": told.place.as_ref().map(place),
        "message": told.message,
        "why": told.label,
        "help": told.help,
        "fix": told.fix.as_ref().map(|(at, text, help)| json!({"place": place(at), "text": text, "help": help})),
        "rendered": told.text,
    });
    harmless_json(&object.to_string())
}

/// JSON with everything in its texts escaped that could do harm in a terminal.
pub fn harmless_json(json: &str) -> String {
    let mut escaped = String::with_capacity(json.len());
    for c in json.chars() {
        if is_harmless(c) || c == '\n' {
            escaped.push(c);
        } else {
            for unit in c.encode_utf16(&mut [0; 2]) {
                // Writing to a `String` cannot fail; the same holds below.
                let _ = write!(escaped, "\\u{unit:04x}");
            }
        }
    }
    escaped
}

/// A command of GitHub's workflows, which shows the finding beside its line:
/// <https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands>.
pub fn github(told: &Told) -> String {
    let mut fields = format!("file={}", property(&visible(&told.path)));
    if let Some(Spot { start, end, .. }) = &told.place {
        let _ = write!(fields, ",line={},endLine={}", start.0, end.0);
        // Columns only mean something within one line.
        if start.0 == end.0 {
            let _ = write!(fields, ",col={},endColumn={}", start.1, end.1);
        }
    }
    let _ = write!(fields, ",title={} {}", told.code, told.code.name());
    let fix = told.fix.iter().map(|(.., help)| help);
    let words = [&told.message, &told.label].into_iter().chain(&told.help).chain(fix).filter(|words| !words.is_empty());
    let words = words.map(String::as_str).collect::<Vec<_>>().join("\n");
    format!("::{} {fields}::{}", severity(told), message(&words))
}

/// Text fit for the part of a workflow command after its last colons.
fn message(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Text fit for a field of a workflow command.
fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}
