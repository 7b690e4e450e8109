//! Files are replaced whole or not at all.
//!
//! The new content is written to a temporary file beside the old one, which is then renamed over it:
//! whoever reads the file, or comes back after a power cut, finds the one or the other. A run that is
//! killed in between leaves its temporary file behind. Such a file is no Python to any run, and the
//! next one that writes into the folder removes it; a lock tells it from one that is in use.

use std::{
    fmt,
    fs::{self, File},
    io::{self, Write},
    path::Path,
};

use tempfile::NamedTempFile;

use crate::source::describe;

/// How the names of temporary files begin. They have no ending, so that nothing takes them for code.
const PREFIX: &str = ".anyiofy-";

/// The number of letters and digits after the prefix.
const RANDOM: usize = 6;

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
/// The file keeps its mode and, where the system lets us, its owner. A symbolic link stays one: the
/// file that it leads to is replaced.
///
/// # Errors
///
/// When the file is not as expected or cannot be replaced. It is then as it was.
pub fn replace(path: &Path, before: &[u8], after: &[u8]) -> Result<(), WriteError> {
    let path = fs::canonicalize(path)?;
    may_replace(&path, before)?;
    let file = written(&path, after)?;
    // As late as can be: what is saved from here on is lost.
    if !holds(&path, before)? {
        return Err(WriteError::Changed);
    }
    file.persist(&path).map_err(|error| error.error)?;
    Ok(())
}

/// Whether [`replace`] could begin; nothing is written.
///
/// # Errors
///
/// When the file is not as expected or must not be written.
pub fn may_replace(path: &Path, before: &[u8]) -> Result<(), WriteError> {
    let metadata = fs::metadata(path)?;
    if metadata.is_file() && metadata.permissions().readonly() {
        return Err(WriteError::ReadOnly);
    }
    if !holds(path, before)? {
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
    let path = match fs::metadata(path) {
        Ok(metadata) if !metadata.is_file() => return fs::write(path, content),
        Ok(_) => &fs::canonicalize(path)?,
        // A link that leads nowhere stays one.
        Err(error) if path.is_symlink() => return Err(error),
        Err(_) => path,
    };
    written(path, content)?.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// A temporary file that holds `content` and may be moved over `path`, which is no link; mode and owner
/// stay.
fn written(path: &Path, content: &[u8]) -> io::Result<NamedTempFile> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let metadata = fs::metadata(path).ok();
    let mut file = temporary(folder, metadata.is_none())?;
    file.write_all(content)?;
    if let Some(metadata) = metadata {
        keep_owner(file.path(), &metadata);
        fs::set_permissions(file.path(), metadata.permissions())?;
    }
    file.as_file().sync_all()?;
    Ok(file)
}

/// Removes the temporary files that killed runs have left in `folder`. Those that cannot be removed
/// are left.
pub fn remove_leftovers(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok) {
        let name = entry.file_name();
        let random = name.to_str().and_then(|name| name.strip_prefix(PREFIX));
        let is_ours = random.is_some_and(|random| {
            random.len() == RANDOM && random.bytes().all(|byte| byte.is_ascii_alphanumeric())
        });
        if is_ours && entry.file_type().is_ok_and(|kind| kind.is_file()) {
            let path = entry.path();
            // Whoever writes one has it locked, and a lock goes with its process.
            let is_left = File::open(&path).is_ok_and(|file| file.try_lock().is_ok());
            if is_left {
                let _ = fs::remove_file(path);
            }
        }
    }
}

/// A new file in `folder` that no other run takes for a leftover; for its owner only, unless it is to
/// have the mode that new files get.
fn temporary(folder: &Path, is_public: bool) -> io::Result<NamedTempFile> {
    loop {
        let mut builder = tempfile::Builder::new();
        builder.prefix(PREFIX).rand_bytes(RANDOM);
        if is_public {
            make_public(&mut builder);
        }
        let file = builder.tempfile_in(folder)?;
        // Not every file system has locks. Without them nothing is taken for a leftover either.
        let is_locked = file.as_file().try_lock();
        // Another run may have come first, and removed it.
        if matches!(is_locked, Ok(()) | Err(fs::TryLockError::Error(_))) && file.path().exists() {
            return Ok(file);
        }
    }
}

#[cfg(unix)]
fn make_public(builder: &mut tempfile::Builder<'_, '_>) {
    use std::os::unix::fs::PermissionsExt;
    builder.permissions(fs::Permissions::from_mode(0o666));
}

#[cfg(not(unix))]
fn make_public(_: &mut tempfile::Builder<'_, '_>) {}

/// Whether the file at `path` holds `content`.
fn holds(path: &Path, content: &[u8]) -> io::Result<bool> {
    let metadata = fs::metadata(path)?;
    // To read a named pipe waits for a writer.
    let may_hold = metadata.is_file() && metadata.len() == content.len() as u64;
    Ok(may_hold && fs::read(path)? == content)
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
