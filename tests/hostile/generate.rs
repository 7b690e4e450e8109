//! Python full of asyncio in odd places: valid as a rule, and meant for nothing.
//!
//! The grammar is the tables at the end of this file. In them `$name` is a part to be made, a blank
//! is a gap that needs one, and a backtick is a gap that does not.

use super::choices::Choices;

/// How deep expressions and blocks nest.
const DEEPEST: usize = 5;

/// The program that `choices` stand for, as a file's bytes.
pub fn program(choices: &[u8]) -> Vec<u8> {
    let mut choices = Choices::new(choices);
    let newline = *choices.of(&["\n", "\n", "\n", "\r\n", "\r"]);
    let unit = *choices.of(&["    ", "    ", "  ", "\t", " ", "        ", "\t "]);
    let mut writer = Writer {
        choices,
        text: String::new(),
        newline,
        unit,
        indent: 0,
        brackets: 0,
        depth: 0,
        in_string: false,
        place: Place::default(),
        modules: Vec::new(),
        names: Vec::new(),
        comments: 0,
    };
    let is_latin = writer.module();
    match is_latin {
        true => writer.text.chars().map(|c| u8::try_from(c).unwrap_or(b'?')).collect(),
        false => writer.text.into_bytes(),
    }
}

/// What is allowed where code stands.
#[derive(Debug, Clone, Copy, Default)]
struct Place {
    in_function: bool,
    in_coroutine: bool,
    in_loop: bool,
}

struct Writer<'a> {
    choices: Choices<'a>,
    text: String,
    newline: &'static str,
    unit: &'static str,
    indent: usize,
    brackets: usize,
    depth: usize,
    in_string: bool,
    place: Place,
    /// What asyncio is called.
    modules: Vec<&'static str>,
    /// What its members are called, each with its own name.
    names: Vec<(&'static str, &'static str)>,
    comments: usize,
}

