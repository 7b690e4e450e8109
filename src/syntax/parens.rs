//! Optional parentheses in queries.
//!
//! `await (f(x))` means what `await f(x)` means, but the grammar has a node more. A query that reads
//! `(await (call))` is therefore rewritten to `(await [(call) (parenthesized_expression (call))])`.

use std::iter::Peekable;

/// What may stand in parentheses without change of meaning. Names and literals, which queries rarely
/// spell out, are not here: each of these doubles what is below it.
const EXPRESSIONS: &[&str] = &["attribute", "await", "call", "lambda", "subscript", "yield"];

/// `source` in which every expression below the root of a shape may stand in parentheses.
pub(super) fn optional(source: &str) -> String {
    let forms = parse(&mut tokens(source).into_iter().peekable());
    let mut query = String::with_capacity(source.len() * 2);
    print(&forms, Place::Root, &mut query);
    query
}

/// A piece of a query: a word, or what stands in one pair of brackets.
#[derive(Debug)]
enum Form<'q> {
    Word(&'q str),
    List { open: &'q str, close: &'q str, inside: Vec<Form<'q>> },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Root,
    BelowNode,
}

fn tokens(source: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = source.trim_start();
    while let Some(first) = rest.chars().next() {
        let length = match first {
            ';' => rest.find('\n').unwrap_or(rest.len()),
            '"' => string_length(rest),
            '(' | ')' | '[' | ']' | '*' | '+' | '?' => 1,
            _ => rest.find(|c: char| ends_word(c, first)).unwrap_or(rest.len()),
        };
        let (token, tail) = rest.split_at(length.max(first.len_utf8()));
        if first != ';' {
            tokens.push(token);
        }
        rest = tail.trim_start();
    }
    tokens
}

fn ends_word(c: char, first: char) -> bool {
    let in_predicate = first == '#' && c == '?';
    (c.is_whitespace() || "()[]\"*+?;".contains(c)) && !in_predicate
}

/// The length of the quoted string that `text` begins with.
fn string_length(text: &str) -> usize {
    let mut escaped = false;
    for (index, c) in text.char_indices().skip(1) {
        match c {
            '"' if !escaped => return index + 1,
            _ => escaped = c == '\\' && !escaped,
        }
    }
    text.len()
}

/// The forms up to the bracket that closes the list, or to the end.
fn parse<'q>(tokens: &mut Peekable<impl Iterator<Item = &'q str>>) -> Vec<Form<'q>> {
    let mut forms = Vec::new();
    while let Some(token) = tokens.next_if(|token| !matches!(*token, ")" | "]")) {
        forms.push(match token {
            "(" | "[" => {
                let inside = parse(tokens);
                Form::List { open: token, close: tokens.next().unwrap_or_default(), inside }
            }
            word => Form::Word(word),
        });
    }
    forms
}

fn print(forms: &[Form<'_>], place: Place, query: &mut String) {
    let mut forms = forms;
    while let Some((form, rest)) = forms.split_first() {
        forms = rest;
        if place == Place::BelowNode && is_expression(form) {
            let (quantifier, captures, rest) = suffixes(forms);
            forms = rest;
            let mut plain = String::new();
            print_one(form, place, &mut plain);
            plain.push_str(&captures);
            query.push_str(&format!("[{plain} (parenthesized_expression {plain})]{quantifier} "));
        } else {
            print_one(form, place, query);
        }
    }
}

fn print_one(form: &Form<'_>, place: Place, query: &mut String) {
    match form {
        Form::Word(word) => query.push_str(word),
        Form::List { open, close, inside } => {
            let is_node = *open == "(" && matches!(inside.first(), Some(Form::Word(_)));
            query.push_str(open);
            print(inside, if is_node { Place::BelowNode } else { place }, query);
            query.push_str(close);
        }
    }
    query.push(' ');
}

fn is_expression(form: &Form<'_>) -> bool {
    match form {
        Form::Word(_) => false,
        Form::List { open, inside, .. } => {
            let first = inside.first();
            *open == "(" && matches!(first, Some(Form::Word(kind)) if EXPRESSIONS.contains(kind))
        }
    }
}

/// The quantifier and the captures that `forms` begin with, and the rest.
fn suffixes<'f, 'q>(forms: &'f [Form<'q>]) -> (&'q str, String, &'f [Form<'q>]) {
    let (mut quantifier, mut captures, mut forms) = ("", String::new(), forms);
    while let Some((Form::Word(word), rest)) = forms.split_first() {
        match *word {
            "*" | "+" | "?" => quantifier = word,
            _ if word.starts_with('@') => {
                captures.push(' ');
                captures.push_str(word);
            }
            _ => break,
        }
        forms = rest;
    }
    (quantifier, captures, forms)
}

#[cfg(test)]
mod tests {
    use super::optional;

    fn squeezed(text: &str) -> String {
        text.split_whitespace().collect::<Vec<_>>().join(" ").replace(" )", ")").replace(" ]", "]")
    }

    #[track_caller]
    fn becomes(source: &str, expected: &str) {
        assert_eq!(squeezed(&optional(source)), squeezed(expected));
    }

    #[test]
    fn the_root_stays() {
        becomes("(call function: (_) @reference) @call", "(call function: (_) @reference) @call");
    }

    #[test]
    fn an_expression_below_may_be_parenthesized() {
        becomes(
            "; a picture\n(await (call)? @call) @await",
            "(await [(call) @call (parenthesized_expression (call) @call)]?) @await",
        );
    }

    #[test]
    fn alternatives_at_the_root_are_roots() {
        becomes("[(await) (call)] @reference", "[(await) (call)] @reference");
    }

    #[test]
    fn strings_and_predicates_stay() {
        let query = r#"((identifier) @x (#eq? @x "a\"(b"))"#;
        becomes(query, query);
    }
}
