/** Parts that few commands need. Each is many modules, so they are loaded by those commands and not by an audit. */

/** The door of image-diff/. */
export const loadImageDiff = () => import('./image-diff/index.ts');

/** The door of jobs/. */
export const loadJobs = () => import('./jobs/index.ts');

/** The door of mail/. */
export const loadMail = () => import('./mail/index.ts');

/** The door of schedule/. */
export const loadSchedules = () => import('./schedule/index.ts');
