//! How bytes become characters: PEP 263, with the encodings that Python and `encoding_rs` share.

use encoding_rs::{DecoderResult, EncoderResult};

use super::{EncodeError, SourceError, lines};

/// An encoding of Python source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    Utf8,
    Ascii,
    /// The first 256 characters of Unicode. `encoding_rs` has only windows-1252 under this name.
    Latin1,
    Legacy(&'static encoding_rs::Encoding),
}

/// What a coding line says.
struct Cookie<'a> {
    name: &'a str,
    line: usize,
}

impl Encoding {
    /// The encoding that Python would read `bytes` in.
    pub(super) fn detect(bytes: &[u8]) -> Result<Self, SourceError> {
        let marked = bytes.strip_prefix(super::BOM);
        let Some(cookie) = find_cookie(marked.unwrap_or(bytes)) else { return Ok(Self::Utf8) };
        let (name, line) = (cookie.name.to_owned(), cookie.line);
        match (Self::named(cookie.name), marked) {
            (Some(Self::Utf8), _) => Ok(Self::Utf8),
            (_, Some(_)) => Err(SourceError::BomContradicted { name, line }),
            (Some(encoding), None) => Ok(encoding),
            (None, None) => Err(SourceError::UnknownEncoding { name, line }),
        }
    }

    /// The encoding that Python knows by `name`. Case and separators do not count, and what editors
    /// append, as in `utf-8-unix`, is passed over where Python does.
    fn named(name: &str) -> Option<Self> {
        let dashed = name.to_ascii_lowercase().replace('_', "-");
        let is_or_extends = |base: &str| {
            dashed.strip_prefix(base).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
        };
        if is_or_extends("utf-8") {
            return Some(Self::Utf8);
        }
        if ["latin-1", "iso-8859-1", "iso-latin-1"].into_iter().any(is_or_extends) {
            return Some(Self::Latin1);
        }
        let bare: String = dashed.chars().filter(char::is_ascii_alphanumeric).collect();
        Self::by_bare_name(&bare)
    }

    fn by_bare_name(bare: &str) -> Option<Self> {
        Some(match bare {
            "u8" | "utf" | "utf8" | "utf8sig" | "utf8ucs2" | "utf8ucs4" | "cp65001" => Self::Utf8,
            "646" | "ansix341968" | "ansix341986" | "ascii" | "cp367" | "csascii" | "ibm367"
            | "iso646irv1991" | "iso646us" | "isoir6" | "us" | "usascii" => Self::Ascii,
            "8859" | "cp819" | "csisolatin1" | "ibm819" | "iso8859" | "iso88591"
            | "iso885911987" | "isoir100" | "l1" | "latin" | "latin1" => Self::Latin1,
            _ => Self::Legacy(single_byte(bare).or_else(|| multi_byte(bare))?),
        })
    }

    fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Ascii => "ASCII",
            Self::Latin1 => "ISO-8859-1",
            Self::Legacy(encoding) => encoding.name(),
        }
    }

    /// The text of `bytes` after the first `skip`.
    pub(super) fn decode(self, mut bytes: Vec<u8>, skip: usize) -> Result<String, SourceError> {
        let undecodable = |bytes: &[u8], offset: usize| SourceError::Undecodable {
            encoding: self.name(),
            byte: bytes.get(offset).copied().unwrap_or_default(),
            offset,
            line: lines::line_at(bytes, offset),
        };
        match self {
            Self::Utf8 => match std::str::from_utf8(&bytes) {
                Err(error) => Err(undecodable(&bytes, error.valid_up_to())),
                Ok(_) => {
                    bytes.drain(..skip);
                    String::from_utf8(bytes).map_err(|error| {
                        undecodable(error.as_bytes(), error.utf8_error().valid_up_to())
                    })
                }
            },
            Self::Ascii => match bytes.iter().position(|byte| !byte.is_ascii()) {
                Some(offset) => Err(undecodable(&bytes, offset)),
                None => Ok(bytes.into_iter().map(char::from).collect()),
            },
            Self::Latin1 => Ok(bytes.into_iter().map(char::from).collect()),
            Self::Legacy(encoding) => {
                let text = decode_legacy(encoding, &bytes)
                    .map_err(|offset| undecodable(&bytes, offset))?;
                let mut again = Vec::with_capacity(bytes.len());
                match self.encode(&text, &mut again) {
                    Ok(()) if again == bytes => Ok(text),
                    Ok(()) | Err(_) => Err(SourceError::Irreversible(self.name())),
                }
            }
        }
    }

    /// Appends `text` to `bytes`.
    pub(super) fn encode(self, text: &str, bytes: &mut Vec<u8>) -> Result<(), EncodeError> {
        let highest = match self {
            Self::Utf8 => {
                bytes.extend_from_slice(text.as_bytes());
                return Ok(());
            }
            Self::Legacy(encoding) => {
                return encode_legacy(encoding, text, bytes)
                    .map_err(|(offset, character)| self.lacks(text, offset, character));
            }
            Self::Ascii => 0x7F,
            Self::Latin1 => 0xFF,
        };
        for (offset, character) in text.char_indices() {
            match u8::try_from(character) {
                Ok(byte) if byte <= highest => bytes.push(byte),
                Ok(_) | Err(_) => return Err(self.lacks(text, offset, character)),
            }
        }
        Ok(())
    }

    fn lacks(self, text: &str, offset: usize, character: char) -> EncodeError {
        let line = lines::line_at(text.as_bytes(), offset);
        EncodeError { line, character, encoding: self.name() }
    }
}

