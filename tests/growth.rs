//! Pathological Markdown: ten times the text makes at most fifteen times the work, and nothing
//! overflows the stack. And books in which all essays share what is else each one's own: ten times the
//! essays make at most twelve times the work.
//!
//! Work is counted in instructions, by valgrind, since a timer on a busy machine proves nothing: the
//! test runs itself, with a fork for each text and size. `GROWTH=1000000 cargo test --release growth --
//! --nocapture` prints the table for 10 KB, 100 KB and a megabyte; without it, 3 and 30 KB must do.
//! Whole books take long: they are counted only where `GROWTH_BOOKS` is set.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;
use std::process::Command;

use rayon::prelude::*;

use crate::support::{Bench, edit, toy};

/// The most that work may grow by when the text grows tenfold.
const MOST: f64 = 15.0;

/// The same for the essays of a book.
const MOST_OF_BOOKS: f64 = 12.0;

/// How many texts are counted by one process and its forks.
const IN_ONE_PROCESS: usize = 16;

/// What begins a line that names a text, a size, and the process that did its work.
const COUNTED: &str = "counted: ";

/// How many bytes of the size of a text are one essay in the size of a book.
const ESSAY: usize = 75;

/// Makes a text of at least so many bytes, or a quarter of them where each part takes long.
type Generator = fn(usize) -> String;

/// `part` over and over.
fn repeated(part: &str, size: usize) -> String {
    part.repeat(size / part.len() + 1)
}

/// `part` for 0, 1, 2, …
fn counted(size: usize, part: impl Fn(usize) -> String) -> String {
    let mut text = String::new();
    for number in 0.. {
        if text.len() >= size {
            break;
        }
        text.push_str(&part(number));
    }
    text
}

/// What a text begins with that is MDX.
const MODULE: &str = "import A from './a'\n\n";