impl Writer<'_> {
    /// Writes everything; whether it is to be encoded as Latin-1.
    fn module(&mut self) -> bool {
        let header = self.choices.below(12);
        let first = match header {
            1 => "\u{feff}",
            2 => "#!/usr/bin/env python3",
            3 => "# -*- coding: latin-1 -*- é",
            4 => "# vim: set fileencoding=utf-8 :",
            _ => "",
        };
        self.text.push_str(first);
        if matches!(header, 2..=4) {
            self.end_line();
        }
        if self.choices.one_in(4) {
            self.simple_line(&["'docstring'", "\"\"\"doc\n    asyncio.sleep\n\"\"\"", "r'd' 'oc'"]);
        }
        if self.choices.one_in(5) {
            self.simple_line(&["from __future__ import annotations"]);
        }
        for _ in 0..1 + self.choices.below(3) {
            self.import();
        }
        let count = 1 + self.choices.below(8);
        for _ in 0..count {
            self.statement();
        }
        if self.choices.one_in(6) {
            let length = self.text.trim_end_matches(['\n', '\r']).len();
            self.text.truncate(length);
        }
        header == 3
    }

    fn import(&mut self) {
        let (line, modules, names) = *self.choices.of(IMPORTS);
        self.noise();
        if !line.contains('\n') {
            self.start_line();
            self.fill(line);
            self.end_line();
        } else {
            // A small compound statement, written out.
            for (index, line) in line.split('\n').enumerate() {
                if index > 0 && self.choices.one_in(4) {
                    self.comment_line();
                }
                self.start_line();
                let inner = line.trim_start();
                if inner.len() < line.len() {
                    self.text.push_str(self.unit);
                }
                self.fill(inner);
                self.end_line();
            }
        }
        self.modules.extend(modules);
        self.names.extend(names);
    }

    fn statement(&mut self) {
        self.noise();
        let is_compound = self.depth < DEEPEST && self.choices.one_in(2);
        if is_compound {
            return self.compound();
        }
        self.start_line();
        self.simple();
        while self.choices.one_in(8) {
            self.fill("`;`");
            self.simple();
        }
        if self.choices.one_in(12) {
            self.fill("`;");
        }
        self.end_line();
    }

    fn simple_line(&mut self, templates: &[&str]) {
        self.start_line();
        let template = *self.choices.of(templates);
        self.fill(template);
        self.end_line();
    }

    fn simple(&mut self) {
        let Place { in_function, in_coroutine, in_loop } = self.place;
        let choice = self.choices.below(16);
        let table = match choice {
            0..=2 if in_coroutine => AWAITING,
            3 if in_function => RETURNING,
            4 if in_loop => LOOPING,
            5 => STORING,
            6 => TYPED,
            7 => RARE,
            _ => SIMPLE,
        };
        let template = *self.choices.of(table);
        self.fill(template);
    }

    fn compound(&mut self) {
        self.depth += 1;
        let outer = self.place;
        match self.choices.below(10) {
            0..=2 => self.function(),
            3 => self.class(),
            4 => self.matching(),
            5 => self.trying(),
            6 if outer.in_coroutine => self.headed(COROUTINE_BLOCKS, outer),
            7 => {
                self.headed(LOOPS, Place { in_loop: true, ..outer });
                self.maybe_headed(&["else`:"], outer);
            }
            8 => self.headed(WITHS, outer),
            _ => {
                self.headed(&["if $e`:", "if True:", "if TYPE_CHECKING:"], outer);
                while self.choices.one_in(4) {
                    self.headed(&["elif $e`:"], outer);
                }
                self.maybe_headed(&["else`:"], outer);
            }
        }
        self.place = outer;
        self.depth -= 1;
    }

    fn function(&mut self) {
        self.decorators();
        let is_async = !self.choices.one_in(3);
        let keyword = if is_async { "async def " } else { "def " };
        let inside = Place { in_function: true, in_coroutine: is_async, in_loop: false };
        self.start_line();
        self.fill(keyword);
        let name = *self.choices.of(&["f", "main", "asyncio_", "sleep", "g", "naïve"]);
        self.text.push_str(name);
        let parameters = *self.choices.of(PARAMETERS);
        let outer = std::mem::take(&mut self.place);
        self.fill(parameters);
        self.place = outer;
        self.body(inside);
    }

    fn class(&mut self) {
        self.decorators();
        self.start_line();
        let header = *self.choices.of(CLASSES);
        self.fill(header);
        self.body(Place::default());
    }

    fn decorators(&mut self) {
        while self.choices.one_in(5) {
            let outer = std::mem::take(&mut self.place);
            self.simple_line(&["@f", "@`f(`$e`)", "@a.b", "@($e)", "@mock.patch($target)"]);
            self.place = outer;
            if self.choices.one_in(4) {
                self.comment_line();
            }
        }
    }

    fn matching(&mut self) {
        self.start_line();
        self.fill("match $p`:");
        self.end_line();
        self.indent += 1;
        for _ in 0..1 + self.choices.below(2) {
            self.headed(PATTERNS, self.place);
        }
        self.indent -= 1;
    }

    fn trying(&mut self) {
        let place = self.place;
        self.headed(&["try`:"], place);
        let kind = self.choices.below(4);
        let handlers = if kind == 3 { GROUP_HANDLERS } else { HANDLERS };
        let inside = if kind == 3 { Place { in_loop: false, ..place } } else { place };
        for _ in 0..1 + self.choices.below(2) {
            self.headed(handlers, inside);
        }
        if kind == 1 {
            self.maybe_headed(&["else`:"], place);
        }
        self.maybe_headed(&["finally`:"], place);
    }

    fn maybe_headed(&mut self, headers: &[&str], inside: Place) {
        if self.choices.one_in(4) {
            self.headed(headers, inside);
        }
    }

    /// A header, which stands where the current place is, and its body.
    fn headed(&mut self, headers: &[&str], inside: Place) {
        if self.choices.one_in(10) {
            self.comment_line();
        }
        self.start_line();
        let header = *self.choices.of(headers);
        self.fill(header);
        self.body(inside);
    }

    fn body(&mut self, inside: Place) {
        let outer = std::mem::replace(&mut self.place, inside);
        if self.choices.one_in(5) {
            self.fill("`");
            self.simple();
            while self.choices.one_in(3) {
                self.fill("`;`");
                self.simple();
            }
            self.end_line();
        } else {
            self.end_line();
            self.indent += 1;
            self.depth += 1;
            for _ in 0..1 + self.choices.below(3) {
                self.statement();
            }
            self.depth -= 1;
            self.indent -= 1;
        }
        self.place = outer;
    }

    /// What may stand between two statements.
    fn noise(&mut self) {
        match self.choices.below(24) {
            16 | 17 => self.text.push_str(self.newline),
            18 | 19 => self.comment_line(),
            20 => {
                self.text.push_str("  \t ");
                self.text.push_str(self.newline);
            }
            21 => {
                self.text.push('\x0c');
                self.text.push_str(self.newline);
            }
            22 => {
                // At a column of its own.
                self.comment();
                self.text.push_str(self.newline);
            }
            _ => {}
        }
    }

    fn comment_line(&mut self) {
        self.start_line();
        self.comment();
        self.text.push_str(self.newline);
    }

    fn comment(&mut self) {
        self.comments += 1;
        let text = *self.choices.of(&["c", " asyncio.sleep(1) ", "!é", " type: ignore", ""]);
        self.text.push_str(&format!("#{text}{}", self.comments));
    }

    fn start_line(&mut self) {
        for _ in 0..self.indent {
            self.text.push_str(self.unit);
        }
    }

    fn end_line(&mut self) {
        match self.choices.below(16) {
            12 | 13 => {
                self.text.push_str("  ");
                self.comment();
            }
            14 => self.comment(),
            15 => self.text.push_str(" \t"),
            _ => {}
        }
        self.text.push_str(self.newline);
    }

    /// Writes what `template` stands for.
    fn fill(&mut self, template: &str) {
        let mut rest = template;
        while let Some(letter) = rest.chars().next() {
            rest = &rest[letter.len_utf8()..];
            match letter {
                '$' => {
                    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
                    let end = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
                    self.part(&rest[..end]);
                    rest = &rest[end..];
                }
                ' ' => self.gap(" "),
                '`' => self.gap(""),
                '\n' => self.text.push_str(self.newline),
                '(' | '[' | '{' => {
                    self.brackets += 1;
                    self.text.push(letter);
                }
                ')' | ']' | '}' => {
                    self.brackets = self.brackets.saturating_sub(1);
                    self.text.push(letter);
                }
                _ => self.text.push(letter),
            }
        }
    }

    fn gap(&mut self, least: &str) {
        let least_or = |other| if self.in_string { least } else { other };
        let choice = self.choices.below(48);
        let in_brackets = self.brackets > 0 && !self.in_string;
        match choice {
            38 | 39 => self.text.push_str(if self.in_string { least } else { " " }),
            40 => self.text.push_str(least_or("  ")),
            41 => self.text.push_str(least_or("\t")),
            42 => self.text.push_str(least_or(" \x0c")),
            43 if !self.in_string => {
                self.text.push_str(" \\");
                self.text.push_str(self.newline);
                self.text.push_str("  ");
            }
            44 if in_brackets => {
                self.text.push_str(self.newline);
                self.start_line();
                self.text.push_str("    ");
            }
            45 if in_brackets => self.text.push_str(self.newline),
            46 if in_brackets => {
                self.text.push(' ');
                self.comment();
                self.text.push_str(self.newline);
                self.start_line();
                self.text.push_str("  ");
            }
            47 if in_brackets => {
                self.text.push_str(self.newline);
                self.text.push_str(self.newline);
                self.comment();
                self.text.push_str(self.newline);
            }
            _ => self.text.push_str(least),
        }
    }

    fn part(&mut self, name: &str) {
        let is_deep = self.depth > DEEPEST + 3 || self.choices.is_over();
        self.depth += 1;
        match name {
            "e" if is_deep => self.one_of(ATOMS),
            "e" => match self.choices.below(8) {
                0 | 1 => self.one_of(ATOMS),
                2 | 3 => self.one_of(CALLS),
                4 if self.place.in_coroutine => self.one_of(AWAITS),
                5 => self.one_of(COMPREHENSIONS),
                6 => self.lambda(),
                _ => self.one_of(EXPRESSIONS),
            },
            "p" if is_deep || self.choices.one_in(2) => self.one_of(ATOMS),
            "p" => self.fill("(`$e`)"),
            "aw" if is_deep => self.one_of(&["f()", "$sleep(1)"]),
            "aw" => self.one_of(AWAITABLES),
            "delay" => self.one_of(DELAYS),
            "ann" if is_deep => self.one_of(&["int", "$Lock"]),
            "ann" => self.one_of(ANNOTATIONS),
            "quoted" if self.in_string => self.fill("$ann"),
            "quoted" => self.quoted(),
            "target" => {
                let was = std::mem::replace(&mut self.in_string, true);
                self.one_of(&["'$sleep'", "\"m.$wait_for\"", "'$Lock'"]);
                self.in_string = was;
            }
            "str" => self.string(),
            "s" => self.one_of(&["", " ", "text", "asyncio.sleep"]),
            own => self.spelled(own),
        }
        self.depth -= 1;
    }

    fn one_of(&mut self, templates: &[&str]) {
        let template = *self.choices.of(templates);
        self.fill(template);
    }

    fn lambda(&mut self) {
        let outer = std::mem::take(&mut self.place);
        self.one_of(&["lambda`:`$e", "lambda x`=`1,`*a`:`$e", "lambda: $sleep(1)", "lambda x:$p"]);
        self.place = outer;
    }

    fn quoted(&mut self) {
        let was = std::mem::replace(&mut self.in_string, true);
        self.one_of(&["'$ann'", "\"$ann\"", "'''$ann'''", "'$Lock' \" | None\"", "r'$ann'"]);
        self.in_string = was;
    }

    fn string(&mut self) {
        if self.in_string {
            return self.text.push_str("'s'");
        }
        match self.choices.below(4) {
            0 | 1 => self.one_of(STRINGS),
            _ => {
                let was = std::mem::replace(&mut self.in_string, true);
                match self.place.in_coroutine {
                    true => self.one_of(COROUTINE_FORMATS),
                    false => self.one_of(FORMATS),
                }
                self.in_string = was;
            }
        }
    }

    /// `name` of asyncio's, in one of the ways in which this file may say it.
    fn spelled(&mut self, name: &str) {
        let own = self.names.iter().filter(|(_, known)| *known == name).map(|(local, _)| *local);
        let own: Vec<&str> = own.collect();
        let is_lock = LOCKS.contains(&name);
        let modules = self.modules.iter().filter(|module| is_lock || !module.contains("locks"));
        let modules: Vec<&str> = modules.copied().collect();
        match self.choices.below((modules.len() + own.len()).max(1)) {
            index if index < modules.len() => {
                let module = modules[index];
                self.fill(&format!("{module}`.`{name}"));
            }
            index => match own.get(index - modules.len()) {
                Some(local) => self.text.push_str(local),
                None => self.text.push_str(name),
            },
        }
    }
}

