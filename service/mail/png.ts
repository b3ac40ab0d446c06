import { crc32, deflateSync } from 'node:zlib';

/** A colour with its opacity, each from 0 to 255. */
export type Pixel = readonly [red: number, green: number, blue: number, alpha: number];

/**
 * Writes a picture as PNG (W3C PNG, 8 bits, RGBA, no filter).
 * @param pixelAt answers the colour of each point, from the upper left
 */
export function encodePng(width: number, height: number, pixelAt: (x: number, y: number) => Pixel): Uint8Array {
  const line = width * 4 + 1;
  const raw = Buffer.alloc(line * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) raw.set(pixelAt(x, y), y * line + 1 + x * 4);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 6, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(raw, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  framed.set(body, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