const GENERATORS: [(&str, Generator); 103] = [
    ("quotes in quotes", |size| repeated(">", size) + "a"),
    ("items in items", |size| repeated("- ", size) + "a"),
    ("lists, ever deeper", |size| counted(size, |depth| format!("{}- a\n", "  ".repeat(depth % 300)))),
    ("open brackets", |size| repeated("[", size)),
    ("closed brackets", |size| repeated("]", size)),
    ("brackets round brackets", |size| "[".repeat(size / 2) + &"]".repeat(size / 2)),
    ("links that do not close", |size| repeated("[a](", size)),
    ("links with brackets", |size| repeated("[a](<b", size)),
    ("wikilinks that do not close", |size| repeated("[[a", size)),
    ("embeds that do not close", |size| repeated("![[", size)),
    ("wikilinks to one name", |size| repeated("[[a]] ", size)),
    ("wikilinks to many names", |size| counted(size, |number| format!("[[a{number}]] "))),
    ("embeds of nothing", |size| repeated("![[a]]\n\n", size)),
    ("pictures in text", |size| repeated("x ![a|300](b.png) ", size)),
    ("remarks of MDX that do not end", |size| MODULE.to_owned() + &repeated("<!-- ", size)),
    ("numbers before addresses", |size| repeated("[[1]](http://a) ", size)),
    ("ends of numbers before addresses", |size| repeated("]](http", size)),
    ("references to one definition", |size| repeated("[a] ", size / 4) + "\n\n[a]: b"),
    ("definitions", |size| counted(size, |number| format!("[a{number}]: b\n"))),
    ("stars", |size| repeated("**a *b ", size)),
    ("stars and underscores", |size| repeated("*a _b ", size)),
    ("tildes", |size| repeated("~~a ~b", size)),
    ("subscripts", |size| repeated("a~b~ ", size)),
    ("carets", |size| repeated("^a", size)),
    ("code of many lengths", |size| counted(size, |number| format!("a{}", "`".repeat(number % 500 + 1)))),
    ("open tags", |size| repeated("<a ", size)),
    ("less than", |size| repeated("<", size)),
    ("comments in HTML", |size| repeated("a <!-- b", size)),
    ("declarations", |size| repeated("a <!A ", size)),
    ("entities", |size| repeated("&amp;&x", size)),
    ("backslashes", |size| repeated("\\a\\*", size)),
    ("dollars", |size| repeated("$a", size)),
    ("dollars and braces", |size| repeated("${a", size)),
    ("pairs of dollars", |size| repeated("$$a ", size)),
    ("formulas", |size| repeated("$x^2$ ", size)),
    ("marks", |size| repeated("==a== ", size)),
    ("marks that do not close", |size| repeated(" ==a", size)),
    ("notes that do not close", |size| repeated("^[a ", size)),
    ("notes in notes", |size| "^[".repeat(size / 3) + &"]".repeat(size / 3)),
    ("notes", |size| repeated("a^[b] ", size)),
    ("footnotes", |size| {
        let one = |number: usize| format!("[^{number}]\n\n[^{number}]: a\n\n");
        counted(size, one)
    }),
    ("references to no footnote", |size| repeated("[^a] ", size)),
    ("tags", |size| counted(size / 4, |number| format!("#a{number} "))),
    ("hashes", |size| repeated("#", size)),
    ("hashes and slashes", |size| repeated(" #a/", size)),
    ("comments", |size| repeated("a %%b%% ", size)),
    ("comments and code", |size| repeated("%%`%% `a` ", size)),
    ("open braces", |size| repeated("{", size)),
    ("macros", |size| repeated("{{< a >}} ", size)),
    ("macros in links", |size| repeated("[a]({{ site.url }}b", size)),
    ("headings", |size| counted(size, |number| format!("# a{number}\n"))),
    ("headings with one text", |size| repeated("# a\n", size)),
    ("underlines", |size| repeated("a\n---\n", size)),
    ("callouts in callouts", |size| counted(size, |depth| format!("{}[!note] a\n", "> ".repeat(depth % 300 + 1)))),
    ("block ids", |size| counted(size, |number| format!("a ^b{number}\n\n"))),
    ("block ids below blocks", |size| counted(size, |number| format!("> a\n\n^b{number}\n\n"))),
    ("one block id", |size| repeated("a ^b\n\n", size)),
    ("tasks", |size| repeated("- [/] a\n", size)),
    ("colons", |size| repeated("a\n: b\n:c\n", size)),
    ("addresses", |size| repeated("https://a.b/(c www.d.e f@g.h ", size)),
    ("shortcodes", |size| "{{< a >}} {{% /a %}} {% end %}\n".repeat(size / 30)),
    ("macros after many quotes", |size| ">".repeat(size / 2) + &"{{a}}".repeat(size / 10)),
    ("raw without an end", |size| "{% raw %} {% comment %} {{< highlight x >}} ".repeat(size / 45)),
    ("pictures", |size| "- {{< figure src=a.png caption=b >}}\n".repeat(size / 36)),
    ("macros in a link", |size| "[a]({{ site.baseurl }}{{ site.baseurl }}".repeat(size / 40)),
    ("attributes", |size| "a{: #b .c}{: .note}".repeat(size / 19)),
    ("lines of attributes", |size| "a\n{: .note}\n{: #b}\n".repeat(size / 20)),
    ("attributes above", |size| "{: .note}\n".repeat(size / 10)),
    ("kramdown comments", |size| "{::comment} ".repeat(size / 12)),
    ("boxes in boxes", |size| counted(size, |depth| format!("{}!!! note\n", " ".repeat(depth % 30 * 4)))),
    ("divs", |size| "::: {.a}\n".repeat(size / 9)),
    ("formulas over lines", |size| "$$\na\n\n".repeat(size / 6)),
    ("brackets of formulas", |size| "\\( \\[ ".repeat(size / 6)),
    ("commands of formulas", |size| format!("${}$", "\\ce{\\tag{".repeat(size / 9))),
    ("emoji", |size| ":tada:a:tada: ".repeat(size / 14)),
    ("keys", |size| "++a+".repeat(size / 4)),
    ("insertions", |size| "^^a ".repeat(size / 4)),
    ("abbreviations", |size| counted(size, |number| format!("*[A{number}]: b\nA{number} A\n"))),
    ("half links", |size| "[[a] [b] (c.md) (d)[e.md (".repeat(size / 25)),
    ("references to nothing", |size| counted(size, |number| format!("the [word number][name {number}]\n\n"))),
    ("pointed addresses", |size| repeated("<http://a.b c ", size) + ">"),
    ("rows of brackets", |size| "([".repeat(size / 2)),
    ("faults in front matter", |size| {
        format!("---\n{}---\n", counted(size / 4, |number| format!("k{number}: a: a\n")))
    }),
    ("front matter that does not close", |size| format!("---\ntitle: x\n\n{}", "a: b\n\n".repeat(size / 6))),
    ("a row of cells", |size| {
        let cells = "|a".repeat(size / 6);
        format!("{cells}|\n{}|\n{cells}|\n", "|-".repeat(size / 6))
    }),
    ("definitions that are words", |size| counted(size, |number| format!("[a{number}]: \"Nein\"\n\n"))),
    ("definitions that no link uses", |size| counted(size, |number| format!("[a{number}]: # (x)\n"))),
    ("fields of Dataview in code", |size| repeated("`[draft:: true]` ", size)),
    ("comments with half an end", |size| repeated("<!-- a --!>\n\n", size)),
    ("rows without a rule", |size| repeated("a | [b|c] {{ | `| $$|\n", size)),
    ("a row with brackets", |size| repeated("| [a|b ", size)),
    ("prices", |size| repeated("US$$ a \"$1\", </b> ", size)),
    ("attributes at ends", |size| repeated("a {.b}\n\n", size)),
    ("blocks of HTML in quotes", |size| repeated("> <div>\n>\n> a\n> </div>\n", size)),
    ("formulas with a command of the book", |size| repeated("$\\R$ \\\\(\\\\{\\\\) ", size)),
    ("comments of several tools", |size| repeated("%% a %%\n<!-- b -->\n{% comment %}c{% endcomment %}\n", size)),
    ("components that do not close", |size| MODULE.to_owned() + &repeated("    <A>\n", size)),
    ("ends of other components", |size| {
        MODULE.to_owned() + &repeated("<A>\n", size / 2) + &repeated("</B>\n", size / 2)
    }),
    ("words in elements of modules", |size| MODULE.to_owned() + &repeated("<p>*a* `b` [c](d)</p>\n", size)),
    ("words in elements that do not close", |size| MODULE.to_owned() + "<p>" + &repeated("*a `b [c](", size)),
    ("far fences in modules", |size| MODULE.to_owned() + &repeated("a\n        ```\n", size)),
    ("components in one line", |size| MODULE.to_owned() + &repeated("<A> b ", size)),
    ("code by its margin alone", |size| {
        MODULE.to_owned() + &counted(size, |n| format!("{}a\n\n", "    ".repeat(n % 9)))
    }),
];

