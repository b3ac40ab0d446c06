import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readSbom } from '../../../collectors/sbom/read.ts';
import { type Facts, limitsWith, type Resource } from '../../../engine/index.ts';
import { renderReport } from '../../../reports/index.ts';
import { conformance, skipUnless } from '../../support/real-parts.ts';
import { imageWith, packageWith, shopImage, withImages } from '../../support/sbom-images.ts';
import { noPorts, sampleInput } from '../support.ts';

const require = createRequire(import.meta.url);
const Ajv = require('ajv') as typeof import('ajv').default;
const addFormats = require('ajv-formats') as typeof import('ajv-formats').default;
const addDraftFormats = require('ajv-formats-draft2019') as (ajv: unknown, options: unknown) => void;

const formats = ['cyclonedx', 'spdx'] as const;
const schemas = conformance('sbom', 'schemas');
const haveSchemas = skipUnless(schemas, 'the published schemas of CycloneDX and SPDX');

async function documentOf(format: (typeof formats)[number], image: Resource): Promise<Record<string, unknown>> {
  const [file] = await renderReport(format, withImages(sampleInput(), [image]), noPorts);
  return JSON.parse(new TextDecoder().decode(file!.bytes)) as Record<string, unknown>;
}

function validators(): Record<(typeof formats)[number], (document: unknown) => string> {
  const schema = (name: string) => JSON.parse(readFileSync(`${schemas}/${name}`, 'utf8')) as Record<string, unknown>;
  const ajv = new Ajv({ strict: false, schemas: [schema('jsf-0.82.schema.json'), schema('spdx.schema.json')] });
  addFormats(ajv);
  addDraftFormats(ajv, { formats: ['idn-email'] });
  ajv.addFormat('iri-reference', true);
  const check = (name: string) => {
    const validate = ajv.compile(schema(name));
    return (document: unknown) => (validate(document) ? '' : ajv.errorsText(validate.errors));
  };
  return { cyclonedx: check('bom-1.6.schema.json'), spdx: check('spdx-schema-2.3.json') };
}

describe.each(formats)('an SBOM as %s', (format) => {
  test('is a file for each opened image, and a notice for each other', async () => {
    const notices: string[] = [];
    const input = withImages(sampleInput(), [
      shopImage(),
      imageWith('web-01/image/shop-web:2', { packages: [] }),
      imageWith('web-01/image/closed', {}, { packages: 'not-requested' }),
    ]);
    const files = await renderReport(format, { ...input, notice: (text) => notices.push(text) }, noPorts);
    const extension = format === 'spdx' ? 'spdx.json' : 'cdx.json';
    expect(files.map(({ name }) => name)).toEqual([`sbom-shop-web-2.${extension}`, `sbom-shop-web-2-2.${extension}`]);
    expect(notices).toEqual(['no SBOM of the image closed: its packages were not read (not-requested)']);
  });

  test('where no image was opened is an error that says how to open one', async () => {
    const input = withImages(sampleInput(), [imageWith('web-01/image/closed', {}, { packages: 'not-requested' })]);
    await expect(renderReport(format, input, noPorts)).rejects.toMatchObject({
      code: 'format-failed',
      next: 'Name an image as the target, or open those of an engine with --deep.',
    });
    await expect(renderReport(format, sampleInput(), noPorts)).rejects.toMatchObject({ code: 'format-failed' });
  });

  test('is the same whenever it is written, whatever the order of images', async () => {
    const [image, other] = [shopImage(), imageWith('web-01/image/a', { packages: [] })];
    const one = await renderReport(format, withImages(sampleInput(), [image, other]), noPorts);
    const two = await renderReport(format, withImages(sampleInput(), [other, image]), noPorts);
    expect(one).toEqual(two);
  });

  test('read again gives the packages that were in the image', async () => {
    const image = shopImage();
    const text = JSON.stringify(await documentOf(format, image));
    const { packages, problems } = await readSbom(Buffer.from(text), { file: 'x', limits: limitsWith() });
    expect(problems).toEqual([]);
    const wanted = (image['packages'] as Facts<'image'>['packages']).map(({ license, ...rest }) => ({
      ...rest,
      licenseText: license.declared ?? license.declaredText,
    }));
    const got = packages!.map(({ licensePaths: _a, files: _b, folder: _c, ...rest }) => rest);
    // What has no purl has no type that others would know.
    const plain = wanted.map((each) => (each.purl === null ? { ...each, type: 'other' } : each));
    expect(sorted(got)).toEqual(sorted(plain));
  });

  test('validates against the published schema, also of odd images', haveSchemas, async () => {
    const check = validators()[format];
    expect(check(await documentOf(format, shopImage()))).toBe('');
    expect(
      check({ ...(await documentOf(format, shopImage())), [format === 'spdx' ? 'name' : 'bomFormat']: 1 }),
    ).not.toBe('');
    const text = fc.string({ unit: 'binary', maxLength: 12 });
    const packages = fc.array(
      fc.record({ name: text, version: text, path: text, layer: fc.option(fc.nat(3)), declaredText: fc.option(text) }),
      { maxLength: 4 },
    );
    await fc.assert(
      fc.asyncProperty(text, packages, fc.boolean(), async (name, parts, same) => {
        const found = parts.map(({ declaredText, ...part }) => packageWith({ ...part, purl: null }, { declaredText }));
        const facts: Partial<Facts<'image'>> = {
          packages: same ? [...found, ...found] : found,
          licenseTexts: [{ path: name, digest: name, expression: null, layer: null }],
          unpackagedExecutables: [{ path: name, mode: '0755', format: 'elf', size: 1, layer: null }],
        };
        expect(check(await documentOf(format, imageWith(`web-01/image/${name}`, facts)))).toBe('');
      }),
      { seed: 7, numRuns: 60 },
    );
  });
});

