//! Computing many deadlines at once: each line of a file asks, and a line of the answer says what
//! came of it.
//!
//! The file is whole before the answer begins: a client that sends a million questions before it
//! reads an answer waits for nobody. No more than a few hundred of them are held.

use super::compute_api::{self, Compute, ComputeAsOf, ComputedDeadline};
use crate::access::context::Context;
use crate::app::App;
use crate::db::Connection;
use crate::error::{Error, Fault, Result};
use crate::http::download::{PieceSender, pieces};
use crate::http::problem::{self, ProblemContext};
use crate::http::upload::JSON_LINES;
use crate::law::engine::Warning;
use crate::people::offices;
use crate::unparsed::Unparsed;
use crate::unparsed::lines::NumberedLines;
use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use actix_web::web::{Bytes, Data};
use serde::Serialize;
use serde_json::value::RawValue;
use std::collections::HashMap;
use std::fs::File;
use std::io::BufReader;
use std::sync::Arc;

/// The lines that are computed in one turn of the lane.
const LINES: usize = 256;
/// The longest line that is read, in bytes.
const LONGEST_LINE: usize = 64 * 1024;
/// The offices that are remembered for the next lines.
const OFFICES: usize = 1000;

/// Somebody who asks for many deadlines.
pub struct ManyComputations {
    app: Data<App>,
    caller: Arc<Context>,
    as_of: Arc<ComputeAsOf>,
    asked: Arc<ProblemContext>,
    /// What the law reads in the place of an office, by the way in which it is written.
    offices: HashMap<String, String>,
}

/// A line that asks, and what it asks.
struct Question {
    line: i32,
    asked: Result<Compute>,
}

/// What came of a line.
#[derive(Serialize)]
struct ComputedLine {
    line: i32,
    #[serde(skip_serializing_if = "Option::is_none")]
    deadlines: Option<Vec<ComputedDeadline>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<Warning>,
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<Box<RawValue>>,
}

type Questions = NumberedLines<BufReader<File>>;

impl ManyComputations {
    /// Somebody who asks with this request.
    #[must_use]
    pub fn new(app: Data<App>, caller: Context, as_of: ComputeAsOf, asked: ProblemContext) -> Self {
        let (caller, as_of, asked) = (Arc::new(caller), Arc::new(as_of), Arc::new(asked));
        Self { app, caller, as_of, asked, offices: HashMap::new() }
    }

    /// 200, and then a line for each line of the file that is not empty, in their order.
    ///
    /// # Errors
    /// 503 where too much is being computed already.
    pub async fn answer(mut self, file: File) -> Result<HttpResponse> {
        let lines = NumberedLines::of(BufReader::with_capacity(256 * 1024, file), LONGEST_LINE);
        let (lines, first) = self.next(lines).await?;
        let (sender, pieces) = pieces();
        actix_web::rt::spawn(async move {
            if let Err(error) = self.feed(lines, first, &sender).await {
                tracing::warn!(error = %error, "an answer of many computations was cut short");
                sender.fail().await;
            }
        });
        Ok(HttpResponse::Ok()
            .insert_header((CONTENT_TYPE, JSON_LINES))
            .insert_header((CACHE_CONTROL, "no-store"))
            .streaming(pieces))
    }

    async fn feed(&mut self, mut lines: Questions, first: Vec<u8>, sender: &PieceSender) -> Result<()> {
        let mut piece = first;
        while !piece.is_empty() {
            if !sender.send(Bytes::from(piece)).await {
                return Ok(());
            }
            (lines, piece) = self.next(lines).await?;
        }
        Ok(())
    }

    /// The answers to the next lines; nothing, where there are no more.
    async fn next(&mut self, lines: Questions) -> Result<(Questions, Vec<u8>)> {
        let (me, as_of) = (self.caller.user.id, self.as_of.clone());
        let (lines, questions) = self.app.compute(me, move || questions(lines, &as_of)).await?;
        let questions = self.placed(questions).await?;
        let (caller, asked) = (self.caller.clone(), self.asked.clone());
        let answers = self.app.compute(me, move || answers(&caller, questions, &asked)).await?;
        Ok((lines, answers))
    }

    /// The questions, with each office of the organisation's own read as what the law knows.
    async fn placed(&mut self, mut questions: Vec<Question>) -> Result<Vec<Question>> {
        if self.offices.len() > OFFICES {
            self.offices.clear();
        }
        let asked = questions.iter().filter_map(|question| question.asked.as_ref().ok()?.office.clone());
        let mut new: Vec<_> = asked.filter(|office| !self.offices.contains_key(office)).collect();
        new.sort();
        new.dedup();
        if !new.is_empty() {
            let organization = self.caller.user.organization_id;
            let read = self.app.read(move |connection: &mut Connection| {
                let named = |office: String| {
                    let read_as = offices::service::named(connection, organization, &office)?.own.read_as;
                    let read_as = read_as.unwrap_or_else(|| office.clone());
                    Ok((office, read_as))
                };
                new.into_iter().map(named).collect::<Result<Vec<_>>>()
            });
            self.offices.extend(read.await?);
        }
        for question in &mut questions {
            if let Ok(Compute { office: Some(office), .. }) = &mut question.asked
                && let Some(read_as) = self.offices.get(office)
            {
                office.clone_from(read_as);
            }
        }
        Ok(questions)
    }
}

/// The next lines, and what they ask.
fn questions(mut lines: Questions, as_of: &ComputeAsOf) -> Result<(Questions, Vec<Question>)> {
    let (mut questions, mut line) = (Vec::with_capacity(LINES), Vec::new());
    while questions.len() < LINES
        && let Some(read) = lines.next_into(&mut line).map_err(|error| Error::internal(error.to_string()))?
    {
        let asked = if read.is_too_long {
            Err(too_long())
        } else {
            Unparsed::<Compute>::text(std::mem::take(&mut line)).parse().and_then(|asked| as_of.onto(asked))
        };
        questions.push(Question { line: read.number, asked });
    }
    Ok((lines, questions))
}

fn answers(caller: &Context, questions: Vec<Question>, asked: &ProblemContext) -> Result<Vec<u8>> {
    let mut answers = Vec::with_capacity(questions.len().saturating_mul(2048));
    for Question { line, asked: question } in questions {
        let answer = match question.and_then(|question| compute_api::compute(caller, &question)) {
            Ok(computed) => ComputedLine {
                line,
                deadlines: Some(computed.deadlines),
                warnings: computed.warnings,
                problem: None,
            },
            Err(refused) => {
                let document = String::from_utf8(problem::document(&refused, asked)?);
                let document = document.map_err(|error| Error::internal(error.to_string()))?;
                let problem = Some(RawValue::from_string(document)?);
                ComputedLine { line, deadlines: None, warnings: Vec::new(), problem }
            }
        };
        serde_json::to_writer(&mut answers, &answer)?;
        answers.push(b'\n');
    }
    Ok(answers)
}

fn too_long() -> Error {
    Error::invalid(vec![Fault::body(
        "",
        "line_too_long",
        "The line is longer than 64 KiB: no question is. Check that each stands on a line of its own.",
        "La ligne dépasse 64 Kio : aucune question n'est aussi longue. Vérifiez que chacune occupe sa propre ligne.",
    )])
}
