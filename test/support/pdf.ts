import {
  decodePDFRawStream,
  PDFArray,
  type PDFContext,
  PDFDict,
  PDFDocument,
  PDFHexString,
  PDFName,
  PDFNumber,
  type PDFObject,
  type PDFPage,
  PDFRawStream,
} from '@cantoo/pdf-lib';

/** A PDF as a reader opens it. */
export interface OpenedDocument {
  document: PDFDocument;
  /** The lines of text on each page, in the order in which they are drawn. */
  pages: string[][];
  /** Those of all pages. */
  lines: string[];
}

/** Opens a PDF whose texts are in Windows-1252. */
export async function openDocument(bytes: Uint8Array): Promise<OpenedDocument> {
  const document = await PDFDocument.load(bytes, { updateMetadata: false });
  const pages = document.getPages().map(linesOn);
  return { document, pages, lines: pages.flat() };
}

function linesOn({ doc, node }: PDFPage): string[] {
  const contents = node.Contents();
  const streams = contents instanceof PDFArray ? contents.asArray() : contents ? [contents] : [];
  const text = streams.map((stream) => contentOf(doc.context, stream)).join('\n');
  return [...text.matchAll(/<([0-9A-F]*)> Tj/g)].map(([, hex = '']) => decode(hex));
}

function contentOf(context: PDFContext, stream: PDFObject): string {
  const found = context.lookup(stream);
  if (!(found instanceof PDFRawStream)) throw new Error('a page consists of streams');
  return Buffer.from(decodePDFRawStream(found).decode()).toString('latin1');
}

function decode(hex: string): string {
  return new TextDecoder('windows-1252').decode(Buffer.from(hex, 'hex'));
}

/** A text that is drawn: the page that it is on, and its number there. */
export interface Mark {
  page: number;
  id: number;
}

/** A node of the tree by which a document is read aloud: its type, and what it says itself. */
export interface Node {
  tag: string;
  actualText: string | undefined;
  /** Of the heading of a table, what it stands for. */
  scope: string | undefined;
  children: (Node | Mark)[];
}

/** The tree by which a document is read aloud. */
export function structureOf(document: PDFDocument): Node {
  const root = document.catalog.lookup(PDFName.of('StructTreeRoot'), PDFDict);
  return nodeOf(document, root.lookup(PDFName.of('K'), PDFDict));
}

function nodeOf(document: PDFDocument, node: PDFDict): Node {
  const attributes = node.lookupMaybe(PDFName.of('A'), PDFDict);
  return {
    tag: node.lookup(PDFName.of('S'), PDFName).decodeText(),
    actualText: node.lookupMaybe(PDFName.of('ActualText'), PDFHexString)?.decodeText(),
    scope: attributes?.lookup(PDFName.of('Scope'), PDFName).decodeText(),
    children: node
      .lookup(PDFName.of('K'), PDFArray)
      .asArray()
      .map((child) => childOf(document, child)),
  };
}

function childOf(document: PDFDocument, child: PDFObject): Node | Mark {
  const found = document.context.lookup(child, PDFDict);
  if (!found.has(PDFName.of('MCID'))) return nodeOf(document, found);
  const page = document.getPages().findIndex(({ ref }) => ref === found.get(PDFName.of('Pg')));
  return { page, id: found.lookup(PDFName.of('MCID'), PDFNumber).asNumber() };
}
