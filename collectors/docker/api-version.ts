import { ApiFailure } from './api-failure.ts';
import { objectOf, textOf } from './shape.ts';

/** Versions of the API whose answers are understood, oldest and newest. */
const oldestApi = '1.24';
const newestApi = '1.56';

/** Compares two versions of the API by their numbers. */
export function compareApi(one: string, other: string): number {
  const [oneMajor = 0, oneMinor = 0] = one.split('.').map(Number);
  const [otherMajor = 0, otherMinor = 0] = other.split('.').map(Number);
  return oneMajor - otherMajor || oneMinor - otherMinor;
}

/**
 * The newest version that both sides know.
 * @param version - the answer to GET /version.
 * @throws ApiFailure `not-supported` where none fits.
 */
export function negotiate(version: unknown): string {
  const answer = objectOf(version);
  const newest = textOf(answer['ApiVersion']);
  const oldest = textOf(answer['MinAPIVersion']);
  if (!/^\d+\.\d+$/.test(newest)) throw new ApiFailure('parse-error', 'the engine does not say which API it speaks');
  if (compareApi(newest, oldestApi) < 0) {
    throw new ApiFailure(
      'not-supported',
      `the engine speaks API ${newest}; ${oldestApi} is the oldest that can be read`,
    );
  }
  if (/^\d+\.\d+$/.test(oldest) && compareApi(oldest, newestApi) > 0) {
    throw new ApiFailure(
      'not-supported',
      `the engine speaks API ${oldest} at least; ${newestApi} is the newest that can be read`,
    );
  }
  return compareApi(newest, newestApi) < 0 ? newest : newestApi;
}
