use super::put;
use crate::project::{
    Manifest, Requirement, Style, anyio_version, python_version, requirement::lower_bound,
};

fn manifest(files: &[(&str, &str)]) -> Manifest {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        put(folder.path(), path, text);
    }
    Manifest::read(folder.path())
}

#[test]
fn lower_bounds() {
    let cases = [
        (">=3.8", Some((3, 8))),
        (">=3.8.1,<4", Some((3, 8))),
        ("<4, >= 3.10, !=3.11.*", Some((3, 10))),
        ("~=3.9", Some((3, 9))),
        ("==3.12.*", Some((3, 12))),
        (">3.7", Some((3, 7))),
        (">=3", Some((3, 0))),
        ("^3.8", Some((3, 8))),
        ("~3.8 || ^3.10", Some((3, 8))),
        (">=3.8 <4.0", Some((3, 8))),
        (">= 3.8", Some((3, 8))),
        ("3.*", Some((3, 0))),
        (">=4.0rc1", Some((4, 0))),
        ("<4 || >=3.8", None),
        ("<4", None),
        ("!=3.9", None),
        ("*", None),
        ("", None),
    ];
    for (specifier, bound) in cases {
        assert_eq!(lower_bound(specifier), bound, "{specifier}");
    }
}

#[test]
fn requirements_of_anyio() {
    let at_least = |version| Some(Requirement::AtLeast(version));
    let any = Some(Requirement::AnyVersion);
    let cases = [
        ("anyio", any),
        ("anyio>=4.2", at_least((4, 2))),
        ("anyio[trio]>=4.5,<5", at_least((4, 5))),
        ("anyio~=4.14", at_least((4, 14))),
        ("anyio==4.16.*", at_least((4, 16))),
        ("AnyIO [trio] (>=4.2,<5) ; python_version >= '3.8'", at_least((4, 2))),
        ("anyio==4.2.0 \\", at_least((4, 2))),
        ("anyio==4.2.0 --hash=sha256:9.9", at_least((4, 2))),
        ("anyio>=4 # comment", at_least((4, 0))),
        ("anyio<5", any),
        ("anyio @ https://example.org/anyio-4.2.tar.gz", any),
        ("anyio-extras>=1", None),
        ("anyio is what we use", None),
        ("httpx", None),
        ("# anyio>=4.2", None),
        ("-r base.txt", None),
        ("", None),
    ];
    for (text, requirement) in cases {
        assert_eq!(Requirement::of_anyio(text), requirement, "{text}");
    }
}

/// What a manifest declares: Python, AnyIO, AnyIO beside the dependencies, and the style.
type Said = (Option<(u8, u8)>, Option<Requirement>, Option<Requirement>, Option<Style>);

fn said(files: &[(&str, &str)]) -> Said {
    let manifest = manifest(files);
    let python = manifest.requires_python.as_ref().map(|it| it.value);
    let anyio = manifest.anyio.as_ref().map(|it| it.value);
    let beside = manifest.anyio_beside.as_ref().map(|it| it.value);
    (python, anyio, beside, manifest.dependencies.map(|(_, style)| style))
}

fn at_least(major: u16, minor: u16) -> Option<Requirement> {
    Some(Requirement::AtLeast((major, minor)))
}

#[test]
fn pep_621() {
    let text =
        "[project]\nname='x'\nrequires-python = '>=3.9'\ndependencies = ['httpx', 'anyio>=4.4']\n";
    let expected = (Some((3, 9)), at_least(4, 4), None, Some(Style::Project));
    assert_eq!(said(&[("pyproject.toml", text)]), expected);
    let manifest = manifest(&[("pyproject.toml", &text.replace('\n', "\r\n"))]);
    assert_eq!(manifest.requires_python.unwrap().line, 3);
    assert_eq!(manifest.anyio.unwrap().line, 4);
}

#[test]
fn of_several_environments_the_oldest_counts() {
    let text = "[project]\ndependencies = [\n  \"anyio>=4.9; python_version >= '3.12'\",\n  \"anyio>=4.2\",\n]\n";
    let manifest = manifest(&[("pyproject.toml", text)]);
    let anyio = manifest.anyio.unwrap();
    assert_eq!((anyio.value, anyio.line), (Requirement::AtLeast((4, 2)), 4));
}

#[test]
fn extras_and_groups_stand_beside_the_dependencies() {
    let project = "[project]\ndependencies = ['httpx']\n";
    for beside in [
        "[project.optional-dependencies]\nx = ['httpx']\ntrio = ['anyio[trio]>=4.7']\n",
        "[dependency-groups]\nall = [{ include-group = 'test' }]\ntest = ['anyio>=4.7']\n",
        "[tool.uv]\ndev-dependencies = ['anyio>=4.7']\n",
        "[tool.pdm.dev-dependencies]\ntest = ['anyio>=4.7']\n",
        "[tool.poetry.group.test.dependencies]\nanyio = '^4.7'\n",
        "[tool.poetry.dev-dependencies]\nanyio = '^4.7'\n",
    ] {
        let text = format!("{project}{beside}");
        let expected = (None, None, at_least(4, 7), Some(Style::Project));
        assert_eq!(said(&[("pyproject.toml", &text)]), expected, "{text}");
        assert_eq!(manifest(&[("pyproject.toml", &text)]).oldest_anyio().unwrap().value, (4, 7));
    }
}

