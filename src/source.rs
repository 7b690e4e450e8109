//! Python source text: how its bytes are read, and written again as they were.
//!
//! Everything above this layer sees a `&str` without a byte order mark, and byte ranges into it.
//! What a file's bytes had besides, an encoding and perhaps a mark, [`Source::encode`] puts back.

use std::{
    fmt, fs,
    io::{self, Read},
    path::{Path, PathBuf},
    sync::OnceLock,
};

use crate::engine::Failure;

mod encoding;
mod lines;
#[cfg(test)]
mod tests;

use encoding::Encoding;
use lines::Lines;
pub(crate) use lines::line_at;
pub use ruff_text_size::{Ranged, TextLen, TextRange, TextSize};

/// The size in bytes above which a file is refused: nobody writes 10 MB of Python by hand.
pub const MAX_SIZE: u64 = 10_000_000;

const BOM: &[u8] = b"\xEF\xBB\xBF";

/// One file's text, and what is needed to write it again as it was.
#[derive(Debug)]
pub struct Source {
    path: PathBuf,
    text: String,
    encoding: Encoding,
    has_bom: bool,
    lines: OnceLock<Lines>,
}

/// Where something stands, as editors count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LineColumn {
    /// The 1-based line; `\n`, `\r\n` and `\r` end one, as in Python.
    pub line: usize,
    /// The 1-based column, in characters.
    pub column: usize,
}

/// Why a file cannot be read as Python text. Its `Display` is a message for users, without the path:
/// what happened, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SourceError {
    /// The system does not let us read it; what it says.
    Unreadable(String),
    /// A folder, a pipe or a device.
    NotAFile,
    /// Over [`MAX_SIZE`]; its size in bytes.
    TooLarge(u64),
    /// It holds a NUL byte, which Python refuses.
    Binary {
        /// Where, in bytes of the file.
        offset: usize,
        /// The 1-based line of it.
        line: usize,
    },
    /// Its coding line names an encoding that is not Python's or not known here.
    UnknownEncoding {
        /// The name as written.
        name: String,
        /// The 1-based line of it.
        line: usize,
    },
    /// It begins with a UTF-8 byte order mark, and a coding line says otherwise.
    BomContradicted {
        /// The name as written.
        name: String,
        /// The 1-based line of it.
        line: usize,
    },
    /// A byte that the encoding does not have.
    Undecodable {
        /// The encoding's name.
        encoding: &'static str,
        /// The first such byte.
        byte: u8,
        /// Where it is, in bytes of the file.
        offset: usize,
        /// The 1-based line of it.
        line: usize,
    },
    /// The text would not be encoded to the bytes it was decoded from; the encoding's name.
    Irreversible(&'static str),
}

/// A character that a file's encoding lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EncodeError {
    /// The 1-based line of it in the text that was to be encoded.
    pub line: usize,
    /// The first such character.
    pub character: char,
    /// The encoding's name.
    pub encoding: &'static str,
}

impl Source {
    /// Reads the file at `path`.
    ///
    /// # Errors
    ///
    /// When it cannot be read, is too large, or is not text in the encoding it claims.
    pub fn read(path: impl Into<PathBuf>) -> Result<Self, SourceError> {
        let path = path.into();
        let bytes = read_bytes(&path)?;
        Self::from_bytes(path, bytes)
    }

    /// Decodes `bytes` as Python would: by the byte order mark, the coding line (PEP 263), or UTF-8.
    /// `path` is only kept.
    ///
    /// # Errors
    ///
    /// When the bytes are too many, or are not text in the encoding they claim.
    pub fn from_bytes(path: impl Into<PathBuf>, bytes: Vec<u8>) -> Result<Self, SourceError> {
        if bytes.len() as u64 > MAX_SIZE {
            return Err(SourceError::TooLarge(bytes.len() as u64));
        }
        if let Some(offset) = memchr::memchr(0, &bytes) {
            return Err(SourceError::Binary { offset, line: line_at(&bytes, offset) });
        }
        let has_bom = bytes.starts_with(BOM);
        let encoding = Encoding::detect(&bytes)?;
        let text = encoding.decode(bytes, if has_bom { BOM.len() } else { 0 })?;
        Ok(Self { path: path.into(), text, encoding, has_bom, lines: OnceLock::new() })
    }

    /// The path as it was given.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The text, without a byte order mark; line ends are as in the file.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Makes the text empty, and gives its memory back.
    pub(crate) fn forget_text(&mut self) {
        self.text = String::new();
        self.lines = OnceLock::new();
    }

    /// Encodes `text` as this file is encoded, byte order mark included. For [`Source::text`] the
    /// result is the file's bytes.
    ///
    /// # Errors
    ///
    /// When the encoding lacks a character of `text`.
    pub fn encode(&self, text: &str) -> Result<Vec<u8>, EncodeError> {
        let mut bytes = if self.has_bom { BOM.to_vec() } else { Vec::new() };
        self.encoding.encode(text, &mut bytes)?;
        Ok(bytes)
    }

    /// The file's bytes, as they were read.
    ///
    /// # Panics
    ///
    /// Never: a `Source` whose text does not encode to its bytes is not made.
    pub fn bytes(&self) -> Vec<u8> {
        self.encode(&self.text).expect("decoded text encodes again")
    }

    /// Where `offset`, a byte offset into the text, stands; past the end means the end.
    pub fn line_column(&self, offset: TextSize) -> LineColumn {
        self.lines().line_column(&self.text, offset)
    }

