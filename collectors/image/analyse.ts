import type { Facts, FileRequest, Limits, MissingCode, Problem } from '../../engine/index.ts';
import { redactBuildStep } from '../docker/history.ts';
import { flagOf, type Json, listOf, objectOf, textOf, Unreadable } from '../docker/shape.ts';
import { missingCode } from '../host/read.ts';
import { licenseNotes, looseLicenseTexts } from '../licenses/index.ts';
import { cataloguePackages, readDistribution } from '../packages/index.ts';
import { secretsFact } from '../secrets/index.ts';
import type { ImageAbout, ImageFact, ImageSource } from './contract.ts';
import { filesOfInterest } from './interest/index.ts';
import { packageFacts } from './package-facts.ts';
import type { MergedTree } from './tree/index.ts';

export interface AnalyseContext {
  limits: Limits;
  /** Files that bundles asked for. */
  files: readonly FileRequest[];
  /** Of the source; undefined: it has no place for them. */
  signatures: ImageSource['signatures'];
}

/** Facts of the contents, those that could not be told, and what was wrong. */
export interface Analysis {
  facts: Partial<Facts<'image'>>;
  missing: Record<string, MissingCode>;
  problems: Problem[];
}

type ImageFactName = keyof Facts<'image'>;

/**
 * Tells what is inside an image. This is where all parts come together. Where packages could not be read, neither they
 * nor what no package owns is told.
 * @param about - of the image; null: a file system without a configuration.
 */
export async function analyseImage(
  tree: MergedTree,
  about: ImageAbout | null,
  context: AnalyseContext,
): Promise<Analysis> {
  const analysis: Analysis = { facts: {}, missing: {}, problems: [...tree.problems] };
  const { limits } = context;
  const distribution = readDistribution(tree);
  const catalogued = await cataloguePackages(tree, { limits, distribution });
  analysis.problems.push(...catalogued.problems);
  const { ownerOf } = catalogued;
  const packages = packageFacts(catalogued.packages, ownerOf, licenseNotes(tree));
  Object.assign(analysis.facts, { distribution, packageManagers: catalogued.managers });
  if (catalogued.missing !== null) miss(analysis, catalogued.missing, ['licenseTexts', 'packages']);
  else {
    analysis.facts.packages = packages;
    analysis.facts.licenseTexts = looseLicenseTexts(tree, catalogued.packages);
  }
  addFigures(analysis, tree, about, { packages, missing: catalogued.missing, ownerOf });
  addSecrets(analysis, tree, about, limits, ownerOf);
  const interest = await filesOfInterest(tree, {
    limits,
    ownerOf: catalogued.missing === null ? ownerOf : null,
    requests: context.files,
  });
  Object.assign(analysis.facts, interest.facts);
  Object.assign(analysis.missing, interest.missing);
  analysis.problems.push(...interest.problems);
  addSignatures(analysis, context.signatures);
  return analysis;
}

function miss(analysis: Analysis, code: MissingCode, names: readonly ImageFactName[]): void {
  for (const name of names) analysis.missing[name] = code;
}

interface PackagesSeen {
  packages: ImageFact<'packages'>;
  /** Why the list is not whole; null: it is. */
  missing: MissingCode | null;
  ownerOf(path: string): string | null;
}

/** Counts of files and layers. What no package owns can only be told where all package databases were read. */
function addFigures(analysis: Analysis, tree: MergedTree, about: ImageAbout | null, seen: PackagesSeen): void {
  const { counts, layers } = tree.figures();
  if (seen.missing === null) {
    analysis.facts.contents = { ...counts, unpackagedFiles: countUnowned(tree, seen.ownerOf) };
  } else {
    analysis.facts.contents = counts as ImageFact<'contents'>;
    analysis.missing['contents.unpackagedFiles'] = seen.missing;
  }
  analysis.facts.size = layers.reduce((sum, layer) => sum + layer.size, 0);
  if (about === null || seen.missing !== null) {
    miss(analysis, seen.missing ?? 'not-supported', ['layerContents']);
    return;
  }
  const steps = buildSteps(about);
  analysis.facts.layerContents = layers.map((layer, index) => ({
    ...layer,
    diffId: about.layers[index]?.diffId ?? '',
    digest: about.layers[index]?.digest ?? null,
    packages: seen.packages.filter((each) => each.layer === index).length,
    createdBy: steps[index] ?? null,
  }));
}

function countUnowned(tree: MergedTree, ownerOf: PackagesSeen['ownerOf']): number {
  let count = 0;
  for (const entry of tree.entries()) if (entry.type === 'file' && ownerOf(entry.path) === null) count += 1;
  return count;
}

/** The build step of each layer, redacted; empty where the history does not fit the layers. */
function buildSteps({ config, layers }: ImageAbout): string[] {
  try {
    const history = listOf((config as Json)['history']).map(objectOf);
    const steps = history.filter((step) => !flagOf(step['empty_layer'])).map((step) => textOf(step['created_by']));
    return steps.length === layers.length ? steps.map(redactBuildStep) : [];
  } catch (error) {
    if (error instanceof Unreadable) return [];
    throw error;
  }
}

function addSecrets(
  analysis: Analysis,
  tree: MergedTree,
  about: ImageAbout | null,
  limits: Limits,
  ownerOf: (path: string) => string | null,
): void {
  const { secrets, problems } = secretsFact(tree, about?.config ?? {}, { limits, ownerOf });
  analysis.problems.push(...problems);
  if (secrets.ok) analysis.facts.secrets = secrets.value;
  else miss(analysis, missingCode(secrets) ?? 'limit', ['secrets']);
}

function addSignatures(analysis: Analysis, signatures: ImageSource['signatures']): void {
  if (signatures === undefined) miss(analysis, 'not-supported', ['signatures']);
  else if (typeof signatures === 'string') miss(analysis, signatures, ['signatures']);
  else analysis.facts.signatures = signatures;
}
