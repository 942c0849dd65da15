//! Settings in EDN, the notation of Clojure (<https://github.com/edn-format/edn>), in the terms of TOML.
//!
//! Keywords keep their colon, so a text that looks like one is none. Of a name that stands twice nobody knows which is meant,
//! so such settings cannot be read; Clojure refuses them, too.

use std::collections::BTreeSet;

use toml::{Table, Value};

/// The settings in a text: those of its first form, which is a map. What stands after that counts for nothing.
pub(super) fn table(text: &str) -> Result<Table, String> {
    let mut reader = Reader { text, at: 0 };
    let read = match reader.next(0) {
        Ok(Some(Form::Map(table))) => Ok(table),
        Ok(None) => Ok(Table::new()),
        Ok(Some(_)) => Err("it is not a map `{…}`"),
        Err(why) => Err(why),
    };
    read.map_err(|why| format!("{why} at line {}", text[..reader.at].matches('\n').count() + 1))
}

/// One form.
enum Form {
    /// A text between quotation marks.
    Text(String),
    /// A keyword, a symbol, a number or a sign.
    Word(String),
    List(Vec<Form>),
    Map(Table),
    /// What has a meaning that other programs give it, and `nil`.
    Other,
    /// What closes a list or a map.
    End(char),
}

/// How deep forms may stand in each other.
const DEPTH: usize = 100;

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Takes what is at the front up to the first sign that `ends` it.
    fn take(&mut self, ends: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let taken = &rest[..rest.find(ends).unwrap_or(rest.len())];
        self.at += taken.len();
        taken
    }

    /// The next form, past remarks and past forms that are left out; `None` at the end of the text.
    fn next(&mut self, depth: usize) -> Result<Option<Form>, &'static str> {
        if depth > DEPTH {
            return Err("there is too much in each other");
        }
        loop {
            self.take(|c| !is_blank(c));
            let Some(c) = self.peek() else { return Ok(None) };
            let sign = self.rest();
            self.at += c.len_utf8();
            return Ok(Some(match c {
                ';' => {
                    self.take(|c| c == '\n');
                    continue;
                }
                '#' if sign.starts_with("#!") => {
                    self.take(|c| c == '\n');
                    continue;
                }
                '#' if sign.starts_with("#_") => {
                    self.at += 1;
                    self.form(depth)?;
                    continue;
                }
                // What is said about a form is none of it.
                '^' => {
                    self.form(depth)?;
                    continue;
                }
                '#' if sign.starts_with("#{") => {
                    self.at += 1;
                    Form::List(self.list('}', depth)?)
                }
                '#' if sign.starts_with("#:") => {
                    self.at += 1;
                    let space = self.take(ends_word);
                    match self.form(depth)? {
                        Form::Map(table) => Form::Map(within(space.trim_start_matches(':'), table)),
                        _ => return Err("a `#:` stands before no map"),
                    }
                }
                '#' if sign.starts_with("##") => {
                    self.at += 1;
                    self.take(ends_word);
                    Form::Other
                }
                '#' if self.peek().is_some_and(char::is_alphabetic) => {
                    self.take(ends_word);
                    self.form(depth)?;
                    Form::Other
                }
                '#' => return Err("EDN knows no such `#`"),
                '(' => Form::List(self.list(')', depth)?),
                '[' => Form::List(self.list(']', depth)?),
                '{' => Form::Map(self.map(depth)?),
                ')' | ']' | '}' => Form::End(c),
                '"' => Form::Text(self.quotation()?),
                '\\' => {
                    // A sign may be any, also one that ends a word.
                    self.at += self.peek().map_or(0, char::len_utf8);
                    self.take(ends_word);
                    Form::Other
                }
                _ => {
                    self.take(ends_word);
                    let word = &sign[..sign.len() - self.rest().len()];
                    if word == "nil" { Form::Other } else { Form::Word(word.to_owned()) }
                }
            }));
        }
    }

    /// The form that has to stand here.
    fn form(&mut self, depth: usize) -> Result<Form, &'static str> {
        match self.next(depth + 1)? {
            None | Some(Form::End(_)) => Err("a form is missing"),
            Some(form) => Ok(form),
        }
    }

    /// The forms up to what closes them.
    fn list(&mut self, close: char, depth: usize) -> Result<Vec<Form>, &'static str> {
        let mut forms = Vec::new();
        loop {
            match self.next(depth + 1)? {
                None => return Err("a bracket is not closed"),
                Some(Form::End(sign)) if sign == close => return Ok(forms),
                Some(Form::End(_)) => return Err("a bracket is closed by another"),
                Some(form) => forms.push(form),
            }
        }
    }

    fn map(&mut self, depth: usize) -> Result<Table, &'static str> {
        let mut forms = self.list('}', depth)?.into_iter();
        let mut table = Table::new();
        let mut names = BTreeSet::new();
        while let Some(key) = forms.next() {
            let value = forms.next().ok_or("a map has a name without a value")?;
            let name = match key {
                Form::Word(word) => word,
                // No word begins so.
                Form::Text(text) => format!("\"{text}"),
                _ => continue,
            };
            if !names.insert(name.clone()) {
                return Err("a name stands twice in a map");
            }
            table.extend(value.value().map(|value| (name, value)));
        }
        Ok(table)
    }

    /// The text up to the quotation mark that ends it.
    fn quotation(&mut self) -> Result<String, &'static str> {
        let mut text = String::new();
        loop {
            text.push_str(self.take(|c| c == '"' || c == '\\'));
            let Some(c) = self.peek() else { return Err("a text is not closed") };
            self.at += 1;
            if c == '"' {
                return Ok(text);
            }
            let escaped = self.peek().ok_or("a text is not closed")?;
            self.at += escaped.len_utf8();
            match escaped {
                'n' => text.push('\n'),
                't' => text.push('\t'),
                'r' => text.push('\r'),
                'b' => text.push('\u{8}'),
                'f' => text.push('\u{c}'),
                'u' => {
                    let digits = self.rest().get(..4).ok_or("a sign in a text has no number")?;
                    let number = u32::from_str_radix(digits, 16).map_err(|_| "a sign in a text has no number")?;
                    self.at += digits.len();
                    text.push(char::from_u32(number).unwrap_or(char::REPLACEMENT_CHARACTER));
                }
                sign => text.push(sign),
            }
        }
    }
}

