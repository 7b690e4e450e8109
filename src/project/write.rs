//! Files are replaced whole or not at all.

use std::{
    fmt, fs,
    io::{self, Write},
    path::Path,
};

use tempfile::NamedTempFile;

use crate::source::describe;

/// What the names of files begin with that are moved over others.
const PREFIX: &str = ".anyiofy-";

/// Why a file was not written. Its `Display` is a message for users, without the path.
#[derive(Debug)]
pub enum WriteError {
    /// It is no longer what was read.
    Changed,
    /// Its mode forbids it.
    ReadOnly,
    /// What the system says.
    Io(io::Error),
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Changed => f.write_str("changed since it was read, so left as it is; run again"),
            Self::ReadOnly => f.write_str("read-only, so left as it is; make it writable"),
            Self::Io(error) => {
                write!(f, "cannot be written, so left as it is: {}", describe(error))
            }
        }
    }
}

impl std::error::Error for WriteError {}

impl From<io::Error> for WriteError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Replaces the content of the file at `path`, which must still be `before`, by `after`.
///
/// The new content is written beside the file and moved over it, with its mode. A symbolic link
/// stays one: the file that it leads to is replaced.
///
/// # Errors
///
/// When the file is not as expected or cannot be replaced. It is then as it was.
pub fn replace(path: &Path, before: &[u8], after: &[u8]) -> Result<(), WriteError> {
    may_replace(path, before)?;
    Ok(put(&fs::canonicalize(path)?, after)?)
}

/// Whether [`replace`] could begin; nothing is written.
///
/// # Errors
///
/// When the file is not as expected or must not be written.
pub fn may_replace(path: &Path, before: &[u8]) -> Result<(), WriteError> {
    if fs::metadata(path)?.permissions().readonly() {
        return Err(WriteError::ReadOnly);
    }
    if fs::read(path)? != before {
        return Err(WriteError::Changed);
    }
    Ok(())
}

/// Makes `content` that of the file at `path`, whole or not at all; the file need not be there.
///
/// What is no file, such as a pipe, is written to.
///
/// # Errors
///
/// What the system says. A file is then as it was.
pub fn write_whole(path: &Path, content: &[u8]) -> io::Result<()> {
    match fs::metadata(path) {
        Ok(metadata) if !metadata.is_file() => fs::write(path, content),
        Ok(_) => put(&fs::canonicalize(path)?, content),
        // A link that leads nowhere stays one.
        Err(error) if path.is_symlink() => Err(error),
        Err(_) => put(path, content),
    }
}

/// Writes beside `path`, which is no link, and moves that over it; mode and owner stay.
fn put(path: &Path, content: &[u8]) -> io::Result<()> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let metadata = fs::metadata(path).ok();
    let mut file = if metadata.is_some() { secret_file(folder)? } else { new_file(folder)? };
    file.write_all(content)?;
    if let Some(metadata) = metadata {
        keep_owner(file.path(), &metadata);
        fs::set_permissions(file.path(), metadata.permissions())?;
    }
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// A file of a new name in `folder`, for its owner only.
fn secret_file(folder: &Path) -> io::Result<NamedTempFile> {
    tempfile::Builder::new().prefix(PREFIX).tempfile_in(folder)
}

/// A file of a new name in `folder`, with the mode that new files get.
#[cfg(unix)]
fn new_file(folder: &Path) -> io::Result<NamedTempFile> {
    use std::os::unix::fs::PermissionsExt;
    let mode = fs::Permissions::from_mode(0o666);
    tempfile::Builder::new().prefix(PREFIX).permissions(mode).tempfile_in(folder)
}

#[cfg(not(unix))]
fn new_file(folder: &Path) -> io::Result<NamedTempFile> {
    secret_file(folder)
}

/// Gives `path` the owner and group of `metadata`, where the system lets us.
#[cfg(unix)]
fn keep_owner(path: &Path, metadata: &fs::Metadata) {
    use std::os::unix::fs::{MetadataExt, chown};
    // Whoever may not give files away owns what they replace, as with any editor.
    let _ = chown(path, Some(metadata.uid()), Some(metadata.gid()));
}

#[cfg(not(unix))]
fn keep_owner(_: &Path, _: &fs::Metadata) {}
