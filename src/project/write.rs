//! Files are replaced whole or not at all.

use std::{
    fmt, fs,
    io::{self, Write},
    path::Path,
};

use crate::source::describe;

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
    let path = fs::canonicalize(path)?;
    let metadata = fs::metadata(&path)?;
    if metadata.permissions().readonly() {
        return Err(WriteError::ReadOnly);
    }
    if fs::read(&path)? != before {
        return Err(WriteError::Changed);
    }
    let folder = path.parent().unwrap_or(Path::new("/"));
    let mut file = tempfile::Builder::new().prefix(".anyiofy-").tempfile_in(folder)?;
    file.write_all(after)?;
    keep_owner(file.path(), &metadata);
    fs::set_permissions(file.path(), metadata.permissions())?;
    file.as_file().sync_all()?;
    file.persist(&path).map_err(|error| error.error)?;
    Ok(())
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
