//! A date in whatever form people and programs write it, as long as it can mean one day only.

use jiff::civil::{Date, DateTime, ISOWeekDate, Time, Weekday};
use jiff::{Timestamp, tz::Offset};

/// The longest text that may be a date, in bytes.
const LONGEST: usize = 100;

/// A date and time with the seconds that its zone is ahead of UTC.
pub(super) type Zoned = (DateTime, i32);

/// The date that `text` means; `None` if it means none, or may mean two.
pub(super) fn read(text: &str) -> Option<Zoned> {
    let text = bare(text);
    if text.is_empty() || text.len() > LONGEST {
        return None;
    }
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return of_digits(text);
    }
    let (local, zone) = match clock(text) {
        Some((before, time, after)) => {
            let (day, zone) = around(before, after)?;
            (day.to_datetime(time), zone)
        }
        None => (moment(text)?, 0),
    };
    let is_moment = Offset::from_seconds(zone).ok()?.to_timestamp(local).is_ok();
    is_moment.then_some((local, zone))
}

/// `text` without what marks it as a link or a timestamp: `[[2026-11-03]]`, `[[daily/2026-11-03|today]]`,
/// `<2026-11-03 Tue>`.
fn bare(text: &str) -> &str {
    let text = text.trim();
    if let Some(inside) = text.strip_prefix("[[").and_then(|rest| rest.strip_suffix("]]")) {
        let target = inside.split(['|', '#']).next().unwrap_or_default();
        // A name in a folder, or a day with slashes in it.
        let name = target.rsplit('/').next().unwrap_or_default();
        return if name.len() < "YYYY-MM-DD".len() { target.trim() } else { name.trim() };
    }
    let marked = [('<', '>'), ('[', ']')];
    let inside = marked.iter().find_map(|(open, close)| text.strip_prefix(*open)?.strip_suffix(*close));
    inside.unwrap_or(text).trim()
}

/// A date without any sign in it: a year, a day, a day with the time, or seconds or milliseconds since the
/// epoch.
fn of_digits(text: &str) -> Option<Zoned> {
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<i8>().ok();
    let day = || Date::new(text.get(..4)?.parse().ok()?, number(4, 6)?, number(6, 8)?).ok();
    let civil = |time: Option<Time>| Some((day()?.to_datetime(time?), 0));
    let since = |stamp: Result<Timestamp, jiff::Error>| Some((Offset::UTC.to_datetime(stamp.ok()?), 0));
    match text.len() {
        4 => Some((year(text)?.to_datetime(Time::midnight()), 0)),
        8 => civil(Some(Time::midnight())),
        9 | 10 => since(Timestamp::from_second(text.parse().ok()?)),
        12 => civil(time(&text[8..])).or_else(|| since(Timestamp::from_millisecond(text.parse().ok()?))),
        13 => since(Timestamp::from_millisecond(text.parse().ok()?)),
        14 => civil(time(&text[8..])),
        // With milliseconds, as Dendron has had them.
        17 => civil(time(&text[8..14])),
        _ => None,
    }
}

/// The first day of a year.
fn year(text: &str) -> Option<Date> {
    let year: i16 = text.parse().ok().filter(|_| text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit()))?;
    Date::new(year, 1, 1).ok()
}

/// `1030` or `103059`.
fn time(text: &str) -> Option<Time> {
    let part = |from: usize| text.get(from..from + 2)?.parse::<i8>().ok();
    match text.len() {
        4 => Time::new(part(0)?, part(2)?, 0, 0).ok(),
        6 => Time::new(part(0)?, part(2)?, part(4)?.min(59), 0).ok(),
        _ => None,
    }
}

/// The time of day in a text, with what stands before it and after: `10:30`, `9:05:07.5 pm`.
fn clock(text: &str) -> Option<(&str, Time, &str)> {
    let colon = text.find(':')?;
    let start = colon - text[..colon].bytes().rev().take_while(u8::is_ascii_digit).count();
    let hour: i8 = text[start..colon].parse().ok().filter(|_| colon - start <= 2)?;
    let (minute, mut rest) = one_or_two_digits(&text[colon + 1..])?;
    let mut second = 0;
    if let Some(after) = rest.strip_prefix(':') {
        (second, rest) = one_or_two_digits(after)?;
        // Parts of a second tell no essays apart.
        let digit = |c: char| c.is_ascii_digit();
        if let Some(after) = rest.strip_prefix(['.', ',']).filter(|after| after.starts_with(digit)) {
            rest = after.trim_start_matches(digit);
        }
    }
    let half = rest.trim_start();
    // A zone may begin so: `America/New_York`.
    let ends = |word: &&str| !half[word.len()..].starts_with(|c: char| c.is_alphabetic());
    let named = |name: &str| half.get(..name.len()).filter(|word| word.eq_ignore_ascii_case(name)).filter(ends);
    let (am, pm) = (named("am").or_else(|| named("a.m.")), named("pm").or_else(|| named("p.m.")));
    let hour = match (am, pm) {
        (Some(_), _) if (1..=12).contains(&hour) => hour % 12,
        (_, Some(_)) if (1..=12).contains(&hour) => hour % 12 + 12,
        (None, None) => hour,
        _ => return None,
    };
    let rest = am.or(pm).map_or(rest, |word| &half[word.len()..]);
    // A leap second is the one before it.
    Some((&text[..start], Time::new(hour, minute, second.min(59), 0).ok()?, rest))
}

