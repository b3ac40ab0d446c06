import { compareText } from './canonical.ts';

interface NamedPackage {
  type: string;
  name: string;
  version: string;
  path: string;
}

/** Order of packages wherever they are listed: type, name, version and path, by UTF-8 bytes. */
export function comparePackages(a: NamedPackage, b: NamedPackage): number {
  return (
    compareText(a.type, b.type) ||
    compareText(a.name, b.name) ||
    compareText(a.version, b.version) ||
    compareText(a.path, b.path)
  );
}
