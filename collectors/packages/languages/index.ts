import type { FileInspector } from '../../image/contract.ts';
import type { Cataloguer } from '../contract.ts';
import { dotnetCataloguer, dotnetInspectors } from './dotnet/index.ts';
import { goCataloguer, goInspectors } from './go/index.ts';
import { javaCataloguer, javaInspectors } from './java/index.ts';
import { npmCataloguer, npmInspectors } from './npm/index.ts';
import { phpCataloguer, phpInspectors } from './php/index.ts';
import { pythonCataloguer, pythonInspectors } from './python/index.ts';
import { rubyCataloguer, rubyInspectors } from './ruby/index.ts';
import { rustCataloguer, rustInspectors } from './rust/index.ts';

/** Cataloguers of languages. */
export const languageCataloguers: readonly Cataloguer[] = [
  npmCataloguer,
  pythonCataloguer,
  goCataloguer,
  rustCataloguer,
  javaCataloguer,
  rubyCataloguer,
  phpCataloguer,
  dotnetCataloguer,
];

/** What languages read while a layer passes by. */
export const languageInspectors: readonly FileInspector[] = [
  ...npmInspectors,
  ...pythonInspectors,
  ...goInspectors,
  ...rustInspectors,
  ...javaInspectors,
  ...rubyInspectors,
  ...phpInspectors,
  ...dotnetInspectors,
];