/// Makes the path and the text of an essay from its number and those of three others that it links to.
type EssayMaker = fn(usize, [usize; 3]) -> (String, String);

/// A text with three links.
fn linking(others: [usize; 3], link: impl Fn(usize) -> String) -> String {
    let [a, b, c] = others.map(link);
    format!("One is {a} here.\n\nTwo is {b}, and so is {c}.\n")
}

const BOOKS: [(&str, EssayMaker); 12] = [
    ("names of their own", |number, others| {
        (format!("s{}/n{number}.md", number / 10), linking(others, |other| format!("[[n{other}]]")))
    }),
    ("one name, by path", |number, others| {
        (format!("s{number}/index.md"), linking(others, |other| format!("[t](../s{other}/index.md)")))
    }),
    ("one name, by the end of a path", |number, others| {
        (format!("a/s{number}/note.md"), linking(others, |other| format!("[[s{other}/Note]]")))
    }),
    ("one name, by name", |number, others| (format!("s{number}/note.md"), linking(others, |_| "[[note]]".to_owned()))),
    ("one end of a path", |number, others| {
        (format!("s{number}/in/note.md"), linking(others, |_| "[[in/note]]".to_owned()))
    }),
    ("one title", |number, others| {
        let text = linking(others, |_| "[[no-title]]".to_owned());
        (format!("s{}/n{number}.md", number / 10), format!("---\ntitle: No title\n---\n{text}"))
    }),
    ("one alias", |number, others| {
        let text = linking(others, |_| "[[Nick name]]".to_owned());
        (format!("s{}/n{number}.md", number / 10), format!("---\naliases: [nick name]\n---\n{text}"))
    }),
    ("one heading", |number, others| {
        let text = linking(others, |other| format!("[[n{other}#Notes]]"));
        (format!("n{number}.md"), format!("## Notes\n\n{text}\n## Notes\n\nEnd.\n"))
    }),
    ("one tag", |number, others| {
        let text = linking(others, |other| format!("[[n{other}]]"));
        (format!("s{}/n{number}.md", number / 10), format!("---\ntags: [t]\ndate: 2026-01-01\n---\n{text}"))
    }),
    ("one folder", |number, others| (format!("in/n{number}.md"), linking(others, |other| format!("[t](n{other}.md)")))),
    ("a hundred folders", |number, others| {
        let folder = "in/".repeat(number % 100);
        (format!("{folder}n{number}.md"), linking(others, |other| format!("[[in/n{other}]]")))
    }),
    ("nothing of that name", |number, others| {
        (format!("s{number}/index.md"), linking(others, |other| format!("[[s{other}/indxe]] [[gone]]")))
    }),
];

