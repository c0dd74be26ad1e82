/** What a page of the user pool is made of; each text goes into it as text. */
export interface PageParts {
  title: string;
  /** Where the pool's own files lie, e.g. `/_local/oidc/<pool>`. */
  path: string;
  /** The inside of its main part, which is HTML. */
  main: string;
}

/** A page of the user pool. */
export function renderPage({ title, path, main }: PageParts): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${escapeHtml(path)}/sign-in.css">
</head>
<body>
<main>
${main}
</main>
</body>
</html>
`;
}

/** The headers of such a page: it runs no script, is framed by nobody, and its form leads to these origins only. */
export function pageHeaders(formTargets: readonly string[] = []): Record<string, string> {
  const formAction = formTargets.length > 0 ? formTargets.join(' ') : "'none'";
  const policy = [
    "default-src 'none'",
    "style-src 'self'",
    'img-src data:',
    `form-action ${formAction}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ];
  return {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy.join('; '),
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  };
}

/** A text as HTML shows it, in an attribute too. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
