/** What a path led to: the resource's value and the path parameters, decoded. */
export interface Match<Resource> {
  resource: Resource;
  parameters: Record<string, string>;
}

interface Node<Resource> {
  literals: Map<string, Node<Resource>>;
  parameter: { name: string; node: Node<Resource> } | undefined;
  resource: Resource | undefined;
}

/**
 * Finds resources by path. A literal segment goes before a parameter, and that choice is final. Paths are taken
 * as they are: no case folding, no `..`, no joined slashes; a parameter never matches an empty segment.
 */
export class Router<Resource> {
  readonly #root: Node<Resource> = emptyNode();

  /** Adds a resource, or gives the one that is there. Throws on a path that the gateway does not allow. */
  add(path: string, make: () => Resource): Resource {
    let node = this.#root;
    for (const segment of segments(path)) node = child(node, segment, path);
    node.resource ??= make();
    return node.resource;
  }

  /** Undefined when nothing is there; throws a URIError when a parameter is not percent-encoded text. */
  find(path: string): Match<Resource> | undefined {
    let node = this.#root;
    const parameters: Record<string, string> = {};
    for (const segment of segments(path)) {
      const literal = node.literals.get(segment);
      if (literal) node = literal;
      else if (node.parameter && segment !== '') {
        parameters[node.parameter.name] = decodeURIComponent(segment);
        node = node.parameter.node;
      } else return undefined;
    }
    return node.resource === undefined ? undefined : { resource: node.resource, parameters };
  }
}

function emptyNode<Resource>(): Node<Resource> {
  return { literals: new Map(), parameter: undefined, resource: undefined };
}

function segments(path: string): string[] {
  return path === '/' ? [] : path.slice(1).split('/');
}

function child<Resource>(node: Node<Resource>, segment: string, path: string): Node<Resource> {
  const name = /^\{(\w+)\}$/.exec(segment)?.[1];
  if (name === undefined) {
    if (/[{}]/.test(segment)) throw new Error(`Path ${path}: ${segment} is not supported`);
    const next = node.literals.get(segment) ?? emptyNode<Resource>();
    node.literals.set(segment, next);
    return next;
  }
  node.parameter ??= { name, node: emptyNode() };
  if (node.parameter.name !== name) throw new Error(`Path ${path}: {${name}} has a sibling of another name`);
  return node.parameter.node;
}