/// Reads a book and makes all its pages.
fn work_of_book(essay: EssayMaker, essays: usize) -> usize {
    let mut setting = toy("");
    setting.config.levels.check(true);
    let mut bench = Bench::new(setting);
    let edits = (0..essays).map(|number| {
        let (path, text) = essay(number, [7, 20, 33].map(|by| (number * 7 + by) % essays));
        edit(&path, Some(&text))
    });
    bench.apply(edits.collect());
    bench.site.diagnostics();
    bench.outputs.len()
}

/// Reads the text and makes its page.
fn work(text: &str) -> usize {
    let mut setting = toy(
        "[markdown]\nadmonitions = true\nwhole-html = true\nbars-in-code = true\nattributes = true\nattributes-at-ends = true\n\
         loose-tables = true\nmath-commands = '\\newcommand{\\R}{\\mathbb{R}}'\nabbreviations = true\nemoji = true\nkeys = true\ninsertions = true\n\
         math-brackets = true\nmacros = \"liquid\"\n[lints]\nunknown-tag = \"warn\"\n[output.llms]\n",
    );
    // With all that a check looks for.
    setting.config.levels.check(true);
    let mut bench = Bench::new(setting);
    let path = if text.starts_with(MODULE) { "a.mdx" } else { "a.md" };
    bench.apply(vec![edit(path, Some(text))]);
    bench.site.diagnostics();
    bench.text("a/index.html").len() + bench.text("a/index.md").len()
}

/// The work of the text with this number, or of a book after the texts, made of so many bytes.
fn work_of(number: usize, size: usize) -> usize {
    match number.checked_sub(GENERATORS.len()) {
        None if size == 0 => work(""),
        None => work(&GENERATORS[number].1(size)),
        Some(book) => work_of_book(BOOKS[book].1, size / ESSAY),
    }
}

/// The part that runs under valgrind: `GROWTH_OF` has the numbers of texts and books, a comma, and the sizes. Each pair
/// is done by a fork, which prints its number. Without it (and every other time) all texts are made small, so that each is
/// tried as it is.
#[test]
fn small() {
    let Ok(chosen) = std::env::var("GROWTH_OF") else {
        for (name, generator) in GENERATORS {
            assert!(work(&generator(2000)) > 0, "{name}");
        }
        for (name, essay) in BOOKS {
            assert!(work_of_book(essay, 20) > 20, "{name}");
        }
        return;
    };
    let (numbers, sizes) = chosen.split_once(',').unwrap();
    let of = |list: &str| -> Vec<usize> { list.split_whitespace().map(|number| number.parse().unwrap()).collect() };
    // A fork has only the thread that forks.
    rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build_global().unwrap();
    // What is set up when it is first needed is there in every fork.
    assert!(work_of(0, 2000) > 0);
    for number in of(numbers) {
        for size in of(sizes) {
            match fork::fork().unwrap() {
                fork::Fork::Child => {
                    std::hint::black_box(work_of(number, size));
                    println!("{COUNTED}{number} {size} {}", std::process::id());
                    std::process::exit(0);
                }
                fork::Fork::Parent(child) => {
                    fork::waitpid(child).unwrap();
                }
            }
        }
    }
}