/// The number of one or two digits that begins `text`, and what follows it.
fn one_or_two_digits(text: &str) -> Option<(i8, &str)> {
    let (digits, rest) = text.split_at(text.bytes().take_while(u8::is_ascii_digit).count());
    Some((digits.parse().ok().filter(|_| digits.len() <= 2)?, rest))
}

/// The day and the offset from UTC in what stands before a time and after it. The year may follow the time,
/// as in `Tue Nov 3 10:30:00 2026 +0100`.
fn around(before: &str, after: &str) -> Option<(Date, i32)> {
    let before = before.trim_end();
    let bare = before.strip_suffix(['T', 't']).filter(|day| day.ends_with(|c: char| c.is_ascii_digit()));
    let before = bare.unwrap_or(before);
    let after = after.trim();
    if before.is_empty() {
        return Some((day(after)?, 0));
    }
    if let Some(zone) = zone(after) {
        return Some((day(before)?, zone));
    }
    let (first, rest) = after.split_once(' ').unwrap_or((after, ""));
    if year(first).is_some() {
        return Some((day(&format!("{before} {first}"))?, zone(rest)?));
    }
    let (rest, last) = after.rsplit_once(' ')?;
    year(last)?;
    Some((day(&format!("{before} {last}"))?, zone(rest)?))
}

/// An offset from UTC in seconds: `Z`, `UTC`, `+02:00`, `-0730`, `GMT+2 (words)`, `EST`. A short name that is
/// not known says nothing of the day, nor does that of a place: `Asia/Tokyo`.
fn zone(text: &str) -> Option<i32> {
    const HOURS: [(&str, i32); 12] = [
        ("EST", -5),
        ("EDT", -4),
        ("CST", -6),
        ("CDT", -5),
        ("MST", -7),
        ("MDT", -6),
        ("PST", -8),
        ("PDT", -7),
        ("CET", 1),
        ("CEST", 2),
        ("EET", 2),
        ("EEST", 3),
    ];
    let text = text.split(['(', '[']).next().unwrap_or_default().trim();
    if text.is_empty() || matches!(text, "Z" | "z") {
        return Some(0);
    }
    if is_place(text) {
        return Some(0);
    }
    let length = text.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(text.len());
    let (name, offset) = (&text[..length], text[length..].trim());
    if name.len() > 5 || name.bytes().any(|byte| !byte.is_ascii_uppercase()) {
        return None;
    }
    let Some(digits) = offset.strip_prefix(['+', '-', '\u{2212}']) else {
        let hours = HOURS.iter().find(|(known, _)| *known == name).map_or(0, |(_, hours)| *hours);
        return offset.is_empty().then_some(hours * 3600);
    };
    let sign = if offset.starts_with('+') { 1 } else { -1 };
    let (hours, minutes) = match digits.split_once(':') {
        Some(parts) => parts,
        None if digits.len() > 2 => digits.split_at_checked(digits.len() - 2)?,
        None => (digits, "0"),
    };
    let seconds = i32::from(hours.parse::<i8>().ok()?) * 3600 + i32::from(minutes.parse::<i8>().ok()?) * 60;
    Offset::from_seconds(sign * seconds).ok().map(Offset::seconds)
}

/// Whether a zone is named after a place in it: `America/New_York`.
fn is_place(zone: &str) -> bool {
    let is_name = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_uppercase())
            && part.chars().all(|c| c.is_ascii_alphabetic() || matches!(c, '_' | '-'))
    };
    zone.contains('/') && zone.split('/').all(is_name)
}

