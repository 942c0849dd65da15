//! The pictures of pages that other sites show.

use crosslight::base::config::Config;
use crosslight::render::page::obstacle;

const CARDS: &str = "[book]\ntitle = \"Inside out\"\n[output.html]\nbase-url = \"https://example.org/b\"\n\
                     [output.html.social-cards]\n";

#[test]
fn who_cannot_draw_says_so() {
    let said = |settings: &str, draws| {
        let (config, errors) = Config::parse(settings);
        assert_eq!(errors, []);
        obstacle(&config, draws).map(|found| (found.message, found.help.concat()))
    };
    let (message, help) = said(CARDS, false).unwrap();
    assert_eq!(message, "no social cards are drawn: this crosslight was built without the part that draws them");
    assert!(help.contains("cargo install --path . --features social-cards"), "{help}");
    assert_eq!(said(CARDS, true), None);
    assert_eq!(said("", false), None);
    let (message, _) = said("[output.html.social-cards]\n", true).unwrap();
    assert!(message.contains("the book does not say where it will stand"), "{message}");
}

#[test]
fn settings_that_mean_nothing_are_told() {
    for (setting, words) in [
        ("accent = \"red\"", "`accent` should be a colour, but it is `\"red\"`"),
        ("fonts = \"a.ttf\"", "unknown setting `fonts`"),
        ("colour = 7", "`colour` should be a text, but it is `7`"),
    ] {
        let (_, errors) = Config::parse(&format!("{CARDS}{setting}\n"));
        assert_eq!(errors.iter().map(|error| &*error.message).collect::<Vec<_>>(), [words]);
    }
}

#[cfg(not(feature = "social-cards"))]
#[test]
fn a_book_that_asks_in_vain_is_built_without() {
    let folder =
        crate::support::Folder::new(&format!("== book.toml\n{CARDS}font = \"none.ttf\"\n== content/a.md\n# A\n"));
    let said = folder.run(&["build"], 0);
    assert!(said.contains("warning[CL0022]: no social cards are drawn: this crosslight was built without"), "{said}");
    assert!(folder.path("public/a/index.html").exists() && !folder.path("public/a/social-card.png").exists());
}

#[cfg(feature = "social-cards")]
mod drawn {
    use std::fs;

    use crosslight::base::path::SourcePath;
    use crosslight::base::tag::Tag;
    use crosslight::render::page::{Output, PageId};
    use crosslight::site::Site;

    use super::CARDS;
    use crate::support::{Bench, Folder, edit, ids, toy};

    const FILES: &str = "== essays/mirror.md\n---\ntitle: The mirror test\ndescription: What it shows\ntags: [trust]\n---\nText\n\
        == essays/door.md\n---\nimage: pic.png\n---\n# The door\n== essays/pic.png\nx\n\
        == essays/secret.md\n---\ndraft: true\n---\nHidden\n== tags/trust.md\n---\ndescription: Reliance\n---\n# Trust\n\
        == paths/first.md\n# First\n\n1. [[door]]. Begin.\n";

    const CARD: &str = "essays/mirror/social-card.png";

    /// A card, unpacked: its palette, and a byte for each pixel.
    fn unpacked(bench: &Bench, file: &str) -> (Vec<u8>, Vec<u8>) {
        let Some(Output::Bytes(bytes)) = bench.outputs.get(file) else {
            panic!("{file} is not among {:?}", bench.outputs.keys())
        };
        let mut reader = png::Decoder::new(std::io::Cursor::new(bytes)).read_info().unwrap();
        assert_eq!((reader.info().width, reader.info().height), (1200, 630));
        let palette = reader.info().palette.as_ref().unwrap().to_vec();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        // As they are stored, rather than as their colours.
        let mut raw = png::Decoder::new(std::io::Cursor::new(bytes));
        raw.set_transformations(png::Transformations::IDENTITY);
        reader = raw.read_info().unwrap();
        pixels.truncate(1200 * 630);
        reader.next_frame(&mut pixels).unwrap();
        (palette, pixels)
    }

    /// The first and the last column, and the first and the last row, with a pixel of the ink of titles.
    fn title_box(pixels: &[u8]) -> (usize, usize, usize, usize) {
        let black = |pixel: &u8| (1..64).contains(pixel);
        let at: Vec<_> = pixels.iter().enumerate().filter(|(_, pixel)| black(pixel)).map(|(at, _)| at).collect();
        let columns = || at.iter().map(|at| at % 1200);
        (columns().min().unwrap(), columns().max().unwrap(), at[0] / 1200, at[at.len() - 1] / 1200)
    }

    fn is_free(pixels: &[u8], columns: std::ops::Range<usize>) -> bool {
        pixels.chunks(1200).all(|row| row[columns.clone()].iter().all(|pixel| pixel % 64 == 0))
    }

