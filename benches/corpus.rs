//! A book of any size, the same for the same seed: for tests and benchmarks.
//!
//! Essays of 600 to 1,200 words with headings, about six links each by preferential attachment (so
//! that a few essays are cited by hundreds), one to four of forty tags, footnotes, some tables and
//! code.

use std::fmt::Write;

const WORDS: &str = "the of and to in is that it was for on are as with they be at one have this from or had by but some what \
    there we can out other were all your when up use word how said each she which do their time if will way about many then \
    them would write like so these her long make thing see him two has look more day could go come did my sound no most \
    number who over know water than call first people may down side been now find any new work part take get place made live \
    where after back little only round man year came show every good me give our under name very through just form much great \
    think say help low line before turn cause same mean differ move right boy old too does tell sentence set three want air well \
    also play small end put home read hand port large spell add even land here must big high such follow act why ask men change \
    went light kind off need house picture try us again animal point mother world near build self earth father head stand own \
    page should country found answer school grow study still learn plant cover food sun four thought let keep eye never last door \
    between city tree cross since hard start might story saw far sea draw left late run press close night real life few stop";

const TAGS: usize = 40;

/// The files of a book of `essays` essays: paths from the folder of the essays, and texts.
pub(crate) fn generate(essays: usize, seed: u64) -> Vec<(String, String)> {
    let mut random = fastrand::Rng::with_seed(seed);
    let words: Vec<&str> = WORDS.split_whitespace().collect();
    let titles: Vec<String> =
        (0..essays).map(|number| format!("{} {number}", capital(&phrase(&mut random, &words, 3)))).collect();
    // Every essay once, and once more for every link to it.
    let mut cited: Vec<usize> = Vec::new();
    let mut files = Vec::with_capacity(essays + TAGS);
    for tag in 0..TAGS {
        let text = format!(
            "---\ntitle: Tag {tag}\ndescription: What tag {tag} is about.\n---\n\nA tag about {}.\n",
            phrase(&mut random, &words, 12)
        );
        files.push((format!("tags/tag-{tag}.md"), text));
    }
    for number in 0..essays {
        let text = essay(number, &titles, &words, &mut cited, &mut random);
        files.push((path(number), text));
        cited.push(number);
    }
    files
}

/// Where an essay lies: a hundred to a folder.
pub(crate) fn path(number: usize) -> String {
    format!("essays/{:03}/essay-{number}.md", number / 100)
}

fn essay(
    number: usize,
    titles: &[String],
    words: &[&str],
    cited: &mut Vec<usize>,
    random: &mut fastrand::Rng,
) -> String {
    let mut text = String::with_capacity(8 * 1024);
    let tags: Vec<String> =
        (0..random.usize(1..=4)).map(|_| format!("tag-{}", random.usize(..TAGS).min(random.usize(..TAGS)))).collect();
    let _ = write!(
        text,
        "---\ntitle: {}\ndescription: {}.\ndate: {}-{:02}-{:02}\ntags: [{}]\nstatus: {}\nauthors:\n  - Ada Writer\n---\n\n",
        titles[number],
        capital(&phrase(random, words, 12)),
        2000 + number % 26,
        1 + number % 12,
        1 + number % 28,
        tags.join(", "),
        ["seed", "draft text", "finished"][number % 3],
    );
    let wanted = random.usize(600..=1200);
    let mut written = 0;
    let mut links = if number == 0 { 0 } else { random.usize(3..=9) };
    let mut section = 0;
    let mut notes = 0;
    while written < wanted {
        if section % 3 == 2 {
            let _ = write!(text, "## {} {section}\n\n", capital(&phrase(random, words, 3)));
        }
        section += 1;
        for sentence in 0..random.usize(3..=7) {
            let length = random.usize(8..=22);
            written += length;
            let mut line = capital(&phrase(random, words, length));
            if links > 0 && random.u8(..) < 90 {
                links -= 1;
                let target = if random.bool() { cited[random.usize(..cited.len())] } else { random.usize(..number) };
                cited.push(target);
                let _ = match random.u8(..4) {
                    0 => write!(line, " [[essay-{target}]]"),
                    1 => write!(line, " [[essay-{target}|{}]]", phrase(random, words, 3)),
                    2 => write!(line, " [[{}]]", titles[target]),
                    _ => write!(line, " [{}](/{})", phrase(random, words, 2), path(target)),
                };
            }
            if sentence == 1 && random.u8(..) < 20 {
                notes += 1;
                let _ = write!(line, "[^{notes}]");
            }
            if random.u8(..) < 30 {
                let _ = write!(line, " *{}*", phrase(random, words, 2));
            }
            text.push_str(&line);
            text.push_str(". ");
        }
        text.push_str("\n\n");
        match random.u8(..40) {
            0 => text.push_str("| one | two |\n| --- | ---: |\n| a | 1 |\n| b | 2 |\n\n"),
            1 => text.push_str("```rust\nfn main() {\n    println!(\"{}\", 1 + 1);\n}\n```\n\n"),
            2 => {
                let _ = write!(text, "- {}\n- {}\n\n", phrase(random, words, 6), phrase(random, words, 6));
            }
            3 => {
                let _ = write!(text, "> {}\n\n", phrase(random, words, 20));
            }
            _ => {}
        }
    }
    for note in 1..=notes {
        let _ = write!(text, "[^{note}]: {}.\n\n", capital(&phrase(random, words, 10)));
    }
    text
}

fn phrase(random: &mut fastrand::Rng, words: &[&str], length: usize) -> String {
    let mut phrase = String::new();
    for at in 0..length {
        if at > 0 {
            phrase.push(' ');
        }
        phrase.push_str(words[random.usize(..words.len())]);
    }
    phrase
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