test('references of a CycloneDX document are unique and lead somewhere', async () => {
  const document = await documentOf('cyclonedx', shopImage());
  const components = document['components'] as { 'bom-ref': string; type: string; name: string }[];
  const references = components.map((each) => each['bom-ref']);
  expect(new Set(references).size).toBe(references.length);
  expect(document['dependencies']).toEqual([{ ref: 'image', dependsOn: references }]);
  expect(components.map(({ type, name }) => `${type} ${name}`)).toEqual([
    'operating-system debian',
    'library libc6',
    'library cart',
    'library odd',
    'library odd',
    'file srv/run',
    'file srv/LICENSE',
  ]);
  expect(document['compositions']).toMatchObject([
    { aggregate: 'incomplete', assemblies: ['image'] },
    { aggregate: 'unknown' },
  ]);
});

test('relationships of an SPDX document lead somewhere, and own licences are explained', async () => {
  const document = await documentOf('spdx', shopImage());
  const ids = (document['packages'] as { SPDXID: string }[]).map(({ SPDXID }) => SPDXID);
  expect(new Set(ids).size).toBe(ids.length);
  const related = (document['relationships'] as { relatedSpdxElement: string }[]).map(
    (each) => each.relatedSpdxElement,
  );
  expect(related.filter((id) => !ids.includes(id))).toEqual(['NOASSERTION']);
  const explained = (document['hasExtractedLicensingInfos'] as { licenseId: string; extractedText: string }[]).map(
    ({ extractedText }) => extractedText,
  );
  expect(explained).toEqual(['The metadata names it: house', 'ask <me> first']);
});

test('the library of CycloneDX accepts what is written', async () => {
  const { Spec, Validation } = await import('@cyclonedx/cyclonedx-library');
  const text = JSON.stringify(await documentOf('cyclonedx', shopImage()));
  expect(await new Validation.JsonStrictValidator(Spec.Version.v1dot6).validate(text)).toBeNull();
});

function sorted<T>(items: readonly T[]): string[] {
  return items
    .map((item) => JSON.stringify(Object.entries(item as object).sort(([a], [b]) => (a < b ? -1 : 1))))
    .sort();
}
