import { PlimsollError } from '../../../engine/index.ts';
import { type AuthorizeContext, loginFailure } from './authorize.ts';
import { RegistryError } from './registry-error.ts';
import type { Answer } from './transport.ts';

/** What a status other than success means, in words. `what`: what was asked for. */
export function refusalOf(status: number, what: string, context: AuthorizeContext): PlimsollError {
  const { registry, repository, credentials } = context;
  if (status === 401) return loginFailure(context);
  const fail = (message: string, next?: string) =>
    new RegistryError(registry.host, message, status === 403 ? 'permission-denied' : 'not-supported', next);
  if (status === 403) {
    return credentials === null
      ? fail(`it lets nobody read ${repository} without a login`, `Run docker login ${context.domain}.`)
      : fail(`the login may not read ${repository}`, `Ask its owner for the right to pull ${repository}.`);
  }
  if (status === 404) {
    const privacy = credentials === null ? ' Where it is private, log in first.' : '';
    return new PlimsollError('image-unknown', `Registry ${registry.host} has no ${what}.`, {
      next: `Check the name and the tag.${privacy}`,
    });
  }
  return fail(`it answers with status ${status} for ${what}`, 'Try again later; the registry may be at fault.');
}

/** The storage behind a registry refuses: no login has a say there. */
export function storageFailure(answer: Answer, registry: URL): RegistryError {
  answer.discard();
  const message = `its storage, ${answer.url.host}, answers with status ${answer.status}`;
  return new RegistryError(registry.host, message, 'not-supported', 'Try again later; the storage may be at fault.');
}