fn single_byte(bare: &str) -> Option<&'static encoding_rs::Encoding> {
    Some(match bare {
        "cp1250" | "1250" | "windows1250" => encoding_rs::WINDOWS_1250,
        "cp1251" | "1251" | "windows1251" => encoding_rs::WINDOWS_1251,
        "cp1252" | "1252" | "windows1252" => encoding_rs::WINDOWS_1252,
        "cp1253" | "1253" | "windows1253" => encoding_rs::WINDOWS_1253,
        "cp1254" | "1254" | "windows1254" => encoding_rs::WINDOWS_1254,
        "cp1255" | "1255" | "windows1255" => encoding_rs::WINDOWS_1255,
        "cp1256" | "1256" | "windows1256" => encoding_rs::WINDOWS_1256,
        "cp1257" | "1257" | "windows1257" => encoding_rs::WINDOWS_1257,
        "cp1258" | "1258" | "windows1258" => encoding_rs::WINDOWS_1258,
        "cp866" | "866" | "csibm866" | "ibm866" => encoding_rs::IBM866,
        "cp874" | "iso885911" | "iso8859112001" | "thai" | "tis620" | "tis6200" | "tis62025290"
        | "tis62025291" | "isoir166" => encoding_rs::WINDOWS_874,
        "iso88592" | "iso885921987" | "csisolatin2" | "isoir101" | "l2" | "latin2" => {
            encoding_rs::ISO_8859_2
        }
        "iso88593" | "iso885931988" | "csisolatin3" | "isoir109" | "l3" | "latin3" => {
            encoding_rs::ISO_8859_3
        }
        "iso88594" | "iso885941988" | "csisolatin4" | "isoir110" | "l4" | "latin4" => {
            encoding_rs::ISO_8859_4
        }
        "iso88595" | "iso885951988" | "csisolatincyrillic" | "cyrillic" | "isoir144" => {
            encoding_rs::ISO_8859_5
        }
        "iso88596" | "iso885961987" | "arabic" | "asmo708" | "csisolatinarabic" | "ecma114"
        | "isoir127" => encoding_rs::ISO_8859_6,
        "iso88597" | "iso885971987" | "csisolatingreek" | "ecma118" | "elot928" | "greek"
        | "greek8" | "isoir126" => encoding_rs::ISO_8859_7,
        "iso88598" | "iso885981988" | "csisolatinhebrew" | "hebrew" | "isoir138" => {
            encoding_rs::ISO_8859_8
        }
        "iso88599" | "iso885991989" | "csisolatin5" | "isoir148" | "l5" | "latin5" => {
            encoding_rs::WINDOWS_1254
        }
        "iso885910" | "iso8859101992" | "csisolatin6" | "isoir157" | "l6" | "latin6" => {
            encoding_rs::ISO_8859_10
        }
        "iso885913" | "l7" | "latin7" => encoding_rs::ISO_8859_13,
        "iso885914" | "iso8859141998" | "isoceltic" | "isoir199" | "l8" | "latin8" => {
            encoding_rs::ISO_8859_14
        }
        "iso885915" | "l9" | "latin9" => encoding_rs::ISO_8859_15,
        "iso885916" | "iso8859162001" | "isoir226" | "l10" | "latin10" => encoding_rs::ISO_8859_16,
        "koi8r" | "cskoi8r" => encoding_rs::KOI8_R,
        "koi8u" => encoding_rs::KOI8_U,
        "macroman" | "macintosh" => encoding_rs::MACINTOSH,
        "maccyrillic" => encoding_rs::X_MAC_CYRILLIC,
        _ => return None,
    })
}

