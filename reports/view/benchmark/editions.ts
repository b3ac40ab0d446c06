import { compareText, type ResultFramework } from '../../../engine/index.ts';

/** One framework as an edition of its family: `cis-docker-1.8` is edition 1.8 of `cis-docker`. */
export interface Edition {
  framework: ResultFramework;
  family: string;
  /** Empty where the id names none; such a framework is a family of its own. */
  number: string;
  /** Name for a line of text: `CIS Docker 1.8.0`. Foreign. */
  name: string;
}

/** Editions of one family, the newest first. */
export interface Family {
  id: string;
  newest: Edition;
  older: Edition[];
}

/**
 * Families that have a benchmark report: those whose publisher gives each control a status of its own. Where no
 * framework has one, all of them, so that whoever asks for the report gets one.
 */
export function benchmarkFamilies(frameworks: readonly ResultFramework[]): Family[] {
  const rated = ratedFamilies(frameworks);
  return rated.length > 0 ? rated : families(frameworks);
}

/** Families in which the publisher says of some control whether a tool can assess it. */
export function ratedFamilies(frameworks: readonly ResultFramework[]): Family[] {
  return families(frameworks).filter(({ newest }) =>
    newest.framework.controls.some((control) => control.assessment !== null),
  );
}

function families(frameworks: readonly ResultFramework[]): Family[] {
  const byFamily = Map.groupBy(frameworks.map(editionOf), (edition) => edition.family);
  return [...byFamily].map(([id, editions]) => {
    const [newest, ...older] = editions.toSorted((a, b) => compareIds(b.number, a.number));
    return { id, newest: newest!, older };
  });
}

function editionOf(framework: ResultFramework): Edition {
  // A lone number at the end belongs to the name, as in nist-800-190.
  const [, family = framework.id, number = ''] = /^(.+)-v?(\d+(?:\.\d+)+)$/.exec(framework.id) ?? [];
  return { framework, family, number, name: shortName(framework.title) };
}

/** `CIS Docker Benchmark v1.8.0 (numbers only)` as `CIS Docker 1.8.0`. */
function shortName(title: string): string {
  return title
    .replace(/\s*\([^()]*\)\s*$/, '')
    .replace(/\s+benchmark\b/i, '')
    .replace(/\bv(?=\d)/, '');
}

/** Orders numbers of controls, sections and editions part by part: 1.10 comes after 1.9. */
export function compareIds(a: string, b: string): number {
  const [one, other] = [a, b].map((id) => id.split(/[.-]/)) as [string[], string[]];
  for (let at = 0; at < Math.min(one.length, other.length); at++) {
    const order = compareParts(one[at]!, other[at]!);
    if (order !== 0) return order;
  }
  return one.length - other.length || compareText(a, b);
}

function compareParts(a: string, b: string): number {
  const numbers = /^\d+$/.test(a) && /^\d+$/.test(b);
  return numbers ? Number(a) - Number(b) : compareText(a, b);
}
