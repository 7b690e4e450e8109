use super::support::Folder;

fn run(arguments: &[&str]) -> (i32, String, String) {
    let ended = Folder::new(&[]).run(arguments);
    (ended.code, ended.stdout, ended.stderr)
}

#[test]
fn the_version() {
    let version = concat!("anyiofy ", env!("CARGO_PKG_VERSION"), "\n");
    assert_eq!(run(&["--version"]), (0, version.to_owned(), String::new()));
}

#[test]
fn short_help_fits_a_screen() {
    for command in
        [&["-h"][..], &["check", "-h"], &["diff", "-h"], &["fix", "-h"], &["rules", "-h"]]
    {
        let (code, help, _) = run(command);
        assert_eq!(code, 0);
        assert!(help.lines().count() <= 40, "{command:?}: {} lines", help.lines().count());
        assert!(help.lines().all(|line| line.chars().count() <= 100));
    }
}

#[test]
fn long_help_documents_exit_codes_and_changes() {
    for command in ["check", "diff", "fix"] {
        let (_, help, _) = run(&[command, "--help"]);
        for part in ["Exit codes:\n  0  ", "\n  1  ", "\n  2  ", "\n  3  ", "level-cancellation: "]
        {
            assert!(help.contains(part), "{command}: {part:?}");
        }
    }
}

#[test]
fn unknown_names_are_usage_errors_with_a_hint() {
    let (code, _, error) = run(&["check", "--accept", "structured,level-canceled"]);
    assert_eq!(code, 2);
    assert!(error.contains("a similar value exists: 'level-cancellation'"), "{error}");
    assert!(
        error.contains("[possible values: none, structured, all, exception-group, "),
        "{error}"
    );
    for arguments in
        [&["chekc"][..], &["fix", "--select", "no-such"], &["diff", "--jobs", "0"], &[]]
    {
        assert_eq!(run(arguments).0, 2, "{arguments:?}");
    }
}

#[test]
fn explain_and_rules() {
    let (code, page, _) = run(&["explain", "timing"]);
    assert_eq!(
        (code, page.lines().next()),
        (0, Some("# timing: delays and deadlines differ by more than a tick"))
    );
    let (code, page, error) = run(&["explain", "tming"]);
    assert_eq!((code, page.as_str()), (2, ""));
    assert!(error.contains("nothing is called `tming`; did you mean `timing`?"), "{error}");
    let (code, page, _) = run(&["explain", "asyncio.gather"]);
    assert_eq!(code, 0);
    assert!(page.starts_with("# asyncio.gather becomes anyio.gather\n"), "{page}");
    for name in ["safe", "changes", "manual", "keep"] {
        let (code, page, _) = run(&["explain", name]);
        assert_eq!(code, 0, "{name}");
        assert!(page.starts_with(&format!("# {name}: ")), "{page}");
    }
    for name in ["asyncio.Task.add_done_callback", "add_done_callback", "asyncio.Transport.write"] {
        let (code, page, _) = run(&["explain", name]);
        assert_eq!(code, 0, "{name}");
        assert!(page.contains("What to do: "), "{page}");
    }
    let (code, rules, _) = run(&["rules"]);
    assert_eq!(code, 0);
    assert!(
        rules.contains("\n  protocols and transports\n    asyncio.BaseProtocol, asyncio.Protocol,"),
        "{rules}"
    );
    assert!(
        rules.contains("\n  interrupt           Ctrl+C surfaces as another exception\n"),
        "{rules}"
    );
}

#[test]
fn who_looks_for_a_dry_run_is_shown_diff() {
    for argument in ["--dry-run", "--diff"] {
        let (code, _, error) = run(&["fix", argument]);
        assert_eq!(code, 2);
        let tip = "tip: `anyiofy diff` shows what `anyiofy fix` would write";
        assert!(error.contains(tip) && error.matches("tip:").count() == 1, "{error}");
    }
    let (_, _, error) = run(&["fix", "--alow-dirty"]);
    assert!(error.contains("a similar argument exists: '--allow-dirty'"), "{error}");
}

#[test]
fn arguments_that_make_no_sense_together() {
    for (arguments, message) in [
        (&["check", "-", "a.py"][..], "error: `-` is stdin and stands alone"),
        (&["check", "--stdin-filename", "a.py"], "error: --stdin-filename names what `-` reads"),
        (&["fix", "-", "--format", "json"], "error: `fix -` writes the code to stdout"),
        (&["check", "--exclude", "{a"], "error: --exclude `{a`: "),
        (&["check", "--allow-dirty"], "error: unexpected argument '--allow-dirty'"),
    ] {
        let (code, _, error) = run(arguments);
        assert_eq!(code, 2, "{arguments:?}");
        assert!(error.starts_with(message), "{error}");
    }
}
