const withoutCode = (markdown: string): string => markdown.replace(/^(`{3,})[^]*?^\1/gm, '').replace(/`[^`\n]*`/g, '');

/** The links of a page that stay in the project: no scheme in front. */
export const linksOf = (markdown: string): readonly string[] =>
  [...withoutCode(markdown).matchAll(/\]\(([^)\s]+)(?: "[^"]*")?\)/g)]
    .map((match) => match[1] ?? '')
    .filter((link) => !/^[a-z]+:/.test(link));

/** The anchors of a page's headings, as GitHub makes them. */
export const anchorsOf = (markdown: string): ReadonlySet<string> =>
  new Set(
    [...markdown.replace(/^(`{3,})[^]*?^\1/gm, '').matchAll(/^#{1,6} +(.*?) *$/gm)].map((match) =>
      (match[1] ?? '')
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
