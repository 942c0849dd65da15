//! Dates as writers write them.

use std::cmp::Ordering;

use jiff::civil::{Date, DateTime};
use jiff::{Timestamp, tz::Offset};

/// A day, or a moment with its offset from UTC. The day shown is the day written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct When {
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
            return Some(Self { local: offset.to_datetime(pieces), offset_seconds: offset.seconds() });
        }
        let local: DateTime = match text.parse::<Date>() {
            Ok(day) if text.len() == "YYYY-MM-DD".len() => day.to_datetime(jiff::civil::Time::midnight()),
            _ => text.parse().ok()?,
        };
        let when = Self { local, offset_seconds: 0 };
        when.moment().map(|_| when)
    }

    /// The moment; `None` if it would lie outside of all time.
    fn moment(self) -> Option<Timestamp> {
        Offset::from_seconds(self.offset_seconds).ok()?.to_timestamp(self.local).ok()
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

/// By the moment. Not kept, since every list of essays has many of these; nearly all have one offset.
impl Ord for When {
    fn cmp(&self, other: &Self) -> Ordering {
        if self.offset_seconds == other.offset_seconds {
            return self.local.cmp(&other.local);
        }
        let key = |when: &Self| (when.moment(), when.local, when.offset_seconds);
        key(self).cmp(&key(other))
    }
}

impl PartialOrd for When {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The day that a text such as `3.11.2026` or `Nov 3, 2026` means, where that is without doubt.
pub fn meant(text: &str) -> Option<Date> {
    let parts: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).collect();
    let [a, b, c] = parts[..] else { return None };
    let day = |part: &str| part.trim_end_matches(|c: char| c.is_ascii_alphabetic()).parse::<i8>().ok();
    let date = |year: &str, month: i8, day: i8| {
        let year = year.parse::<i16>().ok().filter(|_| year.len() == 4)?;
        Date::new(year, month, day).ok()
    };
    if let Some(month) = month(a) {
        return date(c, month, day(b)?);
    }
    if let Some(month) = month(b) {
        return date(c, month, day(a)?).or_else(|| date(a, month, day(c)?));
    }
    let (first, second) = (a.parse::<i8>(), b.parse::<i8>().ok()?);
    match first {
        Err(_) => date(a, second, c.parse().ok()?),
        // With dots the day comes first; with anything else that depends on where one lives.
        Ok(first) if text.contains('.') || first > 12 => date(c, second, first),
        Ok(first) if second > 12 || first == second => date(c, first, second),
        Ok(_) => None,
    }
}

/// The month that a word means.
fn month(word: &str) -> Option<i8> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let word = word.to_lowercase();
    let at = MONTHS
        .iter()
        .position(|month| word.len() >= 3 && (month.starts_with(&word) || word == "sept" && *month == "september"))?;
    i8::try_from(at + 1).ok()
}

/// Why a text is no date, in a few words.
pub fn fault(text: &str) -> String {
    if let Some((one, other)) = either(text) {
        return format!("is this {} or {}?", one.strftime("%-d %B"), other.strftime("%-d %B"));
    }
    let parts: Vec<Option<i16>> = text.split('-').map(|part| part.trim().parse().ok()).collect();
    match parts[..] {
        [Some(year), Some(month), Some(day)] if !(1..=12).contains(&month) => {
            let turned = i8::try_from(month).ok().zip(i8::try_from(day).ok());
            match turned.and_then(|(day, month)| Date::new(year, month, day).ok()) {
                Some(turned) => format!("there is no month {month}; is it {turned}?"),
                None => format!("there is no month {month}"),
            }
        }
        [Some(year), Some(month), Some(day)] => {
            match i8::try_from(month).ok().and_then(|month| Date::new(year, month, 1).ok()) {
                Some(first) if !(1..=i16::from(first.days_in_month())).contains(&day) => {
                    format!("this month has {} days", first.days_in_month())
                }
                _ => EXPECTED.to_owned(),
            }
        }
        _ => EXPECTED.to_owned(),
    }
}

/// The two days that a text such as `3/11/2026` may mean, by where one lives.
fn either(text: &str) -> Option<(Date, Date)> {
    let mut parts = text.split('/');
    let (a, b, year) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?);
    let year = year.parse().ok().filter(|_| year.len() == 4 && parts.next().is_none() && a != b)?;
    Some((Date::new(year, b, a).ok()?, Date::new(year, a, b).ok()?))
}

/// What a date looks like.
const EXPECTED: &str = "expected a day as in 2026-11-03";

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
    use super::{When, fault, meant};

    #[test]
    fn dates_are_read_as_written() {
        let shown = |text: &str| When::parse(text).map(|when| (when.day().to_string(), when.rfc3339()));
        let both = |day: &str, moment: &str| Some((day.to_owned(), moment.to_owned()));
        assert_eq!(shown("2026-11-03"), both("2026-11-03", "2026-11-03T00:00:00Z"));
        assert_eq!(shown("2026-11-03 09:30:00 +0100"), both("2026-11-03", "2026-11-03T09:30:00+01:00"));
        assert_eq!(shown("2026-11-03 08:30"), both("2026-11-03", "2026-11-03T08:30:00Z"));
        assert_eq!(shown("2026-11-03T23:30:00+02:00"), both("2026-11-03", "2026-11-03T23:30:00+02:00"));
        let mut moments =
            ["2026-11-03T10:00:00+02:00", "2026-11-03T09:00:00Z", "2026-11-03", "2026-11-03T11:00:00+02:00"];
        moments.sort_by_key(|text| When::parse(text));
        let sorted = ["2026-11-03", "2026-11-03T10:00:00+02:00", "2026-11-03T09:00:00Z", "2026-11-03T11:00:00+02:00"];
        assert_eq!(moments, sorted);
        for wrong in ["2026-13-01", "2026-02-30", "yesterday", "11/03/2026", ""] {
            assert_eq!(shown(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn what_was_meant_is_said_where_it_is_without_doubt() {
        for text in
            ["3.11.2026", "03.11.2026", "Nov 3 2026", "November 3rd, 2026", "3 nov 2026", "2026/11/3", "2026-11-3"]
        {
            assert_eq!(meant(text).map(|day| day.to_string()).as_deref(), Some("2026-11-03"), "{text}");
        }
        assert_eq!(meant("13/11/2026").map(|day| day.to_string()).as_deref(), Some("2026-11-13"));
        for text in ["3/11/2026", "31.11.2026", "2026-13-01", "soon", "3 11 26"] {
            assert_eq!(meant(text), None, "{text}");
        }
        assert_eq!(fault("2026-13-01"), "there is no month 13; is it 2026-01-13?");
        assert_eq!(fault("2026-13-31"), "there is no month 13");
        assert_eq!(fault("11/03/2026"), "is this 11 March or 3 November?");
        assert_eq!(fault("2026-02-30"), "this month has 28 days");
    }

    #[test]
    fn file_names_may_begin_with_a_day() {
        let (when, rest) = When::prefix("2026-11-03-mirror").unwrap();
        assert_eq!((when.day().to_string().as_str(), rest), ("2026-11-03", "mirror"));
        assert!(When::prefix("2026-11-03").is_none());
        assert!(When::prefix("2026-99-03-x").is_none());
    }
}