#[test]
fn poetry() {
    let text = "[tool.poetry.dependencies]\npython = '^3.10'\nAnyIO = { version = '^4.1', extras = ['trio'] }\n";
    let expected = (Some((3, 10)), at_least(4, 1), None, Some(Style::Poetry));
    assert_eq!(said(&[("pyproject.toml", text)]), expected);
    let several = "[tool.poetry.dependencies]\nanyio = [{ version = '^4.4', python = '>=3.12' }, { version = '^4.3', python = '<3.12' }]\n";
    assert_eq!(said(&[("pyproject.toml", several)]).1, at_least(4, 3));
    let table = "[tool.poetry.dependencies.anyio]\nversion = '~4.6'\n";
    assert_eq!(said(&[("pyproject.toml", table)]).1, at_least(4, 6));
}

#[test]
fn pipfile() {
    let text = "[packages]\nanyio = '>=4.3'\n[dev-packages]\nanyio = '*'\n[requires]\npython_version = '3.12'\n";
    let expected =
        (Some((3, 12)), at_least(4, 3), Some(Requirement::AnyVersion), Some(Style::Pipfile));
    assert_eq!(said(&[("Pipfile", text)]), expected);
}

#[test]
fn setup_cfg() {
    let text = "[metadata]\nname = x\n[options]\npython_requires = >=3.7\ninstall_requires =\n    httpx\n# of = old\n\n    anyio>=3\n[options.extras_require]\nx =\n    anyio[trio]>=3.5\n";
    let expected = (Some((3, 7)), at_least(3, 0), at_least(3, 5), Some(Style::SetupCfg));
    assert_eq!(said(&[("setup.cfg", text)]), expected);
    assert_eq!(manifest(&[("setup.cfg", text)]).anyio.unwrap().line, 9);
}

#[test]
fn setup_py() {
    let text = "setup(\n  python_requires='>=3.6',\n  install_requires=[\"anyio-x\", \"anyio>=3.1; python_version>'3'\"])";
    let expected = (Some((3, 6)), at_least(3, 1), None, Some(Style::SetupPy));
    assert_eq!(said(&[("setup.py", text)]), expected);
    assert_eq!(manifest(&[("setup.py", text)]).requires_python.unwrap().line, 2);
}

#[test]
fn requirements_files_back_a_dynamic_project() {
    let project = "[project]\nrequires-python = '>=3.12'\ndynamic = ['dependencies']\n";
    let files = [
        ("pyproject.toml", project),
        ("requirements-dev.txt", "anyio==3.0\n"),
        ("requirements.in", "anyio\n"),
        ("requirements.txt", "httpx\nanyio==4.3.0 \\\n    --hash=sha256:0\n"),
    ];
    let expected = (Some((3, 12)), at_least(4, 3), at_least(3, 0), Some(Style::Requirements));
    assert_eq!(said(&files), expected);
    let manifest = manifest(&files);
    let (path, _) = manifest.dependencies.unwrap();
    assert!(path.ends_with("requirements.txt"), "{}", path.display());
    assert_eq!(manifest.anyio.unwrap().line, 2);
}

#[test]
fn requirements_files_include_others() {
    let said_by = |files: &[(&str, &str)]| {
        let (_, anyio, beside, _) = said(files);
        (anyio, beside)
    };
    let loops = [
        ("requirements.txt", "# all\n-r deep/a.in\n"),
        (
            "deep/a.in",
            "--requirement=../requirements.txt\n-rb.txt # it\n-r no.txt\n-r https://x/y.txt\n",
        ),
        ("deep/b.txt", "anyio>=4.8\n"),
    ];
    assert_eq!(said_by(&loops), (at_least(4, 8), None));
    let folder =
        [("requirements/base.in", "anyio>=4.4\n"), ("requirements/test.txt", "anyio==4.9\n")];
    assert_eq!(said_by(&folder), (at_least(4, 4), at_least(4, 9)));
}

#[test]
fn a_part_inherits_what_it_does_not_say() {
    let read = |text: &str| manifest(&[("pyproject.toml", text)]);
    let whole = read("[project]\nrequires-python = '>=3.9'\ndependencies = ['anyio>=4.2']\n");
    let mut settings = read("[tool.anyiofy]\n");
    settings.inherit(&whole);
    assert_eq!(settings, whole);
    let mut part = read("[project]\nrequires-python = '>=3.12'\ndependencies = []\n");
    part.inherit(&whole);
    assert_eq!((part.requires_python.unwrap().value, part.anyio), ((3, 12), None));
}

#[test]
fn nothing_is_declared() {
    assert_eq!(manifest(&[]), Manifest::default());
    assert_eq!(said(&[("pyproject.toml", "[tool.black]\n")]), (None, None, None, None));
}

#[test]
fn broken_toml_is_told() {
    let manifest = manifest(&[("pyproject.toml", "[project\n")]);
    let (path, problem) = manifest.problem.unwrap();
    assert!(
        path.ends_with("pyproject.toml") && problem.starts_with("not valid TOML ("),
        "{problem}"
    );
}

#[test]
fn versions_that_users_type() {
    for (text, version) in
        [("3.11", (3, 11)), ("py311", (3, 11)), ("3.9", (3, 9)), ("py39", (3, 9))]
    {
        assert_eq!(python_version(text), Ok(version));
    }
    for text in ["3", "py3", "2.7", "3.11.2", "3.x", "3.+1", "3.999", "", "311", "py3.11"] {
        let message = format!("`{text}` is not a version of Python; write `3.11` or `py311`");
        assert_eq!(python_version(text), Err(message));
    }
    assert_eq!(anyio_version("4.16"), Ok((4, 16)));
    for text in ["4", "4.", ".4", "4.16.0", "4.x", "+4.1", ""] {
        let message = format!("`{text}` is not a version of AnyIO; write `4.16`");
        assert_eq!(anyio_version(text), Err(message));
    }
}
