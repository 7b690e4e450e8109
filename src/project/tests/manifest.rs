use super::put;
use crate::project::{
    Manifest, Requirement, Style,
    requirement::{Requirement as Of, lower_bound},
};

fn manifest(files: &[(&str, &str)]) -> Manifest {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        put(folder.path(), path, text);
    }
    Manifest::read(folder.path())
}

fn style(manifest: &Manifest) -> Option<Style> {
    manifest.dependencies.as_ref().map(|(_, style)| *style)
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
    let cases = [
        ("anyio", Of::AnyVersion),
        ("anyio>=4.2", Of::AtLeast((4, 2))),
        ("AnyIO [trio] (>=4.2,<5) ; python_version >= '3.8'", Of::AtLeast((4, 2))),
        ("anyio==4.2.0 \\", Of::AtLeast((4, 2))),
        ("anyio>=4 # comment", Of::AtLeast((4, 0))),
        ("anyio @ https://example.org/anyio-4.2.tar.gz", Of::AnyVersion),
        ("anyio-extras>=1", Of::Missing),
        ("httpx", Of::Missing),
        ("-r base.txt", Of::Missing),
        ("", Of::Missing),
    ];
    for (text, requirement) in cases {
        assert_eq!(Of::of_anyio(text), requirement, "{text}");
    }
}

#[test]
fn pep_621() {
    let text =
        "[project]\nname='x'\nrequires-python = '>=3.9'\ndependencies = ['httpx', 'anyio>=4.4']\n";
    let manifest = manifest(&[("pyproject.toml", text)]);
    assert_eq!(manifest.requires_python, Some((3, 9)));
    assert_eq!(manifest.anyio, Requirement::AtLeast((4, 4)));
    assert_eq!(style(&manifest), Some(Style::Project));
}

#[test]
fn poetry() {
    let text = "[tool.poetry.dependencies]\npython = '^3.10'\nanyio = { version = '^4.1', extras = ['trio'] }\n";
    let manifest = manifest(&[("pyproject.toml", text)]);
    assert_eq!(manifest.requires_python, Some((3, 10)));
    assert_eq!(manifest.anyio, Requirement::AtLeast((4, 1)));
    assert_eq!(style(&manifest), Some(Style::Poetry));
}

#[test]
fn setup_cfg() {
    let text = "[metadata]\nname = x\n[options]\npython_requires = >=3.7\ninstall_requires =\n    httpx\n    anyio>=3\n[options.extras_require]\nx = y\n";
    let manifest = manifest(&[("setup.cfg", text)]);
    assert_eq!(manifest.requires_python, Some((3, 7)));
    assert_eq!(manifest.anyio, Requirement::AtLeast((3, 0)));
    assert_eq!(style(&manifest), Some(Style::SetupCfg));
}

#[test]
fn setup_py() {
    let text = "setup(python_requires='>=3.6', install_requires=[\"anyio>=3.1\", 'x'])";
    let manifest = manifest(&[("setup.py", text)]);
    assert_eq!(manifest.requires_python, Some((3, 6)));
    assert_eq!(manifest.anyio, Requirement::AtLeast((3, 1)));
    assert_eq!(style(&manifest), Some(Style::SetupPy));
}

#[test]
fn requirements_files_back_a_dynamic_project() {
    let project = "[project]\nrequires-python = '>=3.12'\ndynamic = ['dependencies']\n";
    let manifest = manifest(&[
        ("pyproject.toml", project),
        ("requirements-dev.txt", "anyio==3.0\n"),
        ("requirements.txt", "httpx\nanyio==4.3.0 \\\n    --hash=sha256:0\n"),
    ]);
    assert_eq!(manifest.requires_python, Some((3, 12)));
    assert_eq!(manifest.anyio, Requirement::AtLeast((4, 3)));
    assert_eq!(style(&manifest), Some(Style::Requirements));
}

#[test]
fn nothing_is_declared() {
    assert_eq!(manifest(&[]), Manifest::default());
    let manifest = manifest(&[("pyproject.toml", "[tool.black]\n")]);
    assert_eq!((manifest.requires_python, style(&manifest)), (None, None));
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
