import { type PDFDocument, PDFHexString, PDFName, type PDFPage, type PDFRef } from '@cantoo/pdf-lib';
import type { Element, Line } from './marks.ts';

/**
 * The structure of a document of one page, by which it can be read aloud: every text on the page is marked with a
 * number, and the tree says what the numbers belong to (ISO 32000-1, 14.7).
 */
export class StructureTree {
  readonly #document: PDFDocument;
  readonly #page: PDFPage;
  readonly #root: PDFRef;
  /** The element that each marked text belongs to. */
  readonly #owners: PDFRef[] = [];

  constructor(document: PDFDocument, page: PDFPage) {
    this.#document = document;
    this.#page = page;
    this.#root = document.context.nextRef();
  }

  /** Adds all elements; each line is handed to `draw` with the number that it is to be marked with. */
  build(elements: readonly Element[], draw: (line: Line, tag: string, id: number) => void): void {
    const { context, catalog } = this.#document;
    const whole = context.nextRef();
    const K = elements.map((element) => this.#add(element, whole, draw));
    context.assign(whole, context.obj({ Type: 'StructElem', S: 'Document', P: this.#root, K }));
    const ParentTree = context.register(context.obj({ Nums: [0, this.#owners] }));
    context.assign(
      this.#root,
      context.obj({ Type: 'StructTreeRoot', K: whole, ParentTree, ParentTreeNextKey: 1 }),
    );
    catalog.set(PDFName.of('StructTreeRoot'), this.#root);
    catalog.set(PDFName.of('MarkInfo'), context.obj({ Marked: true }));
    this.#page.node.set(PDFName.of('StructParents'), context.obj(0));
    this.#page.node.set(PDFName.of('Tabs'), PDFName.of('S'));
  }

  #add(element: Element, parent: PDFRef, draw: (line: Line, tag: string, id: number) => void): PDFRef {
    const { context } = this.#document;
    const { tag, children, actualText } = element;
    const ref = context.nextRef();
    const K = children.map((child) => {
      if ('tag' in child) return this.#add(child, ref, draw);
      const id = this.#owners.push(ref) - 1;
      draw(child, tag, id);
      return id;
    });
    const dictionary = context.obj({ Type: 'StructElem', S: tag, P: parent, Pg: this.#page.ref, K });
    if (tag === 'TH') dictionary.set(PDFName.of('A'), context.obj({ O: 'Table', Scope: 'Row' }));
    if (actualText !== undefined) {
      dictionary.set(PDFName.of('ActualText'), PDFHexString.fromText(actualText));
    }
    context.assign(ref, dictionary);
    return ref;
  }
}
