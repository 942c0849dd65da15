//! The answer to a request for a file: whole, in part, or unchanged.

use std::pin::Pin;

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures_util::stream::{Stream, unfold};

use crate::edge::book::read::Held;

/// How much of a large file is read at once.
const PART: u64 = 1 << 16;

/// A file, or the part of it that is asked for, or that it is still the same.
pub(super) fn found(file: &str, held: Held, tag: &str, asked: &HeaderMap) -> Response {
    let tag = format!("\"{tag}\"");
    let text = |name: HeaderName| asked.get(name).and_then(|value| value.to_str().ok());
    let of_file = [(header::ETAG, tag.clone()), (header::ACCEPT_RANGES, "bytes".to_owned())];
    let same = |tags: &str| tags.split(',').any(|one| one.trim().trim_start_matches("W/") == tag || one.trim() == "*");
    if text(header::IF_NONE_MATCH).is_some_and(same) {
        return (StatusCode::NOT_MODIFIED, of_file).into_response();
    }
    let kind = [(header::CONTENT_TYPE, content_type(file))];
    let length = match &held {
        Held::Bytes(bytes) => bytes.len() as u64,
        Held::Open(_, length) => *length,
    };
    // A range of a file that has changed since is a range of another file.
    let range = text(header::RANGE).filter(|_| text(header::IF_RANGE).is_none_or(same));
    match range.and_then(|range| single_range(range, length)) {
        Some((from, to)) if from >= to => {
            let size = [(header::CONTENT_RANGE, format!("bytes */{length}"))];
            (StatusCode::RANGE_NOT_SATISFIABLE, of_file, size).into_response()
        }
        Some((from, to)) => {
            let place = [(header::CONTENT_RANGE, format!("bytes {from}-{}/{length}", to - 1))];
            let size = [(header::CONTENT_LENGTH, (to - from).to_string())];
            (StatusCode::PARTIAL_CONTENT, of_file, kind, place, size, body(held, from, to)).into_response()
        }
        None => {
            let size = [(header::CONTENT_LENGTH, length.to_string())];
            (of_file, kind, size, body(held, 0, length)).into_response()
        }
    }
}

/// The bytes that a `Range` asks for, from one up to another: none of them if there are none there.
/// `None` if it asks for several stretches, or is not a range: the whole is a right answer to both
/// (RFC 9110, 14.2).
fn single_range(range: &str, length: u64) -> Option<(u64, u64)> {
    let (first, last) = range.strip_prefix("bytes=")?.trim().split_once('-')?;
    let number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().unwrap_or(u64::MAX));
    match (first, last) {
        ("", "") => None,
        ("", last) => Some((length.saturating_sub(number(last)?), length)),
        (first, "") => Some((number(first)?, length)),
        (first, last) => {
            let (first, last) = (number(first)?, number(last)?);
            (first <= last).then_some((first, last.saturating_add(1).min(length)))
        }
    }
}

fn body(held: Held, from: u64, to: u64) -> Body {
    match held {
        Held::Bytes(bytes) => {
            let place = usize::try_from(from).unwrap_or_default()..usize::try_from(to).unwrap_or_default();
            Body::from(Bytes::from_owner(bytes).slice(place))
        }
        Held::Open(file, _) => Body::from_stream(parts(file, from, to)),
    }
}

/// The bytes of a large file, a part at a time, as fast as they are taken.
fn parts(
    file: std::sync::Arc<std::fs::File>,
    from: u64,
    to: u64,
) -> Pin<Box<dyn Stream<Item = std::io::Result<Bytes>> + Send>> {
    Box::pin(unfold(from, move |at| {
        let file = file.clone();
        async move {
            if at >= to {
                return None;
            }
            let size = usize::try_from(PART.min(to - at)).unwrap_or_default();
            let read = tokio::task::spawn_blocking(move || {
                let mut part = vec![0; size];
                read_at(&file, &mut part, at).map(|()| Bytes::from(part))
            });
            let read = read.await.unwrap_or_else(|failed| Err(std::io::Error::other(failed)));
            let next = if read.is_ok() { at + size as u64 } else { to };
            Some((read, next))
        }
    }))
}

#[cfg(unix)]
fn read_at(file: &std::fs::File, part: &mut [u8], at: u64) -> std::io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, part, at)
}

#[cfg(windows)]
fn read_at(file: &std::fs::File, part: &mut [u8], at: u64) -> std::io::Result<()> {
    let mut read = 0;
    while read < part.len() {
        match std::os::windows::fs::FileExt::seek_read(file, &mut part[read..], at + read as u64)? {
            0 => return Err(std::io::ErrorKind::UnexpectedEof.into()),
            length => read += length,
        }
    }
    Ok(())
}

fn content_type(file: &str) -> String {
    let kind = mime_guess::from_path(file).first_or_octet_stream();
    let is_text = kind.type_() == mime_guess::mime::TEXT
        || matches!(kind.subtype().as_str(), "javascript" | "json" | "xml" | "manifest+json")
        || kind.suffix().is_some_and(|suffix| suffix == "xml");
    if is_text { format!("{kind}; charset=utf-8") } else { kind.to_string() }
}