/// A day, with a time that has no colon in it if there is one: `2026-11-03 1030`, `2026-11-03-10-30`.
fn moment(text: &str) -> Option<DateTime> {
    if let Some(day) = day(text) {
        return Some(day.to_datetime(Time::midnight()));
    }
    let parts = parts(text);
    let (date, clock) = parts.split_at_checked(3).filter(|(date, _)| date[0].len() == 4)?;
    let clock = match clock {
        [whole] => time(whole)?,
        [hour, minute] | [hour, minute, _] if hour.len() == 2 && minute.len() == 2 => time(&clock.concat())?,
        _ => return None,
    };
    Some(of_parts(date, false)?.to_datetime(clock))
}

/// The numbers and words of a date, without days of the week and the like.
fn parts(text: &str) -> Vec<&str> {
    const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let spare = |part: &&str| {
        let word = part.to_lowercase();
        let weekday = word.len() >= 3 && WEEKDAYS.iter().any(|day| day.starts_with(&word));
        weekday || matches!(word.as_str(), "of" | "the" | "at" | "tues" | "thur" | "thurs")
    };
    text.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty() && !spare(part)).collect()
}

/// The day that a text means by itself; of a month or a year the first.
fn day(text: &str) -> Option<Date> {
    of_parts(&parts(text), text.contains('.'))
}

/// With dots the day comes before the month; with anything else that depends on where one lives.
fn of_parts(parts: &[&str], dotted: bool) -> Option<Date> {
    let number = |part: &str| part.parse::<i8>().ok();
    // `3rd`
    let day = |part: &str| number(part.trim_end_matches(|c: char| c.is_ascii_alphabetic()));
    let date = |of: &str, month: i8, day: i8| Date::new(year(of)?.year(), month, day).ok();
    match *parts {
        [only] => year(only).or_else(|| week(only.get(..4)?, only.get(4..)?)),
        [a, b] => match (month(a), month(b)) {
            (Some(month), _) => date(b, month, 1),
            (_, Some(month)) => date(a, month, 1),
            _ if a.len() == 4 => week(a, b).or_else(|| date(a, number(b)?, 1)),
            _ => date(b, number(a)?, 1),
        },
        [a, b, c] => {
            if let Some(month) = month(a) {
                return date(c, month, day(b)?);
            }
            if let Some(month) = month(b) {
                return day(a).and_then(|day| date(c, month, day)).or_else(|| date(a, month, day(c)?));
            }
            if a.len() == 4 {
                return date(a, number(b)?, number(c)?);
            }
            match (number(a)?, number(b)?) {
                (day, month) if dotted || day > 12 => date(c, month, day),
                (month, day) if day > 12 || month == day => date(c, month, day),
                _ => None,
            }
        }
        _ => None,
    }
}

