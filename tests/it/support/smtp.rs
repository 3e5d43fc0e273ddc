//! A small mail server: it takes messages and keeps them, and fails where it is told to.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use greffe::duties::notifications::mail::Mailer;
use std::collections::VecDeque;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// What the server does with the next message, where it does not take it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It refuses the recipient for the time being.
    Refuse,
    /// It closes the connection as soon as it is greeted.
    HangUp,
    /// It takes the text and closes the connection without a word.
    HangUpAfterData,
}

/// A message that was taken.
#[derive(Clone, Debug)]
pub struct Message {
    /// To whom, as the envelope says.
    pub to: String,
    /// The headers, unfolded.
    pub headers: Vec<(String, String)>,
    /// The text, decoded.
    pub body: String,
}

#[derive(Default)]
struct Shared {
    taken: Mutex<Vec<Message>>,
    faults: Mutex<VecDeque<Fault>>,
}

/// The server. Its thread ends with the process.
pub struct MailServer {
    address: SocketAddr,
    shared: Arc<Shared>,
}

impl MailServer {
    /// Starts one on a free port.
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::new(Shared::default());
        let inner = shared.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let inner = inner.clone();
                // Whoever hangs up in the middle ends the conversation, and nothing else.
                std::thread::spawn(move || drop(converse(&stream, &inner)));
            }
        });
        Self { address, shared }
    }

    /// Its URL.
    pub fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    /// A way to it.
    pub fn mailer(&self) -> Mailer {
        Mailer::new(&self.url().into(), "Greffe <greffe@example.org>").unwrap()
    }

    /// What it does with the next messages.
    pub fn fails(&self, faults: &[Fault]) {
        self.shared.faults.lock().unwrap().extend(faults);
    }

    /// What it has taken so far.
    pub fn taken(&self) -> Vec<Message> {
        self.shared.taken.lock().unwrap().clone()
    }
}

impl Message {
    /// A header's value, decoded.
    #[track_caller]
    pub fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        &found.unwrap_or_else(|| panic!("no {name} in {:?}", self.headers)).1
    }
}

fn converse(stream: &TcpStream, shared: &Shared) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let mut out = stream;
    let fault = shared.faults.lock().unwrap().pop_front();
    if fault == Some(Fault::HangUp) {
        return Ok(());
    }
    out.write_all(b"220 mail.example.org\r\n")?;
    let mut to = String::new();
    while let Some(line) = lines.next().transpose()? {
        let verb = line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
        let answer: &[u8] = match verb.as_str() {
            "EHLO" => b"250-mail.example.org\r\n250 8BITMIME\r\n",
            "RCPT" if fault == Some(Fault::Refuse) => b"451 not now, <secret@example.org>\r\n",
            "RCPT" => {
                to = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
                b"250 ok\r\n"
            }
            "DATA" => {
                out.write_all(b"354 go on\r\n")?;
                let mut text = Vec::new();
                while let Some(line) = lines.next().transpose()? {
                    if line == "." {
                        break;
                    }
                    text.push(line.strip_prefix('.').unwrap_or(&line).to_owned());
                }
                if fault == Some(Fault::HangUpAfterData) {
                    return Ok(());
                }
                shared.taken.lock().unwrap().push(read(&to, &text));
                b"250 taken\r\n"
            }
            "QUIT" => {
                out.write_all(b"221 bye\r\n")?;
                return Ok(());
            }
            _ => b"250 ok\r\n",
        };
        out.write_all(answer)?;
    }
    Ok(())
}

/// A message from its lines.
fn read(to: &str, lines: &[String]) -> Message {
    let end = lines.iter().position(String::is_empty).unwrap_or(lines.len());
    let mut headers: Vec<(String, String)> = Vec::new();
    for line in &lines[..end] {
        if let (Some(more), Some((_, value))) = (line.strip_prefix([' ', '\t']), headers.last_mut()) {
            value.push(' ');
            value.push_str(more);
            continue;
        }
        let (name, value) = line.split_once(':').unwrap();
        headers.push((name.to_owned(), value.trim().to_owned()));
    }
    for (_, value) in &mut headers {
        *value = words(value);
    }
    let body = lines[(end + 1).min(lines.len())..].join("\n");
    let encoding = headers.iter().find(|(name, _)| name == "Content-Transfer-Encoding");
    let body = match encoding.map(|(_, value)| value.as_str()) {
        Some("base64") => {
            String::from_utf8(STANDARD.decode(body.replace('\n', "")).unwrap()).unwrap().replace('\r', "")
        }
        Some("quoted-printable") => quoted(&body.replace("=\n", "")),
        _ => body,
    };
    Message { to: to.to_owned(), headers, body }
}

/// Encoded words (RFC 2047) as text; what is between two of them does not count.
fn words(value: &str) -> String {
    let mut text = String::new();
    let mut was_encoded = false;
    for word in value.split(' ') {
        let inner = word.strip_prefix("=?utf-8?b?").and_then(|word| word.strip_suffix("?="));
        let follows_on = was_encoded && inner.is_some();
        if !(text.is_empty() || follows_on) {
            text.push(' ');
        }
        was_encoded = inner.is_some();
        match inner {
            Some(inner) => text.push_str(std::str::from_utf8(&STANDARD.decode(inner).unwrap()).unwrap()),
            None => text.push_str(word),
        }
    }
    text
}

fn quoted(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, more)) = rest.split_first() {
        if *first == b'=' {
            let code = std::str::from_utf8(&more[..2]).unwrap();
            bytes.push(u8::from_str_radix(code, 16).unwrap());
            rest = &more[2..];
        } else {
            bytes.push(*first);
            rest = more;
        }
    }
    String::from_utf8(bytes).unwrap()
}