type Import = (&'static str, &'static [&'static str], &'static [(&'static str, &'static str)]);

/// Each with the names of the module that it brings in, and those of members.
const IMPORTS: &[Import] = &[
    ("import asyncio", &["asyncio"], &[]),
    ("import asyncio as aio", &["aio"], &[]),
    ("from asyncio import sleep", &[], &[("sleep", "sleep")]),
    (
        "from asyncio import sleep as nap, wait_for",
        &[],
        &[("nap", "sleep"), ("wait_for", "wait_for")],
    ),
    (
        "from asyncio import (`Lock`,`Event`,`TimeoutError as TE`,`)",
        &[],
        &[("Lock", "Lock"), ("Event", "Event"), ("TE", "TimeoutError")],
    ),
    (
        "from asyncio import *",
        &[],
        &[("sleep", "sleep"), ("run", "run"), ("Lock", "Lock"), ("gather", "gather")],
    ),
    ("import os,`asyncio,`sys as system", &["asyncio"], &[]),
    ("import asyncio`;`import os", &["asyncio"], &[]),
    ("import asyncio.locks`,`asyncio.subprocess", &["asyncio", "asyncio.locks"], &[]),
    (
        "from asyncio import exceptions as exc,`locks",
        &["locks"],
        &[("exc.TimeoutError", "TimeoutError"), ("exc.CancelledError", "CancelledError")],
    ),
    ("try:\n import asyncio\nexcept ImportError:\n asyncio = None", &["asyncio"], &[]),
    ("if TYPE_CHECKING:\n from asyncio import Lock\nelse:\n Lock = 1", &[], &[("Lock", "Lock")]),
    ("if x: import asyncio", &["asyncio"], &[]),
    ("import anyio\nimport asyncio", &["asyncio"], &[]),
    ("import asyncio\nfrom concurrent.futures import ThreadPoolExecutor", &["asyncio"], &[]),
    ("from anyio import sleep, run\nimport asyncio", &["asyncio"], &[]),
    ("anyio = 1\nimport asyncio", &["asyncio"], &[]),
    ("from functools import partial\nimport asyncio\nmax = min", &["asyncio"], &[]),
    ("with suppress(ImportError):\n import asyncio as a, asyncio", &["a", "asyncio"], &[]),
    ("import uvloop\nimport asyncio", &["asyncio"], &[]),
];

/// What `asyncio.locks` holds.
const LOCKS: [&str; 4] = ["Lock", "Event", "Semaphore", "BoundedSemaphore"];

const ATOMS: &[&str] = &[
    "x",
    "1",
    "None",
    "'s'",
    "$str",
    "$sleep",
    "self.lock",
    "...",
    "[`]",
    "()",
    "$Lock",
    "$TimeoutError",
    "naïve",
    "0x_f",
    "$exceptions.TimeoutError",
    "__debug__",
];

const CALLS: &[&str] = &[
    "$Lock(`)",
    "$Event()",
    "$Semaphore(`1`)",
    "$Semaphore(value=2)",
    "$BoundedSemaphore()",
    "$run(`main()`)",
    "$run($aw, debug`=`$e)",
    "$sleep(1)",
    "$wait_for($aw,`1)",
    "$get_event_loop().create_task($aw)",
    "$create_task($aw,`name='x')",
    "$gather(`*$p,`return_exceptions`=`True)",
    "$iscoroutine(f())",
    "$iscoroutinefunction(f)",
    "$Queue[int](maxsize=1)",
    "isinstance($e, $Lock)",
    "isinstance(x, ($TimeoutError`, $CancelledError))",
    "getattr($Lock, 'acquire')",
    "f($e,`*$p,`k`=`$e,`**$p)",
    "$Future().set_result($e)",
    "$subprocess.PIPE",
    "$Lock().locked()",
];

const AWAITABLES: &[&str] = &[
    "$sleep(`$delay`)",
    "f()",
    "$wait_for(`$aw`,`$delay`)",
    "$wait_for($aw,`timeout`=`$delay)",
    "$wait_for(fut=$aw,`timeout=$delay,`)",
    "$wait_for(timeout=$delay,`fut=$aw)",
    "$wait_for(*$p)",
    "$to_thread(`f`,`$e`)",
    "$to_thread(f,`*$p,`key=$e,`**$p)",
    "$to_thread(lambda:`$p)",
    "$to_thread(func=f)",
    "$gather(`$aw,`$aw`)",
    "$sleep($delay,`$e)",
    "$sleep($delay,`result`=`'s')",
    "$sleep(**kw)",
    "$sleep(*a)",
    "$Event().wait()",
    "$Event(`).wait(`)",
    "self.lock.acquire()",
    "lock.acquire(`)",
    "$sleep(math.inf)",
    "$shield($aw)",
    "x.get()",
    "$get_running_loop().run_in_executor(None,`f)",
    "$get_event_loop().run_in_executor(`None`,`f,`$e,`*$p`)",
    "$get_running_loop().run_in_executor(pool,`f,`$e)",
    "$Future()",
    "(`$aw`)",
];

const AWAITS: &[&str] =
    &["await $aw", "(`await $aw`)", "(await $aw,`$e)", "[`await $aw`]", "(await $aw).y"];

const DELAYS: &[&str] = &[
    "1",
    "x",
    "0",
    "-1",
    "None",
    "1.5e3",
    "0.0",
    "3600",
    "-`x",
    "x`*`2",
    "(`x if y else 2`)",
    "not x",
    "max(0,`x)",
    "float('inf')",
    "x`-`y",
    "f(x)",
    "x[0]",
    "$p",
    "True",
    "'s'",
    "1_0",
    "- 0.5",
    "$e",
];

const EXPRESSIONS: &[&str] = &[
    "(`$e`)",
    "[`$e`,`$e`,`]",
    "{`$e`:`$e`,`**$p}",
    "{`$p`,`$p}",
    "$p`+`$p",
    "$p if $p else $p",
    "not $p",
    "(y`:=`$e)",
    "(`$e`).attr",
    "$p[$e]",
    "$p[`$p:`$p]",
    "$p(`$e`)",
    "$p`<`$p`<=`$p",
    "$p and $p or $p",
    "$p is not $p",
    "(x,`$p)",
    "$str",
    "($p`,`)",
    "-`$p`**`2",
];

const COMPREHENSIONS: &[&str] = &[
    "[`x for x in $p`]",
    "[$p for x in $p if $p]",
    "{`$p for x in $p`}",
    "{$p:`$p for x,`y in $p}",
    "list($sleep(i) for i in x)",
    "[$Lock() for _ in range(3)]",
    "[$sleep for sleep in x]",
    "[asyncio for asyncio in x]",
];

const STRINGS: &[&str] = &[
    "'s'",
    "\"it's\"",
    "'''\nasyncio.sleep(1)\n  # no comment\n'''",
    "\"\"\"a\\\nb\"\"\"",
    "b'\\x00'",
    "r'\\d'",
    "'a' \"b\"",
    "('a'`\n    'asyncio.Lock')",
    "'é'",
    "'\\\n'",
];

const FORMATS: &[&str] = &[
    "f'$s{x}$s'",
    "f\"{(`$e`)}\"",
    "f\"{$p!r:>{x}}\"",
    "f'''\n{$Lock()}\n'''",
    "f\"{x=}{$sleep}\"",
    "F'{{}}{ {1:2}[1] }'",
    "rf\"\\d{$p}\" 's'",
    "f\"{f'{x}'}\"",
    "f'''{\nx}\n  '''",
];

const COROUTINE_FORMATS: &[&str] = &[
    "f'{await $sleep(1)}'",
    "f\"$s{await $aw}$s\"",
    "f\"{await $aw!r:>{await $wait_for(f(), 1)}}\"",
    "f'''\n{await $to_thread(f, x)}\n'''",
    "f\"{(`await $aw`)=}\"",
];

const AWAITING: &[&str] = &[
    "await $aw",
    "x = await $aw",
    "return await $aw",
    "await $aw",
    "x: int = await $aw",
    "x,`*y`=`await $aw",
    "x += await $aw",
    "self.x = y[await $aw] = await $aw",
    "(x`:=`await $aw)",
    "assert await $aw,`await $aw",
    "raise E(await $aw) from await $aw",
    "del x[await $aw]",
    "f(await $aw,`await $aw)",
    "return (`await $aw`)",
    "yield await $aw",
    "await $aw; await $aw",
    "x = await $aw if $p else await $aw",
    "x = [await $aw async for y in $p]",
    "await asyncio.sleep(1)",
];

const RETURNING: &[&str] = &[
    "return",
    "return $e",
    "yield",
    "return $sleep(1)",
    "return $wait_for($aw,`1)",
    "x = yield $e",
];

const LOOPING: &[&str] = &["break", "continue"];

const STORING: &[&str] = &[
    "lock = $Lock()",
    "pool = ThreadPoolExecutor(2)",
    "pool.shutdown(`)",
    "$get_running_loop().set_default_executor(ThreadPoolExecutor(`3`))",
    "$run_coroutine_threadsafe(f(`$p`),`loop`).result()",
    "loop.call_soon_threadsafe(`f`,`$e`)",
    "loop = $get_running_loop()",
    "await $to_thread(f, loop)",
    "self.lock`=`$Lock(`)",
    "self.event = event = $Event()",
    "nap = $sleep",
    "locks = [$Lock(), $Event()]",
    "a, b = $Lock(), $Semaphore(2)",
    "lock: $Lock = $Lock()",
    "semaphore = $Semaphore(x or 3)",
    "lock = None",
    "lock.release()",
    "self.event.set()",
    "event.clear()",
    "with_lock(lock)",
];

const TYPED: &[&str] = &[
    "x: $ann",
    "x: $ann = $e",
    "x: $quoted",
    "x: $quoted = $Lock()",
    "self.lock: $quoted",
    "type X = $ann",
    "X = cast($quoted, x)",
    "T = TypeVar('T', bound=$quoted)",
];

const ANNOTATIONS: &[&str] = &[
    "int",
    "$Lock",
    "$Event | None",
    "list[`$Lock`]",
    "dict[str,`$Semaphore]",
    "Optional[$quoted]",
    "$AbstractEventLoop",
    "Callable[[$Lock],`$ann]",
    "$Queue[int]",
    "type[$TimeoutError]",
];

const RARE: &[&str] = &[
    "import asyncio",
    "from asyncio import sleep",
    "global x0",
    "asyncio = None",
    "del x",
    "__all__ = ['sleep',`'Lock']",
    "mock.patch($target)",
    "mock.patch.object(asyncio,`'sleep')",
    "setattr(asyncio,`'sleep',`x)",
    "$sleep = x",
    "globals()['asyncio']",
    "import anyio",
    "print = x",
    "from .m import asyncio",
    "import importlib`;`importlib.import_module('asyncio')",
    "from asyncio import subprocess as sp, Event",
];

const SIMPLE: &[&str] = &[
    "$e",
    "x = $e",
    "pass",
    "print($e)",
    "x = y = $e",
    "x = $e,`$p",
    "x = $p`,",
    "return_ = *x,`$p",
    "x, *y = $e,`$p",
    "x += $p",
    "x[$p] = $e",
    "assert $e,`$p",
    "raise $TimeoutError",
    "raise $CancelledError() from $p",
    "raise $TimeoutError('x')",
    "$run(main())",
    "$run(f(`$e`))",
    "'''a\n  b'''",
    "$str",
    "if_ = match = case = $e",
];

const PARAMETERS: &[&str] = &[
    "()`:",
    "(`self`)`:",
    "(x:`$ann`=`$e,`*args,`k=$e,`**kw) -> $ann:",
    "(x,`/,`y,`*,`z:`$quoted)`:",
    "[T](x: T) -> $quoted`:",
    "[T: $Lock, *Ts, **P](*args: *Ts)`:",
    "(sleep=$sleep,`lock: $ann = None)`:",
    "(asyncio)`:",
    "(self,`)`->`$ann`:",
];

const CLASSES: &[&str] = &[
    "class A`:",
    "class A(`$p`,`metaclass`=`M):",
    "class A[T]($Lock)`:",
    "class TestA(unittest.IsolatedAsyncioTestCase):",
    "class asyncio_:",
    "class E($TimeoutError,`$p)`:",
];

const WITHS: &[&str] =
    &["with $p as x`:", "with $p,`$p as (x, y):", "with (`$p as x`,`$p`,`)`:", "with $p`:"];

const COROUTINE_BLOCKS: &[&str] = &[
    "async with lock`:",
    "async with $Lock() as x,`$p`:",
    "async with (`$p as x,`$Semaphore(2),`):",
    "async with $timeout(1):",
    "async with self.lock:",
    "async for x in $p`:",
    "if await $aw`:",
    "with f(await $aw):",
    "with ThreadPoolExecutor(2) as pool`:",
    "async with $TaskGroup() as tg:",
    "async with $p`:",
];

const LOOPS: &[&str] = &[
    "while $e`:",
    "while True`:",
    "for x in $p`:",
    "for x,`*y in $p,`$p:",
    "while 1:",
    "for asyncio in x:",
    "for x in range(3):",
];

const PATTERNS: &[&str] = &[
    "case x`:",
    "case 1 | 2 if $e`:",
    "case {'a': $Lock, **rest}:",
    "case $Lock(`):",
    "case [`x,`*y`]`:",
    "case A(x=$TimeoutError()) as z:",
    "case asyncio:",
];

const HANDLERS: &[&str] = &[
    "except $TimeoutError`:",
    "except ($TimeoutError,`ValueError) as e`:",
    "except $CancelledError as e:",
    "except ($CancelledError`):",
    "except ($TimeoutError,`TimeoutError):",
    "except Exception as asyncio`:",
    "except (`OSError,`*$p`)`:",
];

const GROUP_HANDLERS: &[&str] = &[
    "except* $TimeoutError`:",
    "except*`($TimeoutError, $CancelledError) as e:",
    "except* OSError:",
];
