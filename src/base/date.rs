//! Dates as writers write them.

mod written;

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
    /// Reads RFC 3339, `YYYY-MM-DD`, and whatever else people and programs write that means one day only:
    /// `YYYY-MM-DD HH:MM` (taken as UTC), seconds and milliseconds since the epoch, `Nov 3, 2026`. Of a month or
    /// a year the first day. `None` for anything else, and for days that no calendar has.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.len() == "YYYY-MM-DD".len()
            && let Some(when) = Self::of_day(text)
        {
            return Some(when);
        }
        if let Ok(moment) = jiff::fmt::temporal::DateTimeParser::new().parse_timestamp(text)
            && let Some(offset) = written_offset(text)
        {
            return Some(Self { local: offset.to_datetime(moment), offset_seconds: offset.seconds() });
        }
        written::read(text).map(|(local, offset_seconds)| Self { local, offset_seconds })
    }

    /// Reads `YYYY-MM-DD` and nothing else.
    fn of_day(text: &str) -> Option<Self> {
        let day: Date = text.parse().ok().filter(|_| text.len() == "YYYY-MM-DD".len())?;
        Some(Self { local: day.to_datetime(jiff::civil::Time::midnight()), offset_seconds: 0 })
    }

    /// The moment; `None` if it would lie outside of all time.
    fn moment(self) -> Option<Timestamp> {
        Offset::from_seconds(self.offset_seconds).ok()?.to_timestamp(self.local).ok()
    }

    /// The day at the front of a file name such as `2026-11-03-mirror`, and the rest of it.
    pub fn prefix(stem: &str) -> Option<(Self, &str)> {
        let (day, rest) = stem.split_at_checked("YYYY-MM-DD".len())?;
        let rest = rest.strip_prefix(['-', '_', ' '])?;
        Some((Self::of_day(day)?, rest)).filter(|_| !rest.is_empty())
    }

    /// The same of a post, whose day may lack its zeros: `2026-1-3-mirror`.
    pub fn of_post(stem: &str) -> Option<(Self, &str)> {
        let (when, _, rest) = Self::front(stem)?;
        Some((when, rest.strip_prefix(['-', '_', ' '])?)).filter(|(_, rest)| !rest.is_empty())
    }

    /// The day at the front of a name, which may lack its zeros, with how it is written and what follows it.
    pub fn front(name: &str) -> Option<(Self, &str, &str)> {
        let (year, rest) = name.split_once('-')?;
        let (month, rest) = rest.split_once('-')?;
        let day = &rest[..rest.bytes().take_while(u8::is_ascii_digit).count()];
        let is_number = |text: &str| (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        let number = |text: &str| text.parse::<i8>().ok().filter(|_| is_number(text));
        let when = Self::of_day(&format!("{year}-{:02}-{:02}", number(month)?, number(day)?))?;
        let end = year.len() + month.len() + day.len() + 2;
        Some((when, &name[..end], &name[end..]))
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

/// A day that no calendar has, at the front of the name of a file, and why there is none.
pub fn no_day(stem: &str) -> Option<(&str, String)> {
    let day = stem.get(.."YYYY-MM-DD".len())?;
    let is_day = day.bytes().enumerate().all(|(at, byte)| match at {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    let apart = !stem[day.len()..].starts_with(|c: char| c.is_alphanumeric());
    (is_day && apart && When::of_day(day).is_none()).then(|| (day, fault(day)))
}

/// Why a text is not a date, in a few words.
pub fn fault(text: &str) -> String {
    if is_placeholder(text) {
        return "a template was to fill this in".to_owned();
    }
    if let Some((one, other)) = written::either(text) {
        return format!("is this {} or {}?", one.strftime("%-d %B"), other.strftime("%-d %B"));
    }
    let mut parts: Vec<Option<i16>> = text.split(['-', '.', '/']).map(|part| part.trim().parse().ok()).collect();
    // The day first, as between full stops.
    if text.contains('.') && parts.last().is_some_and(|year| year.is_some_and(|year| year > 31)) {
        parts.reverse();
    }
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

/// Whether a text stands where a template puts a date: `{{date}}`, `<% tp.date.now() %>`, `YYYY-MM-DD`.
pub fn is_placeholder(text: &str) -> bool {
    ["{{", "<%", "{%", "YYYY"].iter().any(|sign| text.contains(sign))
}

/// Whether `text` asks for the moment in which the file was written or committed, as dates of Eleventy's may. That
/// is not part of the text, so the essay has no date.
pub fn is_of_the_file(text: &str) -> bool {
    let words = ["created", "last modified", "git created", "git last modified"];
    words.iter().any(|known| text.trim().eq_ignore_ascii_case(known))
}

/// What a date looks like.
const EXPECTED: &str = "expected a day as in 2026-11-03";

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

/// A day in a form as Logseq and Java write it: `MMM do, yyyy` for `May 6th, 2024`.
pub fn spelled_day(day: Date, form: &str) -> String {
    let mut spelled = String::new();
    let mut rest = form;
    while let Some(c) = rest.chars().next() {
        let run = rest.len() - rest.trim_start_matches(c).len();
        let ordinal = rest.starts_with("do");
        let number = |digits: usize, value: i16| format!("{value:0digits$}");
        let (part, length) = match (c, run) {
            ('d', _) if ordinal => {
                let number = day.day();
                let ending = match (number % 10, number / 10) {
                    (1, 0 | 2 | 3) => "st",
                    (2, 0 | 2) => "nd",
                    (3, 0 | 2) => "rd",
                    _ => "th",
                };
                (format!("{number}{ending}"), 2)
            }
            ('y', 2) => (number(2, day.year() % 100), run),
            ('y', _) => (number(4, day.year()), run),
            ('M', 4..) => (day.strftime("%B").to_string(), run),
            ('M', 3) => (day.strftime("%b").to_string(), run),
            ('M', _) => (number(run, day.month().into()), run),
            ('d', _) => (number(run, day.day().into()), run),
            ('E', 4..) => (day.strftime("%A").to_string(), run),
            ('E', _) => (day.strftime("%a").to_string(), run),
            _ => (c.to_string(), c.len_utf8()),
        };
        spelled.push_str(&part);
        rest = &rest[length..];
    }
    spelled
}

#[cfg(test)]
mod tests {
    use super::{When, spelled_day};

    #[test]
    fn days_are_spelled_in_a_form() {
        let day = "2024-05-06".parse().unwrap();
        for (form, spelled) in [
            ("MMM do, yyyy", "May 6th, 2024"),
            ("EEEE, dd.MM.yy", "Monday, 06.05.24"),
            ("yyyy-MM-dd", "2024-05-06"),
            ("E MMMM d", "Mon May 6"),
        ] {
            assert_eq!(spelled_day(day, form), spelled);
        }
        assert_eq!(spelled_day("2024-05-22".parse().unwrap(), "do"), "22nd");
        assert_eq!(spelled_day("2024-05-11".parse().unwrap(), "do"), "11th");
    }

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
    fn file_names_may_begin_with_a_day() {
        let (when, rest) = When::prefix("2026-11-03-mirror").unwrap();
        assert_eq!((when.day().to_string().as_str(), rest), ("2026-11-03", "mirror"));
        assert!(When::prefix("2026-11-03").is_none());
        assert!(When::prefix("2026-99-03-x").is_none() && When::prefix("2026-1-3-x").is_none());
        for (stem, rest) in
            [("2026-1-3-mirror", Some("mirror")), ("2026-11-3_x", Some("x")), ("2026-1-3", None), ("1-2-3-x", None)]
        {
            assert_eq!(When::of_post(stem).map(|(_, rest)| rest), rest, "{stem}");
        }
        let (when, day, rest) = When::front("2026-1-3mirror").unwrap();
        assert_eq!((when.day().to_string().as_str(), day, rest), ("2026-01-03", "2026-1-3", "mirror"));
        assert!(When::front("2026-1-311").is_none() && When::front("2026-+1-3").is_none());
    }
}
