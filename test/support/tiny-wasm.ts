/** Hand-made WebAssembly for tests of the loader: just the sections that are asked for. */

const name = (text: string): number[] => [text.length, ...Buffer.from(text)];

function section(id: number, content: readonly number[]): number[] {
  const length = content.length;
  return [id, (length & 0x7f) | 0x80, length >> 7, ...content];
}

/** A module with one function without arguments, which may loop for ever when it starts, and some exports of it. */
export function tinyWasm(given: {
  imports?: readonly [string, string][];
  functions?: readonly string[];
  globals?: Readonly<Record<string, number>>;
  loopsAtStart?: boolean;
}): Uint8Array<ArrayBuffer> {
  const { imports = [], functions = [], globals = {}, loopsAtStart = false } = given;
  const own = imports.length;
  const values = Object.values(globals);
  const exported = [
    ...functions.map((each) => [...name(each), 0, own]),
    ...Object.keys(globals).map((each, index) => [...name(each), 3, index]),
  ];
  const body = loopsAtStart ? [0, 0x03, 0x40, 0x0c, 0, 0x0b, 0x0b] : [0, 0x0b];
  return new Uint8Array([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, 0, 0]),
    ...section(2, [imports.length, ...imports.flatMap(([module, field]) => [...name(module), ...name(field), 0, 0])]),
    ...section(3, [1, 0]),
    ...section(6, [values.length, ...values.flatMap((value) => [0x7f, 0, 0x41, value, 0x0b])]),
    ...section(7, [exported.length, ...exported.flat()]),
    ...(loopsAtStart ? section(8, [own]) : []),
    ...section(10, [1, body.length, ...body]),
  ]);
}
