//! What made-up programs really see when they run, against what is resolved.
//!
//! Every value of the variable `a` is the number of the line that bound it, every use tells which
//! value it saw, and chance decides all branches. What was seen must have been foreseen.

use std::{
    collections::BTreeSet,
    fmt::Write as _,
    io::Write as _,
    process::{Command, Stdio},
};

use super::{Ast, SemanticModel};
use crate::semantic::BindingKind;

/// Runs each program many times; prints for each the pairs of a use and the line that it saw bound.
const PROGRAM: &str = r"
import random, sys

class Stop(BaseException): pass
class E(Exception): pass

class cm:
    def __init__(self, line): self.line = line
    def __enter__(self): return self.line
    def __exit__(self, kind, value, trace): return kind is E and random.random() < 0.5

for source in sys.stdin.read().split('\f'):
    code = compile(source, 'made up', 'exec')
    seen = set()

    def r():
        global steps
        steps += 1
        if steps > 300: raise Stop
        return random.random() < 0.5

    def e():
        if random.random() < 0.3: raise E

    def u(line, value):
        if callable(value): value = value.__code__.co_firstlineno
        seen.add((line, 0 if isinstance(value, E) else value))

    for seed in range(60):
        random.seed(seed)
        steps = 0
        try: exec(code, {'u': u, 'r': r, 'e': e, 'cm': cm, 'E': E})
        except (Stop, E, NameError): pass
    print(*(f'{line}:{value}' for line, value in sorted(seen)))
";

/// A program in the making, and the chance that decides what comes next.
struct Author {
    text: String,
    line: usize,
    state: u64,
}

/// Where the next statement stands.
#[derive(Clone, Copy)]
struct Place {
    indent: usize,
    in_loop: bool,
    in_class: bool,
    in_function: bool,
}

impl Author {
    fn program(seed: u64) -> String {
        let mut author = Self {
            text: String::new(),
            line: 0,
            state: seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1,
        };
        let place = Place { indent: 0, in_loop: false, in_class: false, in_function: false };
        if author.chance(2) == 0 {
            author.block(place, 4);
        } else {
            author.say(place, |_| "def f():".to_owned());
            author.block(Place { indent: 1, in_function: true, ..place }, 4);
            author.say(place, |_| "f()".to_owned());
            author.block(place, 1);
        }
        author.text
    }

    fn chance(&mut self, of: u64) -> u64 {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        (self.state >> 11) % of
    }

    fn say(&mut self, place: Place, statement: impl FnOnce(usize) -> String) {
        self.line += 1;
        let _ = writeln!(self.text, "{}{}", "    ".repeat(place.indent), statement(self.line));
    }

    fn block(&mut self, place: Place, depth: u64) {
        for _ in 0..2 + self.chance(3) {
            self.statement(place, depth);
        }
    }

    /// A header, and a block under it.
    fn under(&mut self, place: Place, depth: u64, header: impl FnOnce(usize) -> String) {
        self.say(place, header);
        self.block(Place { indent: place.indent + 1, ..place }, depth - 1);
    }

    fn statement(&mut self, place: Place, depth: u64) {
        match self.chance(if depth == 0 { 12 } else { 24 }) {
            0..=3 => self.say(place, |line| format!("u({line}, a)")),
            4 | 5 => self.say(place, |line| format!("a = {line}")),
            6 => self.say(place, |_| "e()".to_owned()),
            7 if self.chance(2) == 0 => self.say(place, |_| "del a".to_owned()),
            7 => self.say(place, |line| format!("def a(): return {line}")),
            8 => self.say(place, |line| format!("r() and (a := {line})")),
            9 if place.in_loop => self.say(place, |_| "if r(): break".to_owned()),
            10 if place.in_loop => self.say(place, |_| "if r(): continue".to_owned()),
            9 => self.say(place, |line| format!("(lambda: u({line}, a))()")),
            10 => self.say(place, |line| format!("[u({line}, a) for _ in [1]]")),
            11 if place.in_function && !place.in_class => {
                self.say(place, |_| "if r(): return".to_owned());
            }
            11 => self.say(place, |line| format!("u({line}, (a := {line}, a)[1])")),
            12 | 13 => {
                self.under(place, depth, |_| "if r():".to_owned());
                if self.chance(2) == 0 {
                    self.under(place, depth, |line| format!("elif r() and (a := {line}):"));
                }
                if self.chance(2) == 0 {
                    self.under(place, depth, |_| "else:".to_owned());
                }
            }
            14 => {
                self.under(Place { in_loop: true, ..place }, depth, |_| "while r():".to_owned());
                if self.chance(3) == 0 {
                    self.under(place, depth, |_| "else:".to_owned());
                }
            }
            15 => {
                let header = |line: usize| format!("for a in [{line}, {line}]:");
                self.under(Place { in_loop: true, ..place }, depth, header);
            }
            16..=18 => self.attempt(place, depth),
            19 => self.under(place, depth, |line| format!("with cm({line}) as a:")),
            20 => {
                self.say(place, |line| format!("match {}:", line + 1));
                let inner = Place { indent: place.indent + 1, ..place };
                self.under(inner, depth, |_| "case a if r():".to_owned());
                self.say(inner, |line| format!("case _ if (a := {line}) and r():"));
                self.block(Place { indent: inner.indent + 1, ..inner }, depth - 1);
            }
            21 => {
                let inside = Place { in_loop: false, in_class: true, ..place };
                self.under(inside, depth, |_| "class K:".to_owned());
            }
            22 => {
                let inside = Place { in_loop: false, in_class: false, in_function: true, ..place };
                self.under(inside, depth, |_| "def g():".to_owned());
                self.say(place, |_| "g()".to_owned());
            }
            _ => {
                self.say(place, |_| "def g():".to_owned());
                let inside = Place { indent: place.indent + 1, ..place };
                self.say(inside, |_| "global a".to_owned());
                self.say(inside, |line| format!("a = {line}"));
                self.say(place, |_| "g()".to_owned());
            }
        }
    }

