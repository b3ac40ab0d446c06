import { z } from 'zod';
import { count, fact, flag, text, textList, textOrNull, timeOrNull } from '../fact.ts';
import { EnvironmentVariable, Healthcheck } from './container.ts';

const inspect = 'GET /images/{id}/json';

const Port = z.strictObject({ port: count, protocol: text });
const HistoryEntry = z.strictObject({
  createdAt: timeOrNull,
  createdBy: fact(text, 'the build step, redacted'),
  emptyLayer: fact(flag, 'whether the step added no layer'),
});

/** Facts of an image. Its contents are a later addition; here its configuration. */
export const image = z.strictObject({
  tags: fact(textList, 'references that name it, sorted', `${inspect} RepoTags`),
  digests: fact(textList, 'repository digests, sorted', `${inspect} RepoDigests`),
  dangling: fact(flag, 'whether no tag names it', `${inspect} RepoTags`),
  os: fact(text, 'operating system', `${inspect} Os`),
  architecture: fact(text, 'CPU architecture', `${inspect} Architecture`),
  createdAt: fact(timeOrNull, 'null: not stated (reproducible builds)', `${inspect} Created`),
  size: fact(count, 'bytes', `${inspect} Size`),
  user: fact(textOrNull, 'user[:group]; null: none, so root', `${inspect} Config.User`),
  entrypoint: fact(textList, 'redacted', `${inspect} Config.Entrypoint`),
  command: fact(textList, 'redacted', `${inspect} Config.Cmd`),
  env: fact(z.array(EnvironmentVariable), 'environment without values, sorted by name', `${inspect} Config.Env`),
  exposedPorts: fact(z.array(Port), 'sorted by port and protocol', `${inspect} Config.ExposedPorts`),
  volumes: fact(textList, 'declared volumes, sorted', `${inspect} Config.Volumes`),
  healthcheck: fact(Healthcheck.nullable(), 'null: none', `${inspect} Config.Healthcheck`),
  workingDirectory: fact(textOrNull, 'null: /', `${inspect} Config.WorkingDir`),
  history: fact(z.array(HistoryEntry), 'build steps, oldest first', 'GET /images/{id}/history'),
  layers: fact(textList, 'diff ids of the layers, lowest first', `${inspect} RootFS.Layers`),
  containers: fact(count, 'containers of the engine made from it, running or not', 'GET /containers/json?all=1'),
});
