#![allow(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

use std::path::Path;

use crate::{
    change::Changes,
    engine::{FileReport, Options, migrate_text},
    finding::Outcome,
};

fn options() -> Options {
    Options { accept: Changes::ALL.into(), ..Options::default() }
}

fn report(bytes: &[u8]) -> FileReport {
    migrate_text(Path::new("app/jobs.py"), bytes, &options()).unwrap().unwrap()
}

/// Each reference: its line, and whether it is suppressed (`-`), rewritten (`+`) or left (`.`); with the
/// reason where it is held back.
fn outcomes(text: &str) -> Vec<String> {
    let report = report(text.as_bytes());
    let told = report.findings.iter().map(|finding| {
        let line = report.source.line_column(finding.range.start()).line;
        match &finding.outcome {
            Outcome::Suppressed => format!("{line}-"),
            Outcome::Rewritten => format!("{line}+"),
            Outcome::HeldBack(reason) => format!("{line}: {reason}"),
            Outcome::Left | Outcome::Offered | Outcome::NotSelected => format!("{line}."),
        }
    });
    told.collect()
}

/// Each remark: its line, kind, the code that it is about, and its text and help.
fn remarks(text: &str) -> Vec<String> {
    let report = report(text.as_bytes());
    let told = report.remarks.iter().map(|remark| {
        let line = report.source.line_column(remark.range.start()).line;
        let help = remark.help.clone().unwrap_or_default();
        let code = &report.source.text()[remark.range];
        format!("{line} {}: {code}: {}; {help}", remark.kind.name(), remark.text)
    });
    told.collect()
}

