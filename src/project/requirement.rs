//! Version specifiers, as far as one needs them to know the oldest version that is allowed.

/// A version's first two numbers.
pub(super) type Version = (u16, u16);

/// What a manifest says of AnyIO.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Requirement {
    /// Nothing.
    #[default]
    Missing,
    /// That it is needed, in any version.
    AnyVersion,
    /// The oldest version, as (major, minor).
    AtLeast((u16, u16)),
}

impl Requirement {
    /// What `text`, a requirement in the syntax of PEP 508 such as `anyio[trio]>=4.2; …`, says of
    /// AnyIO.
    pub(super) fn of_anyio(text: &str) -> Self {
        let text = text.trim();
        let in_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        let end = text.find(|c| !in_name(c)).unwrap_or(text.len());
        let (name, rest) = text.split_at(end);
        if !name.eq_ignore_ascii_case("anyio") {
            return Self::Missing;
        }
        let rest = rest.trim_start();
        let rest = match rest.strip_prefix('[').and_then(|extras| extras.split_once(']')) {
            Some((_, rest)) => rest.trim_start(),
            None => rest,
        };
        let specifier = rest.split([';', '#', '@']).next().unwrap_or_default();
        Self::in_version(specifier.trim().trim_start_matches('(').trim_end_matches(')'))
    }

    /// The requirement that `specifier`, such as `>=4.2,<5`, puts on a package that is needed.
    pub(super) fn in_version(specifier: &str) -> Self {
        lower_bound(specifier).map_or(Self::AnyVersion, Self::AtLeast)
    }

    /// The first of the two that says something.
    pub(super) fn or(self, other: impl FnOnce() -> Self) -> Self {
        if self == Self::Missing { other() } else { self }
    }
}

/// The oldest version that `specifier` allows, in the syntax of PEP 440 or of Poetry. `None` when
/// there is no oldest.
pub(super) fn lower_bound(specifier: &str) -> Option<Version> {
    let alternatives = specifier.split('|').map(str::trim).filter(|part| !part.is_empty());
    let bounds = alternatives.map(|alternative| {
        let clauses = alternative.split(',').flat_map(clauses_between_blanks);
        clauses.filter_map(|clause| bound_of(&clause)).max()
    });
    bounds.min().flatten()
}

/// `>= 3.8 <4`, which Poetry allows, as `>=3.8` and `<4`.
fn clauses_between_blanks(clauses: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    for word in clauses.split_whitespace() {
        match parts.last_mut() {
            Some(last) if !last.contains(|c: char| c.is_ascii_digit() || c == '*') => {
                last.push_str(word)
            }
            _ => parts.push(word.to_owned()),
        }
    }
    parts
}

fn bound_of(clause: &str) -> Option<Version> {
    let version = clause.trim_start_matches(['>', '=', '~', '^']);
    if version.starts_with(['<', '!']) { None } else { version_of(version) }
}

fn version_of(text: &str) -> Option<Version> {
    let mut numbers = text.trim().trim_start_matches('v').split('.');
    let major = numbers.next()?.parse().ok()?;
    let minor = numbers
        .next()
        .map_or("0", |part| part.split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default());
    Some((major, minor.parse().unwrap_or(0)))
}