/// The Monday of a week such as `W45`.
fn week(of: &str, week: &str) -> Option<Date> {
    let week = week.strip_prefix(['W', 'w'])?.parse().ok()?;
    Some(ISOWeekDate::new(year(of)?.year(), week, Weekday::Monday).ok()?.date())
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

/// The two days that a text such as `3/11/2026` may mean, by where one lives.
pub(super) fn either(text: &str) -> Option<(Date, Date)> {
    let text = clock(text).map_or(text, |(before, ..)| before);
    let parts = parts(text);
    let [a, b, of] = parts[..] else { return None };
    let (a, b) = (a.parse::<i8>().ok()?, b.parse::<i8>().ok()?);
    let of = year(of).filter(|_| !text.contains('.') && a != b)?.year();
    Some((Date::new(of, b, a).ok()?, Date::new(of, a, b).ok()?))
}

#[cfg(test)]
mod tests {
    use super::super::{When, fault};

    #[test]
    fn every_form_that_tools_write_is_read() {
        let midnight = "2020-08-02T00:00:00Z";
        let morning = "2020-08-02T10:30:00Z";
        for (written, meant) in [
            ("2020-08-02", midnight),
            ("2020/08/02", midnight),
            ("2020.08.02", midnight),
            ("2020-8-2", midnight),
            ("20200802", midnight),
            ("02.08.2020", midnight),
            ("2.8.2020", midnight),
            ("2 August 2020", midnight),
            ("2. August 2020", midnight),
            ("Aug 2, 2020", midnight),
            ("August 2nd, 2020", midnight),
            ("the 2nd of August 2020", midnight),
            ("02-Aug-2020", midnight),
            ("2020 Aug 2", midnight),
            ("Sunday, 2 August 2020", midnight),
            ("Sun, 02.08.2020", midnight),
            ("2020-08-02 Sunday", midnight),
            ("<2020-08-02 Sun>", midnight),
            ("[[2020-08-02]]", midnight),
            ("[[daily/2020-08-02|that Sunday]]", midnight),
            ("[[August 2nd, 2020]]", midnight),
            ("2020-08-02 10:30", morning),
            ("2020-08-02T10:30", morning),
            ("2020-08-02 10:30:00", morning),
            ("2020-08-02T10:30:00.000Z", morning),
            ("2020-08-02 10:30:00 UTC", morning),
            ("2020-08-02 10:30 Z", morning),
            ("2020-08-02 10:30:00 Asia/Ho_Chi_Minh", morning),
            ("2020-08-02T10:30:00 America/Argentina/Salta", morning),
            ("2020-08-02, 10:30", morning),
            ("2020/08/02 10:30", morning),
            ("202008021030", morning),
            ("20200802103000", morning),
            ("20200802T103000Z", morning),
            ("2020-08-02 1030", morning),
            ("2020-08-02-10-30", morning),
            ("2020-08-02_10.30.00", morning),
            ("Sunday, August 2nd 2020, 10:30:00 am", morning),
            ("Aug 2, 2020 at 10:30 AM", morning),
            ("10:30, 2 August 2020", morning),
            ("Sun Aug  2 10:30:00 2020", morning),
            ("Sun Aug  2 10:30:00 UTC 2020", morning),
            ("1596364200", morning),
            ("1596364200000", morning),
            ("20200802103000936", morning),
            ("2020-8-2 9:5:7 PM", "2020-08-02T21:05:07Z"),
            ("2020-08-02 10:30 pm", "2020-08-02T22:30:00Z"),
            ("2020-08-02 12:30 am", "2020-08-02T00:30:00Z"),
            ("2020-08-02T10:30:00+02:00", "2020-08-02T10:30:00+02:00"),
            ("2020-08-02 10:30:00 +0200", "2020-08-02T10:30:00+02:00"),
            ("2020-08-02 10:30 +02:00", "2020-08-02T10:30:00+02:00"),
            ("2020-08-02 10:30 +2", "2020-08-02T10:30:00+02:00"),
            ("2020-08-02T10:30:00-0730", "2020-08-02T10:30:00-07:30"),
            ("2020-08-02T10:30+02:00[Europe/Amsterdam]", "2020-08-02T10:30:00+02:00"),
            ("Sun, 02 Aug 2020 10:30:00 GMT", morning),
            ("Sun, 02 Aug 2020 10:30:00 EST", "2020-08-02T10:30:00-05:00"),
            ("Sun Aug 2 10:30:00 2020 +0200", "2020-08-02T10:30:00+02:00"),
            ("Sun Aug 02 2020 10:30:00 GMT+0200 (Central European Summer Time)", "2020-08-02T10:30:00+02:00"),
            ("2020-08", "2020-08-01T00:00:00Z"),
            ("August 2020", "2020-08-01T00:00:00Z"),
            ("08/2020", "2020-08-01T00:00:00Z"),
            ("2020-W31", "2020-07-27T00:00:00Z"),
            ("2020", "2020-01-01T00:00:00Z"),
            ("13/08/2020", "2020-08-13T00:00:00Z"),
            ("08/13/2020", "2020-08-13T00:00:00Z"),
            ("08/08/2020", "2020-08-08T00:00:00Z"),
            ("946684800000", "2000-01-01T00:00:00Z"),
        ] {
            assert_eq!(When::parse(written).map(When::rfc3339).as_deref(), Some(meant), "{written}");
        }
    }

    #[test]
    fn what_may_mean_two_days_or_none_is_no_date() {
        let unknown = "expected a day as in 2026-11-03";
        for (written, why) in [
            ("03/04/2020", "is this 3 April or 4 March?"),
            ("3-4-2020", "is this 3 April or 4 March?"),
            ("03/04/2020 10:30", "is this 3 April or 4 March?"),
            ("2020-02-30", "this month has 29 days"),
            ("2020-13-01", "there is no month 13; is it 2020-01-13?"),
            ("2020-13-31", "there is no month 13"),
            ("{{date}}", "a template was to fill this in"),
            ("<% tp.date.now() %>", "a template was to fill this in"),
            ("YYYY-MM-DD", "a template was to fill this in"),
            ("2023-01-29 18:30:22 2023 -0800", unknown),
            ("2020-08-02 25:00", unknown),
            ("2020-08-02 10:300", unknown),
            ("20201302103000936", unknown),
            ("31.11.2020", "this month has 30 days"),
            ("2 Aug 20", unknown),
            ("Chapter 3, 2020", unknown),
            ("yesterday", unknown),
            ("12345", unknown),
            ("-1", unknown),
            ("10:30", unknown),
            (":", unknown),
            ("[[]]", unknown),
            ("é:ü:日", unknown),
        ] {
            assert_eq!((When::parse(written), fault(written).as_str()), (None, why), "{written}");
        }
    }
}
