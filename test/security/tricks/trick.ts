/** A request of a kind that client and gateway, or gateway and function, might each read in another way. */
export interface Trick {
  what: string;
  /** What is sent over one connection. */
  bytes: string;
  /** What every request is answered that it may count as, in their order. */
  statuses: readonly number[];
  /** How many of them the room of quotes gets to see. */
  calls: number;
}

/** What tricks are made of: requests that are served where nothing is wrong with them. */
export interface Genuine {
  /** The token of the partner who made the quote, and that of another. */
  token: string;
  other: string;
  quoteId: string;
  /** What a quote is asked for, as JSON. */
  body: string;
}

/** A last request of a connection, which says by its own answer where the server believes that the one before ended. */
export const LAST = 'GET /v1/none HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n';

/** What is no HTTP: it is answered once, the connection ends, and nothing that was behind it is a request. */
export function refused(what: string, bytes: string): Trick {
  return { what, bytes, statuses: [400], calls: 0 };
}