    #[test]
    fn pages_have_cards() {
        let bench = Bench::book(CARDS, FILES);
        let cards: Vec<_> = bench.outputs.keys().filter(|file| file.ends_with(".png")).collect();
        assert_eq!(
            cards,
            [CARD, "essays/pic.png", "paths/first/social-card.png", "social-card.png", "tags/trust/social-card.png"]
        );
        for file in cards.into_iter().filter(|file| file.ends_with("card.png")) {
            let (palette, pixels) = unpacked(&bench, file);
            assert_eq!(palette.len(), 3 * 256);
            assert_eq!(&palette[..3], [0xfd, 0xfa, 0xf3], "the first colour is the paper");
            let (left, right, top, bottom) = title_box(&pixels);
            assert!(left >= 88 && right <= 1112 && top >= 126 && bottom <= 506, "{file}");
            let page = bench.site.page_at(file).unwrap();
            assert!(matches!(page, PageId::SocialCard(_)), "{page:?}");
        }
        let text = bench.text("essays/mirror/index.html");
        assert_eq!(text.matches("https://example.org/b/essays/mirror/social-card.png").count(), 2, "{text}");
        assert!(bench.text("essays/door/index.html").contains("https://example.org/b/essays/pic.png"));
    }

    /// The same on every machine: nothing else goes into it.
    #[test]
    fn a_title_makes_a_card() {
        let bench = Bench::book(CARDS, FILES);
        let again = Bench::book(CARDS, FILES);
        assert_eq!(bench.outputs, again.outputs);
        let other = Bench::book(CARDS, &FILES.replace("mirror test", "mirror tests"));
        assert_ne!(bench.outputs[CARD], other.outputs[CARD]);
        assert_eq!(bench.outputs["social-card.png"], other.outputs["social-card.png"]);
        let colours = format!("{CARDS}background = \"#000\"\ncolour = \"#ffffff\"\naccent = \"#fa0\"\n");
        let dark = Bench::book(&colours, FILES);
        let ((palette, pixels), (_, light)) = (unpacked(&dark, CARD), unpacked(&bench, CARD));
        assert_eq!((&palette[..3], &palette[63 * 3..64 * 3]), (&[0, 0, 0][..], &[255, 255, 255][..]));
        assert_eq!(&palette[191 * 3..192 * 3], [255, 0xaa, 0]);
        assert_eq!(pixels, light);
    }

    #[test]
    fn every_title_fits() {
        let words = "reasons for which organisations that would like a community do not become one inside, and ";
        for title in [&words.repeat(2), &words.repeat(9), &"Donaudampfschiff".repeat(4), &"W".repeat(900), "I", "…"] {
            let files = FILES.replace("The mirror test", &format!("\"{title}\""));
            let bench = Bench::book(CARDS, &files);
            let (_, pixels) = unpacked(&bench, CARD);
            let (left, right, top, bottom) = title_box(&pixels);
            assert!(
                left >= 88 && right <= 1112 && top >= 126 && bottom <= 506,
                "{title}: {left} {right} {top} {bottom}"
            );
            assert!(is_free(&pixels, 20..88) && is_free(&pixels, 1112..1200), "{title}");
        }
    }

    #[test]
    fn arabic_begins_on_the_right() {
        let title = "الثقة في العمل تبدأ من الداخل قبل أن تصل إلى الخارج ثم تعود إليه";
        for title in [title, &title.repeat(5), "אמון"] {
            let bench = Bench::book(CARDS, &FILES.replace("The mirror test", title));
            let (_, pixels) = unpacked(&bench, CARD);
            let (left, right, ..) = title_box(&pixels);
            assert!(left >= 88 && (1080..1112).contains(&right), "{left} {right}");
            assert!(is_free(&pixels, 0..88) && is_free(&pixels, 1112..1180), "{title}");
            assert!(pixels[1180..1200].iter().all(|pixel| *pixel == 191), "the spine is on the other side");
            assert_eq!(bench.findings(), Vec::<String>::new());
        }
        // Letters are joined, and none is a box: a word is not as wide as its letters one by one.
        let width = |title: &str| {
            let bench = Bench::book(CARDS, &FILES.replace("The mirror test", title));
            let (left, right, ..) = title_box(&unpacked(&bench, CARD).1);
            right - left
        };
        assert!(width("ثقة") + 20 < width("ث\u{200c}ق\u{200c}ة"));
    }