/// Checks a program: `-` in the comment `#: -+` stands for a suppressed reference of the line, `+` for
/// one that is rewritten, `.` for one that is left. Nothing may be wrong with its suppressions.
#[track_caller]
fn check(text: &str) {
    let lines = text.split_inclusive('\n').zip(1..);
    let expected = lines.flat_map(|(line, number)| {
        let marks = line.split_once("#: ").map_or("", |(_, marks)| marks.trim());
        marks.chars().map(move |mark| format!("{number}{mark}"))
    });
    let expected: Vec<String> = expected.collect();
    for newline in ["\n", "\r\n", "\r"] {
        let text = text.replace('\n', newline);
        assert_eq!(outcomes(&text), expected, "{text}");
        assert_eq!(remarks(&text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn a_comment_speaks_of_its_line() {
    check(
        "import asyncio
async def f():
    await asyncio.sleep(1)  # anyiofy: ignore #: -
    await asyncio.sleep(2) #: +
    await asyncio.sleep(3); await asyncio.sleep(4)  # anyiofy: ignore #: --
    if f: await asyncio.sleep(5)  # anyiofy: ignore #: -
    else: await asyncio.sleep(6) #: +
",
    );
}

#[test]
fn a_comment_on_its_own_line_speaks_of_the_next_statement() {
    check(
        "import asyncio
async def f():
    # anyiofy: ignore
    # and another one

    await asyncio.sleep(1) #: -
    await asyncio.sleep(2) #: +
    # anyiofy: ignore
    if await asyncio.sleep(3): #: -
        await asyncio.sleep(4) #: +
    # anyiofy: ignore
    elif await asyncio.sleep(5): #: -
        await asyncio.sleep(6) #: +
        # anyiofy: ignore
    x = asyncio.subprocess.PIPE #: -
    y = asyncio.subprocess.PIPE #: +
",
    );
}

#[test]
fn a_statement_is_one_on_all_of_its_lines() {
    let calls = [
        "  # anyiofy: ignore\n        asyncio.subprocess.PIPE, #: -\n        b,\n    ) # \n",
        "\n        asyncio.subprocess.PIPE,  # anyiofy: ignore #: -\n        b,\n    )\n",
        "\n        asyncio.subprocess.PIPE, #: -\n        b,  # anyiofy: ignore\n    )\n",
        "\n        asyncio.subprocess.PIPE, #: -\n        b,\n    )  # anyiofy: ignore\n",
        "\n        # anyiofy: ignore\n        asyncio.subprocess.PIPE, #: -\n        b,\n    )\n",
        "\n        asyncio.subprocess.PIPE, #: -\n        # anyiofy: ignore\n    )\n",
    ];
    for call in calls {
        let after = "    g(asyncio.subprocess.PIPE) #: +\n";
        let before = "    h(asyncio.subprocess.PIPE) #: +\n";
        check(&format!("import asyncio\ndef f(a, b):\n{before}    g({call}{after}"));
    }
    let continued = "import asyncio\nx = asyncio.subprocess.PIPE, \\\n  1  # anyiofy: ignore\n";
    assert_eq!(outcomes(continued), ["2-"]);
    let quoted = "import asyncio\nx = asyncio.subprocess.PIPE, '''\n\n'''  # anyiofy: ignore\n";
    assert_eq!(outcomes(quoted), ["2-"]);
}

#[test]
fn decorators_belong_to_what_they_decorate() {
    let pipe = "asyncio.subprocess.PIPE";
    for (above, between, behind) in [
        ("# anyiofy: ignore\n", "", ""),
        ("", "# anyiofy: ignore\n", ""),
        ("", "", "  # anyiofy: ignore"),
    ] {
        check(&format!(
            "import asyncio\n{above}@d({pipe}) #: -\n{between}@d({pipe}) #: -\n\
             def f(x={pipe}):{behind} #: -\n    return {pipe} #: +\n"
        ));
    }
}

#[test]
fn a_file_may_be_left_alone() {
    let text = "import asyncio\nx = asyncio.subprocess.PIPE\n    \t# anyiofy: ignore-file\n";
    assert_eq!(outcomes(text), ["2-"]);
    let text = "# AnyIOfy:Ignore-File[ sleep ] -- they wait\nimport asyncio\n\
                async def f():\n    await asyncio.sleep(1)\n    asyncio.subprocess.PIPE\n";
    assert_eq!(outcomes(text), ["4-", "5+"]);
    let text = "import asyncio\nx = asyncio.subprocess.PIPE  # anyiofy: ignore-file\n";
    assert_eq!(outcomes(text), ["2+"]);
    assert_eq!(
        remarks(text),
        [
            "2 malformed: # anyiofy: ignore-file: `ignore-file` speaks of the file only on a line of its \
          own; move it, or write `ignore` for this line"
        ]
    );
}

#[test]
fn transforms_may_be_named() {
    check(
        "import asyncio
async def f(x):
    await asyncio.sleep(1)  # anyiofy: ignore[sleep] #: -
    g(asyncio.sleep(1), asyncio.subprocess.PIPE)  # anyiofy: ignore[sleep] #: -+
    g(asyncio.sleep(1), asyncio.subprocess.PIPE)  # anyiofy: ignore[rename, sleep] #: --
    g(asyncio.sleep(1), asyncio.subprocess.PIPE)  # anyiofy: ignore [Sleep,] we need it #: -+
",
    );
}

#[test]
fn case_and_blanks_do_not_matter() {
    for comment in [
        "#anyiofy:ignore",
        "#  AnyIOfy :  IGNORE",
        "#\tanyiofy:\tignore\t",
        "# anyiofy: ignore -- because",
        "# anyiofy: ignore-- because",
        "# anyiofy: ignore because of #123",
        "# anyiofy:ignore[rename]because",
        "# noqa: F401  # anyiofy: ignore",
        "# type: ignore # anyiofy: ignore[rename]",
        "# anyiofy: ignore[rename] # noqa",
        "## anyiofy: ignore",
        "# anyiofy: ignore[rename]  # anyiofy: ignore[rename]",
    ] {
        let text = format!("import asyncio\nx = asyncio.subprocess.PIPE  {comment}");
        assert_eq!(outcomes(&text), ["2-"], "{comment}");
        assert_eq!(remarks(&text), Vec::<String>::new(), "{comment}");
    }
}

#[test]
fn prose_and_strings_are_no_suppressions() {
    for code in [
        "x = asyncio.subprocess.PIPE  # anyiofy ignores this",
        "x = asyncio.subprocess.PIPE  # see anyiofy: ignore",
        "x = asyncio.subprocess.PIPE, '# anyiofy: ignore'",
        "x = asyncio.subprocess.PIPE, f'# anyiofy: ignore{1}# anyiofy: ignore'",
        "x = asyncio.subprocess.PIPE, '''\n# anyiofy: ignore\n'''",
        "'''\n# anyiofy: ignore-file\n'''\nx = asyncio.subprocess.PIPE",
    ] {
        let text = format!("import asyncio\n{code}\n");
        let outcomes = outcomes(&text);
        assert!(outcomes.len() == 1 && outcomes[0].ends_with('+'), "{code}: {outcomes:?}");
        assert_eq!(remarks(&text), Vec::<String>::new(), "{code}");
    }
}

#[test]
fn comments_in_f_strings_are_comments() {
    let text = "import asyncio\nx = f'''{\n  asyncio.subprocess.PIPE  # anyiofy: ignore\n}'''\n";
    assert_eq!(outcomes(text), ["3-"]);
}

#[test]
fn odd_layouts() {
    assert_eq!(outcomes("import asyncio\nasyncio.subprocess.PIPE # anyiofy: ignore"), ["2-"]);
    let tabs = "import asyncio\nif x:\n\t\x0c# anyiofy: ignore\n\tasyncio.subprocess.PIPE\n";
    assert_eq!(outcomes(tabs), ["4-"]);
    let latin = b"# coding: latin-1\nimport asyncio\nx = '\xE9', asyncio.subprocess.PIPE # anyiofy: ignore \xE9\n";
    assert_eq!(report(latin).findings[0].outcome, Outcome::Suppressed);
    let bom = "\u{feff}# anyiofy: ignore-file\nimport asyncio\nasyncio.subprocess.PIPE\n";
    assert_eq!(outcomes(bom), ["3-"]);
    let last = "import asyncio\nasyncio.subprocess.PIPE\n# anyiofy: ignore";
    assert_eq!(outcomes(last), ["2+"]);
    assert_eq!(remarks(last).len(), 1);
}

#[test]
fn what_suppresses_nothing_is_said() {
    let text = "import asyncio
x = 1  # anyiofy: ignore
y = asyncio.subprocess.PIPE  # anyiofy: ignore[rename, sleep]
# anyiofy: ignore
";
    assert_eq!(
        remarks(text),
        [
            "2 unused: # anyiofy: ignore: there is nothing here to suppress; remove it",
            "3 unused: sleep: there is nothing of `sleep` here to suppress; remove it",
            "4 unused: # anyiofy: ignore: there is nothing here to suppress; remove it",
        ]
    );
    let elsewhere = "# anyiofy: ignore-file\nx = 1\n";
    assert_eq!(remarks(elsewhere).len(), 1);
}

#[test]
fn what_is_not_understood_is_said() {
    let told = |comment: &str| {
        let text = format!("import asyncio\nx = asyncio.subprocess.PIPE  {comment}\n");
        let told = remarks(&text);
        assert_eq!(told.len(), 1, "{comment}: {told:?}");
        (outcomes(&text)[0] == "2-", told[0].clone())
    };
    for (comment, expected) in [
        ("# anyiofy: ignor", "# anyiofy: ignor: `ignor` is not known here; did you mean `ignore`?"),
        ("# anyiofy:", "# anyiofy:: nothing that is known follows the colon; write `ignore`"),
        (
            "# anyiofy: ignore_file",
            "# anyiofy: ignore_file: `ignore_file` is not known here; did you mean `ignore-file`?",
        ),
        (
            "# anyiofy: ignore[rename",
            "# anyiofy: ignore[: the bracket is not closed; close it after the last transform",
        ),
        (
            "# anyiofy: ignore[]",
            "# anyiofy: ignore[]: the brackets name no transform; name one, or leave the brackets out to mean all",
        ),
        (
            "# anyiofy: ignore: rename",
            "# anyiofy: ignore: `ignore` is followed by something that is no list of transforms; write `ignore[transform, ...]`, or a blank before the reason",
        ),
        (
            "# anyiofy: ignore(rename)",
            "# anyiofy: ignore: `ignore` is followed by something that is no list of transforms; write `ignore[transform, ...]`, or a blank before the reason",
        ),
    ] {
        assert_eq!(told(comment), (false, format!("2 malformed: {expected}")), "{comment}");
    }
    for (name, help) in [
        ("renam", "did you mean `rename`?"),
        ("asyncio.sleep", "did you mean `sleep`?"),
        ("wait-for", "did you mean `wait_for`?"),
        ("subprocess.PIPE", "did you mean `rename`?"),
        ("xylophone", "`anyiofy rules` lists the transforms"),
    ] {
        let expected = format!("2 unknown: {name}: no transform is called `{name}`; {help}");
        assert_eq!(told(&format!("# anyiofy: ignore[{name}]")), (false, expected.clone()));
        assert_eq!(told(&format!("# anyiofy: ignore[rename, {name}]")), (true, expected));
    }
}

#[test]
fn a_fix_of_several_references_is_suppressed_as_a_whole() {
    let text = "import asyncio
class A:
    lock: asyncio.Lock  # anyiofy: ignore
    def __init__(self):
        self.lock = asyncio.Lock()
";
    assert_eq!(
        outcomes(text),
        ["3-", "5: the reference at line 3, which would be rewritten with it, is suppressed"]
    );
}

#[test]
fn what_needs_a_suppressed_reference_is_held_back() {
    let text = "import asyncio
async def f():
    lock = asyncio.Lock()
    await asyncio.wait_for(lock.acquire(), 5)  # anyiofy: ignore
    lock.release()
";
    let reason = "needs the reference at line 4 to be rewritten too, which is suppressed";
    assert_eq!(outcomes(text), [&format!("3: {reason}"), "4-"]);
}

#[test]
fn what_would_part_a_comment_from_its_statement_is_held_back() {
    let text = "import asyncio
async def f():
    # anyiofy: ignore[sleep]
    await asyncio.wait_for(asyncio.sleep(1), 5)
    await asyncio.sleep(1)
";
    let reason = "the suppression at line 3 would no longer stand at what it speaks of";
    assert_eq!(outcomes(text), [&format!("4: {reason}"), "4-", "5+"]);
}

/// The import would come between the comment and its statement.
#[test]
fn a_new_import_does_not_take_a_comment_over() {
    let text = "# anyiofy: ignore
patch('asyncio.sleep')
class A:
    import asyncio
    x = asyncio.subprocess.PIPE
";
    let reason = "a suppression in this file would come to speak of something else";
    assert_eq!(outcomes(text), ["2-", &format!("5: {reason}")]);
    let elsewhere = text.replace("# anyiofy: ignore\n", "").replace("')", "')  # anyiofy: ignore");
    assert_eq!(outcomes(&elsewhere), ["1-", "4+"]);
}
