import { z } from 'zod';

/** Keys that the object at a path of a schema may have; empty where they are free. */
export function knownKeys(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  let options = [bare(schema)];
  for (const part of path) options = options.flatMap((option) => below(option, part)).map(bare);
  const keys = options.flatMap(alternatives).flatMap((option) => (isObject(option) ? Object.keys(option.shape) : []));
  return [...new Set(keys)].sort();
}

function isObject(schema: z.ZodType): schema is z.ZodObject {
  return schema instanceof z.ZodObject;
}

/** Takes off what does not change the shape: optional, nullable, default. */
function bare(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault) {
    return bare(schema.unwrap() as z.ZodType);
  }
  return schema;
}

function alternatives(schema: z.ZodType): z.ZodType[] {
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((option) => alternatives(bare(option as z.ZodType)));
  return [schema];
}

function below(schema: z.ZodType, part: PropertyKey): z.ZodType[] {
  return alternatives(schema).flatMap((option) => {
    if (isObject(option)) return part in option.shape ? [option.shape[part as string] as z.ZodType] : [];
    if (option instanceof z.ZodArray) return [option.element as z.ZodType];
    if (option instanceof z.ZodRecord) return [option.valueType as z.ZodType];
    return [];
  });
}

/** The word of a list that a misspelt one most likely means; undefined where none is close. */
export function nearest(word: string, list: readonly string[]): string | undefined {
  const ranked = list.map((candidate) => ({
    candidate,
    distance: editDistance(word.toLowerCase(), candidate.toLowerCase()),
  }));
  const [best] = ranked.sort((a, b) => a.distance - b.distance);
  return best !== undefined && best.distance <= Math.max(1, Math.floor(word.length / 3)) ? best.candidate : undefined;
}

/** Levenshtein distance: insertions, deletions and replacements of characters. */
function editDistance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i++) {
    const next = [i];
    for (let j = 1; j <= right.length; j++) {
      const replaced = row[j - 1]! + (left[i - 1] === right[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[right.length]!;
}
