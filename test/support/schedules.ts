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
  PDFRawStream,
} from '@cantoo/pdf-lib';
import type { Circumstances } from '../../functions/schedule/circumstances.ts';
import type { components } from '../../openapi/generated/types.ts';

type Policy = components['schemas']['Policy'];

const eur = (amount: string) => ({ amount, currency: 'EUR' });

/** A motor policy that has not begun, in clear. */
export const shownPolicy: Policy = {
  policyId: 'pol_01KAHJ3M7C4N8X2V6B9Q1W5E0R',
  policyNumber: 'P26-7K3M-9Q2X-4T8V',
  version: 1,
  status: 'pending',
  product: 'motor',
  quoteId: 'quo_01KAE8Z2V0Q8M5T3S7R9XWYB4C',
  customerId: 'cus_01KAHJ3M7C9D5F1G7H3J8K2M6N',
  term: { start: '2026-12-01', end: '2027-12-01' },
  effective: { from: '2026-12-01', to: '2027-12-01' },
  coverage: 'TPL+',
  premium: {
    net: eur('1247.60'),
    taxes: [{ code: 'premium-tax', amount: eur('338.10') }],
    gross: eur('1585.70'),
  },
  rateBook: 'motor-be@1.0.0',
  policyholder: {
    givenName: 'Anna',
    familyName: 'Peeters',
    dateOfBirth: '1985-03-02',
    email: 'anna@example.com',
    phone: '+32470123456',
    address: { line1: 'Veldstraat 1', city: 'Gent', postcode: '9000', country: 'BE' },
  },
  vehicle: {
    vin: 'WVWZZZ1JZXW000001',
    plate: '1ABC234',
    powerKw: 66,
    firstRegistered: '2017-12-01',
    fuel: 'diesel',
    use: 'private',
    fleet: false,
  },
  driver: { dateOfBirth: '1985-03-02', bonusMalusLevel: 2 },
  address: { line1: 'Veldstraat 1', city: 'Gent', postcode: '9000', country: 'BE' },
  paymentPlan: 'annual',
  termsReceivedAt: '2026-11-25',
  createdAt: '2026-11-25T09:00:00.000Z',
};

/** What surrounds that policy. */
export const circumstances: Circumstances = {
  insurer: 'Example Insurance',
  issuedOn: '2026-11-25',
  coverEnd: '2027-12-01',
  renewable: true,
};

/** A PDF as a reader opens it. */
export interface OpenedDocument {
  document: PDFDocument;
  /** The lines of text on its first page, in the order in which they are drawn. */
  lines: string[];
}

/** Opens a PDF whose texts are in Windows-1252. */
export async function openDocument(bytes: Uint8Array): Promise<OpenedDocument> {
  const document = await PDFDocument.load(bytes, { updateMetadata: false });
  const contents = document.getPage(0).node.Contents();
  const streams = contents instanceof PDFArray ? contents.asArray() : contents ? [contents] : [];
  const text = streams.map((stream) => contentOf(document.context, stream)).join('\n');
  const shown = [...text.matchAll(/<([0-9A-F]*)> Tj/g)].map(([, hex = '']) => decode(hex));
  return { document, lines: shown };
}

function contentOf(context: PDFContext, stream: PDFObject): string {
  const found = context.lookup(stream);
  if (!(found instanceof PDFRawStream)) throw new Error('a page consists of streams');
  return Buffer.from(decodePDFRawStream(found).decode()).toString('latin1');
}

function decode(hex: string): string {
  return new TextDecoder('windows-1252').decode(Buffer.from(hex, 'hex'));
}

/** A node of the tree by which a document is read aloud: its type, and what it says itself. */
export interface Node {
  tag: string;
  actualText: string | undefined;
  /** Nodes, and for a text that is drawn its number. */
  children: (Node | number)[];
}

/** The tree by which a document is read aloud. */
export function structureOf({ context, catalog }: PDFDocument): Node {
  const root = catalog.lookup(PDFName.of('StructTreeRoot'), PDFDict);
  return nodeOf(context, root.lookup(PDFName.of('K'), PDFDict));
}

function nodeOf(context: PDFContext, node: PDFDict): Node {
  const actualText = node.lookupMaybe(PDFName.of('ActualText'), PDFHexString)?.decodeText();
  const children = node
    .lookup(PDFName.of('K'), PDFArray)
    .asArray()
    .map((child) => {
      const found = context.lookup(child);
      if (found instanceof PDFNumber) return found.asNumber();
      if (found instanceof PDFDict) return nodeOf(context, found);
      throw new Error('a node consists of nodes and texts');
    });
  return { tag: node.lookup(PDFName.of('S'), PDFName).decodeText(), actualText, children };
}
