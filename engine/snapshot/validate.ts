import type { z } from 'zod';
import { PlimsollError } from '../errors.ts';
import { factsSchema } from './kind-schema.ts';
import { isKind, type KindName, kinds } from './kinds/index.ts';
import type { MissingCode, Problem } from './schema.ts';
import { namesFact, type Shape, shapeOf } from './shape.ts';

/** A resource as a collector hands it over; its key is what follows the target's name. */
export interface CollectedResource {
  kind: string;
  key: string;
  id: string;
  name: string;
  labels: Readonly<Record<string, string>>;
  missing: Readonly<Record<string, MissingCode>>;
  facts: Readonly<Record<string, unknown>>;
}

/** Facts that fit the model, and what had to be taken out to make them fit. */
export interface ValidFacts {
  facts: Record<string, unknown>;
  missing: Record<string, MissingCode>;
  problems: Problem[];
}

const shapes = new Map<KindName, Shape>();

/** The structure of a kind, made when it is first asked for: all of them would slow every start of the program. */
export function shapeOfKind(kind: KindName): Shape {
  const known = shapes.get(kind);
  if (known !== undefined) return known;
  const shape = shapeOf(factsSchema(kind));
  shapes.set(kind, shape);
  return shape;
}

/**
 * Checks a resource against its kind: every fact present or listed as missing, never both, each of its type.
 * A value that does not fit is foreign data that nobody foresaw: the fact becomes missing (`parse-error`) with a
 * problem, so that the checks that need it are not made and the rest goes on. Names that the kind does not have are
 * a fault of the collector and throw `internal`.
 */
export function validateResource(resource: CollectedResource): ValidFacts {
  const { kind } = resource;
  if (!isKind(kind)) throw fault(resource, `"${kind}" is no kind`);
  refuseUnknownNames(resource, kind);
  const valid: ValidFacts = { facts: { ...resource.facts }, missing: { ...resource.missing }, problems: [] };
  if (Object.keys(valid.missing).length === 0 && kinds[kind].safeParse(valid.facts).success) return valid;
  for (const path of Object.keys(valid.missing)) takeOut(valid.facts, path.split('.'));
  for (const [name, schema] of Object.entries(kinds[kind].shape)) checkFact(resource, valid, name, schema);
  return valid;
}

function refuseUnknownNames(resource: CollectedResource, kind: KindName): void {
  const shape = shapeOfKind(kind);
  for (const name of Object.keys(resource.facts)) {
    if (!shape.byName.has(name)) throw fault(resource, `"${name}" is no fact of the kind ${kind}`);
  }
  for (const path of Object.keys(resource.missing)) {
    if (!namesFact(shape, path)) throw fault(resource, `missing "${path}" is no fact of the kind ${kind}`);
  }
}

function checkFact(resource: CollectedResource, valid: ValidFacts, name: string, schema: z.ZodType): void {
  if (Object.hasOwn(valid.missing, name)) return;
  const checked = schema.safeParse(valid.facts[name]);
  if (checked.success) return;
  const issue = checked.error.issues.find((each) => !isListed(valid, [name, ...each.path]));
  if (issue === undefined) return;
  for (const path of Object.keys(valid.missing)) {
    if (path.startsWith(`${name}.`)) delete valid.missing[path];
  }
  delete valid.facts[name];
  valid.missing[name] = 'parse-error';
  const place = [name, ...issue.path].join('.');
  const message = `fact ${place} does not fit its schema: ${issue.message}`;
  valid.problems.push({ code: 'fact-invalid', message, kind: resource.kind, subject: resource.id });
}

/** True for a member that is absent and listed; what its schema then says does not count. */
function isListed(valid: ValidFacts, path: PropertyKey[]): boolean {
  return Object.hasOwn(valid.missing, path.join('.'));
}

/** Removes the member at a path, copying what it changes: the collector's own objects stay as they are. */
function takeOut(facts: Record<string, unknown>, path: string[]): void {
  const [first, ...rest] = path;
  if (first === undefined) return;
  if (rest.length === 0) {
    delete facts[first];
    return;
  }
  const member = facts[first];
  if (typeof member !== 'object' || member === null || Array.isArray(member)) return;
  const copy = { ...(member as Record<string, unknown>) };
  facts[first] = copy;
  takeOut(copy, rest);
}

function fault(resource: CollectedResource, what: string): PlimsollError {
  return new PlimsollError('internal', `A collector broke the document model: ${what} (resource ${resource.key}).`);
}
