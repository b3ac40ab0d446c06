/**
 * Names of the licences that a `pom.xml` states itself, one a line; those of its parent are not in it. Only the one
 * element is looked for, so no XML is taken apart: its text has no elements of its own but these.
 */
export function licensesOfPom(xml: string): string[] {
  const bare = xml.replace(/<!--[\s\S]*?(?:-->|$)/g, '');
  const start = bare.indexOf('<licenses>');
  if (start < 0) return [];
  const end = bare.indexOf('</licenses>', start);
  if (end < 0) return [];
  const licenses = bare.slice(start, end).split('<license>').slice(1, 20);
  return licenses
    .map((license) => element(license, 'name') ?? element(license, 'url') ?? '')
    .filter((each) => each !== '');
}

function element(xml: string, name: string): string | null {
  const start = xml.indexOf(`<${name}>`);
  const end = xml.indexOf(`</${name}>`, start);
  if (start < 0 || end < 0) return null;
  const text = xml.slice(start + name.length + 2, end).trim();
  return text === '' || text.includes('<') ? null : unescaped(text);
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };

function unescaped(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/&(lt|gt|quot|apos|amp);/g, (_, name: string) => entities[name] ?? '');
}
