//! What the pages say is so: their examples are migrated, and their code is Python.

use std::{fs, path::PathBuf, process::Command};

use anyiofy::{change::Change, semantic::Ast, transforms};

use crate::support::{accepting, entries, files, migrate, problems, repository, stem};

/// A page in Markdown.
struct Page {
    path: PathBuf,
    text: String,
}

/// A fenced block of Python, and the prose before it back to the block before.
struct Block<'a> {
    before: String,
    code: String,
    page: &'a Page,
}

impl Page {
    fn read(path: PathBuf) -> Self {
        let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        Self { path, text }
    }

    fn blocks(&self) -> Vec<Block<'_>> {
        let mut blocks = vec![];
        let (mut before, mut code) = (String::new(), None::<String>);
        for line in self.text.split_inclusive('\n') {
            match (&mut code, line.trim_end()) {
                (None, "```python") => code = Some(String::new()),
                (None, _) => before.push_str(line),
                (Some(code_so_far), "```") => {
                    let code_so_far = std::mem::take(code_so_far);
                    let before = std::mem::take(&mut before);
                    blocks.push(Block { before, code: code_so_far, page: self });
                    code = None;
                }
                (Some(code), _) => code.push_str(line),
            }
        }
        blocks
    }

    /// Pairs of blocks with "becomes" between them.
    fn examples(&self) -> Vec<(String, String)> {
        let blocks = self.blocks();
        let pairs = blocks.windows(2).filter_map(|pair| match pair {
            [before, after] if after.before.trim_start().starts_with("becomes") => {
                Some((before.code.clone(), after.code.clone()))
            }
            _ => None,
        });
        pairs.collect()
    }
}

#[test]
fn examples_become_what_the_pages_say() {
    let found = problems(&transform_pages(), |page| {
        let options = accepting("all", (3, 11));
        let wrong = page.examples().into_iter().filter_map(|(before, after)| {
            let migrated = migrate(&page.path.with_extension("py"), before.as_bytes(), &options);
            let migrated = String::from_utf8(migrated.bytes).expect("UTF-8 as it was");
            let path = page.path.display();
            (migrated != after).then(|| {
                format!(
                    "==== {path}\n{before}-- is said to become\n{after}-- and becomes\n{migrated}"
                )
            })
        });
        wrong.collect()
    });
    assert!(found.is_empty(), "{found}");
}

#[test]
fn transform_pages_have_a_summary_and_examples() {
    // What it speaks of is not rewritten.
    const WITHOUT_EXAMPLES: &str = "left";
    for transform in transforms::ALL {
        let page = Page::read(repository("transforms").join(transform.name).join("doc.md"));
        assert_eq!(page.text, transform.docs, "{} has another page", transform.name);
        let title = page.text.lines().next().unwrap_or_default();
        assert!(title.starts_with("# ") && title.len() > 2, "{} has no summary", transform.name);
        let shows_what_becomes = !page.examples().is_empty();
        assert_eq!(shows_what_becomes, transform.name != WITHOUT_EXAMPLES, "{}", transform.name);
    }
}

#[test]
fn change_pages_say_their_names() {
    for change in Change::ALL {
        let title = change.page().lines().next().unwrap_or_default();
        let summary = title.strip_prefix(&format!("# {change}: "));
        assert!(summary.is_some_and(|summary| !summary.is_empty()), "{title}");
    }
    let names = Change::ALL.map(Change::name);
    for path in files(&repository("docs/changes"), "md") {
        assert!(names.contains(&stem(&path).as_str()), "{} is of no change", path.display());
    }
}

#[test]
fn readme_lists_every_change() {
    let readme = Page::read(repository("README.md")).text;
    for change in Change::ALL {
        let title = change.page().lines().next().unwrap_or_default();
        let summary = title.split_once(": ").map_or("", |(_, summary)| summary);
        let row = format!("| [`{change}`](docs/changes/{change}.md) | {summary} |");
        assert!(readme.contains(&row), "README.md lacks the row\n{row}");
    }
}

#[test]
fn python_on_the_pages_parses() {
    let pages: Vec<_> = all_pages();
    let blocks: Vec<_> = pages.iter().flat_map(Page::blocks).collect();
    for block in &blocks {
        if let Err(error) = Ast::parse(&block.code) {
            panic!("{}: {}\n{}", block.page.path.display(), error.message, block.code);
        }
    }
    assert!(!blocks.is_empty(), "no page shows Python");
}

/// Runs each command that the README shows. `...` stands for lines that it leaves out.
#[test]
fn readme_shows_what_is_printed() {
    let readme = Page::read(repository("README.md")).text;
    let consoles = readme.split("```console\n$ cargo run --release -- ").skip(1);
    let consoles = consoles.filter_map(|rest| rest.split_once("```")?.0.split_once('\n'));
    let consoles: Vec<_> = consoles.collect();
    for (command, shown) in &consoles {
        let mut program = Command::new(env!("CARGO_BIN_EXE_anyiofy"));
        program.args(command.split(' ')).current_dir(repository("")).env_remove("CLICOLOR_FORCE");
        let output = program.output().expect("it starts");
        let printed = [output.stdout, output.stderr].concat();
        let printed = String::from_utf8(printed).expect("it prints UTF-8");
        let mut rest = printed.as_str();
        for part in shown.split("...\n").filter(|part| !part.is_empty()) {
            let found = rest.split_once(part);
            let found =
                found.unwrap_or_else(|| panic!("{command} does not print\n{part}\n{printed}"));
            rest = found.1;
        }
    }
    assert_eq!(consoles.len(), 2, "commands whose output is shown");
}

fn transform_pages() -> Vec<Page> {
    let pages = entries(&repository("transforms")).into_iter().map(|folder| folder.join("doc.md"));
    pages.filter(|path| path.exists()).map(Page::read).collect()
}

fn all_pages() -> Vec<Page> {
    let mut paths = files(&repository("docs/changes"), "md");
    paths.extend(files(&repository("docs"), "md"));
    paths.extend(files(&repository(""), "md"));
    let mut pages: Vec<_> = paths.into_iter().map(Page::read).collect();
    pages.extend(transform_pages());
    pages
}
