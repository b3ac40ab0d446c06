import type { Member } from './tar-member.ts';

/** Links to links that are followed; image archives have one. */
const linksFollowed = 8;

/**
 * Finds files of an archive by path, following links inside it. The last member of a path wins.
 * @returns a function that gives null where there is no such file.
 */
export function memberFinder<T extends Member>(members: readonly T[]): (path: string) => T | null {
  const byPath = new Map(members.map((member) => [member.path, member]));
  return (path) => {
    let member = byPath.get(path);
    for (let followed = 0; member?.type === 'link' && followed < linksFollowed; followed += 1) {
      member = member.target === null ? undefined : byPath.get(member.target);
    }
    return member?.type === 'file' ? member : null;
  };
}
