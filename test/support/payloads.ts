/** A text that means something to somebody who reads it as code. */
export interface Payload {
  /** To whom. */
  readonly kind: string;
  readonly text: string;
}

/** Stands in every payload: what is told back, or logged, is known by it. */
export const MARKER = 'zq7xv';

const of = (kind: string, ...texts: string[]): Payload[] =>
  texts.map((text) => ({ kind, text: `${text}${MARKER}` }));

/** What is tried in every place that takes a text. */
export const PAYLOADS: readonly Payload[] = [
  ...of('SQL', `' OR '1'='1`, `'; DROP TABLE policies; --`, `1 UNION SELECT NULL--`, `%' ESCAPE '`),
  ...of('NoSQL', `{"$gt":""}`, `[$ne]=`, `';return true;var a='`),
  ...of(
    'DynamoDB',
    `#state = :state OR attribute_exists(#state)`,
    `SET #s = :v REMOVE #s`,
    `{"S":"x"}`,
    `:v#`,
  ),
  ...of(
    'template',
    '{{7*7}}',
    `$\{7*7}`,
    '<%= 7*7 %>',
    '#{7*7}',
    '{{constructor.constructor("return 1")()}}',
  ),
  ...of('log', '\r\n{"level":"ERROR","message":"forged"}', '\n\n', '\u2028', '\u001b[31m'),
  ...of('JSON', '","admin":true,"a":"', '__proto__', 'constructor', '\\', '\\u0000'),
  ...of(
    'HTML',
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    'javascript:alert(1)//',
    '<svg/onload=1>',
  ),
  ...of('PDF', ') Tj /JavaScript (app.alert(1)) (', 'endstream endobj', '>> /OpenAction <<', '\\)'),
  ...of('path', '../../../../etc/passwd', '..%2f..%2f', '..\\..\\', 'file:///etc/passwd', '/./'),
  ...of('header', '\r\nSet-Cookie: a=1', '%0d%0aSet-Cookie:%20a=1', '\r\n\r\nHTTP/1.1 200 OK\r\n'),
  ...of('bytes', '\u0000', 'a\u0000b', '%00', '\u007f', '\ufeff'),
  ...of('Unicode', '\u202egnp.exe', 'раураl', '\ud83d\ude00', 'ﬀ', 'e\u0301'.repeat(20), '\u200b'),
  ...of('half a letter', '\ud800', '\udc00', 'a\ud83d'),
  ...of('overlong', '%c0%ae%c0%ae/', '%e0%80%af'),
  ...of('format', '%s%s%n', '%x%x%x', '{0}', '%99999999d'),
  ...of(
    'XML',
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
    ']]>',
  ),
  ...of('shell', '; cat /etc/passwd', '$(id)', '`id`', '| id', '&& id'),
  ...of('spreadsheet', '=1+1', '@SUM(1)', '+cmd|calc', '-2+3'),
];
