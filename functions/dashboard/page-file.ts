/** A file of the page, as it is sent. */
export interface PageFile {
  contentType: string;
  text: string;
  /** Changes with the text. */
  etag: string;
}

const MEDIA_TYPES = {
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml; charset=utf-8',
};

/** The media type of a file that may be sent, by its name; undefined for what is none of the page's. */
export function mediaTypeOf(name: string): string | undefined {
  const [, ending = ''] = /^[\w-]+\.(\w+)$/.exec(name) ?? [];
  return Object.hasOwn(MEDIA_TYPES, ending) ? MEDIA_TYPES[ending as keyof typeof MEDIA_TYPES] : undefined;
}
