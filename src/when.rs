//! Dates as writers write them.

use jiff::civil::{Date, DateTime};
use jiff::{Timestamp, tz::Offset};

/// A day, or a moment with its offset from UTC. The day shown is the day written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct When {
    moment: Timestamp,
    local: DateTime,
    offset_seconds: i32,
}

impl When {
    /// Reads `YYYY-MM-DD`, `YYYY-MM-DD HH:MM[:SS]` (taken as UTC), RFC 3339, or Jekyll's
    /// `YYYY-MM-DD HH:MM:SS +HHMM`. `None` for anything else, and for days that no calendar has.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Some(text) = with_colon(text) {
            return Self::parse(&text);
        }
        if let Ok(pieces) = jiff::fmt::temporal::DateTimeParser::new().parse_timestamp(text) {
            let offset = written_offset(text)?;
            return Some(Self { moment: pieces, local: offset.to_datetime(pieces), offset_seconds: offset.seconds() });
        }
        let local: DateTime = match text.parse::<Date>() {
            Ok(day) if text.len() == "YYYY-MM-DD".len() => day.to_datetime(jiff::civil::Time::midnight()),
            _ => text.parse().ok()?,
        };
        Some(Self { moment: Offset::UTC.to_timestamp(local).ok()?, local, offset_seconds: 0 })
    }

    /// The day at the front of a file name such as `2026-11-03-mirror`, and the rest of it.
    pub fn prefix(stem: &str) -> Option<(Self, &str)> {
        let (day, rest) = stem.split_at_checked("YYYY-MM-DD".len())?;
        let rest = rest.strip_prefix(['-', '_', ' '])?;
        Some((Self::parse(day)?, rest)).filter(|_| !rest.is_empty())
    }

    /// The day as it was written.
    pub fn day(self) -> Date {
        self.local.date()
    }

    /// As RFC 3339 wants it: `2026-11-03T00:00:00Z`.
    pub fn rfc3339(self) -> String {
        match self.offset_seconds {
            0 => format!("{}Z", self.local),
            seconds => {
                let minutes = seconds.abs() / 60;
                let sign = if seconds < 0 { '-' } else { '+' };
                format!("{}{sign}{:02}:{:02}", self.local, minutes / 60, minutes % 60)
            }
        }
    }
}

/// A moment whose offset has no colon, with one.
fn with_colon(text: &str) -> Option<String> {
    let at =
        text.len().checked_sub("+HHMM".len()).filter(|at| *at > "YYYY-MM-DD".len() && text.is_char_boundary(*at))?;
    let (moment, offset) = text.split_at(at);
    let digits = offset[1..].bytes().all(|byte| byte.is_ascii_digit());
    (offset.starts_with(['+', '-']) && digits && moment.contains(':'))
        .then(|| format!("{}{}:{}", moment.trim_end(), &offset[..3], &offset[3..]))
}

/// The offset at the end of an RFC 3339 text.
fn written_offset(text: &str) -> Option<Offset> {
    if text.ends_with(['Z', 'z']) {
        return Some(Offset::UTC);
    }
    let at = text.rfind(['+', '-'])?;
    let sign = if text[at..].starts_with('-') { -1 } else { 1 };
    let (hours, minutes) = text[at + 1..].split_once(':')?;
    let seconds = hours.parse::<i32>().ok()? * 3600 + minutes.parse::<i32>().ok()? * 60;
    Offset::from_seconds(sign * seconds).ok()
}

#[cfg(test)]
mod tests {
    use super::When;

    #[test]
    fn dates_are_read_as_written() {
        let shown = |text: &str| When::parse(text).map(|when| (when.day().to_string(), when.rfc3339()));
        let both = |day: &str, moment: &str| Some((day.to_owned(), moment.to_owned()));
        assert_eq!(shown("2026-11-03"), both("2026-11-03", "2026-11-03T00:00:00Z"));
        assert_eq!(shown("2026-11-03 09:30:00 +0100"), both("2026-11-03", "2026-11-03T09:30:00+01:00"));
        assert_eq!(shown("2026-11-03 08:30"), both("2026-11-03", "2026-11-03T08:30:00Z"));
        assert_eq!(shown("2026-11-03T23:30:00+02:00"), both("2026-11-03", "2026-11-03T23:30:00+02:00"));
        for wrong in ["2026-13-01", "2026-02-30", "yesterday", "11/03/2026", ""] {
            assert_eq!(shown(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn file_names_may_begin_with_a_day() {
        let (when, rest) = When::prefix("2026-11-03-mirror").unwrap();
        assert_eq!((when.day().to_string().as_str(), rest), ("2026-11-03", "mirror"));
        assert!(When::prefix("2026-11-03").is_none());
        assert!(When::prefix("2026-99-03-x").is_none());
    }
}
