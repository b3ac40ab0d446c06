/** The main section of `META-INF/MANIFEST.MF` (JAR File Specification), by lower-case name. */
export type Manifest = ReadonlyMap<string, string>;

/** Reads the main section: lines that begin with a blank continue the one before. */
export function readManifest(text: string): Manifest {
  const values = new Map<string, string>();
  let last: string | null = null;
  for (const line of mainSection(text).split(/\r\n|\n|\r/)) {
    if (line.startsWith(' ')) {
      if (last !== null) values.set(last, (values.get(last) ?? '') + line.slice(1));
      continue;
    }
    const colon = line.indexOf(':');
    last = colon <= 0 ? null : line.slice(0, colon).trim().toLowerCase();
    if (last !== null) values.set(last, line.slice(colon + 1).trimStart());
  }
  return values;
}

function mainSection(text: string): string {
  const end = /\r\n\r\n|\n\n|\r\r/.exec(text);
  return end === null ? text : text.slice(0, end.index);
}

/** `key=value` lines of a properties file (`java.util.Properties`), escapes of single characters undone. */
export function readProperties(text: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const untidy of text.split(/\r\n|\n|\r/)) {
    const line = untidy.trim();
    const end = line.search(/[=:\s]/);
    if (end <= 0 || line.startsWith('#') || line.startsWith('!')) continue;
    const rest = line.slice(end).trimStart();
    const value = rest.startsWith('=') || rest.startsWith(':') ? rest.slice(1).trimStart() : rest;
    values.set(line.slice(0, end), value.replace(/\\(.)/g, '$1'));
  }
  return values;
}