/// The instructions that each of these texts or books takes at each size, without those that no text takes.
fn instructions(program: &Path, numbers: &[usize], sizes: &[usize]) -> BTreeMap<(usize, usize), f64> {
    let joined = |list: &[usize]| list.iter().map(usize::to_string).collect::<Vec<_>>().join(" ");
    let folder = tempfile::tempdir().unwrap();
    let output = Command::new("valgrind")
        .args(["--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"])
        .arg(format!("--log-file={}/%p", folder.path().display()))
        .arg(program)
        .args(["--exact", "growth::small", "--test-threads=1", "--nocapture"])
        .env("GROWTH_OF", format!("{},0 {}", joined(numbers), joined(sizes)))
        .output()
        .expect("valgrind counts the work: tests/run installs it");
    let said = String::from_utf8_lossy(&output.stdout);
    let count = |process: &str| -> f64 {
        let log = std::fs::read_to_string(folder.path().join(process)).unwrap();
        let (_, count) = log.rsplit_once("refs:").unwrap_or_else(|| panic!("{log}"));
        let digits: String = count.lines().next().unwrap().chars().filter(char::is_ascii_digit).collect();
        digits.parse().unwrap()
    };
    let counts: BTreeMap<(usize, usize), f64> = said
        .lines()
        .filter_map(|line| {
            let (_, counted) = line.split_once(COUNTED)?;
            let (pair, process) = counted.rsplit_once(' ')?;
            let (number, size) = pair.split_once(' ')?;
            Some(((number.parse().unwrap(), size.parse().unwrap()), count(process)))
        })
        .collect();
    let all = numbers.len() * (sizes.len() + 1);
    assert_eq!(counts.len(), all, "{numbers:?}: {said}{}", String::from_utf8_lossy(&output.stderr));
    counts.iter().map(|((number, size), count)| ((*number, *size), count - counts[&(*number, 0)])).collect()
}

#[test]
fn ten_times_as_much_is_not_much_more_than_ten_times_the_work() {
    let largest: usize = std::env::var("GROWTH").ok().and_then(|size| size.parse().ok()).unwrap_or(30_000);
    let sizes: Vec<usize> = [10, 100, 1000].into_iter().map(|part| largest / 1000 * part).collect();
    let sizes = if largest < 1_000_000 { sizes[1..].to_vec() } else { sizes };
    // Without what debuggers want, valgrind starts twice as fast.
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("tests");
    let strip = Command::new("strip").arg("-o").arg(&program).arg(std::env::current_exe().unwrap()).status();
    assert!(strip.is_ok_and(|status| status.success()), "strip comes with the compiler");
    let books = if std::env::var_os("GROWTH_BOOKS").is_some() { &BOOKS[..] } else { &[] };
    let numbers: Vec<usize> = (0..GENERATORS.len() + books.len()).collect();
    // In a pool of their own: other tests need the common one meanwhile. A few share a process, which takes seconds to start.
    let pool = rayon::ThreadPoolBuilder::new().build().unwrap();
    let count = |numbers: &[usize]| instructions(&program, numbers, &sizes);
    let counted: BTreeMap<_, _> = pool.install(|| numbers.par_chunks(IN_ONE_PROCESS).flat_map_iter(count).collect());
    let of = |number: &usize| -> Vec<f64> { sizes.iter().map(|size| counted[&(*number, *size)]).collect() };
    let all: Vec<Vec<f64>> = numbers.iter().map(of).collect();
    let limits =
        GENERATORS.iter().map(|(name, _)| (name, MOST)).chain(books.iter().map(|(name, _)| (name, MOST_OF_BOOKS)));
    let mut table = String::new();
    let mut steep = Vec::new();
    for ((name, most), counts) in limits.zip(&all) {
        let growth: Vec<f64> = counts.windows(2).map(|pair| pair[1] / pair[0]).collect();
        let shown = |numbers: &[f64], by: f64| {
            numbers.iter().map(|number| format!("{:>9.1}", number / by)).collect::<Vec<_>>().concat()
        };
        let _ = writeln!(table, "{name:<32}{} {}", shown(counts, 1e6), shown(&growth, 1.0));
        if growth.iter().any(|growth| *growth > most) {
            steep.push(*name);
        }
    }
    println!("{:<32}millions of instructions at {sizes:?}, growth from each to the next\n{table}", "text");
    assert_eq!(steep, [""; 0], "{table}");
    // Nor does any of them take more than twice what the first takes, whose essays share nothing.
    let largest = |book: usize| all[GENERATORS.len() + book].last().copied().unwrap_or_default();
    let costly: Vec<_> =
        (0..books.len()).filter(|book| largest(*book) > 2.0 * largest(0)).map(|book| books[book].0).collect();
    assert_eq!(costly, [""; 0], "{table}");
}
