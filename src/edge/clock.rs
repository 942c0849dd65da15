//! The clock.

use jiff::civil::Date;
use jiff::tz::Offset;
use jiff::{Timestamp, ToSpan};

/// The day that decides what lies in the future: a day is not future once it has begun anywhere on
/// Earth, so that an essay dated today is published in every time zone.
pub fn today() -> Date {
    let latest = now().checked_add(14.hours()).unwrap_or_else(|_| now());
    Offset::UTC.to_datetime(latest).date()
}

/// The moment. `SOURCE_DATE_EPOCH` comes before the clock
/// (<https://reproducible-builds.org/specs/source-date-epoch/>).
pub fn now() -> Timestamp {
    let given = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|seconds| seconds.parse().ok());
    given.and_then(|seconds| Timestamp::from_second(seconds).ok()).unwrap_or_else(Timestamp::now)
}
