import { z } from 'zod';
import { Coverage } from '../../engine/index.ts';
import { parseYaml } from '../../rego/index.ts';

/** Editions of the benchmark, oldest first, with their column in the table. */
export const editions = ['1.6', '1.7', '1.8'] as const;
export type Edition = (typeof editions)[number];

/** What `tools/cis-controls.yaml` adds to the table. */
const Addition = z.strictObject({
  title: z.string().optional(),
  coverage: Coverage.optional(),
  limits: z.string().optional(),
  question: z.string().optional(),
  evidence: z.array(z.string()).optional(),
  lapseOn: z.array(z.string()).optional(),
});
const Additions = z.strictObject({
  sections: z.array(z.strictObject({ id: z.string(), title: z.string() })),
  controls: z.record(z.string(), Addition),
});
export type Additions = z.infer<typeof Additions>;

/** One row of the table `controls.tsv`, as far as frameworks and comparisons need it. */
export interface CisRow {
  /** Also the id of its rule, without the namespace. */
  key: string;
  /** Edition → id; absent where the edition does not have it. */
  ids: Partial<Record<Edition, string>>;
  /** Ids of docker-bench-security on its main branch and at its tag v1.6.0. */
  bench: { master: string; tag160: string };
  level: number[];
  assessment: 'automated' | 'manual';
  statement: string;
}

/** Reads the table. Cells are tab separated and never quoted. */
export function readCisTable(text: string): CisRow[] {
  const [header = '', ...lines] = text.trimEnd().split('\n');
  const names = header.split('\t');
  return lines.map((line) => {
    const cells = line.split('\t');
    const cell = (name: string) => cells[names.indexOf(name)] ?? '';
    const ids = editions.flatMap((edition) => {
      const id = cell(`cis_${edition.replace('.', '_')}`);
      return id === '' ? [] : [[edition, id] as const];
    });
    return {
      key: cell('key'),
      ids: Object.fromEntries(ids),
      bench: { master: cell('bench_master'), tag160: cell('bench_tag_1_6_0') },
      level: cell('level').split('/').filter(Boolean).map(Number),
      assessment: cell('assessment_1_8') === 'automated' ? 'automated' : 'manual',
      statement: cell('statement'),
    };
  });
}

/** Reads `tools/cis-controls.yaml`. @throws PlimsollError `yaml-invalid`, `bundle-invalid` with the place */
export function readAdditions(text: string, file: string): Additions {
  return parseYaml(text, file, Additions, { code: 'bundle-invalid' });
}

/** Order of control ids by their numbers: 1.10 after 1.9. */
export function compareIds(a: string, b: string): number {
  const left = a.split('.').map(Number);
  const right = b.split('.').map(Number);
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const difference = (left[index] ?? -1) - (right[index] ?? -1);
    if (difference !== 0) return difference;
  }
  return 0;
}
