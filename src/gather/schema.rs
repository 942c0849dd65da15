//! The shapes of what templates see: the maps with their fields, and the variables.
//!
//! Every map that a template gets is built through its [`Shape`], and the manual's reference is
//! written from these, so that the two cannot part.

use tera::Value;

use crate::gather::value;

/// A field of a map, or a variable: its name, its type, and what it is, in a line.
pub type Field = (&'static str, &'static str, &'static str);

/// A map with fields of its own, in their order.
pub struct Shape<const N: usize> {
    /// What the reference calls it.
    pub name: &'static str,
    /// What it is, in a line.
    pub says: &'static str,
    pub fields: [Field; N],
}

impl<const N: usize> Shape<N> {
    /// A map of this shape. Its fields must be given in their order.
    pub fn map(&self, fields: [(&'static str, Value); N]) -> Value {
        self.assert_order(&fields);
        value::map(fields)
    }

    /// `base` with the fields of this shape as well.
    pub fn with(&self, base: &Value, fields: [(&'static str, Value); N]) -> Value {
        self.assert_order(&fields);
        value::with(base, fields)
    }

    fn assert_order(&self, fields: &[(&'static str, Value); N]) {
        let same = fields.iter().zip(&self.fields).all(|(given, field)| given.0 == field.0);
        debug_assert!(same, "a {} is not built as its shape says", self.name);
    }
}

/// A shape without regard to its size, for the reference.
pub struct Described {
    pub name: &'static str,
    pub says: &'static str,
    pub fields: &'static [Field],
}

/// Declares shapes, and the list of them all.
macro_rules! shapes {
    ($($id:ident[$n:literal] = $name:literal, $says:literal, $fields:tt;)*) => {
        $(pub static $id: Shape<$n> = Shape { name: $name, says: $says, fields: $fields };)*

        /// Every shape, in the order of the reference.
        pub static SHAPES: &[Described] = &[$(Described { name: $name, says: $says, fields: &$fields }),*];
    };
}

shapes! {
    BOOK[8] = "book", "What `book.toml` says.", [
        ("title", "text", "the title of the book"),
        ("description", "text", "what it is, in a line"),
        ("authors", "list of texts", "who wrote it"),
        ("language", "text", "a BCP 47 tag"),
        ("base_url", "text or none", "where the site stands, with `/` at its end"),
        ("tags_label", "text", "what tags are called"),
        ("paths_label", "text", "what reading paths are called"),
        ("extra", "map", "`[extra]` of `book.toml`"),
    ];
    PAGE[13] = "page", "The page that is made.", [
        ("kind", "text", "home, essay, folder, tag, tags, archive, path, paths, map, search or 404"),
        ("title", "text", "the title of the page"),
        ("description", "text or none", "what it is, in a line"),
        ("url", "address", "the page itself"),
        ("permalink", "text or none", "its full address; none without a `base-url`"),
        ("feed", "address or none", "the feed of the book"),
        ("own_feed", "address or none", "the feed of the tag or path whose page this is"),
        ("published", "text or none", "the day of the essay, as in `2026-11-03`"),
        ("modified", "text or none", "the day on which it was last revised"),
        ("image", "text or none", "the full address of a picture for those who share the page"),
        ("structured", "HTML or none", "what the page is, for machines: JSON-LD to stand in a `script`"),
        ("edit_url", "text or none", "the full address where the source of the page can be changed"),
        ("markdown", "address or none", "the text of the page as Markdown"),
    ];
    LINKS[6] = "links", "The pages that every site has.", [
        ("home", "address", "the first page"),
        ("archive", "address", "all essays"),
        ("tags", "address", "the tag index"),
        ("paths", "address or none", "the index of reading paths; none in a book without any, or if the theme has no `paths.html`"),
        ("map", "address or none", "the map; none if the theme has no `map.html`"),
        ("search", "address or none", "the search page; none if the theme has no `search.html`"),
    ];
    CARD[9] = "card", "What others may show of an essay.", [
        ("path", "text", "its file, in the folder of the essays"),
        ("title", "text", "its title"),
        ("short_title", "text", "a shorter title, or the same"),
        ("description", "text or none", "what it says, in a line"),
        ("date", "text or none", "a day as in `2026-11-03`"),
        ("updated", "text or none", "the day of its last revision"),
        ("status", "text or none", "how finished it is, in the writer's words"),
        ("weight", "number or none", "its weight"),
        ("url", "address", "its page"),
    ];
    ESSAY[16] = "essay", "A card, and:", [
        ("content", "HTML", "its text; on the page of a path whose template names `stops`, what comes before the last of them, without these"),
        ("tags", "list of tags", "what it is about"),
        ("toc", "list of headings", "its headings; empty if the essay wants none shown"),
        (
            "heading",
            "HTML or none",
            "the heading at the top of its text that has the words of its title, if there is more in it than these: links, notes, tags. It is not part of `content`",
        ),
        ("words", "number", "how long it is"),
        ("minutes", "number", "how long it takes to read"),
        ("authors", "list of texts", "who wrote it"),
        ("byline", "list of links", "who wrote it, each with a link where the writer made one"),
        ("sources", "list of links", "what it draws on"),
        ("relations", "list of relations", "its other links in front matter"),
        ("image", "text or none", "a picture: an address from the page, or on another site"),
        ("lang", "text or none", "its language, if that is not the book's"),
        ("confidence", "text or none", "how sure the writer is"),
        ("importance", "text or none", "how much it matters to the writer"),
        ("css_classes", "list of texts", "classes for its page"),
        ("extra", "map", "fields of the writer's own"),
    ];
    RELATION[2] = "relation", "A field of front matter with links.", [
        ("name", "text", "the name of the field"),
        ("links", "list of links", "where it leads"),
    ];
    LINK[2] = "link", "A link of front matter.", [
        ("text", "text", "what to show"),
        ("url", "text or none", "an address from the page itself, so without `{{ root }}`; none for a text that is not a link, or leads nowhere"),
    ];
    CHAPTER[3] = "chapter", "A line of a `SUMMARY.md`.", [
        ("title", "text", "its title"),
        ("url", "address or none", "its page; none for one that is not written yet"),
        ("children", "list of chapters", "what stands below it"),
    ];
    HEADING[6] = "heading", "A heading of an essay.", [
        ("level", "number", "1 to 6"),
        ("id", "text", "its id"),
        ("url", "text", "a link to it on its page: `#` and the id, with what no address has in it encoded"),
        ("title", "text", "its text"),
        ("cited", "number", "how many essays link to this very heading"),
        ("children", "list of headings", "those below it"),
    ];
    TAG[4] = "tag", "A subject that essays are about.", [
        ("slug", "text", "what its address ends with"),
        ("label", "text", "what it is called"),
        ("description", "text or none", "what it means, in a line"),
        ("url", "address", "its page"),
    ];
    COUNTED[1] = "counted tag", "A tag, and:", [
        ("count", "number", "how many essays have it"),
    ];
    BACKLINK[2] = "backlink", "An essay that links to this one.", [
        ("essay", "card", "the essay"),
        ("passages", "list of passages", "where it does"),
    ];
    PASSAGE[8] = "passage", "A sentence with a link, in plain text.", [
        ("before", "text", "what stands before the sentence in its paragraph"),
        ("lead", "text", "the sentence up to the link"),
        ("link", "text", "the text of the link"),
        ("tail", "text", "the rest of the sentence"),
        ("rest", "list of pieces", "the same, with further links to this page in it"),
        ("after", "text", "what stands after the sentence"),
        ("heading", "text or none", "the heading that it stands under"),
        ("anchor", "text", "the id of the link: `{{ root }}{{ backlink.essay.url }}#{{ passage.anchor }}` lands on it; empty for a link in front matter"),
    ];
    PIECE[2] = "piece", "A part of a sentence.", [
        ("text", "text", "what it says"),
        ("anchor", "text or none", "the id of the link, if it is one"),
    ];
    RELATIVE[2] = "relative", "An essay that is near to this one.", [
        ("essay", "card", "the essay"),
        ("reasons", "list of reasons", "why it is, the strongest first"),
    ];
    REASON[4] = "reason", "Why two essays are near to each other.", [
        ("kind", "text", "tags: both have these; cite: both link to these; cited: these link to both; words: both use these, and few others do"),
        ("tags", "list of tags", "for the kind tags"),
        ("essays", "list of cards", "for the kinds cite and cited"),
        ("words", "list of texts", "for the kind words"),
    ];
    WALK[1] = "walk", "A reading path: the card of its text, and:", [
        ("count", "number", "how many stops it has"),
    ];
    STAGE[5] = "stage", "A path, as seen from one of its stops.", [
        ("path", "walk", "the path"),
        ("place", "number", "which stop this is, from 1"),
        ("count", "number", "how many there are"),
        ("previous", "stop or none", "the stop before"),
        ("next", "stop or none", "the stop after"),
    ];
    STOP[5] = "stop", "A stop of a path.", [
        ("essay", "card", "the essay"),
        ("place", "number", "which stop it is, from 1"),
        ("why", "text", "why it comes next, in the writer's words; may be empty"),
        ("reason", "HTML or none", "the same with its links and notes, on the page of the path; may have paragraphs"),
        ("minutes", "number", "how long it takes to read"),
    ];
    MEETING[3] = "meeting", "Two tags that meet.", [
        ("tag", "tag", "the other tag"),
        ("count", "number", "how many essays have both"),
        ("essays", "list of cards", "the newest of them, 7 at most"),
    ];
    MARKED[4] = "marked passage", "A place in an essay that is marked with a tag.", [
        ("essay", "card", "the essay"),
        ("heading", "text or none", "the heading that it stands under, or that is marked; none for the title"),
        ("text", "text", "its text, in one line; empty for a heading with no paragraph before the next one"),
        ("anchor", "text", "the id of the place; empty if it is the whole essay"),
    ];
    YEAR[2] = "year", "The essays of a year.", [
        ("year", "number or none", "none for essays without a date"),
        ("essays", "list of cards", "newest first, each with `tags`, a list of tags"),
    ];
    MATRIX[2] = "matrix", "Which tags meet.", [
        ("tags", "list of tags", "the most used, 12 at most"),
        ("rows", "list of rows", "a row for each"),
    ];
    ROW[2] = "row", "A row of the matrix.", [
        ("tag", "tag", "the tag"),
        ("cells", "list of cells", "one for each tag"),
    ];
    CELL[4] = "cell", "A cell of the matrix.", [
        ("tag", "tag", "the other tag"),
        ("count", "number", "how many essays have both"),
        ("same", "truth", "whether it is the tag of the row, or stands above or below it"),
        ("url", "text", "where the essays with both are listed, from the root of the site: a tag page, with `#` and the id `page:meets-` and the slug of the other tag where it lists them"),
    ];
    CLUSTER[2] = "cluster", "Essays of the map that are about the same.", [
        ("tag", "tag or none", "what they are about"),
        ("essays", "list of nodes", "the most cited first"),
    ];
    NODE[7] = "node", "An essay on the map. The lists have 12 members at most.", [
        ("essay", "card", "the essay"),
        ("cites", "list of cards", "those it links to"),
        ("cited_by", "list of cards", "those that link to it"),
        ("two_steps", "list of cards", "those two links away"),
        ("cites_count", "number", "how many it links to"),
        ("cited_by_count", "number", "how many link to it"),
        ("two_steps_count", "number", "how many are two links away"),
    ];
}

/// Every variable that some page gives its template: its name, its type, the pages that give it, and
/// what it is.
pub static VARIABLES: [(&str, &str, &str, &str); 33] = [
    ("book", "book", "every page", "what `book.toml` says of the book"),
    ("page", "page", "every page", "the page itself"),
    ("root", "text", "every page", "from the page to the root of the site, with `/` at its end"),
    ("links", "links", "every page", "the pages that every site has"),
    ("contents", "list of chapters", "every page", "what a `SUMMARY.md` lists; empty without one"),
    (
        "section",
        "list of cards",
        "every page",
        "what lies in the folder that `essay` stands for, in a book with `section-lists`; empty otherwise",
    ),
    ("recent", "list of cards", "every page", "the newest dated essays, 20 at most"),
    ("essays", "list of cards", "every page", "all essays, newest first; on a tag's page, those with the tag"),
    ("tags", "list of counted tags", "every page", "the tags of the book, by slug"),
    (
        "frequent",
        "list of tags",
        "every page",
        "the tags of most essays, by slug, 80 at most: for what stands beside every page",
    ),
    ("paths", "list of walks", "every page", "the reading paths of the book"),
    ("essay", "essay or none", "every page", "the essay whose page this is, or that gives the page its text"),
    ("backlinks", "list of backlinks", "every page", "the essays that link to `essay`"),
    (
        "related",
        "list of relatives",
        "essays, paths",
        "the essays that are nearest to this one without being linked with it, 5 at most",
    ),
    ("walks", "list of stages", "essays, paths", "the reading paths that the essay is on"),
    ("previous", "card or none", "essays, paths", "the essay before, in the order of `SUMMARY.md` or by date"),
    ("next", "card or none", "essays, paths", "the essay after"),
    ("tag", "tag", "tags", "the tag whose page this is"),
    ("above", "list of tags", "tags", "those that the tag stands below, from the top"),
    ("below", "list of tags", "tags", "those right below it"),
    ("see_also", "list of tags", "tags", "those that its text names as near to it"),
    ("start", "list of cards", "tags", "the essays to begin with: the most cited of more than five, 3 at most"),
    ("meets", "list of meetings", "tags", "the tags that essays with this one have as well, most first, 24 at most"),
    ("passages", "list of marked passages", "tags", "the places in essays that are marked with the tag"),
    ("years", "list of years", "tags, all essays", "the essays by year, newest first"),
    ("matrix", "matrix", "tag index", "which of the most used tags meet"),
    ("stops", "list of stops", "paths", "the stops of the path, in order"),
    ("closing", "HTML", "paths", "what the text of the path says after its last stop"),
    ("minutes", "number", "paths", "how long the whole path takes to read"),
    ("clusters", "list of clusters", "map", "the most cited essays with their links, by tag"),
    ("picture", "HTML or none", "map", "the whole book as an SVG"),
    ("shown", "number", "map", "how many essays `clusters` has"),
    ("total", "number", "map", "how many essays the book has"),
];
