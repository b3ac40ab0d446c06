import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { builtinNames, limitsWith } from '../../engine/index.ts';
import { type Compiler, capabilitiesJson, defaultCacheFolder, openCompiler } from '../../rego/index.ts';
import { rootFolder } from '../../root.ts';
import { cacheFolder, findOpa, skipUnless } from '../support/real-parts.ts';
import { needsGo, sharedCompiler, temporaryFolder } from './support.ts';

const opened: Compiler[] = [];

afterEach(async () => {
  for (const compiler of opened.splice(0)) await compiler.close();
});

async function open(compileMilliseconds?: number): Promise<Compiler> {
  const limits = compileMilliseconds === undefined ? limitsWith() : limitsWith({ compileMilliseconds });
  const compiler = await openCompiler({ cacheFolder: cacheFolder(), limits });
  opened.push(compiler);
  return compiler;
}

/** Children of this process that hold a compiler. */
function children(): number[] {
  const list = fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return list.map(Number).filter((pid) => {
    try {
      const parent = /^PPid:\s+(\d+)$/m.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
      const command = fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      return Number(parent) === process.pid && command.includes('rego/host-process') && !busy.includes(pid);
    } catch {
      return false;
    }
  });
}
let busy: number[] = [];

describe('openCompiler', needsGo, () => {
  test('serves many requests at once, each with its own answer', async () => {
    const compiler = await open();
    const answers = await Promise.all(
      ['a', 'b', 'c'].map((name) => compiler.request({ operation: 'format', modules: { x: `package ${name}` } })),
    );
    expect(answers.map(({ formatted }) => formatted!['x'])).toEqual(['package a\n', 'package b\n', 'package c\n']);
    expect(await compiler.version()).toBe('1.22.2');
  });

  test('says so when its process is killed, and serves the next request with another one', async () => {
    busy = children();
    const compiler = await open();
    await compiler.version();
    const [child] = children();
    const hit = compiler.request({ operation: 'capabilities' });
    process.kill(child!, 'SIGKILL');
    await expect(hit).rejects.toMatchObject({
      code: 'internal',
      message: 'The Rego compiler ended unexpectedly (SIGKILL)',
    });
    const answer = await compiler.request({ operation: 'format', modules: { x: 'package a' } });
    expect(answer.formatted).toEqual({ x: 'package a\n' });
    expect(children()).not.toContain(child);
  });

  test('ends a request at its deadline, naming the limit, and goes on', async () => {
    busy = children();
    const slow = await open(1);
    await expect(slow.version()).rejects.toMatchObject({
      code: 'limit-reached',
      message: 'The Rego compiler did not answer "version" (compileMilliseconds)',
    });
    await expect(slow.version()).rejects.toMatchObject({ code: 'limit-reached' });
    await slow.close();
  });

  test('a request behind one that misses its deadline is served all the same', async () => {
    const compiler = await open(20_000);
    await compiler.version();
    busy = [];
    const first = compiler.request({ operation: 'capabilities' });
    const second = compiler.request({ operation: 'format', modules: { x: 'package a' } });
    for (const child of children()) process.kill(child, 'SIGKILL');
    await expect(first).rejects.toMatchObject({ code: 'internal' });
    expect((await second).formatted).toEqual({ x: 'package a\n' });
  });

  test('answers a fault of the request itself without ending', async () => {
    const compiler = await open();
    const wrong = await compiler.request({ operation: 'nothing' } as never);
    expect(wrong).toEqual({ ok: false, errors: [{ code: 'rego_error', message: 'unknown operation "nothing"' }] });
    expect(await compiler.version()).toBe('1.22.2');
  });

  test('refuses a request after close', async () => {
    const compiler = await open();
    await compiler.version();
    await compiler.close();
    await expect(compiler.request({ operation: 'version' })).rejects.toThrow('closed');
  });

  test('does not keep a finished program alive', () => {
    const script = `import { openCompiler } from ${JSON.stringify(path.join(rootFolder, 'rego/index.ts'))};
      const compiler = await openCompiler();
      console.log(await compiler.version());`;
    const options = {
      encoding: 'utf8',
      cwd: rootFolder,
      env: { ...process.env, PLIMSOLL_CACHE: cacheFolder() },
    } as const;
    expect(execFileSync(process.execPath, ['--input-type=module-typescript', '-e', script], options)).toBe('1.22.2\n');
  });
});