fn multi_byte(bare: &str) -> Option<&'static encoding_rs::Encoding> {
    Some(match bare {
        "big5" | "big5tw" | "csbig5" | "xmactradchinese" | "big5hkscs" | "hkscs" | "cp950"
        | "950" | "ms950" => encoding_rs::BIG5,
        "eucjp" | "ujis" => encoding_rs::EUC_JP,
        "euckr" | "korean" | "ksc5601" | "ksc56011987" | "ksx1001" | "xmackorean" | "cp949"
        | "949" | "ms949" | "uhc" => encoding_rs::EUC_KR,
        "gb18030" | "gb180302000" => encoding_rs::GB18030,
        "gbk" | "936" | "cp936" | "ms936" | "gb2312" | "chinese" | "csiso58gb231280" | "euccn"
        | "eucgb2312cn" | "gb23121980" | "gb231280" | "isoir58" | "xmacsimpchinese" => {
            encoding_rs::GBK
        }
        "iso2022jp" | "csiso2022jp" => encoding_rs::ISO_2022_JP,
        "shiftjis" | "csshiftjis" | "sjis" | "xmacjapanese" | "cp932" | "932" | "ms932"
        | "mskanji" => encoding_rs::SHIFT_JIS,
        _ => return None,
    })
}

/// The text, or the offset of the first byte that has none.
fn decode_legacy(encoding: &'static encoding_rs::Encoding, bytes: &[u8]) -> Result<String, usize> {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let capacity = decoder.max_utf8_buffer_length_without_replacement(bytes.len()).unwrap_or(0);
    let mut text = String::with_capacity(capacity);
    match decoder.decode_to_string_without_replacement(bytes, &mut text, true) {
        (DecoderResult::InputEmpty, _) => Ok(text),
        (DecoderResult::Malformed(length, after), read) => {
            Err(read.saturating_sub(usize::from(length) + usize::from(after)))
        }
        (DecoderResult::OutputFull, read) => Err(read),
    }
}

/// Appends `text`; else the offset and the first character that the encoding lacks.
fn encode_legacy(
    encoding: &'static encoding_rs::Encoding,
    text: &str,
    bytes: &mut Vec<u8>,
) -> Result<(), (usize, char)> {
    let mut encoder = encoding.new_encoder();
    let mut done = 0;
    loop {
        let rest = text.get(done..).unwrap_or_default();
        let wanted = encoder.max_buffer_length_from_utf8_without_replacement(rest.len());
        bytes.reserve(wanted.unwrap_or(rest.len()) + 16);
        let (result, read) = encoder.encode_from_utf8_to_vec_without_replacement(rest, bytes, true);
        done += read;
        match result {
            EncoderResult::InputEmpty => return Ok(()),
            EncoderResult::OutputFull => {}
            EncoderResult::Unmappable(character) => {
                return Err((done.saturating_sub(character.len_utf8()), character));
            }
        }
    }
}

/// The coding line of PEP 263: a comment on line 1, or on line 2 after a blank line or a comment.
fn find_cookie(bytes: &[u8]) -> Option<Cookie<'_>> {
    let mut start = 0;
    for (line, end) in lines::line_ends(bytes).chain([bytes.len()]).take(2).enumerate() {
        let text = bytes.get(start..end)?.trim_ascii_start();
        start = end;
        match text.strip_prefix(b"#") {
            Some(comment) => {
                if let Some(name) = named_in(comment) {
                    return Some(Cookie { name, line: line + 1 });
                }
            }
            None if text.is_empty() => {}
            None => return None,
        }
    }
    None
}

/// What follows the first `coding:` or `coding=` that a name follows.
fn named_in(comment: &[u8]) -> Option<&str> {
    memchr::memmem::find_iter(comment, "coding").find_map(|at| {
        let (separator, rest) = comment.get(at + "coding".len()..)?.split_first()?;
        if !matches!(separator, b':' | b'=') {
            return None;
        }
        let blanks = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        let rest = rest.get(blanks..)?;
        let in_name =
            |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
        let length = rest.iter().take_while(in_name).count();
        std::str::from_utf8(rest.get(..length)?).ok().filter(|name| !name.is_empty())
    })
}
