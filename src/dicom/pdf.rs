//! One page of text as PDF (ISO 32000-1), as printers of reports write it.

use flate2::Compression;
use flate2::write::ZlibEncoder;
use pdf_writer::Content;
use pdf_writer::Filter;
use pdf_writer::Finish;
use pdf_writer::Name;
use pdf_writer::Pdf;
use pdf_writer::Rect;
use pdf_writer::Ref;
use pdf_writer::Str;
use pdf_writer::TextStr;
use std::io::Write;

/// A page before it is written. Text is ASCII: the simple font shows nothing else.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// Lines of text, from above.
    pub lines: Vec<String>,
    /// Whether the content stream is deflated (FlateDecode).
    pub deflated: bool,
    /// Properties of the document; none where it is `None`.
    pub properties: Option<Properties>,
}

/// Properties of a document, in the Info dictionary and as XMP.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Properties {
    /// Title.
    pub title: String,
    /// Author.
    pub author: String,
    /// Keywords.
    pub keywords: String,
}

impl Page {
    /// The bytes of the file, of even number.
    pub fn written(&self) -> Vec<u8> {
        let [catalog, tree, page, font, content, info, metadata] = [1, 2, 3, 4, 5, 6, 7].map(Ref::new);
        let mut pdf = Pdf::new();
        let mut root = pdf.catalog(catalog);
        root.pages(tree);
        if self.properties.is_some() {
            root.metadata(metadata);
        }
        root.finish();
        pdf.pages(tree).kids([page]).count(1);
        let mut sheet = pdf.page(page);
        // A4 in points.
        sheet.media_box(Rect::new(0.0, 0.0, 595.0, 842.0)).parent(tree).contents(content);
        sheet.resources().fonts().pair(Name(b"F1"), font);
        sheet.finish();
        pdf.type1_font(font).base_font(Name(b"Helvetica"));
        let text = self.text();
        if self.deflated {
            pdf.stream(content, &deflated(&text)).filter(Filter::FlateDecode);
        } else {
            pdf.stream(content, &text);
        }
        if let Some(properties) = &self.properties {
            pdf.document_info(info)
                .title(TextStr(&properties.title))
                .author(TextStr(&properties.author))
                .keywords(TextStr(&properties.keywords));
            pdf.metadata(metadata, properties.xmp().as_bytes());
        }
        let mut bytes = pdf.finish();
        if !bytes.len().is_multiple_of(2) {
            // Readers of PDF skip white space at the end; a NUL of DICOM's padding some do not.
            bytes.push(b'\n');
        }
        bytes
    }

    fn text(&self) -> Vec<u8> {
        let mut content = Content::new();
        content.begin_text().set_font(Name(b"F1"), 11.0).set_leading(16.0).next_line(60.0, 780.0);
        for line in &self.lines {
            content.show(Str(line.as_bytes())).next_line_using_leading();
        }
        content.end_text();
        content.finish().into_vec()
    }
}

impl Properties {
    /// The properties as XMP (ISO 16684-1).
    fn xmp(&self) -> String {
        let Self { title, author, keywords } = self;
        format!(
            "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n\
             <x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n\
             <rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
             xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\">\n\
             <dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">{title}</rdf:li></rdf:Alt></dc:title>\n\
             <dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>\n\
             <pdf:Keywords>{keywords}</pdf:Keywords>\n\
             </rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"w\"?>"
        )
    }
}

/// The bytes as zlib packs them (RFC 1950). Memory takes every byte, so nothing can fail.
fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    let packed = encoder.write_all(bytes).and_then(|()| encoder.finish());
    packed.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::read::ZlibDecoder;
    use std::io::Read;

    fn contains(bytes: &[u8], text: &str) -> bool {
        bytes.windows(text.len()).any(|window| window == text.as_bytes())
    }

    #[test]
    fn a_plain_page_shows_its_text_and_a_deflated_one_hides_it() {
        let mut lines = vec!["Patient: Okafor-Lindqvist, Anna".to_owned()];
        // A very short stream is stored as it is.
        lines.extend(["The examination", "The examination again", "The examination at last"].map(str::to_owned));
        let plain = Page { lines: lines.clone(), ..Page::default() }.written();
        let hidden = Page { lines, deflated: true, ..Page::default() }.written();
        assert!(plain.starts_with(b"%PDF-") && hidden.starts_with(b"%PDF-"));
        assert!(contains(&plain, "Okafor-Lindqvist") && !contains(&hidden, "Okafor"));
        let stream = hidden.windows(7).position(|window| window == b"stream\n").expect("a stream") + 7;
        let mut text = Vec::new();
        ZlibDecoder::new(&hidden[stream..]).read_to_end(&mut text).expect("zlib");
        assert!(contains(&text, "Okafor-Lindqvist"));
    }

    #[test]
    fn properties_stand_in_the_info_dictionary_and_in_the_metadata() {
        let properties = Properties { title: "Okafor".to_owned(), ..Properties::default() };
        let bytes = Page { properties: Some(properties), ..Page::default() }.written();
        assert!(contains(&bytes, "/Title (Okafor)") && contains(&bytes, ">Okafor</rdf:li>"));
        assert_eq!(bytes.len() % 2, 0);
    }
}
