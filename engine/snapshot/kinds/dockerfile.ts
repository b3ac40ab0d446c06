import { z } from 'zod';
import { count, fact, flag, flagOrNull, text, textList, textOrNull } from '../fact.ts';

const Stage = z.strictObject({
  index: fact(count, 'from 0'),
  name: fact(textOrNull, 'AS name; null: none'),
  line: fact(count, 'line of its FROM, from 1'),
  base: fact(textOrNull, 'reference after FROM, with the defaults of ARG put in; null: not known'),
  baseStage: fact(count.nullable(), 'index of the earlier stage it starts from; null: an image'),
  scratch: fact(flag, 'whether it starts from nothing'),
  tag: fact(textOrNull, 'tag of the base; null: none'),
  digest: fact(textOrNull, 'digest of the base; null: not pinned'),
  final: fact(flag, 'whether it is the last one, which is shipped'),
  user: fact(textOrNull, 'last USER, with the defaults of ARG put in; null: none, so that of its base'),
  healthcheck: fact(
    flagOrNull,
    'whether it has a HEALTHCHECK other than NONE; null: none written, so that of its base',
  ),
});

const Instruction = z.strictObject({
  name: fact(text, 'in capitals: RUN, COPY …'),
  stage: fact(count.nullable(), 'index of its stage; null: before the first FROM'),
  line: fact(count, 'from 1'),
  endLine: count,
  form: fact(z.enum(['shell', 'exec']), 'how its arguments are written; exec: as a JSON list'),
  arguments: fact(
    textList,
    'what follows the name and flags, redacted: the words of COPY, FROM and the like, NAME=value of ENV, ARG and LABEL, the whole text of a command that is no JSON list',
  ),
  flags: fact(z.array(z.strictObject({ name: text, value: textOrNull })), 'such as --from, in order'),
  text: fact(text, 'the instruction with its lines joined and the heredocs of a RUN behind it, redacted'),
  commands: fact(
    z.array(textList),
    'the words of each simple command of a RUN, CMD, ENTRYPOINT or HEALTHCHECK without assignments in front and redirections, redacted, in order; empty for others and for shells other than POSIX ones',
  ),
  pipes: fact(
    z.array(z.array(text)),
    'names of programs joined by pipes, one list a pipeline of two and more; empty for others',
  ),
  looksSecret: fact(
    textList,
    'names of ARG, ENV, LABEL and of what commands set with a value that looks secret, and the patterns of secrets without a name, sorted',
  ),
});

/** Facts of a Dockerfile: a file, or build steps told by an image. */
export const dockerfile = z.strictObject({
  path: fact(textOrNull, 'as given; null: made again from the history of an image', 'the target'),
  reconstructed: fact(
    flag,
    'whether it was made again from the history of an image, so lines and stages are guesses',
    'the target',
  ),
  image: fact(textOrNull, 'reference of the image it was made again from; null: a file', 'the target'),
  digest: fact(textOrNull, 'sha256 of the file; null: made again', 'file Dockerfile'),
  escape: fact(text, 'character that continues lines', 'file Dockerfile; history of an image'),
  syntax: fact(textOrNull, 'directive # syntax=; null: none', 'file Dockerfile'),
  stages: fact(z.array(Stage), 'in order', 'file Dockerfile; history of an image'),
  instructions: fact(z.array(Instruction), 'in order', 'file Dockerfile; history of an image'),
  ignore: fact(
    z.strictObject({ exists: flag, patterns: textList }).nullable(),
    'the .dockerignore beside it; null: made again, so there is nothing beside it',
    'file .dockerignore, Dockerfile.dockerignore',
  ),
  context: fact(
    z.array(text).nullable(),
    'names beside it that do not belong into an image and that .dockerignore does not exclude: .git, .env, keys; sorted; null: made again',
    'folder of the Dockerfile',
  ),
});
