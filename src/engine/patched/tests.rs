use std::fs;

use tempfile::TempDir;

use super::*;

/// What is known of files with these names and contents, and whether each can matter.
fn patched(files: &[(&str, &str)]) -> (Patched, Vec<bool>) {
    let folder = TempDir::new().expect("a temporary folder");
    let write = |(name, text): &(&str, &str)| {
        let path = folder.path().join(name);
        fs::write(&path, text).expect("it can be written");
        path
    };
    let paths: Vec<PathBuf> = files.iter().map(write).collect();
    let mut patched = Patched::default();
    let can_matter =
        patched.search(&paths, &Aliases::new(), 2).into_iter().map(|answer| answer == Ok(true));
    let can_matter = can_matter.collect();
    (patched, can_matter)
}

fn file_name<'p>(patched: &'p Patched, name: &str, path: &'p str) -> Option<&'p str> {
    patched.replacing(name, Path::new(path))?.file.file_name()?.to_str()
}

#[test]
fn files_matter_that_name_a_migrated_module() {
    let files = [("a.py", "import asyncio\n"), ("b.py", "import anyio\n"), ("c.py", "'uvloop'\n")];
    assert_eq!(patched(&files).1, [true, false, true]);
    let missing = Patched::default().search(&["no/such/file.py".into()], &Aliases::new(), 1);
    assert!(matches!(missing[..], [Err(_)]));
}

#[test]
fn a_dotted_string_replaces_in_its_module() {
    let test = "mock.patch('app.jobs.asyncio.sleep')\nmock.patch(\"pkg.asyncio.run\")\n";
    let (patched, _) = patched(&[("a.py", test), ("b.py", test)]);
    let replacing = |name, path| file_name(&patched, name, path);
    assert_eq!(replacing("asyncio.sleep", "src/app/jobs.py"), Some("a.py"));
    assert_eq!(replacing("asyncio.sleep", "app/jobs.py"), Some("a.py"));
    assert_eq!(replacing("asyncio.run", "src/pkg/__init__.py"), Some("a.py"));
    assert_eq!(replacing("asyncio.sleep", "jobs.py"), None);
    assert_eq!(replacing("asyncio.sleep", "other/jobs.py"), None);
    assert_eq!(replacing("asyncio.run", "src/app/jobs.py"), None);
    assert_eq!(replacing("asyncio.wait", "src/app/jobs.py"), None);
}

#[test]
fn a_replaced_attribute_is_replaced_everywhere() {
    let files =
        [("a.py", "patch('x.asyncio.sleep')\n"), ("b.py", "patch.object(asyncio, 'sleep')\n")];
    let (patched, _) = patched(&files);
    assert_eq!(file_name(&patched, "asyncio.sleep", "any/where.py"), Some("b.py"));
    assert_eq!(file_name(&patched, "asyncio.sleep", "x.py"), Some("a.py"));
}

#[test]
fn long_lines_take_no_longer_than_short_ones() {
    let files = ["import ", "from a import (", "asyncio.", "'asyncio", "patch(asyncio, "];
    let files = files.map(|word| ("a.py", word.repeat(1_000_000 / word.len())));
    for (name, text) in &files {
        // Quadratic work would take an hour.
        assert!(!patched(&[(name, text)]).0.copies_context());
    }
}