impl Form {
    fn value(self) -> Option<Value> {
        match self {
            Self::Text(text) => Some(text.into()),
            Self::Word(word) => Some(match word.as_str() {
                "true" => true.into(),
                "false" => false.into(),
                _ => word.into(),
            }),
            Self::List(forms) => Some(forms.into_iter().filter_map(Self::value).collect::<Vec<_>>().into()),
            Self::Map(table) => Some(table.into()),
            Self::Other | Self::End(_) => None,
        }
    }
}

/// The map whose keywords are in the space of names that stands before it: `#:a{:b 1}` is `{:a/b 1}`.
fn within(space: &str, table: Table) -> Table {
    let whole = |name: String| match name.strip_prefix(':') {
        Some(own) if !own.contains('/') => format!(":{space}/{own}"),
        Some(own) => own.strip_prefix("_/").map_or_else(|| name.clone(), |own| format!(":{own}")),
        None => name,
    };
    table.into_iter().map(|(name, value)| (whole(name), value)).collect()
}

/// A comma is as good as a space.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || c == ','
}

fn ends_word(c: char) -> bool {
    is_blank(c) || "\"();[]{}^\\".contains(c)
}

#[cfg(test)]
mod tests {
    use super::{DEPTH, table};

    #[test]
    fn forms_are_read() {
        let read = table(
            "; settings\n#_ {:a 0} {:a 1, :b/c? true :d [\"x\" #_\"no\" \"y\\\"]\" :k sym] :e {:f \"in\\u00e9 ; é\n\"} :g nil\n \
             :h #inst \"2020-01-01\" :i \\( :j #{1 2} \"s\" (1) ^:m :l ^{:n 1} \"o\" 5 6} {:p 1}",
        )
        .unwrap();
        let text = toml::to_string(&read).unwrap();
        assert_eq!(
            text,
            "\":a\" = \"1\"\n\":b/c?\" = true\n\":d\" = [\"x\", 'y\"]', \":k\", \"sym\"]\n\":j\" = [\"1\", \"2\"]\n'\"s' = [\"1\"]\n\
             \":l\" = \"o\"\n5 = \"6\"\n\n[\":e\"]\n\":f\" = \"\"\"\niné ; é\n\"\"\"\n"
        );
        assert!(table("").unwrap().is_empty() && table("; nothing").unwrap().is_empty());
        assert_eq!(table("#:a{:b 1 :c/d 2 :_/e 3}").unwrap().keys().collect::<Vec<_>>(), [":a/b", ":c/d", ":e"]);
    }

    #[test]
    fn what_is_left_out_says_nothing() {
        for aside in [
            ";; :b 1",
            "#_#_ :b 1",
            "#_ #_ :b 1",
            "#_ :c #_ {:b 1}",
            "#_{:c 2\n :d [\n:b 1]}\n",
            "#_ \"\n :b 1 \"",
            "#_\\} #_:b #_1",
            "#_ ; :c\n {:b 1}",
            "#_(#_(:c) :b 1)",
            "#_#tag {:b 1}",
            "#_^:c {:b 1}",
            "#!:b 1\n",
            ":c \"\\\\\" ;:b 1\n",
            ":c \"\\\" :b 1\"",
            ":c {:b 1}",
        ] {
            let read = table(&format!("{{:a 0 {aside}\n :z 1}}")).unwrap();
            assert!(!read.contains_key(":b") && read.contains_key(":z"), "{aside}: {read:?}");
        }
    }

    #[test]
    fn what_is_no_edn_is_told() {
        for (text, why) in [
            ("{:a 1\n", "a bracket is not closed at line 2"),
            ("{:a [1}", "a bracket is closed by another at line 1"),
            ("{:a \"1}", "a text is not closed at line 1"),
            ("{:a \"\\", "a text is not closed at line 1"),
            ("{:a}", "a map has a name without a value at line 1"),
            ("{:a #_1}", "a map has a name without a value at line 1"),
            ("{:a 1 #_}", "a form is missing at line 1"),
            ("{\n:a 1 :a 2}", "a name stands twice in a map at line 2"),
            ("{:a #\"x\"}", "EDN knows no such `#` at line 1"),
            ("{:a \"\\u00\"}", "a sign in a text has no number at line 1"),
            ("{:a #:b 1}", "a `#:` stands before no map at line 1"),
            ("[:a 1]", "it is not a map `{…}` at line 1"),
            ("}", "it is not a map `{…}` at line 1"),
        ] {
            assert_eq!(table(text).unwrap_err(), why, "{text}");
        }
        for open in ["[", "#_", "{:a ", "^", "#t "] {
            assert!(table(&open.repeat(100 * DEPTH)).is_err(), "{open}");
        }
    }
}
