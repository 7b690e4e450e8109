//! Snippets with named ranges: `‹name:code›`, which may nest.

use crate::{
    rewrite::{
        Edit, RenderError, Rewrite, Template,
        origin::Origin,
        render::{FullNames, render_with},
    },
    semantic::{Ast, Nodes},
    source::{TextRange, TextSize},
};

/// A snippet and its named ranges.
pub(super) struct Marked {
    pub(super) text: String,
    ranges: Vec<(String, TextRange)>,
}

impl Marked {
    pub(super) fn new(marked: &str) -> Self {
        let mut text = String::new();
        let mut ranges = Vec::new();
        let mut open = Vec::new();
        let mut rest = marked;
        while let Some(at) = rest.find(['‹', '›']) {
            text.push_str(&rest[..at]);
            rest = &rest[at..];
            if let Some(after) = rest.strip_prefix('‹') {
                let (name, after) = after.split_once(':').expect("a mark has a name");
                open.push((name.to_owned(), TextSize::of(&text)));
                rest = after;
            } else {
                let (name, start) = open.pop().expect("a mark was opened");
                ranges.push((name, TextRange::new(start, TextSize::of(&text))));
                rest = &rest['›'.len_utf8()..];
            }
        }
        text.push_str(rest);
        Self { text, ranges }
    }

    pub(super) fn range(&self, name: &str) -> TextRange {
        self.get(name).unwrap_or_else(|| panic!("no mark {name}"))
    }

    fn get(&self, name: &str) -> Option<TextRange> {
        self.ranges.iter().find(|(n, _)| n == name).map(|(_, range)| *range)
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.ranges.iter().map(|(name, _)| name.as_str())
    }

    pub(super) fn template(&self, text: &str) -> Template {
        Template::parse(text, |name| self.get(name)).expect("the template is right")
    }

    pub(super) fn replace(&self, name: &str, with: &str) -> Rewrite {
        Rewrite::replace(self.range(name), self.template(with))
    }

    pub(super) fn wrap(&self, name: &str, header: &str) -> Rewrite {
        Rewrite::wrap(self.range(name), self.template(header))
    }

    pub(super) fn before(&self, name: &str, code: &str) -> Rewrite {
        Rewrite::before(self.range(name), self.template(code))
    }

    pub(super) fn after(&self, name: &str, code: &str) -> Rewrite {
        Rewrite::after(self.range(name), self.template(code))
    }

    pub(super) fn remove(&self, name: &str) -> Rewrite {
        Rewrite::remove_statement(self.range(name))
    }

    pub(super) fn drop(&self, name: &str) -> Rewrite {
        Rewrite::remove_element(self.range(name))
    }

    pub(super) fn unwrap(&self, name: &str) -> Rewrite {
        Rewrite::unwrap_block(self.range(name))
    }

    pub(super) fn edits(&self, fixes: &[&[Rewrite]]) -> Result<Vec<Edit>, RenderError> {
        let ast = Ast::parse(&self.text).expect("the snippet parses");
        let nodes = Nodes::of(&ast);
        let origin = Origin::of(&self.text, &ast, &nodes);
        render_with(origin, fixes, &FullNames)
    }

    pub(super) fn render(&self, fixes: &[&[Rewrite]]) -> Result<String, RenderError> {
        let edits = self.edits(fixes)?;
        let ends = edits.windows(2).all(|pair| pair[0].range.end() < pair[1].range.start());
        assert!(ends, "edits are sorted and never touch: {edits:?}");
        Ok(apply(&self.text, &edits))
    }
}

pub(super) fn apply(text: &str, edits: &[Edit]) -> String {
    let mut out = String::new();
    let mut at = 0;
    for edit in edits {
        out.push_str(&text[at..edit.range.start().to_usize()]);
        out.push_str(&edit.text);
        at = edit.range.end().to_usize();
    }
    out + &text[at..]
}

/// Asserts what one fix makes of a snippet.
#[track_caller]
pub(super) fn becomes(marked: &str, fix: impl Fn(&Marked) -> Vec<Rewrite>, expected: &str) {
    let snippet = Marked::new(marked);
    let fix = fix(&snippet);
    let text = snippet.render(&[&fix]).expect("renders");
    assert_eq!(text, expected, "\n--- got\n{text}\n--- expected\n{expected}");
    if let Err(error) = Ast::parse(&text) {
        panic!("{}: {text}", error.message);
    }
}

/// Asserts that a fix cannot be rendered.
#[track_caller]
pub(super) fn fails(marked: &str, fix: impl Fn(&Marked) -> Vec<Rewrite>, error: RenderError) {
    let snippet = Marked::new(marked);
    let fix = fix(&snippet);
    assert_eq!(snippet.render(&[&fix]), Err(error));
}
