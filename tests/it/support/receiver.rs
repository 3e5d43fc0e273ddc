//! A small receiver of webhooks: it keeps what it is sent, and answers as it is told to.

use std::collections::{HashMap, VecDeque};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What the receiver answers.
#[derive(Clone, Debug)]
pub enum Reply {
    /// This status, with these headers and this body.
    Status(u16, &'static str, String),
    /// 200, and a body that ends after a gigabyte.
    Gigabyte,
    /// Nothing, for as long as whoever asks waits.
    Silence,
}

impl Reply {
    /// This status, and no more.
    pub fn status(status: u16) -> Self {
        Self::Status(status, "", String::new())
    }
}

/// What was sent.
#[derive(Clone, Debug)]
pub struct Sent {
    /// The headers, by their names in small letters.
    pub headers: HashMap<String, String>,
    /// What it said.
    pub body: String,
}

impl Sent {
    /// The message.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap()
    }

    /// Its type.
    pub fn kind(&self) -> String {
        self.json()["type"].as_str().unwrap().to_owned()
    }

    /// The case that it is about; empty where it is about none.
    pub fn case(&self) -> String {
        self.json()["data"]["case_id"].as_str().unwrap_or_default().to_owned()
    }

    /// A header.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(String::as_str).unwrap_or_default()
    }
}

struct Shared {
    sent: Mutex<Vec<Sent>>,
    replies: Mutex<VecDeque<Reply>>,
    otherwise: Mutex<Reply>,
    written: AtomicU64,
    hangs_up: AtomicBool,
}

/// The receiver. Its threads end with the process.
pub struct Receiver {
    /// Where it listens.
    pub address: SocketAddr,
    shared: Arc<Shared>,
}

impl Receiver {
    /// Starts one on a free port, which takes whatever comes.
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::new(Shared {
            sent: Mutex::default(),
            replies: Mutex::default(),
            otherwise: Mutex::new(Reply::status(204)),
            written: AtomicU64::new(0),
            hangs_up: AtomicBool::new(false),
        });
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

    /// Its address for a webhook.
    pub fn url(&self) -> String {
        format!("http://{}/hook", self.address)
    }

    /// Answers the next requests with these, one each.
    pub fn answer_next(&self, replies: impl IntoIterator<Item = Reply>) {
        self.shared.replies.lock().unwrap().extend(replies);
    }

    /// Answers with this whatever it has no other answer for.
    pub fn answer(&self, reply: Reply) {
        *self.shared.otherwise.lock().unwrap() = reply;
    }

    /// All that it was sent so far, and forgets it.
    pub fn take(&self) -> Vec<Sent> {
        std::mem::take(&mut *self.shared.sent.lock().unwrap())
    }

    /// Hangs up on whoever it keeps waiting.
    pub fn hang_up(&self) {
        self.shared.hangs_up.store(true, Ordering::SeqCst);
    }

    /// How many bytes of bodies it has written.
    pub fn written(&self) -> u64 {
        self.shared.written.load(Ordering::SeqCst)
    }
}

fn converse(stream: &TcpStream, shared: &Shared) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let mut headers = HashMap::new();
    loop {
        line.clear();
        if reader.read_line(&mut line)? <= 2 {
            break;
        }
        let (name, value) = line.split_once(':').unwrap();
        headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
    }
    let length = headers.get("content-length").map_or(0, |length| length.parse().unwrap());
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    let sent = Sent { headers, body: String::from_utf8(body).unwrap() };
    let reply = {
        let otherwise = shared.otherwise.lock().unwrap().clone();
        let next = shared.replies.lock().unwrap().pop_front();
        shared.sent.lock().unwrap().push(sent);
        next.unwrap_or(otherwise)
    };
    let mut out = stream;
    match reply {
        Reply::Status(status, headers, body) => {
            let length = body.len();
            write!(
                out,
                "HTTP/1.1 {status} Said\r\n{headers}content-length: {length}\r\nconnection: close\r\n\r\n{body}"
            )?;
        }
        Reply::Gigabyte => {
            write!(out, "HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", 1_u64 << 30)?;
            let piece = vec![b'x'; 64 * 1024];
            for _ in 0..(1 << 14) {
                out.write_all(&piece)?;
                shared.written.fetch_add(piece.len().try_into().unwrap(), Ordering::SeqCst);
            }
        }
        Reply::Silence => {
            // Until the other side hangs up, or this one is told to.
            stream.set_read_timeout(Some(Duration::from_millis(20)))?;
            while !shared.hangs_up.load(Ordering::SeqCst) {
                match reader.read(&mut [0; 1]) {
                    Ok(_) => break,
                    Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {}
                    Err(error) => return Err(error),
                }
            }
        }
    }
    out.flush()
}
