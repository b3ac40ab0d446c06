import { PlimsollError } from '../errors.ts';
import { compareText } from '../snapshot/canonical.ts';
import { bundleId } from './read.ts';
import type { ResolvedRule } from './resolved.ts';
import type { Catalogue, Parameter } from './schema.ts';

/**
 * Unites the rules of several bundles, sorted by id. The same id and digest in two bundles is one rule, evaluated once
 * and counted in both. Throws `bundle-conflict` for the same id with another digest, unless `prefer` names the bundle
 * whose version is taken; `profile-invalid` for a preference that names no such bundle or rule.
 */
export function uniteRules(catalogues: readonly Catalogue[], prefer: Readonly<Record<string, string>>): ResolvedRule[] {
  const ids = catalogues.map(bundleId);
  const repeated = ids.find((id, index) => ids.indexOf(id) !== index);
  if (repeated !== undefined) {
    throw new PlimsollError('bundle-conflict', `The bundle ${repeated} is given twice.`, {
      next: 'Name each bundle once, in one version.',
    });
  }
  const offers = new Map<string, ResolvedRule[]>();
  for (const [index, catalogue] of catalogues.entries()) {
    for (const rule of catalogue.rules) {
      const offer: ResolvedRule = { ...rule, bundles: [ids[index]!], bundle: index };
      offers.set(rule.id, [...(offers.get(rule.id) ?? []), offer]);
    }
  }
  for (const [rule, bundle] of Object.entries(prefer)) {
    if (offers.get(rule)?.some((offer) => offer.bundles[0] === bundle)) continue;
    throw new PlimsollError('profile-invalid', `prefer: the bundle ${bundle} has no rule ${rule}.`);
  }
  const rules = [...offers.values()].map((offered) => chosen(offered, prefer));
  return rules.sort((left, right) => compareText(left.id, right.id));
}

function chosen(offers: readonly ResolvedRule[], prefer: Readonly<Record<string, string>>): ResolvedRule {
  const first = offers[0]!;
  const preferred = Object.hasOwn(prefer, first.id) ? prefer[first.id] : undefined;
  const rule = offers.find((offer) => offer.bundles[0] === preferred) ?? first;
  const other = offers.find((offer) => offer.digest !== rule.digest);
  if (other !== undefined && preferred === undefined) {
    const names = `${first.bundles[0]} and ${other.bundles[0]}`;
    throw new PlimsollError('bundle-conflict', `The rule ${first.id} differs between the bundles ${names}.`, {
      next: `Leave one bundle out, or write prefer: {${first.id}: ${first.bundles[0]}} in the profile.`,
    });
  }
  const same = offers.filter((offer) => offer.digest === rule.digest);
  return { ...rule, bundles: same.flatMap((offer) => offer.bundles).sort() };
}

/** A parameter that can be set, with what it is written under: full rule id or namespace. */
export interface Declared {
  of: string;
  name: string;
  parameter: Parameter;
}

/**
 * Parameters of the united rules and of their bundles' namespaces, sorted by (of, name). Throws `bundle-conflict`
 * where two bundles declare one parameter of a namespace differently: it has one value in a run.
 */
export function declaredParameters(catalogues: readonly Catalogue[], rules: readonly ResolvedRule[]): Declared[] {
  const declared = new Map<string, Declared & { from: string }>();
  for (const catalogue of catalogues) {
    for (const [of, parameters] of Object.entries(catalogue.parameters)) {
      for (const [name, parameter] of Object.entries(parameters)) {
        const known = declared.get(`${of} ${name}`);
        if (known === undefined) {
          declared.set(`${of} ${name}`, { of, name, parameter, from: bundleId(catalogue) });
        } else if (JSON.stringify(known.parameter) !== JSON.stringify(parameter)) {
          const names = `${known.from} and ${bundleId(catalogue)}`;
          throw new PlimsollError('bundle-conflict', `The parameter ${name} of ${of} differs between ${names}.`, {
            next: 'Leave one bundle out, or use versions that agree.',
          });
        }
      }
    }
  }
  for (const rule of rules) {
    for (const [name, parameter] of Object.entries(rule.parameters ?? {})) {
      declared.set(`${rule.id} ${name}`, { of: rule.id, name, parameter, from: rule.bundles[0]! });
    }
  }
  return [...declared.values()]
    .map(({ of, name, parameter }) => ({ of, name, parameter }))
    .sort((left, right) => compareText(left.of, right.of) || compareText(left.name, right.name));
}
