import type { ControlStatus } from '../../engine/index.ts';

function all(status: ControlStatus, ids: string): Record<string, ControlStatus> {
  return Object.fromEntries(ids.split(' ').map((id) => [id, status]));
}

/**
 * Controls of sections 2 and 4 to 7 on the planted engine: live restore and no-new-privileges are on, packet filtering
 * is left to the machine, nothing else is set. No container runs, none is in a swarm, the kernel has no AppArmor.
 */
export const expectedControls: Record<string, ControlStatus> = {
  ...all('fail', '2.4 2.10 2.13 2.14 2.17'),
  ...all('pass', '2.2 2.3 2.5 2.6 2.7 2.8 2.11 2.15 2.16 2.19'),
  ...all('manual', '2.1 2.9 2.18'),
  ...all('not-applicable', '2.12'),
  ...all('fail', '4.1 4.5 4.6 4.10'),
  ...all('pass', '4.7 4.9'),
  ...all('manual', '4.2 4.3 4.4 4.8 4.11 4.12'),
  ...all('fail', '5.4 5.5 5.6 5.10 5.11 5.12 5.13 5.14 5.16 5.17 5.21 5.22 5.27 5.29 5.30 5.32'),
  ...all('pass', '5.1 5.8 5.15 5.20 5.25 5.26 5.31'),
  ...all('manual', '5.9 5.18 5.19 5.23 5.24 5.28'),
  ...all('not-applicable', '5.2 5.3 5.7'),
  ...all('manual', '6.1 6.2 7.8'),
  ...all('not-applicable', '7.1 7.2 7.3 7.4 7.5 7.6 7.7 7.9'),
};

/** Controls about a swarm on an engine that has just begun one of a single manager on loopback. */
export const expectedSwarmControls: Record<string, ControlStatus> = {
  ...all('fail', '5.1 7.3 7.5 7.6'),
  ...all('pass', '7.1'),
  ...all('manual', '7.7 7.8'),
  // Two are about the machine, which this run was not asked to look at; the third about services, of which there is none.
  ...all('not-applicable', '7.2 7.4 7.9'),
};
