import {
  type PDFDict,
  type PDFDocument,
  PDFHexString,
  PDFName,
  type PDFPage,
  type PDFRef,
} from '@cantoo/pdf-lib';
import type { Element, Line } from './marks.ts';
import { pageOf } from './paging.ts';

/** Draws a line, marked with a number. */
export type DrawMarked = (line: Line, tag: string, id: number) => void;

/**
 * The structure of a document, by which it can be read aloud: every text on a page is marked with a number, and the
 * tree says what the numbers of each page belong to (ISO 32000-1, 14.7).
 */
export class StructureTree {
  readonly #document: PDFDocument;
  readonly #pages: readonly PDFPage[];
  readonly #root: PDFRef;
  /** Of each page, the element that each marked text belongs to. */
  readonly #owners: PDFRef[][];

  constructor(document: PDFDocument, pages: readonly PDFPage[]) {
    this.#document = document;
    this.#pages = pages;
    this.#root = document.context.nextRef();
    this.#owners = pages.map(() => []);
  }

  /** Adds all elements; each line is handed to `draw` with the number that it is to be marked with on its page. */
  build(elements: readonly Element[], draw: DrawMarked): void {
    const { context, catalog } = this.#document;
    const whole = context.nextRef();
    const K = elements.map((element) => this.#add(element, whole, draw));
    context.assign(whole, context.obj({ Type: 'StructElem', S: 'Document', P: this.#root, K }));
    const Nums = this.#owners.flatMap((owners, page) => [page, owners]);
    const ParentTree = context.register(context.obj({ Nums }));
    const ParentTreeNextKey = this.#pages.length;
    const root = context.obj({ Type: 'StructTreeRoot', K: whole, ParentTree, ParentTreeNextKey });
    context.assign(this.#root, root);
    catalog.set(PDFName.of('StructTreeRoot'), this.#root);
    catalog.set(PDFName.of('MarkInfo'), context.obj({ Marked: true }));
    for (const [index, { node }] of this.#pages.entries()) {
      node.set(PDFName.of('StructParents'), context.obj(index));
      node.set(PDFName.of('Tabs'), PDFName.of('S'));
    }
  }

  #add(element: Element, parent: PDFRef, draw: DrawMarked): PDFRef {
    const { context } = this.#document;
    const { tag, children, actualText, scope = 'Row' } = element;
    const ref = context.nextRef();
    const K = children.map((child) =>
      'tag' in child ? this.#add(child, ref, draw) : this.#mark(child, tag, ref, draw),
    );
    const dictionary = context.obj({ Type: 'StructElem', S: tag, P: parent, K });
    if (tag === 'TH') dictionary.set(PDFName.of('A'), context.obj({ O: 'Table', Scope: scope }));
    if (actualText !== undefined) {
      dictionary.set(PDFName.of('ActualText'), PDFHexString.fromText(actualText));
    }
    context.assign(ref, dictionary);
    return ref;
  }

  /** Has a line drawn, and says where it is: on which page, by which number. */
  #mark(line: Line, tag: string, owner: PDFRef, draw: DrawMarked): PDFDict {
    const index = pageOf(line.y);
    const [page, owners] = [this.#pages[index], this.#owners[index]];
    if (!page || !owners) throw new Error('a line lies on a page');
    const MCID = owners.push(owner) - 1;
    draw(line, tag, MCID);
    return this.#document.context.obj({ Type: 'MCR', Pg: page.ref, MCID });
  }
}
