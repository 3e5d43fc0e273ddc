#!/usr/bin/env bash
# infer 0.19.0 (Rust) tells an Office Open XML document by the names of its first parts, and takes Word documents and presentations
# that python-docx 1.2.0 and python-pptx 1.0.2 write for archives of no type (`application/zip`), while the workbook of openpyxl 3.1.5 is one: in
# the former the properties (`docProps/`) stand before the document. ECMA-376 (part 2) gives the parts no order; what the document
# is stands in `[Content_Types].xml`. file 5.44 names all three.
#
# Whoever lets files in by what infer says of them refuses, or stores without a type, what these libraries write. greffe reads
# `[Content_Types].xml` by the archive's directory (`matters/documents/packed.rs`).
# Needs a Rust toolchain and crates.io, Python with venv and PyPI.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check python-docx==1.2.0 python-pptx==1.0.2 openpyxl==3.1.5
"$folder/venv/bin/python" - "$folder" <<'PYTHON'
import sys
import docx, openpyxl, pptx
letter = docx.Document()
letter.add_paragraph("Dear Registrar,")
letter.save(f"{sys.argv[1]}/letter.docx")
pptx.Presentation().save(f"{sys.argv[1]}/slides.pptx")
openpyxl.Workbook().save(f"{sys.argv[1]}/table.xlsx")
PYTHON
mkdir "$folder/src"
cat >"$folder/Cargo.toml" <<'TOML'
[package]
name = "probe"
version = "0.1.0"
edition = "2021"

[dependencies]
infer = "=0.19.0"
TOML
cat >"$folder/src/main.rs" <<'RUST'
fn main() {
    for name in ["letter.docx", "slides.pptx", "table.xlsx"] {
        let bytes = std::fs::read(format!("{}/{name}", std::env::args().nth(1).unwrap())).unwrap();
        println!("{name}: {:?}, docx {}", infer::get(&bytes).map(|kind| kind.mime_type()), infer::doc::is_docx(&bytes));
    }
}
RUST
cargo run --quiet --manifest-path "$folder/Cargo.toml" -- "$folder" >"$folder/said"
cat "$folder/said"
diff - "$folder/said" <<'SEEN'
letter.docx: Some("application/zip"), docx false
slides.pptx: Some("application/zip"), docx false
table.xlsx: Some("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), docx false
SEEN
echo "as seen: a Word document whose properties stand first is an archive of no type"
