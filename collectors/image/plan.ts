import type { PlannedRead, Target } from '../contract.ts';
import { schemeOf } from './scheme.ts';
import { splitAddress } from './source/address.ts';

const engineReads: readonly PlannedRead[] = [
  { what: 'api', name: 'GET /version', why: 'version of the engine and of its API' },
  { what: 'api', name: 'GET /info', why: 'name of the engine' },
  { what: 'api', name: 'GET /images/{ref}/json', why: 'settings of the image' },
  { what: 'api', name: 'GET /images/{id}/history', why: 'its build steps' },
  { what: 'api', name: 'GET /containers/json?all=1', why: 'how many containers are made from it' },
  { what: 'api', name: 'GET /images/json', why: 'which images it may be built from' },
  { what: 'api', name: 'GET /images/{id}/json', why: 'layers of those' },
  { what: 'api', name: 'GET /images/{id}/get', why: 'its layers, where they are not known from an earlier run' },
];

const registryReads: readonly PlannedRead[] = [
  { what: 'file', name: '~/.docker/config.json, containers/auth.json', why: 'login of the registry' },
  { what: 'api', name: 'GET /v2/{name}/manifests/{reference}', why: 'manifest of the image' },
  { what: 'api', name: 'GET /v2/{name}/blobs/{digest}', why: 'its configuration and layers' },
  { what: 'api', name: 'GET /v2/{name}/referrers/{digest}', why: 'signatures and attestations beside it' },
];

/** Every file and request that an audit of the target may read, for `--dry-run`. Reads nothing itself. */
export function planImage(target: Target): PlannedRead[] {
  const { scheme, address } = schemeOf(target);
  if (scheme === 'docker-daemon') return [...engineReads];
  if (scheme === 'registry') return [...registryReads];
  if (scheme === 'image') return [...engineReads, ...registryReads];
  const { path } = splitAddress(address);
  if (scheme !== 'oci') return [{ what: 'file', name: path, why: 'the images in it' }];
  return [
    { what: 'file', name: `${path}/index.json, ${path}/oci-layout`, why: 'which images there are' },
    { what: 'file', name: `${path}/blobs/sha256/*`, why: 'manifests, configurations and layers' },
  ];
}
