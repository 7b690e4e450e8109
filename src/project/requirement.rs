//! Version specifiers, as far as one needs them to know the oldest version that is allowed.

/// A version's first two numbers.
pub(super) type Version = (u16, u16);

/// What a manifest says of AnyIO that says that it is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Requirement {
    /// Any version will do.
    AnyVersion,
    /// The oldest version, as (major, minor).
    AtLeast((u16, u16)),
}

impl Requirement {
    /// What `text`, a requirement in the syntax of PEP 508 such as `anyio[trio]>=4.2; …`, says of
    /// AnyIO; `None` when it is about something else.
    pub(super) fn of_anyio(text: &str) -> Option<Self> {
        let text = text.trim();
        let in_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        let end = text.find(|c| !in_name(c)).unwrap_or(text.len());
        let (name, rest) = text.split_at(end);
        if !name.eq_ignore_ascii_case("anyio") {
            return None;
        }
        let rest = rest.trim_start();
        let rest = match rest.strip_prefix('[').and_then(|extras| extras.split_once(']')) {
            Some((_, rest)) => rest.trim_start(),
            None => rest,
        };
        let begins_specifier = |c: char| matches!(c, '<' | '>' | '=' | '!' | '~' | '(');
        if !rest.is_empty()
            && !rest.starts_with(begins_specifier)
            && !rest.starts_with([';', '#', '@', '\\', '-'])
        {
            return None;
        }
        let specifier = rest.split([';', '#', '@']).next().unwrap_or_default();
        let specifier = specifier.trim().trim_start_matches('(').trim_end_matches(')');
        Some(Self::in_version(specifier))
    }

    /// The requirement that `specifier`, such as `>=4.2,<5`, puts on a package that is needed.
    pub(super) fn in_version(specifier: &str) -> Self {
        lower_bound(specifier).map_or(Self::AnyVersion, Self::AtLeast)
    }

    /// Sorts those that name an oldest version by it, and before those that do not.
    pub(super) fn age(self) -> (bool, Version) {
        match self {
            Self::AtLeast(version) => (false, version),
            Self::AnyVersion => (true, (0, 0)),
        }
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

/// The Python version that users mean by `text`: `3.11` or `py311`.
///
/// # Errors
///
/// A message for users when it is none.
pub fn python_version(text: &str) -> Result<(u8, u8), String> {
    let minor = match text.strip_prefix("py3") {
        Some(minor) => minor,
        None => text.strip_prefix("3.").unwrap_or_default(),
    };
    let is_number = !minor.is_empty() && minor.bytes().all(|byte| byte.is_ascii_digit());
    let minor = minor.parse().ok().filter(|_| is_number);
    let message = || format!("`{text}` is not a version of Python; write `3.11` or `py311`");
    minor.map(|minor| (3, minor)).ok_or_else(message)
}

/// The AnyIO version that users mean by `text`: `4.16`.
///
/// # Errors
///
/// A message for users when it is none.
pub fn anyio_version(text: &str) -> Result<(u16, u16), String> {
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let parts = text.split_once('.').filter(|(a, b)| is_number(a) && is_number(b));
    let version = parts.and_then(|(major, minor)| Some((major.parse().ok()?, minor.parse().ok()?)));
    version.ok_or_else(|| format!("`{text}` is not a version of AnyIO; write `4.16`"))
}