    fn attempt(&mut self, place: Place, depth: u64) {
        self.under(place, depth, |_| "try:".to_owned());
        let has_handler = self.chance(4) != 0;
        if has_handler && self.chance(2) == 0 {
            self.under(place, depth, |_| "except E as a:".to_owned());
        } else if has_handler {
            self.under(place, depth, |_| "except E:".to_owned());
        }
        if has_handler && self.chance(2) == 0 {
            self.under(place, depth, |_| "else:".to_owned());
        }
        if !has_handler || self.chance(3) == 0 {
            // Leaving a loop from here would be a warning, and swallow errors.
            self.under(Place { in_loop: false, in_function: false, ..place }, depth, |_| {
                "finally:".to_owned()
            });
        }
    }
}

/// What each program saw, as pairs of lines; 0 for what an `except` bound.
fn seen(programs: &[String]) -> Option<Vec<Vec<(usize, usize)>>> {
    let mut python = Command::new("python3")
        .args(["-W", "ignore", "-c", PROGRAM])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .ok()?;
    python.stdin.take()?.write_all(programs.join("\x0c").as_bytes()).ok()?;
    let output = python.wait_with_output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let pair = |pair: &str| {
        pair.split_once(':').and_then(|(a, b)| Some((a.parse().ok()?, b.parse().ok()?)))
    };
    Some(text.lines().map(|line| line.split_whitespace().filter_map(pair).collect()).collect())
}

/// The lines whose bindings the use of `a` on each line may see; 0 for those of `except`.
fn foreseen(model: &SemanticModel<'_>, source: &str, line: usize) -> BTreeSet<usize> {
    let start: usize = source.split_inclusive('\n').take(line - 1).map(str::len).sum();
    let text = source[start..].lines().next().unwrap_or_default();
    let at = text.find(", a").expect("every use has this form") + 2;
    let at = if text.contains(":=") { text.rfind(", a").expect("the same") + 2 } else { at };
    let offset = u32::try_from(start + at).expect("made-up programs are small").into();
    let bindings = model.resolve("a", offset).bindings;
    let lines = bindings.iter().map(|id| {
        let binding = model.binding(*id);
        match binding.kind {
            BindingKind::Except => 0,
            _ => source[..binding.range.start().to_usize()].matches('\n').count() + 1,
        }
    });
    lines.collect()
}

#[test]
fn what_is_seen_was_foreseen() {
    // With more than 128 bindings of a name, only some of them stand for all.
    let small = |program: &String| program.lines().count() < 120 && Ast::parse(program).is_ok();
    let programs: Vec<String> = (1..=1_500).map(Author::program).filter(small).collect();
    let Some(seen) = seen(&programs) else {
        return;
    };
    assert_eq!(seen.len(), programs.len(), "every program compiles");
    let (mut total, mut alone) = (0, 0);
    for (source, seen) in programs.iter().zip(seen) {
        let ast = Ast::parse(source).unwrap_or_else(|error| panic!("{error:?}\n{source}"));
        let model = SemanticModel::new(&ast, source);
        for (line, value) in seen {
            let foreseen = foreseen(&model, source, line);
            assert!(
                foreseen.contains(&value),
                "line {line} saw {value}, not one of {foreseen:?}:\n{source}"
            );
            total += 1;
            alone += usize::from(foreseen.len() == 1);
        }
    }
    assert!(total > 1_000 && alone > total / 10, "{alone} of {total} uses have one answer");
}