    /// The text range of the 1-based `line`, its line end included; empty past the end.
    pub fn line_range(&self, line: usize) -> TextRange {
        self.lines().range(line)
    }

    /// The line end that most lines have: `"\n"`, `"\r\n"` or `"\r"`. `"\n"` when there is none.
    pub fn newline(&self) -> &'static str {
        lines::dominant_newline(&self.text)
    }

    fn lines(&self) -> &Lines {
        self.lines.get_or_init(|| Lines::new(&self.text))
    }
}

/// Reads the bytes of the file at `path`, for [`Source::from_bytes`].
///
/// # Errors
///
/// When it is not a file, cannot be read, or is larger than [`MAX_SIZE`].
pub fn read_bytes(path: &Path) -> Result<Vec<u8>, SourceError> {
    let mut bytes = Vec::new();
    read_into(path, &mut bytes)?;
    Ok(bytes)
}

/// The same, into `bytes`, whose memory is used again and whose content is lost.
///
/// # Errors
///
/// As [`read_bytes`]; `bytes` is then empty or holds a part of the file.
pub fn read_into(path: &Path, bytes: &mut Vec<u8>) -> Result<(), SourceError> {
    bytes.clear();
    let file = open(path)?;
    let metadata = file.metadata()?;
    if !metadata.is_file() {
        return Err(SourceError::NotAFile);
    }
    if metadata.len() > MAX_SIZE {
        return Err(SourceError::TooLarge(metadata.len()));
    }
    bytes.reserve(usize::try_from(metadata.len()).unwrap_or(0) + 1);
    // A file may grow while it is read.
    file.take(MAX_SIZE + 1).read_to_end(bytes)?;
    Ok(())
}

/// Opens the file at `path`, or whatever is there, at once: to open a named pipe would wait for a writer.
#[cfg(unix)]
fn open(path: &Path) -> Result<fs::File, SourceError> {
    use std::os::unix::fs::OpenOptionsExt;
    Ok(fs::OpenOptions::new().read(true).custom_flags(libc::O_NONBLOCK).open(path)?)
}

/// Opens the file at `path`.
#[cfg(not(unix))]
fn open(path: &Path) -> Result<fs::File, SourceError> {
    match fs::metadata(path)?.is_file() {
        true => Ok(fs::File::open(path)?),
        false => Err(SourceError::NotAFile),
    }
}

impl SourceError {
    /// The 1-based line it happened on, where there is one.
    pub fn line(&self) -> Option<usize> {
        match *self {
            Self::Binary { line, .. }
            | Self::UnknownEncoding { line, .. }
            | Self::BomContradicted { line, .. }
            | Self::Undecodable { line, .. } => Some(line),
            Self::Unreadable(_) | Self::NotAFile | Self::TooLarge(_) | Self::Irreversible(_) => {
                None
            }
        }
    }
}

impl fmt::Display for SourceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(error) => write!(f, "cannot be read: {error}"),
            Self::NotAFile => f.write_str("not a regular file; name Python files or folders"),
            Self::TooLarge(size) => {
                write!(f, "{} MB, and more than 10 MB is not read", size.div_ceil(1_000_000))?;
                f.write_str("; split or exclude the file")
            }
            Self::Binary { offset, .. } => {
                write!(f, "binary (a NUL byte at offset {offset}); exclude the file")
            }
            Self::UnknownEncoding { name, .. } => {
                write!(f, "the coding line names `{name}`, an encoding that is not known here")?;
                f.write_str("; convert the file to UTF-8 or exclude it")
            }
            Self::BomContradicted { name, .. } => {
                write!(f, "a UTF-8 byte order mark, but the coding line names `{name}`")?;
                f.write_str("; remove one of the two")
            }
            Self::Undecodable { encoding: "UTF-8", byte, offset, .. } => {
                write!(f, "not UTF-8 (byte 0x{byte:02X} at offset {offset})")?;
                f.write_str("; add a coding line or exclude the file")
            }
            Self::Undecodable { encoding, byte, offset, .. } => {
                write!(f, "not {encoding} (byte 0x{byte:02X} at offset {offset})")?;
                f.write_str("; correct the coding line or exclude the file")
            }
            Self::Irreversible(encoding) => {
                write!(f, "its {encoding} text cannot be written back to the same bytes")?;
                f.write_str("; convert the file to UTF-8 or exclude it")
            }
        }
    }
}

impl std::error::Error for SourceError {}

impl From<io::Error> for SourceError {
    fn from(error: io::Error) -> Self {
        Self::Unreadable(describe(&error))
    }
}

impl From<SourceError> for Failure {
    fn from(error: SourceError) -> Self {
        Self { line: error.line(), message: error.to_string() }
    }
}

impl fmt::Display for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { character, encoding, .. } = self;
        write!(
            f,
            "the file's encoding, {encoding}, has no {character:?} (U+{:04X})",
            u32::from(*character)
        )?;
        f.write_str("; convert the file to UTF-8")
    }
}

impl std::error::Error for EncodeError {}

impl From<EncodeError> for Failure {
    fn from(error: EncodeError) -> Self {
        Self { line: Some(error.line), message: error.to_string() }
    }
}

/// What the system says, in lower case and without its number: "permission denied".
pub(crate) fn describe(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or_default();
    let mut letters = text.chars();
    letters.next().map(char::to_lowercase).into_iter().flatten().chain(letters).collect()
}
