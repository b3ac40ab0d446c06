import { Document, isScalar, isSeq, Scalar, visit } from 'yaml';
import type { Control, Framework, Profile } from '../../engine/index.ts';
import { type Additions, type CisRow, compareIds, type Edition, editions } from './cis-controls.ts';

/** Facts beside a question that has none of its own, by the first word of the key. */
const usualEvidence: Record<string, string[]> = {
  audit: ['host.auditRules', 'host.auditRulesLoaded'],
  container: ['container.image', 'container.state'],
  daemon: ['engine.configuration'],
  file: ['host.engineFiles'],
  image: ['image.tags'],
  network: ['network.driver', 'network.options'],
  swarm: ['engine.swarm'],
};

export interface CisSources {
  rows: readonly CisRow[];
  additions: Additions;
  /** Ids of the rules that the bundle has, without their namespace. */
  rules: ReadonlySet<string>;
}

/** File name below the bundle → its text: a framework for each edition, two profiles for each level. */
export function cisFiles(sources: CisSources): Record<string, string> {
  return Object.fromEntries([
    ...editions.map((edition) => [
      `frameworks/cis-docker-${edition}.yaml`,
      yamlText(cisFramework(edition, sources), "ids and levels are the publisher's, every word is ours"),
    ]),
    ...([1, 2] as const).flatMap((level) =>
      [true, false].map((swarm) => {
        const profile = cisProfile(level, swarm, sources);
        const about = 'one rule a line, so that a tailored copy is easy to compare';
        return [`profiles/${profile.profile}.yaml`, yamlText(profile, about)];
      }),
    ),
  ]);
}

/** All controls of an edition, those without a rule as questions. */
export function cisFramework(edition: Edition, { rows, additions, rules }: CisSources): Framework {
  const controls = rows
    .flatMap((row) => {
      const id = row.ids[edition];
      return id === undefined ? [] : [cisControl(id, row, edition, { additions, rules })];
    })
    .sort((a, b) => compareIds(a.id, b.id));
  return {
    framework: `cis-docker-${edition}`,
    title: `CIS Docker Benchmark v${edition}.0 (numbers only; wording ours)`,
    source: 'https://www.cisecurity.org/benchmark/docker',
    sections: additions.sections,
    controls,
  };
}

function cisControl(
  id: string,
  row: CisRow,
  edition: Edition,
  { additions, rules }: Pick<CisSources, 'additions' | 'rules'>,
): Control {
  const { key, level, assessment } = row;
  const own = additions.controls[key] ?? {};
  const title = own.title ?? row.statement.replace(/\.$/, '');
  const decided = rules.has(key);
  const question = own.question ?? (decided ? undefined : `Does this hold here, and what shows it: ${title}?`);
  const evidence = own.evidence ?? usualEvidence[key.split('-')[0] ?? ''];
  return {
    id,
    title,
    level,
    // The table knows what the publisher says of the newest edition alone.
    ...(edition === editions.at(-1) ? { assessment } : {}),
    coverage: decided ? (own.coverage ?? 'full') : 'full',
    rules: decided ? [`plimsoll/${key}`] : [],
    ...(decided && own.limits !== undefined ? { limits: own.limits } : {}),
    ...(question === undefined ? {} : { question, ...(evidence === undefined ? {} : { evidence }) }),
    ...(own.lapseOn === undefined ? {} : { lapseOn: own.lapseOn }),
  };
}

/** The rules of all controls up to a level of the newest edition, with its section about swarms or without. */
export function cisProfile(level: 1 | 2, swarm: boolean, { rows, rules }: CisSources): Profile {
  const newest = editions.at(-1)!;
  const chosen = rows.filter((row) => {
    const id = row.ids[newest];
    if (id === undefined || (!swarm && id.startsWith('7.'))) return false;
    return row.level.some((each) => each <= level) && rules.has(row.key);
  });
  const sorted = chosen.sort((a, b) => compareIds(a.ids[newest]!, b.ids[newest]!));
  const levels = level === 1 ? 'level 1' : 'levels 1 and 2';
  return {
    profile: `cis-docker-l${level}${swarm ? '' : '-no-swarm'}`,
    title: `Rules for ${levels} of the CIS Docker Benchmark${swarm ? '' : ', without those about swarms'}`,
    include: sorted.map(({ key }) => `plimsoll/${key}`),
  };
}

/** YAML as the other bundles write it: short lists in one line, ids quoted. */
function yamlText(value: unknown, about: string): string {
  const document = new Document(value, { aliasDuplicateObjects: false });
  document.commentBefore = ` Written by tools/cis-frameworks.ts; ${about}.`;
  visit(document, {
    Pair(_key, pair) {
      const name = isScalar(pair.key) ? pair.key.value : null;
      if (name === 'id' && isScalar(pair.value)) pair.value.type = Scalar.QUOTE_DOUBLE;
      if (isSeq(pair.value) && ['level', 'rules', 'evidence', 'lapseOn'].includes(String(name))) pair.value.flow = true;
    },
  });
  return document.toString({ lineWidth: 120, flowCollectionPadding: false });
}
