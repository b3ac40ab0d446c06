/** Parses sysctl.conf(5) in order: later lines win. Names come with dots; a leading `-` only silences errors. */
export function parseSysctlFile(text: string): Map<string, string> {
  const values = new Map<string, string>();
  for (const line of text.split('\n')) {
    const trimmed = line.trim();
    if (trimmed === '' || /^[#;]/.test(trimmed)) continue;
    const equals = trimmed.indexOf('=');
    if (equals <= 0) continue;
    const name = trimmed.slice(0, equals).trim().replace(/^-/, '');
    values.delete(dotted(name));
    values.set(dotted(name), normalizeSysctl(trimmed.slice(equals + 1)));
  }
  return values;
}

/** When a slash comes before the first dot, slashes part the name and dots belong to it. */
function dotted(name: string): string {
  const [slash, dot] = [name.indexOf('/'), name.indexOf('.')];
  if (slash < 0 || (dot >= 0 && dot < slash)) return name;
  return name.replaceAll('.', '\0').replaceAll('/', '.').replaceAll('\0', '/');
}

/** The kernel parts numbers by tabs; here they are parted by one blank. */
export function normalizeSysctl(value: string): string {
  return value.trim().replace(/\s+/g, ' ');
}
