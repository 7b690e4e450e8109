use super::support::Folder;

#[test]
fn what_is_not_migrated_comes_back() {
    let folder = Folder::new(&[]);
    let ended = folder.run_with_stdin(&["fix", "-"], b"\xEF\xBB\xBFx = 1\r\ny");
    assert_eq!((ended.code, ended.stdout.as_str()), (0, "\u{FEFF}x = 1\r\ny"));
    let ended = folder.run_with_stdin(&["diff", "-", "-q"], b"x\n");
    assert_eq!((ended.code, ended.stdout.as_str(), ended.stderr.as_str()), (0, "", ""));
}

#[test]
fn nothing_is_read() {
    let folder = Folder::new(&[]);
    assert_eq!(folder.run_with_stdin(&["fix", "-"], b"").stdout, "");
    assert_eq!(folder.run_with_stdin(&["check", "-"], b"").code, 0);
}