describe('the compiler itself', () => {
  test('is missing with a clear error where there is no Go', async () => {
    const script = `import { openCompiler } from ${JSON.stringify(path.join(rootFolder, 'rego/index.ts'))};
      await openCompiler().catch((error) => console.log(error.code, error.message, error.next));`;
    const env = { PATH: '/nowhere', PLIMSOLL_CACHE: temporaryFolder() };
    const options = { encoding: 'utf8', cwd: rootFolder, env } as const;
    expect(execFileSync(process.execPath, ['--input-type=module-typescript', '-e', script], options)).toBe(
      'compiler-missing The Rego compiler cannot be built: Go is not on PATH ' +
        'Install Go 1.26, or use the npm package, which carries the compiler.\n',
    );
  });

  test('is built once when several processes need it at the same time', needsGo, async () => {
    const cache = temporaryFolder();
    const script = `import { openCompiler } from ${JSON.stringify(path.join(rootFolder, 'rego/index.ts'))};
      await openCompiler({ onProgress: (line) => console.log(line) });`;
    const outputs = await Promise.all([1, 2, 3].map(() => output(script, { ...process.env, PLIMSOLL_CACHE: cache })));
    const lines = outputs.join('').split('\n');
    expect(lines.filter((line) => line === 'The Rego compiler is built')).toHaveLength(1);
    const [folder] = fs.readdirSync(cache);
    expect(fs.readdirSync(path.join(cache, folder!))).toEqual(['rego-compiler.wasm']);
  });

  test('a lock left by a process that is gone does not block', needsGo, async () => {
    const cache = temporaryFolder();
    const first = await openCompiler({ cacheFolder: cache });
    await first.close();
    const [name] = fs.readdirSync(cache);
    const folder = path.join(cache, name!);
    fs.rmSync(path.join(folder, 'rego-compiler.wasm'));
    fs.writeFileSync(path.join(folder, 'lock'), '999999999');
    const again = await openCompiler({ cacheFolder: cache });
    opened.push(again);
    expect(await again.version()).toBe('1.22.2');
    expect(fs.readdirSync(folder)).toEqual(['rego-compiler.wasm']);
  });
});

function output(script: string, env: NodeJS.ProcessEnv): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', script], { cwd: rootFolder, env });
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
    child.once('error', reject);
    child.once('close', () => resolve(text));
  });
}

describe('capabilitiesJson', needsGo, () => {
  test('holds the built-ins of our one list and the features of the language', async () => {
    const capabilities = await capabilitiesJson(await sharedCompiler());
    expect(capabilities.builtins.map(({ name }) => name).sort()).toEqual([...builtinNames].sort());
    expect(capabilities.features).toContain('rego_v1');
  });

  test('is understood by native opa', {
    skip: needsGo.skip || skipUnless(findOpa(), 'native opa is asked').skip,
  }, async () => {
    const folder = temporaryFolder();
    const capabilities = await capabilitiesJson(await sharedCompiler());
    fs.writeFileSync(path.join(folder, 'capabilities.json'), JSON.stringify(capabilities));
    const check = (text: string) => {
      fs.writeFileSync(path.join(folder, 'x.rego'), text);
      execFileSync(findOpa()!, ['check', '--capabilities', 'capabilities.json', 'x.rego'], {
        cwd: folder,
        stdio: 'pipe',
      });
    };
    check('package x\n\np if startswith(input.a, "b")\n');
    expect(() => check('package x\n\np := time.now_ns()\n')).toThrow('undefined function time.now_ns');
  });
});

describe('defaultCacheFolder', () => {
  const names = ['PLIMSOLL_CACHE', 'XDG_CACHE_HOME', 'HOME', 'TMPDIR'] as const;
  function under(changes: Partial<Record<(typeof names)[number], string>>): string {
    const before = Object.fromEntries(names.map((name) => [name, process.env[name]]));
    for (const name of names) delete process.env[name];
    Object.assign(process.env, changes);
    try {
      return defaultCacheFolder();
    } finally {
      for (const name of names) {
        if (before[name] === undefined) delete process.env[name];
        else process.env[name] = before[name];
      }
    }
  }

  test('is the first of what the environment names', () => {
    const folder = temporaryFolder();
    const HOME = path.join(folder, 'home');
    const XDG_CACHE_HOME = path.join(folder, 'xdg');
    expect(under({ HOME })).toBe(path.join(HOME, '.cache', 'plimsoll'));
    expect(under({ HOME, XDG_CACHE_HOME })).toBe(path.join(XDG_CACHE_HOME, 'plimsoll'));
    expect(under({ HOME, XDG_CACHE_HOME: 'relative' })).toBe(path.join(HOME, '.cache', 'plimsoll'));
    expect(under({ HOME, XDG_CACHE_HOME, PLIMSOLL_CACHE: path.join(folder, 'own') })).toBe(path.join(folder, 'own'));
  });

  test('is a private temporary folder where there is no home or it cannot be written', () => {
    const TMPDIR = temporaryFolder();
    const own = path.join(TMPDIR, `plimsoll-cache-${process.getuid!()}`);
    expect(under({ TMPDIR })).toBe(own);
    expect(fs.statSync(own).mode & 0o777).toBe(0o700);
    const file = path.join(TMPDIR, 'file');
    fs.writeFileSync(file, '');
    expect(under({ TMPDIR, HOME: file })).toBe(own);
  });

  test('is never a temporary folder that others may write to', () => {
    const TMPDIR = temporaryFolder();
    const own = path.join(TMPDIR, `plimsoll-cache-${process.getuid!()}`);
    fs.mkdirSync(own);
    fs.chmodSync(own, 0o777);
    const chosen = under({ TMPDIR });
    expect(chosen).not.toBe(own);
    expect(fs.statSync(chosen).mode & 0o077).toBe(0);
  });
});
