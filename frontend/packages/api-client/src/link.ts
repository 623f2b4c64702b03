/** Reads a `Link` header (RFC 8288) into addresses by relation; of several with one relation the first counts. */
export function parseLinks(header: string | null): Readonly<Record<string, string>> {
  const links: Record<string, string> = {};
  for (const match of (header ?? "").matchAll(/<([^>]*)>\s*((?:;\s*[^;,=]+(?:=(?:"[^"]*"|[^;,"]*))?\s*)*)/g)) {
    const [, target = "", parameters = ""] = match;
    const relations = /;\s*rel\s*=\s*(?:"([^"]*)"|([^;,\s]+))/i.exec(parameters);
    for (const relation of (relations?.[1] ?? relations?.[2] ?? "").split(/\s+/).filter(Boolean)) {
      links[relation.toLowerCase()] ??= target;
    }
  }
  return links;
}

/** The query of the next page, whichever way it is paged; null on the last one. */
export function nextQuery(header: string | null): Readonly<Record<string, string>> | null {
  const next = parseLinks(header)["next"];
  if (next === undefined) return null;
  const { searchParams } = new URL(next, "http://relative.invalid");
  return searchParams.has("cursor") || searchParams.has("offset") ? Object.fromEntries(searchParams) : null;
}