    #[test]
    fn a_letter_without_a_font_is_told() {
        let mut bench = Bench::book(CARDS, &FILES.replace("The mirror test", "鏡 test"));
        let said = "essays/mirror.md: no social card is drawn for `/essays/mirror/`: no font has the `鏡` of its title";
        assert_eq!(bench.findings(), [said]);
        assert!(!bench.outputs.contains_key(CARD));
        assert!(!bench.text("essays/mirror/index.html").contains("social-card"));
        bench.apply(vec![edit(CARD, Some("ours"))]);
        assert_eq!(bench.findings(), Vec::<String>::new());
        assert!(bench.text("essays/mirror/index.html").contains("social-card"));
        bench.apply(vec![edit(CARD, None)]);
        bench.write(&FILES.replace("The mirror test", "🎉"));
        assert!(bench.findings()[0].ends_with("no font has the `🎉` of its title"), "{:?}", bench.findings());
        // Signs may be missing.
        bench.write(&FILES.replace("The mirror test", "The mirror test 🎉"));
        assert_eq!(bench.findings(), Vec::<String>::new());
        assert_eq!(bench.outputs[CARD], Bench::book(CARDS, FILES).outputs[CARD]);
        let home = Bench::book(&CARDS.replace("Inside out", "鏡"), "== index.md\n# Home\n").findings();
        assert_eq!(home, ["book.toml: no social card is drawn for `/`: no font has the `鏡` of its title"]);
        let without = Bench::book(CARDS, &FILES.replace("What it shows", "鏡 shows"));
        assert_eq!(
            without.outputs[CARD],
            Bench::book(CARDS, &FILES.replace("description: What it shows\n", "")).outputs[CARD]
        );
    }

    /// A picture that is there comes first, whichever way.
    #[test]
    fn a_picture_of_ones_own_wins() {
        let mut bench = Bench::book(CARDS, FILES);
        bench.apply(vec![edit("essays/mirror/Social-Card.png", Some("ours"))]);
        assert!(!bench.outputs.contains_key(CARD));
        assert!(matches!(bench.outputs["essays/mirror/Social-Card.png"], Output::Copy(..)));
        assert!(bench.text("essays/mirror/index.html").contains("https://example.org/b/essays/mirror/Social-Card.png"));
        assert_eq!(bench.findings(), Vec::<String>::new());
        bench.apply(vec![edit("essays/mirror/Social-Card.png", None)]);
        bench.write(&FILES.replace("image: pic.png", "x: y"));
        assert!(bench.outputs.contains_key("essays/door/social-card.png"));
        bench.write(FILES);
        bench.apply(vec![edit("paths/first.md", None)]);
        let path = FILES.split("== paths").next().unwrap();
        let clean = Bench::book(CARDS, path);
        assert_eq!(bench.outputs, clean.outputs);
    }

    #[test]
    fn a_text_that_changes_draws_nothing() {
        let mut bench = Bench::book(CARDS, FILES);
        let essay = PageId::Essay(SourcePath::new("essays/mirror.md"));
        let card = PageId::SocialCard(essay.clone().into());
        let made = bench.write(&FILES.replace("\nText\n", "\nOther text\n")).made;
        assert!(made.contains(&essay) && !ids(&made).iter().any(|page| page.contains("SocialCard")), "{made:?}");
        let made = bench.write(&FILES.replace("What it shows", "What else it shows")).made;
        assert!(made.contains(&card), "{made:?}");
        let drawn = made.iter().filter(|page| matches!(page, PageId::SocialCard(_)));
        assert_eq!(drawn.count(), 1, "{made:?}");
        // A tag that is called otherwise is so on the cards that show it.
        let made = bench.write(&FILES.replace("# Trust", "# Faith")).made;
        let tag = PageId::SocialCard(PageId::Tag(Tag::new("trust").unwrap()).into());
        assert!(made.contains(&card) && made.contains(&tag), "{made:?}");
    }

    #[test]
    fn a_check_draws_nothing() {
        let mut site = Site::empty(toy(CARDS));
        site.apply(vec![edit("a.md", Some("# A\n")), edit("b.md", Some("# 鏡\n"))]);
        site.survey();
        assert!(site.outputs().all(|(file, _)| !file.ends_with("png")), "{:?}", site.outputs().collect::<Vec<_>>());
        assert_eq!(site.diagnostics().len(), 1, "it is told all the same that one could not be drawn");
    }

    #[test]
    fn a_book_may_bring_its_font() {
        let folder = Folder::new(&format!("== book.toml\n{CARDS}== content/a.md\n# A mirror\n"));
        folder.run(&["build"], 0);
        let card = || fs::read(folder.path("public/a/social-card.png")).unwrap();
        let before = card();
        folder.write_bytes("fonts/ours.ttf", dejavu::serif::bold());
        folder.write(&format!("== book.toml\n{CARDS}font = \"fonts/ours.ttf\"\n"));
        folder.run(&["build"], 0);
        assert_ne!(card(), before);
        for (font, reason) in [("fonts/theirs.ttf", "there is no such file"), ("book.toml", "it is not a font")] {
            folder.write(&format!("== book.toml\n{CARDS}font = \"{font}\"\n"));
            let said = folder.run(&["build"], 1);
            assert!(said.contains(&format!("`{font}` cannot be the font of social cards: {reason}")), "{said}");
        }
    }
}
